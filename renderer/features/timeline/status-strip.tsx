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
  ];
}

function Counter({ label, value, tone, isExtra }: Item) {
  return (
    <span className={isExtra === true ? 'extra' : ''}>
      {label}
      <b className={tone}>{value}</b>
    </span>
  );
}

/** The counters of a stream, at the bottom of its pane. Where they do not fit, the last but one give way. */
export function StatusStrip(props: {
  readonly counters: TimelineCounters;
  readonly isLive: boolean;
}) {
  const { counters } = props;
  return (
    <div className="status" role="group" aria-label="Counters" data-area="status" tabIndex={-1}>
      <div className="fitting">
        {toItems(counters, props.isLive).map((item) => (
          <Counter key={item.label} {...item} />
        ))}
      </div>
      <Counter
        label="Dropped"
        value={formatCount(counters.dropped)}
        {...(counters.dropped > 0 && { tone: 'err' })}
      />
    </div>
  );
}
