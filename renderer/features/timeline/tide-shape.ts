import { SILENCE_MARK_MS } from '../../../shared/limits.ts';
import type { TimeAxis } from '../../../shared/model/time-axis.ts';
import { formatElapsed } from '../../components/time-format.ts';
import type { TimeSpan } from '../../stores/stream-sessions.ts';

/** Height of the plot, in pixels. */
export const PLOT_PX = 40;
/** The tallest stack leaves room for the heads of the connection lines. */
const STACK_PX = 36;

/** One block of a stacked bar. Times are milliseconds, heights pixels from the top of the plot. */
export interface TideBlock {
  readonly fromMs: number;
  readonly toMs: number;
  /** Position in the exchange's type list; the last place of a bin is the rest. */
  readonly place: number;
  readonly isRest: boolean;
  readonly topPx: number;
  readonly heightPx: number;
}

/** Stacked bars by event type, bottom up in the order of the types. */
export function toTideBlocks({ bins, fromMs, binMs }: TimeAxis): readonly TideBlock[] {
  let tallest = 1;
  for (const bin of bins) tallest = Math.max(tallest, sum(bin));
  const scale = STACK_PX / tallest;
  const blocks: TideBlock[] = [];
  bins.forEach((bin, index) => {
    let y = PLOT_PX;
    bin.forEach((count, place) => {
      if (count === 0) return;
      const heightPx = Math.max(1, count * scale);
      y -= heightPx;
      const start = fromMs + index * binMs;
      const isRest = place === bin.length - 1;
      blocks.push({ fromMs: start, toMs: start + binMs, place, isRest, topPx: y, heightPx });
    });
  });
  return blocks;
}

function sum(bin: readonly number[]): number {
  let all = 0;
  for (const count of bin) all += count;
  return all;
}

/** Most events in one second, as far as the bins tell: wider bins give their mean. */
export function getPeakPerSecond({ bins, binMs }: TimeAxis): number {
  const width = Math.max(1, Math.round(1_000 / binMs));
  let inWindow = 0;
  let most = 0;
  bins.forEach((bin, index) => {
    inWindow += sum(bin);
    const left = bins[index - width];
    if (left !== undefined) inWindow -= sum(left);
    most = Math.max(most, inWindow);
  });
  return most / Math.max(1, (width * binMs) / 1_000);
}

/** Silences to hatch: those that the axis tells, and the one that goes on; `nowMs` is null once the stream is over. */
export function toHatches(axis: TimeAxis, nowMs: number | null): readonly TimeSpan[] {
  const hatches: TimeSpan[] = axis.gaps.map(({ fromMs, toMs }) => ({ fromMs, toMs }));
  if (nowMs !== null && nowMs - axis.endMs >= SILENCE_MARK_MS) {
    hatches.push({ fromMs: axis.endMs, toMs: nowMs });
  }
  return hatches;
}

/** A moment with a line of its own. */
export interface TideLine {
  readonly atMs: number;
  readonly tone: 'good' | 'bad' | 'plain' | 'now';
}

/** Lines where connections opened and ended, and at now. */
export function toTideLines(axis: TimeAxis, nowMs: number | null): readonly TideLine[] {
  const lines: TideLine[] = [];
  for (const { openedAtMs, closedAtMs, closedBy } of axis.connections) {
    lines.push({ atMs: openedAtMs, tone: 'good' });
    if (closedAtMs === null) continue;
    const isLast = axis.connections.at(-1)?.openedAtMs === openedAtMs;
    // The server's last word is an end; an earlier one was followed by a reconnect.
    const isLoss = closedBy === 'network' || (closedBy === 'server' && !isLast);
    lines.push({ atMs: closedAtMs, tone: isLoss ? 'bad' : 'plain' });
  }
  if (nowMs !== null) lines.push({ atMs: nowMs, tone: 'now' });
  return lines;
}

export interface AxisLabel {
  /** Place as a share of the axis. */
  readonly at: number;
  readonly text: string;
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 3e3, 5e3, 6e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3,
  600e3, 900e3, 1800e3, 3600e3, 7200e3, 21600e3, 43200e3, 86400e3,
];
const LABELS_MAX = 8;
/** Shares of the axis that the first and the last label keep for themselves. */
const EDGE_SHARE = 0.07;

function formatTick(ms: number, stepMs: number): string {
  if (stepMs >= 60_000) return `${ms / 60_000} min`;
  if (stepMs >= 1000) return String(ms / 1000);
  return (ms / 1000).toFixed(stepMs >= 100 ? 1 : stepMs >= 10 ? 2 : 3);
}

function formatEdge(ms: number, spanMs: number): string {
  if (ms === 0) return '0 s';
  return spanMs < 10_000 && ms >= 1_000 && ms < 59_950
    ? `${(ms / 1000).toFixed(spanMs < 1_000 ? 3 : 2)} s`
    : formatElapsed(ms);
}

/** Labels of the time axis: its ends as they are, and round steps between them. */
export function toAxisLabels({ fromMs, toMs }: TimeSpan): readonly AxisLabel[] {
  const spanMs = toMs - fromMs;
  const step = STEPS_MS.find((ms) => spanMs / ms <= LABELS_MAX) ?? 86_400_000 * 7;
  const labels: AxisLabel[] = [{ at: 0, text: formatEdge(fromMs, spanMs) }];
  for (let ms = Math.ceil(fromMs / step) * step; ms < toMs; ms += step) {
    const at = (ms - fromMs) / spanMs;
    if (at > EDGE_SHARE && at < 1 - EDGE_SHARE) labels.push({ at, text: formatTick(ms, step) });
  }
  labels.push({ at: 1, text: fromMs === 0 ? formatElapsed(toMs) : formatEdge(toMs, spanMs) });
  return labels;
}

/** Narrowest span that can be looked at, in milliseconds. */
const ZOOM_MS_MIN = 1;

/**
 * Zooms so that `atMs` stays at its place: a factor below 1 comes closer. Null: everything is in view again.
 */
export function zoomBy(
  span: TimeSpan,
  factor: number,
  atMs: number,
  endMs: number,
): TimeSpan | null {
  const widthMs = Math.max(ZOOM_MS_MIN, (span.toMs - span.fromMs) * factor);
  if (widthMs >= endMs) return null;
  const share = (atMs - span.fromMs) / (span.toMs - span.fromMs);
  const fromMs = Math.max(0, Math.min(endMs - widthMs, atMs - share * widthMs));
  return { fromMs, toMs: fromMs + widthMs };
}
