import type { TimelineCounters } from '../../../shared/model/counters.ts';
import { formatBytes, formatCount, formatRate } from '../../components/number-format.ts';
import { formatDuration } from '../../components/time-format.ts';

interface Item {
  readonly label: string;
  readonly value: string;
  readonly tone?: string;
  /** Left out when the pane is narrow. */
  readonly isExtra?: boolean;
}

function toItems(counters: TimelineCounters, isLive: boolean): readonly Item[] {
  const { firstByteMs, firstEventMs, gapP50Ms, gapP95Ms } = counters;
  const time = (label: string, ms: number | null, isExtra = false): readonly Item[] =>
    ms === null ? [] : [{ label, value: formatDuration(ms), isExtra }];
  return [
    { label: 'Events', value: formatCount(counters.events) },
    { label: 'Bytes', value: formatBytes(counters.bodyBytes) },
    { label: 'Rate', value: formatRate(isLive ? counters.eventsPerSecond : 0) },
    ...time('TTFB', firstByteMs, true),
    ...time('First event', firstEventMs),
    ...time('Gap p50', gapP50Ms),
    ...time('p95', gapP95Ms),
    { label: 'Connections', value: formatCount(counters.connections), isExtra: true },
    {
      label: 'Dropped',
      value: formatCount(counters.dropped),
      ...(counters.dropped > 0 && { tone: 'err' }),
    },
  ];
}

/** The counters of a stream, at the bottom of its pane. */
export function StatusStrip(props: {
  readonly counters: TimelineCounters;
  readonly isLive: boolean;
}) {
  return (
    <div className="status" role="group" aria-label="Counters">
      {toItems(props.counters, props.isLive).map(({ label, value, tone, isExtra }) => (
        <span key={label} className={isExtra === true ? 'extra' : ''}>
          {label}
          <b className={tone}>{value}</b>
        </span>
      ))}
    </div>
  );
}
