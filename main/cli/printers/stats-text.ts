import type { Distribution, StreamStats } from '../../../shared/model/stream-stats.ts';
import { toValidShare } from '../../../shared/stats/valid-share.ts';
import { fit } from '../columns.ts';
import { escapeLine } from '../escape.ts';

const LABEL_COLUMNS = 14;
const TYPE_COLUMNS = 24;
/** Types that are told; a table of hundreds helps nobody. */
const TYPES_MAX = 20;

/** The statistics of a run as a few lines for people; everything from the wire is escaped. */
export function toStatsText(stats: StreamStats): string {
  const { gap, size, stalls, heartbeats, drops } = stats;
  const lines = [
    '',
    line('events', `${stats.events}${perSecond(stats.eventsPerSecond, 'events')}`),
    line('bytes', `${stats.bodyBytes}${perSecond(stats.bytesPerSecond, 'bytes')}`),
    line('first byte', toMs(stats.firstByteMs)),
    line('first event', toMs(stats.firstEventMs)),
    line('gap', gap === null ? '' : toQuantiles(gap, 'ms')),
    line('size', size === null ? '' : toQuantiles(size, 'B')),
    line('stalls', stalls.count === 0 ? '' : `${stalls.count}, ${toMs(stalls.totalMs)} in all`),
    line('comments', stats.comments === 0 ? '' : String(stats.comments)),
    line('heartbeats', heartbeats === null ? '' : `every ${round(heartbeats.p50)} ms`),
    line('problems', stats.problems === 0 ? '' : String(stats.problems)),
    line('drops', drops.count === 0 ? '' : `${drops.count}, down ${toMs(drops.downMs)}`),
    line('ids', toIds(stats)),
  ];
  return `${[...lines.filter((text) => text !== null), ...toTypeLines(stats)].join('\n')}\n`;
}

/** Null: there is nothing to tell. */
function line(label: string, text: string): string | null {
  return text === '' ? null : `${fit(label, LABEL_COLUMNS)}${text}`;
}

function toQuantiles(values: Distribution, unit: string): string {
  const { p50, p90, p95, p99, maximum } = values;
  const quantiles = { p50, p90, p95, p99, max: maximum };
  return Object.entries(quantiles)
    .map(([name, value]) => `${name} ${unit === 'B' ? Math.round(value) : round(value)} ${unit}`)
    .join(', ');
}

function toIds({ idsLost, idsRepeated }: StreamStats): string {
  if (idsLost === 0 && idsRepeated === 0) return '';
  return `${idsLost} skipped, ${idsRepeated} repeated`;
}

function toTypeLines({ types, events }: StreamStats): readonly string[] {
  return types.slice(0, TYPES_MAX).map((of) => {
    const name = fit(of.type === null ? 'other types' : escapeLine(of.type), TYPE_COLUMNS);
    const share = Math.round((of.events / events) * 100);
    const gap = of.gap === null ? '' : `, gap p50 ${round(of.gap.p50)} ms`;
    const json = of.json === null ? '' : `, JSON ${toValidShare(of.json)} %`;
    return `${fit('type', LABEL_COLUMNS)}${name} ${of.events} events (${share} %), ${of.bytes} B${json}${gap}`;
  });
}

function perSecond(rate: number | null, unit: string): string {
  return rate === null ? '' : `, ${round(rate)} ${unit}/s`;
}

function toMs(ms: number | null): string {
  return ms === null ? '' : `${round(ms)} ms`;
}

function round(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 100) / 100);
}
