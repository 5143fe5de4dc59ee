import type { ChartBins, TypeCount } from '../../../shared/model/counters.ts';
import { SILENCE_MARK_MS } from '../../../shared/limits.ts';
import { formatElapsed } from '../../components/time-format.ts';
import { NEUTRAL_COLOR, toColorClasses } from './event-colors.ts';
import type { ColorClass } from './event-colors.ts';

/** Height of the plot, in its own units. */
export const PLOT_HEIGHT = 40;
/** The tallest stack leaves room for the heads of the connection lines. */
const STACK_HEIGHT = 36;
const BAR_SHARE = 0.8;

/** All bars of one colour, as one SVG path. One unit of x is one bin. */
export interface TidePath {
  readonly color: ColorClass;
  readonly d: string;
}

/** Stacked bars by event type, bottom up in the order of the types. */
export function toTidePaths(chart: ChartBins, types: readonly TypeCount[]): readonly TidePath[] {
  const colors = toColorClasses(types);
  const colorAt = (place: number, places: number): ColorClass =>
    (place === places - 1 ? undefined : colors.get(types[place]?.type ?? '')) ?? NEUTRAL_COLOR;
  const tallest = Math.max(1, ...chart.bins.map((bin) => bin.reduce((sum, n) => sum + n, 0)));
  const scale = STACK_HEIGHT / tallest;
  const parts = new Map<ColorClass, string[]>();
  chart.bins.forEach((bin, x) => {
    let y = PLOT_HEIGHT;
    bin.forEach((count, place) => {
      if (count === 0) return;
      const height = Math.max(1, count * scale);
      y -= height;
      const color = colorAt(place, bin.length);
      const part = `M${x + (1 - BAR_SHARE) / 2} ${y.toFixed(2)}h${BAR_SHARE}v${height.toFixed(2)}h-${BAR_SHARE}z`;
      const list = parts.get(color);
      if (list === undefined) parts.set(color, [part]);
      else list.push(part);
    });
  });
  return [...parts].map(([color, list]) => ({ color, d: list.join('') }));
}

/** A stretch of time, as shares of the whole chart. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Silences between events, and up to now: runs of empty bins that last long enough. */
export function toSilences(chart: ChartBins, spanMs: number): readonly Stretch[] {
  const silences: Stretch[] = [];
  const first = chart.bins.findIndex((bin) => bin.some((count) => count > 0));
  if (first === -1) return silences;
  const lastBin = Math.max(chart.bins.length, Math.ceil(spanMs / chart.binMs));
  let start: number | null = null;
  for (let bin = first; bin <= lastBin; bin++) {
    const isEmpty = bin < lastBin && !(chart.bins[bin]?.some((count) => count > 0) ?? false);
    if (isEmpty) start ??= bin;
    else if (start !== null) {
      const toMs = Math.min(bin * chart.binMs, spanMs);
      const fromMs = start * chart.binMs;
      if (toMs - fromMs >= SILENCE_MARK_MS) {
        silences.push({ from: fromMs / spanMs, to: toMs / spanMs });
      }
      start = null;
    }
  }
  return silences;
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
  return stepMs >= 1000 ? String(ms / 1000) : (ms / 1000).toFixed(stepMs >= 100 ? 1 : 2);
}

/** Labels of the time axis: `0 s`, round steps, and the end as it is. */
export function toAxisLabels(spanMs: number): readonly AxisLabel[] {
  const step = STEPS_MS.find((ms) => spanMs / ms <= LABELS_MAX) ?? 86_400_000 * 7;
  const labels: AxisLabel[] = [{ at: 0, text: '0 s' }];
  for (let ms = step; ms < spanMs; ms += step) {
    const at = ms / spanMs;
    if (at > EDGE_SHARE && at < 1 - EDGE_SHARE) labels.push({ at, text: formatTick(ms, step) });
  }
  labels.push({ at: 1, text: formatElapsed(spanMs) });
  return labels;
}
