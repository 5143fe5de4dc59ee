// npm run bench: builds and measures, one thing at a time. `--only NAME`, `--runs N`, `--json FILE`. Ends with 1 when a
// figure is over its limit. Wants a machine that does nothing else.
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import {
  runEngine,
  runLargeEvent,
  runOpenWorkspace,
  runQueries,
  startEventServer,
} from './bench/engine-run.mjs';
import { prepareStarts } from './bench/start-run.mjs';
import { median } from './bench/statistics.mjs';
import { measureMemory, measureRate, measureTree, measureWindow } from './bench/window-run.mjs';
import { makeLargeWorkspace } from './bench/large-workspace.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { programOf, run } from './process.mjs';
import { withDisplay } from './tideline-window.mjs';

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number} value the median of our own figures, in `unit`
 * @property {string} unit
 * @property {number | null} ratio the median against the yardstick of the same run; null: the limit is for the value
 * @property {number} limit at least for the engine's ratio, at most for all others
 * @property {readonly number[]} runs what each run gave, of what the limit is for
 *
 * @typedef {object} Bench
 * @property {string} executablePath of the Electron
 * @property {string} origin of the event server
 * @property {number} runs
 */

const EVENTS = 1_000_000;
const MANY_EVENTS = 10_000_000;
const REQUESTS = 5_000;
const RATE = { rate: 10_000, seconds: 60 };

/** Time after which a workspace of so many requests has to be usable, in milliseconds. */
const WORKSPACE_MS_MAX = 1_500;

/** The ratio that is better when it is larger. */
const ENGINE = 'engine-throughput';

/** @type {readonly { names: readonly string[], measure: (bench: Bench) => Promise<Figure[]> }[]} */
const MEASUREMENTS = [
  { names: [ENGINE], measure: measureEngine },
  { names: ['inspector-cost'], measure: measureInspector },
  { names: ['event-4000-lines'], measure: measureLargeEvent },
  {
    names: ['text-filter-first-page-1m', 'text-filter-1m', 'json-path-filter-1m'],
    measure: measureFilters,
  },
  { names: ['engine-memory-10m', 'jump-10m', 'find-10m', 'axis-zoom-10m'], measure: measureScale },
  { names: ['workspace-5000'], measure: measureWorkspace },
  { names: ['window-ingest-1m', 'longest-frame-1m'], measure: measureIngest },
  { names: ['memory-1m'], measure: measurePeakMemory },
  { names: ['window-ingest-10m', 'longest-frame-10m'], measure: measureLongIngest },
  { names: ['memory-10m'], measure: measureLongPeakMemory },
  { names: ['rate-frame-p95', 'rate-longest-frame', 'rate-stop'], measure: measureSteadyRate },
  { names: ['tree-usable', 'tree-frame-p95'], measure: measureLargeTree },
  { names: ['start'], measure: measureStart },
];

/**
 * @template T
 * @param {number} runs
 * @param {(index: number) => Promise<T>} action
 */
async function repeat(runs, action) {
  /** @type {T[]} */
  const results = [];
  for (let index = 0; index < runs; index++) results.push(await action(index));
  return results;
}

/** @param {Bench} bench */
async function measureEngine({ origin, runs }) {
  const pairs = await repeat(runs, async () => {
    const bareMs = await runEngine('bare', origin, EVENTS);
    const tidelineMs = await runEngine('tideline', origin, EVENTS);
    note(ENGINE, `bare ${bareMs.toFixed(0)} ms, Tideline ${tidelineMs.toFixed(0)} ms`);
    return { tidelineMs, ratio: bareMs / tidelineMs };
  });
  const ratios = pairs.map(({ ratio }) => ratio);
  const value = EVENTS / (median(pairs.map(({ tidelineMs }) => tidelineMs)) / 1000);
  return [
    { name: ENGINE, value, unit: 'events/s', ratio: median(ratios), limit: 0.5, runs: ratios },
  ];
}

