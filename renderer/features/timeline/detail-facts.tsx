import { Fragment } from 'react';
import type { ReactNode } from 'react';
import type { EntryDetail } from '../../../shared/ipc/contract.ts';
import { SLOW_GAP_MS } from '../../../shared/limits.ts';
import type { TimelineCounters } from '../../../shared/model/counters.ts';
import type { AxisConnection } from '../../../shared/model/time-axis.ts';
import { formatBytes, formatPlural } from '../../components/number-format.ts';
import { formatClock, formatDuration } from '../../components/time-format.ts';
import { VisibleText, toVisibleString } from '../../components/visible-text.tsx';

interface DetailFactsProps {
  readonly detail: EntryDetail;
  readonly counters: TimelineCounters;
  /** Unix epoch milliseconds of the Send, null while unknown. */
  readonly startedAtMs: number | null;
  /** Connections of the stream, null while unknown. */
  readonly connections: readonly AxisConnection[] | null;
}

type Fact = readonly [name: string, value: ReactNode];

function countDataLines(data: string): number {
  let lines = 1;
  for (let at = data.indexOf('\n'); at !== -1; at = data.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Chunks of one event often come within a few milliseconds: one decimal tells them apart. */
function formatSpread(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : formatDuration(ms);
}

/** `1 of 2`: the connection that an entry came on; null where that is not known. */
function getConnection(atMs: number, connections: readonly AxisConnection[] | null): string | null {
  const on = connections?.findLast(({ openedAtMs }) => openedAtMs <= atMs);
  if (on === undefined || (on.closedAtMs !== null && atMs > on.closedAtMs)) return null;
  return `${(connections?.indexOf(on) ?? 0) + 1} of ${connections?.length ?? 0}`;
}

function getFacts({
  detail,
  counters,
  startedAtMs,
  connections,
}: DetailFactsProps): readonly Fact[] {
  const { entry, gapMs, sameTypeMs, chunks, bytes } = detail;
  const facts: Fact[] = [
    ['Received', startedAtMs === null ? '' : formatClock(startedAtMs + entry.atMs)],
    ['After start', entry.atMs === 0 ? '0 ms' : `${(entry.atMs / 1000).toFixed(3)} s`],
  ];
  if (entry.kind === 'event') {
    const gap = gapMs === null ? 'first event' : formatDuration(gapMs);
    facts.push(
      [
        'Gap before',
        <Fragment key="value">
          <span className={gapMs !== null && gapMs >= SLOW_GAP_MS ? 'warn' : ''}>{gap}</span>{' '}
          {counters.gapP50Ms !== null && (
            <span className="t3">p50 {formatDuration(counters.gapP50Ms)}</span>
          )}
        </Fragment>,
      ],
      [
        'Last seen type',
        sameTypeMs === null ? 'first seen' : `${formatDuration(sameTypeMs)} before`,
      ],
      [
        'id',
        entry.id === null ? (
          <span key="value" className="t3">
            none
          </span>
        ) : (
          <span key="value" className="mono" title={toVisibleString(entry.id)}>
            <VisibleText text={entry.id} />
          </span>
        ),
      ],
    );
    const lines = countDataLines(entry.data);
    facts.push([
      'Size',
      <Fragment key="value">
        {formatBytes(entry.sizeBytes)}{' '}
        {lines > 1 && <span className="t3">{formatPlural(lines, 'data line')}</span>}
      </Fragment>,
    ]);
  } else if (bytes.length > 0) {
    facts.push(['Size', formatBytes(bytes.length)]);
  }
  const connection = getConnection(entry.atMs, connections);
  if (connection !== null) facts.push(['Connection', connection]);
  const first = chunks[0];
  const last = chunks.at(-1);
  if (first !== undefined && last !== undefined) {
    const spread = chunks.length === 1 ? '' : `, ${formatSpread(last.atMs - first.atMs)}`;
    facts.push(['Network', `${formatPlural(chunks.length, 'chunk')}${spread}`]);
  }
  return facts;
}

/** What is known about one entry, as a list of names and values. */
export function DetailFacts(props: DetailFactsProps) {
  return (
    <dl className="kv">
      {getFacts(props).map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
