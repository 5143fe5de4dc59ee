// npm run bench: builds and measures, one thing at a time. `--only NAME`, `--runs N`, `--json FILE`. Ends with 1 when a
// figure is over its limit. Wants a machine that does nothing else.
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import {
  measureEngine,
  measureFilters,
  measureInspector,
  measureLargeEvent,
  measureScale,
  measureWorkspace,
} from './bench/engine-figures.mjs';
import { startEventServer } from './bench/engine-run.mjs';
import { ENGINE } from './bench/figures.mjs';
import {
  measureIngest,
  measureLargeTree,
  measureLongIngest,
  measureLongPeakMemory,
  measurePeakMemory,
  measureStart,
  measureSteadyRate,
} from './bench/window-figures.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { programOf, run } from './process.mjs';
import { withDisplay } from './tideline-window.mjs';

/** @typedef {import('./bench/figures.mjs').Figure} Figure */
/** @typedef {import('./bench/figures.mjs').Bench} Bench */

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