/** @param {Bench} bench */
async function measureInspector({ origin, runs }) {
  const pairs = await repeat(runs, async () => {
    const withoutMs = await runEngine('uninspected', origin, EVENTS);
    const withMs = await runEngine('tideline', origin, EVENTS);
    note('inspector', `without ${withoutMs.toFixed(0)} ms, with it ${withMs.toFixed(0)} ms`);
    return { costMs: withMs - withoutMs, ratio: withMs / withoutMs };
  });
  const ratios = pairs.map(({ ratio }) => ratio);
  const value = median(pairs.map(({ costMs }) => costMs));
  const ratio = median(ratios);
  return [{ name: 'inspector-cost', value, unit: 'ms', ratio, limit: 1.2, runs: ratios }];
}

/** Short lines go through the parser, long ones through the path for large blocks. @param {Bench} bench */
async function measureLargeEvent({ runs }) {
  const times = await repeat(runs, async () => {
    const [shortMs, longMs] = [await runLargeEvent(12), await runLargeEvent(200)];
    note('event-4000-lines', `48 KB ${shortMs.toFixed(2)} ms, 800 KB ${longMs.toFixed(2)} ms`);
    return Math.max(shortMs, longMs);
  });
  const value = median(times);
  return [{ name: 'event-4000-lines', value, unit: 'ms', ratio: null, limit: 5, runs: times }];
}

/** A folder of many requests until it is listed, which is before it can be used. @param {Bench} bench */
async function measureWorkspace({ runs }) {
  const times = await repeat(runs, async () => {
    const { listedMs, rescanMs, verifiedMs } = await runOpenWorkspace(REQUESTS);
    note(
      'workspace-5000',
      `listed after ${listedMs.toFixed(0)} ms, again in ${rescanMs.toFixed(0)} ms, read in full after ` +
        `${verifiedMs.toFixed(0)} ms`,
    );
    return listedMs;
  });
  const value = median(times);
  const ratios = times.map((ms) => ms / WORKSPACE_MS_MAX);
  const ratio = value / WORKSPACE_MS_MAX;
  return [{ name: 'workspace-5000', value, unit: 'ms', ratio, limit: 1, runs: ratios }];
}

/** Queries over a log that is there. @param {Bench} bench */
async function measureFilters({ runs }) {
  const results = await repeat(runs, async () => {
    const result = await runQueries(EVENTS);
    const { text, path } = result;
    note(
      'filters',
      `text ${text.firstPageMs.toFixed(0)} and ${text.wholeMs.toFixed(0)} ms, JSONPath ${path.wholeMs.toFixed(0)} ms`,
    );
    return result;
  });
  return [
    toFigure(
      'text-filter-first-page-1m',
      100,
      results.map(({ text }) => text.firstPageMs),
    ),
    toFigure(
      'text-filter-1m',
      1_000,
      results.map(({ text }) => text.wholeMs),
    ),
    toFigure(
      'json-path-filter-1m',
      5_000,
      results.map(({ path }) => path.wholeMs),
    ),
  ];
}

/** What must not depend on the length of a stream. @param {Bench} bench */
async function measureScale({ runs }) {
  const results = await repeat(runs, async () => {
    const result = await runQueries(MANY_EVENTS);
    const { jumpMs, findNumberMs, findTimeMs, findIdMs, zoomMs, idleBytes, filledBytes } = result;
    const findMs = Math.max(findNumberMs, findTimeMs, findIdMs);
    const memoryMb = (filledBytes - idleBytes) / 1e6;
    note(
      'scale',
      `jump ${jumpMs.toFixed(1)} ms, find ${findMs.toFixed(1)} ms, zoom ${zoomMs.toFixed(1)} ms, ${memoryMb.toFixed(0)} MB more`,
    );
    return { jumpMs, findMs, zoomMs, memoryMb };
  });
  return [
    toFigure(
      'engine-memory-10m',
      150,
      results.map(({ memoryMb }) => memoryMb),
      'MB',
    ),
    toFigure(
      'jump-10m',
      50,
      results.map(({ jumpMs }) => jumpMs),
    ),
    toFigure(
      'find-10m',
      50,
      results.map(({ findMs }) => findMs),
    ),
    toFigure(
      'axis-zoom-10m',
      50,
      results.map(({ zoomMs }) => zoomMs),
    ),
  ];
}

