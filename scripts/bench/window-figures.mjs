// Figures of the window, in a real Electron.
import { runEngine } from './engine-run.mjs';
import {
  EVENTS,
  MANY_EVENTS,
  REQUESTS,
  WORKSPACE_MS_MAX,
  note,
  repeat,
  toFigure,
} from './figures.mjs';
import { makeLargeWorkspace } from './large-workspace.mjs';
import { prepareStarts } from './start-run.mjs';
import { median } from './statistics.mjs';
import { measureMemory, measureRate, measureTree, measureWindow } from './window-run.mjs';

const RATE = { rate: 10_000, seconds: 60 };

/** @param {import('./figures.mjs').Bench} bench */
export function measureIngest(bench) {
  return measureWindowIngest(bench, EVENTS, '1m', 2);
}

/** @param {import('./figures.mjs').Bench} bench */
export function measureLongIngest(bench) {
  return measureWindowIngest(bench, MANY_EVENTS, '10m', 3);
}

/**
 * @param {import('./figures.mjs').Bench} bench
 * @param {number} events
 * @param {string} size
 * @param {number} limit
 */
async function measureWindowIngest({ executablePath, origin, runs }, events, size, limit) {
  const results = await repeat(runs, async () => {
    const bareMs = await runEngine('bare', origin, events);
    const measure = await measureWindow(executablePath, origin, events);
    const { shownAfterMs, longestFrameMs, longestFrameAtMs, frames, idleFrameMs } = measure;
    note(
      'window',
      `bare ${bareMs.toFixed(0)} ms, last row after ${shownAfterMs.toFixed(0)} ms, ${frames} frames, longest ` +
        `${longestFrameMs.toFixed(1)} ms at ${longestFrameAtMs.toFixed(0)} ms (idle ${idleFrameMs.toFixed(1)} ms)`,
    );
    return { shownAfterMs, longestFrameMs, ratio: shownAfterMs / bareMs };
  });
  const ratios = results.map(({ ratio }) => ratio);
  const frames = results.map(({ longestFrameMs }) => longestFrameMs);
  const value = median(results.map(({ shownAfterMs }) => shownAfterMs));
  return [
    {
      name: `window-ingest-${size}`,
      value,
      unit: 'ms',
      ratio: median(ratios),
      limit,
      runs: ratios,
    },
    toFigure(`longest-frame-${size}`, 34, frames),
  ];
}

/** @param {import('./figures.mjs').Bench} bench */
export function measurePeakMemory(bench) {
  return measureWindowMemory(bench, EVENTS, 'memory-1m', 150);
}

/** @param {import('./figures.mjs').Bench} bench */
export function measureLongPeakMemory(bench) {
  return measureWindowMemory(bench, MANY_EVENTS, 'memory-10m', 200);
}

/**
 * @param {import('./figures.mjs').Bench} bench
 * @param {number} events
 * @param {string} name
 * @param {number} limit
 */
async function measureWindowMemory({ executablePath, origin, runs }, events, name, limit) {
  if (process.platform !== 'linux') {
    note(name, 'not measured: it needs the accounting of Linux');
    return [];
  }
  const extras = await repeat(runs, async () => {
    const { idleMb, peakMb } = await measureMemory(executablePath, origin, events);
    note(name, `idle ${idleMb.toFixed(0)} MB, peak ${peakMb.toFixed(0)} MB`);
    return peakMb - idleMb;
  });
  return [toFigure(name, limit, extras, 'MB')];
}

/** T54: a stream as fast as nobody reads, for a minute. @param {import('./figures.mjs').Bench} bench */
export async function measureSteadyRate({ executablePath, origin, runs }) {
  const results = await repeat(runs, async () => {
    const result = await measureRate(executablePath, origin, RATE);
    const { p95Ms, longestMs, frames, stopMs, share } = result;
    note(
      'rate',
      `${frames} frames, p95 ${p95Ms.toFixed(1)} ms, longest ${longestMs.toFixed(1)} ms, stopped after ` +
        `${stopMs.toFixed(0)} ms, ${(share * 100).toFixed(1)} % of the events counted by then`,
    );
    return result;
  });
  return [
    toFigure(
      'rate-frame-p95',
      17,
      results.map(({ p95Ms }) => p95Ms),
    ),
    toFigure(
      'rate-longest-frame',
      34,
      results.map(({ longestMs }) => longestMs),
    ),
    toFigure(
      'rate-stop',
      300,
      results.map(({ stopMs }) => stopMs),
    ),
  ];
}

/** A workspace of many requests in a window. @param {import('./figures.mjs').Bench} bench */
export async function measureLargeTree({ executablePath, runs }) {
  const workspace = await makeLargeWorkspace(REQUESTS);
  try {
    const results = await repeat(runs, async () => {
      const result = await measureTree(executablePath, workspace.folder);
      const { usableMs, p95Ms, longestMs, frames } = result;
      note(
        'tree',
        `usable after ${usableMs.toFixed(0)} ms, ${frames} frames of scrolling, p95 ${p95Ms.toFixed(1)} ms, ` +
          `longest ${longestMs.toFixed(1)} ms`,
      );
      return result;
    });
    return [
      toFigure(
        'tree-usable',
        WORKSPACE_MS_MAX,
        results.map(({ usableMs }) => usableMs),
      ),
      toFigure(
        'tree-frame-p95',
        17,
        results.map(({ p95Ms }) => p95Ms),
      ),
    ];
  } finally {
    await workspace.remove();
  }
}

/** @param {import('./figures.mjs').Bench} bench */
export async function measureStart({ executablePath, runs }) {
  const starts = await prepareStarts(executablePath);
  try {
    const pairs = await repeat(runs, async () => {
      const emptyMs = await starts.startEmpty();
      const tidelineMs = await starts.startTideline();
      note('start', `empty window ${emptyMs.toFixed(0)} ms, Tideline ${tidelineMs.toFixed(0)} ms`);
      return { tidelineMs, ratio: tidelineMs / emptyMs };
    });
    const ratios = pairs.map(({ ratio }) => ratio);
    const value = median(pairs.map(({ tidelineMs }) => tidelineMs));
    return [{ name: 'start', value, unit: 'ms', ratio: median(ratios), limit: 1.5, runs: ratios }];
  } finally {
    await starts.end();
  }
}
