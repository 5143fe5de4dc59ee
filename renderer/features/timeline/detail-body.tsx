import type { EntryDetail } from '../../../shared/ipc/contract.ts';
import type { Mark } from '../../../shared/ipc/timeline-contract.ts';
import { CodeView, DiffView } from '../../components/editors.ts';
import type { Finder } from '../../../shared/query/find-ranges.ts';
import { assertNever } from '../../../shared/result.ts';
import { HexView } from '../../components/hex-view.tsx';
import { formatBytes, formatCount, formatPlural } from '../../components/number-format.ts';
import { formatDuration, formatTimeCell } from '../../components/time-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { getEntryTitle } from './entry-text.ts';
import { useStreamActions } from './stream-actions.ts';
import type { DiffBase, DiffState } from './use-diff.ts';

export type DetailTab = 'pretty' | 'raw' | 'hex' | 'diff' | 'timing';

interface DetailBodyProps {
  readonly detail: EntryDetail;
  readonly tab: DetailTab;
  /** The data laid out, null if it is not JSON. */
  readonly pretty: string | null;
  readonly raw: string;
  readonly find: Finder | null;
  readonly diff: DiffState;
  readonly diffBase: DiffBase;
  readonly marks: readonly Mark[];
  readonly onDiffBase: (base: DiffBase) => void;
  readonly onCaret: (offset: number) => void;
}

/** Chunks that the table names one by one. */
const CHUNKS_SHOWN_MAX = 500;

function ChunkTable({ detail }: { readonly detail: EntryDetail }) {
  const { chunks, entry } = detail;
  const rest = chunks.length - CHUNKS_SHOWN_MAX;
  const firstAtMs = chunks[0]?.atMs ?? 0;
  const { showRowsOf } = useStreamActions();
  return (
    // A long list is scrolled by keys, so it takes the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="chunks" role="region" aria-label="Network chunks" tabIndex={0}>
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

/** With what the event is compared, or why it is not. */
function DiffWords({ detail, diff }: Pick<DetailBodyProps, 'detail' | 'diff'>) {
  switch (diff.kind) {
    case 'loading':
      // A moment only: words would flicker from event to event.
      return null;
    case 'failed':
      return <span>The other event could not be read.</span>;
    case 'none':
      return <span>No earlier event of this type.</span>;
    case 'too-large':
      return (
        <span className="ell">
          Not compared: <b className="t1 m">#{formatCount(diff.other.number ?? 0)}</b> is too large
        </span>
      );
    case 'compared': {
      const { other } = diff.diff;
      const apartMs = detail.entry.atMs - other.entry.atMs;
      return (
        <span className="ell">
          Compared with <b className="t1 m">#{formatCount(other.number ?? 0)}</b>{' '}
          {other.entry.kind === 'event' && <VisibleText text={other.entry.type} />},{' '}
          {formatDuration(Math.abs(apartMs))} {apartMs < 0 ? 'later' : 'earlier'}
        </span>
      );
    }
    default:
      return assertNever(diff);
  }
}

/** With what the event is compared, and how much differs. */
function DiffHead(
  props: Pick<DetailBodyProps, 'detail' | 'diff' | 'diffBase' | 'marks' | 'onDiffBase'>,
) {
  const { detail, diff, diffBase, marks } = props;
  const others = marks.filter(({ seq }) => seq !== detail.entry.seq);
  return (
    <div className="diffhd">
      <DiffWords detail={detail} diff={diff} />
      <span className="grow" />
      {others.length > 0 && (
        <select
          className="diffsel"
          aria-label="Compare with"
          value={diffBase.kind === 'mark' ? String(diffBase.seq) : ''}
          onChange={({ target }) =>
            props.onDiffBase(
              target.value === ''
                ? { kind: 'same-type' }
                : { kind: 'mark', seq: Number(target.value) },
            )
          }
        >
          <option value="">previous of this type</option>
          {others.map(({ seq, atMs, note }) => (
            <option key={seq} value={seq}>
              mark at {formatTimeCell(atMs)} s{note === '' ? '' : `: ${note.slice(0, 40)}`}
            </option>
          ))}
        </select>
      )}
      {diff.kind === 'compared' && (
        <>
          <span className="ok">+{formatCount(diff.diff.added)}</span>
          <span className="err">−{formatCount(diff.diff.removed)}</span>
        </>
      )}
    </div>
  );
}

/** The content of an entry in the chosen form. */
export function DetailBody(props: DetailBodyProps) {
  const { detail, tab, pretty, raw, find, diff } = props;
  const { entry, bytes } = detail;
  const name = getEntryTitle(entry.kind);
  switch (tab) {
    case 'pretty':
      return (
        <CodeView
          text={pretty ?? ''}
          language="json"
          ariaLabel={`${name}, data`}
          find={find}
          onCaret={props.onCaret}
        />
      );
    case 'raw':
      return <CodeView text={raw} language="text" ariaLabel={`${name}, exact lines`} find={find} />;
    case 'hex':
      return (
        <HexView
          bytes={bytes}
          baseOffset={'offset' in entry ? entry.offset : 0}
          ariaLabel={`${name}, bytes`}
        />
      );
    case 'diff':
      return (
        <div className="diffp">
          <DiffHead {...props} />
          {diff.kind === 'compared' && (
            <DiffView lines={diff.diff.lines} ariaLabel={`${name}, changes`} />
          )}
        </div>
      );
    case 'timing':
      return <ChunkTable detail={detail} />;
  }
}
