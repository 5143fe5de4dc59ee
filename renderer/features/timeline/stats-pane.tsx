import type { ReactElement, ReactNode } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type {
  ConnectionStats,
  StreamStats,
  TypeStats,
} from '../../../shared/model/stream-stats.ts';
import { toValidShare } from '../../../shared/stats/valid-share.ts';
import {
  formatBytes,
  formatCount,
  formatPlural,
  formatRate,
  formatShare,
} from '../../components/number-format.ts';
import {
  formatBarEdge,
  formatDuration,
  formatGap,
  formatSeconds,
  formatTimeCell,
} from '../../components/time-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { NEUTRAL_COLOR } from './event-colors.ts';
import type { ColorClass } from './event-colors.ts';
import { TypePill } from './event-row.tsx';
import { Histogram } from './histogram.tsx';
import { useStats } from './use-stats.ts';

interface StatsPaneProps {
  readonly api: Bridge;
  readonly progress: ExchangeProgress;
  readonly colors: ReadonlyMap<string, ColorClass>;
}

/** One figure, its unit in small type. */
function Figure(props: {
  readonly label: string;
  readonly children: string;
  readonly rest?: string;
}) {
  const [, value = props.children, unit = ''] = /^([\d.,]+) (.*)$/.exec(props.children) ?? [];
  const small = [unit, props.rest ?? ''].filter(Boolean).join(' ');
  return (
    <div>
      <dt>{props.label}</dt>
      <dd className="fig">
        {value}
        {small !== '' && <small>{small}</small>}
      </dd>
    </div>
  );
}

function Figures({ stats, hasIds }: { readonly stats: StreamStats; readonly hasIds: boolean }) {
  const { gap, drops, stalls } = stats;
  return (
    <dl className="figs">
      {stats.firstByteMs !== null && (
        <Figure label="TTFB">{formatDuration(stats.firstByteMs)}</Figure>
      )}
      {stats.firstEventMs !== null && (
        <Figure label="First event">{formatDuration(stats.firstEventMs)}</Figure>
      )}
      {gap !== null && (
        <>
          <Figure label="Gap p50">{formatDuration(gap.p50)}</Figure>
          <Figure label="Gap p95">{formatDuration(gap.p95)}</Figure>
          <Figure label="Longest gap">{formatDuration(gap.maximum)}</Figure>
        </>
      )}
      <Figure label="Stalls" rest={stalls.count > 0 ? `for ${formatSeconds(stalls.totalMs)}` : ''}>
        {formatCount(stalls.count)}
      </Figure>
      <Figure label="Down" rest={`in ${formatPlural(drops.count, 'drop')}`}>
        {formatSeconds(drops.downMs)}
      </Figure>
      {hasIds && <Figure label="Ids skipped">{formatCount(stats.idsLost)}</Figure>}
      <Figure label="Dropped by Tideline">{formatCount(stats.dropped)}</Figure>
    </dl>
  );
}

