import type { EntryDetail } from '../../../shared/ipc/contract.ts';
import { CodeView } from '../../components/code-view.tsx';
import { HexView } from '../../components/hex-view.tsx';
import { formatBytes, formatCount, formatPlural } from '../../components/number-format.ts';
import { formatTimeCell } from '../../components/time-format.ts';
import { getEntryTitle } from './entry-text.ts';
import { useStreamActions } from './stream-actions.ts';

export type DetailTab = 'pretty' | 'raw' | 'hex' | 'timing';

interface DetailBodyProps {
  readonly detail: EntryDetail;
  readonly tab: DetailTab;
  /** The data laid out, null if it is not JSON. */
  readonly pretty: string | null;
  readonly raw: string;
}

/** Chunks that the table names one by one. */
const CHUNKS_SHOWN_MAX = 500;

function ChunkTable({ detail }: { readonly detail: EntryDetail }) {
  const { chunks, entry } = detail;
  const rest = chunks.length - CHUNKS_SHOWN_MAX;
  const firstAtMs = chunks[0]?.atMs ?? 0;
  const { showRowsOf } = useStreamActions();
  return (
    <div className="chunks">
      <table>
        <thead>
          <tr>
            <th>Chunk</th>
            <th>Time</th>
            <th>After first</th>
            <th>Offset</th>
            <th>Size</th>
            <th>
              <span className="sr">Events</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {chunks.slice(0, CHUNKS_SHOWN_MAX).map((chunk, index) => (
            <tr key={chunk.offset}>
              <td>{formatCount(index + 1)}</td>
              <td className="t1">{formatTimeCell(chunk.atMs)}</td>
              <td>{(chunk.atMs - firstAtMs).toFixed(1)} ms</td>
              <td>{formatCount(chunk.offset)}</td>
              <td>{formatBytes(chunk.length)}</td>
              <td>
                <button
                  className="linkb"
                  aria-label={`Events of chunk ${formatCount(index + 1)}`}
                  onClick={() => showRowsOf(chunk.offset, chunk.length)}
                >
                  events
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="t3">
        {rest > 0 && `${formatPlural(rest, 'more chunk')}. `}
        Complete at {formatTimeCell(entry.atMs)} s. A chunk is what the network handed over at once.
      </p>
    </div>
  );
}

/** The content of an entry in the chosen form. */
export function DetailBody({ detail, tab, pretty, raw }: DetailBodyProps) {
  const { entry, bytes } = detail;
  const name = getEntryTitle(entry.kind);
  switch (tab) {
    case 'pretty':
      return <CodeView text={pretty ?? ''} language="json" ariaLabel={`${name}, data`} />;
    case 'raw':
      return <CodeView text={raw} language="text" ariaLabel={`${name}, exact lines`} />;
    case 'hex':
      return (
        <HexView
          bytes={bytes}
          baseOffset={'offset' in entry ? entry.offset : 0}
          ariaLabel={`${name}, bytes`}
        />
      );
    case 'timing':
      return <ChunkTable detail={detail} />;
  }
}