/**
 * A figure whose limit is for the value itself.
 *
 * @param {string} name
 * @param {number} limit
 * @param {readonly number[]} values
 */
function toFigure(name, limit, values, unit = 'ms') {
  return { name, value: median(values), unit, ratio: null, limit, runs: values };
}

/** @param {Bench} bench */
function measureIngest(bench) {
  return measureWindowIngest(bench, EVENTS, '1m', 2);
}

/** @param {Bench} bench */
function measureLongIngest(bench) {
  return measureWindowIngest(bench, MANY_EVENTS, '10m', 3);
}

/**
 * @param {Bench} bench
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

/** @param {Bench} bench */
function measurePeakMemory(bench) {
  return measureWindowMemory(bench, EVENTS, 'memory-1m', 150);
}

/** @param {Bench} bench */
function measureLongPeakMemory(bench) {
  return measureWindowMemory(bench, MANY_EVENTS, 'memory-10m', 200);
}

/**
 * @param {Bench} bench
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

/** T54: a stream as fast as nobody reads, for a minute. @param {Bench} bench */
async function measureSteadyRate({ executablePath, origin, runs }) {
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

/** A workspace of many requests in a window. @param {Bench} bench */
async function measureLargeTree({ executablePath, runs }) {
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

/** @param {Bench} bench */
async function measureStart({ executablePath, runs }) {
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

/**
 * @param {string} name
 * @param {string} text
 */
function note(name, text) {
  console.log(`  ${name}: ${text}`);
}

/** @param {Figure} figure */
function isMissed({ name, value, ratio, limit }) {
  const judged = ratio ?? value;
  return !(name === ENGINE ? judged >= limit : judged <= limit);
}

/** @param {readonly Figure[]} figures */
function printTable(figures) {
  const rows = figures.map((figure) => {
    const { name, value, unit, ratio, limit, runs } = figure;
    const judged = ratio === null ? unit : 'ratio';
    return [
      name,
      `${value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 })} ${unit}`,
      ratio === null ? '' : ratio.toFixed(2),
      `${name === ENGINE ? 'at least' : 'at most'} ${limit} ${judged}`,
      `${round(Math.min(...runs))} to ${round(Math.max(...runs))}`,
      isMissed(figure) ? 'MISSED' : 'ok',
    ];
  });
  const table = [['name', 'median', 'ratio', 'limit', 'range', ''], ...rows];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  console.log('');
  for (const row of table) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

/** @param {number} figure */
function round(figure) {
  return Math.round(figure * 100) / 100;
}

async function build() {
  const builds = ['bench', 'uninspected'].map((mode) => {
    return [programOf('vite'), 'build', '--mode', mode, '--logLevel', 'warn'];
  });
  for (const args of [['scripts/build.mjs'], ...builds]) {
    const code = await run(process.execPath, args, { stdin: 'ignore' });
    if (code !== 0) throw new Error('The build failed.');
  }
}

async function bench() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      runs: { type: 'string', default: '5' },
      json: { type: 'string' },
    },
  });
  const { only } = values;
  const runs = Number(values.runs);
  const chosen = MEASUREMENTS.filter(({ names }) => only === undefined || names.includes(only));
  if (chosen.length === 0 || !Number.isInteger(runs) || runs < 1) {
    const names = MEASUREMENTS.flatMap((measurement) => measurement.names).join('|');
    throw new Error(`Use: npm run bench -- [--only ${names}] [--runs N] [--json FILE]`);
  }

  await build();
  const { executablePath } = await resolveElectron();
  const load = loadavg()[0] ?? 0;
  console.log(`${availableParallelism()} cores, load ${load.toFixed(1)}, median of ${runs}`);
  const server = await startEventServer();
  /** @type {Figure[]} */
  const figures = [];
  try {
    for (const { measure } of chosen) {
      figures.push(...(await measure({ executablePath, origin: server.origin, runs })));
    }
  } finally {
    server.stop();
  }
  const wanted = figures.filter(({ name }) => only === undefined || name === only);
  printTable(wanted);
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify(wanted, null, 2)}\n`);
  }
  return wanted.some(isMissed) ? 1 : 0;
}

try {
  process.exitCode = await withDisplay(bench);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 2;
}