/** What stands beside the figures: rates, sizes, the other quantiles, heartbeats. */
function MoreFigures({ stats }: { readonly stats: StreamStats }) {
  const { gap, size, heartbeats } = stats;
  const facts: readonly (readonly [string, string])[] = [
    ...(stats.eventsPerSecond === null
      ? []
      : [['Mean rate', formatRate(stats.eventsPerSecond)] as const]),
    ...(stats.bytesPerSecond === null
      ? []
      : [['Throughput', `${formatBytes(stats.bytesPerSecond)}/s`] as const]),
    ['Content', formatBytes(stats.bodyBytes)],
    ['On the wire', formatBytes(stats.wireBytes)],
    ...(gap === null
      ? []
      : ([
          ['Gap p90', formatDuration(gap.p90)],
          ['Gap p99', formatDuration(gap.p99)],
          ['Mean gap', formatDuration(gap.mean)],
        ] as const)),
    ...(size === null
      ? []
      : ([
          ['Size p50', formatBytes(Math.round(size.p50))],
          ['Largest', formatBytes(size.maximum)],
        ] as const)),
    ['Comments', formatCount(stats.comments)],
    ...(heartbeats === null ? [] : [['Heartbeat every', formatDuration(heartbeats.p50)] as const]),
    ['Problems', formatCount(stats.problems)],
  ];
  return (
    <dl className="morefigs">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Table(props: {
  readonly title: string;
  /** Heads; those after the first `leftColumns` stand at the right. */
  readonly heads: readonly string[];
  readonly leftColumns: number;
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}) {
  const toClass = (index: number, extra = ''): string =>
    `${index >= props.leftColumns ? 'r' : ''}${extra}`;
  return (
    <div>
      <h2 className="h4">{props.title}</h2>
      <table className="t lined" aria-label={props.title}>
        <thead>
          <tr>
            {props.heads.map((head, index) => (
              <th key={head} scope="col" className={toClass(index)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={props.heads[index]} className={toClass(index, ' t1')}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function toTypeCells(
  row: TypeStats,
  events: number,
  colors: ReadonlyMap<string, ColorClass>,
): readonly ReactNode[] {
  return [
    row.type === null ? (
      <span key="type" className="t2">
        other types
      </span>
    ) : (
      <TypePill key="type" type={row.type} color={colors.get(row.type) ?? NEUTRAL_COLOR} />
    ),
    formatCount(row.events),
    formatShare(row.events, events),
    formatBytes(row.bytes),
    row.gap === null ? '' : formatGap(row.gap.p50),
    row.gap === null ? '' : formatGap(row.gap.p95),
    formatTimeCell(row.firstAtMs),
    formatTimeCell(row.lastAtMs),
    toJsonCell(row),
  ];
}

/** The share of JSON; of how many events, while not all of them were looked at. */
function toJsonCell({ json, events }: TypeStats): string {
  if (json === null) return '…';
  const share = `${toValidShare(json)} %`;
  return json.looked < events ? `${share} of ${formatCount(json.looked)}` : share;
}

/** How a connection ended, in words. */
function EndedBy({ row }: { readonly row: ConnectionStats }) {
  if (row.closedAtMs === null) return <span className="acc">still open</span>;
  switch (row.closedBy) {
    case 'network':
      return <span className="err">lost{row.code === null ? '' : `, ${row.code}`}</span>;
    case 'server':
      return <span className="t2">server</span>;
    case 'user':
      return <span className="t2">you</span>;
    case 'rule':
      return <span className="t2">a rule</span>;
    default:
      return <span className="t2">unknown</span>;
  }
}

function toConnectionCells(row: ConnectionStats, elapsedMs: number): readonly ReactNode[] {
  const { timings } = row;
  const toStep = (from: number | null, to: number | null): string =>
    to === null ? '' : formatDuration(Math.max(0, to - (from ?? 0)));
  const { dnsMs, connectMs, tlsMs, firstByteMs } = timings;
  return [
    formatCount(row.attempt),
    <EndedBy key="end" row={row} />,
    formatTimeCell(row.openedAtMs),
    formatSeconds((row.closedAtMs ?? elapsedMs) - row.openedAtMs),
    toStep(0, dnsMs),
    toStep(dnsMs, connectMs),
    tlsMs === null ? 'off' : toStep(connectMs, tlsMs),
    toStep(0, firstByteMs),
    formatCount(row.events),
    row.lastEventIdSent === null ? 'none' : <VisibleText key="id" text={row.lastEventIdSent} />,
  ];
}

/** Figures of the whole stream: times, gaps, sizes, by type and by connection. */
export function StatsPane({ api, progress, colors }: StatsPaneProps): ReactElement {
  const stats = useStats(api, progress);
  return (
    // The figures are longer than the pane, so the keys have to reach it, and before there are any.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="stats" role="region" aria-label="Stats" tabIndex={0}>
      {stats !== null && (
        <AllFigures stats={stats} colors={colors} hasIds={progress.counters.hasIds} />
      )}
    </div>
  );
}

function AllFigures(props: {
  readonly stats: StreamStats;
  readonly colors: StatsPaneProps['colors'];
  /** Whether any event has an id. */
  readonly hasIds: boolean;
}): ReactElement {
  const { stats, colors } = props;
  return (
    <>
      <Figures stats={stats} hasIds={props.hasIds} />
      <div className="hists">
        <Histogram
          title="Gap between events"
          bars={stats.gapBars}
          color="ev-c1"
          format={formatBarEdge}
        />
        <Histogram
          title="Size of data"
          bars={stats.sizeBars}
          color="ev-c4"
          format={(bytes) => formatBytes(Math.round(bytes))}
        />
      </div>
      <Table
        title="By type"
        leftColumns={1}
        heads={[
          'Type',
          'Events',
          'Share',
          'Bytes',
          'Gap p50',
          'Gap p95',
          'First',
          'Last',
          'Valid JSON',
        ]}
        rows={stats.types.map((row) => ({
          key: row.type ?? '',
          cells: toTypeCells(row, stats.events, colors),
        }))}
      />
      <Table
        title="Connections"
        leftColumns={2}
        heads={[
          '#',
          'Ended by',
          'Opened',
          'Open for',
          'DNS',
          'Connect',
          'TLS',
          'First byte',
          'Events',
          'Last-Event-ID sent',
        ]}
        rows={stats.connections.map((row) => ({
          key: String(row.attempt),
          cells: toConnectionCells(row, stats.elapsedMs),
        }))}
      />
      <MoreFigures stats={stats} />
      <p className="t3 statsnote">
        Everything is exact but the quantiles (p50, p90, p95, p99), which are within 1 %.
      </p>
    </>
  );
}
