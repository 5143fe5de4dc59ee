// npm test: static checks, build, unit and integration tests, and tests in a real window. `--only check|unit|e2e` runs
// a part. Every stage runs even when an earlier one failed, but for the window tests, which need the build.
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveElectron } from './electron-runtime.mjs';
import { PROJECT, hasDisplay, programOf, run } from './process.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';
import {
  countLine,
  durationText,
  playwrightCounts,
  runnerCounts,
  stageCounts,
  vitestCounts,
} from './test-summary.mjs';

/** @typedef {import('./test-summary.mjs').Counts} Counts */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {'check' | 'build' | 'unit' | 'e2e'} part
 * @property {() => Promise<Counts>} run
 */

const VITEST_REPORT = 'out/reports/vitest.json';
const PLAYWRIGHT_REPORT = 'out/reports/playwright.json';
const SCREEN = '-screen 0 1920x1080x24';

/**
 * Runs a script with node. Nothing in a test run may ask a question, so there is no input.
 *
 * @param {readonly string[]} args
 */
function runNode(args) {
  return run(process.execPath, args, { stdin: 'ignore' });
}

/**
 * @param {string} name
 * @param {() => readonly string[]} getArguments
 * @returns {Stage}
 */
function checkStage(name, getArguments) {
  return { name, part: 'check', run: async () => stageCounts(await runNode(getArguments())) };
}

/** @type {Stage[]} */
const STAGES = [
  checkStage('types', () => [programOf('typescript', 'tsc'), '-b']),
  checkStage('lint', () => [programOf('oxlint'), '--type-aware']),
  checkStage('format', () => [programOf('prettier'), '--check', '--log-level', 'warn', '.']),
  checkStage('unused code', () => [programOf('knip')]),
  {
    name: 'build',
    part: 'build',
    run: async () => stageCounts(await runNode(['scripts/build.mjs'])),
  },
  { name: 'unit and integration tests', part: 'unit', run: runVitest },
  { name: 'window tests', part: 'e2e', run: runPlaywright },
];

/** @type {Readonly<Record<string, readonly Stage['part'][]>>} */
const PARTS = {
  all: ['check', 'build', 'unit', 'e2e'],
  check: ['check'],
  unit: ['build', 'unit'],
  e2e: ['build', 'e2e'],
};

async function runVitest() {
  const exitCode = await runNode([
    programOf('vitest'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${VITEST_REPORT}`,
  ]);
  return runnerCounts(exitCode, readReport(VITEST_REPORT, vitestCounts));
}

async function runPlaywright() {
  const needsVirtualDisplay = !hasDisplay();
  ensureSystemLibraries({ needsVirtualDisplay });
  const { executablePath } = await resolveElectron();
  const playwright = [
    process.execPath,
    programOf('@playwright/test', 'playwright'),
    'test',
    '--config',
    'test/e2e/playwright.config.ts',
  ];
  const command = needsVirtualDisplay
    ? ['xvfb-run', '-a', '-s', SCREEN, ...playwright]
    : playwright;
  const [program = '', ...args] = command;
  const exitCode = await run(program, args, {
    stdin: 'ignore',
    env: { ...process.env, TIDELINE_ELECTRON: executablePath },
  });
  return runnerCounts(exitCode, readReport(PLAYWRIGHT_REPORT, playwrightCounts));
}

/**
 * @template Report
 * @param {string} path
 * @param {(report: Report) => Counts} count
 */
function readReport(path, count) {
  try {
    return count(JSON.parse(readFileSync(join(PROJECT, path), 'utf8')));
  } catch {
    // Missing or cut off: the runner did not come to its end.
    return null;
  }
}

/**
 * @param {readonly Stage[]} stages
 */
async function runStages(stages) {
  /** @type {{ name: string, counts: Counts, durationMs: number }[]} */
  const results = [];
  for (const stage of stages) {
    const isBuildBroken = results.some(({ name, counts }) => name === 'build' && counts.failed > 0);
    console.log(`\n== ${stage.name}`);
    const startedMs = performance.now();
    /** @type {Counts} */
    let counts;
    if (stage.part === 'e2e' && isBuildBroken) {
      console.log('Not run: the build failed.');
      counts = stageCounts(1);
    } else {
      counts = await runStage(stage);
    }
    results.push({ name: stage.name, counts, durationMs: performance.now() - startedMs });
  }
  return results;
}

/** @param {Stage} stage */
async function runStage(stage) {
  try {
    return await stage.run();
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : cause);
    return stageCounts(1);
  }
}

async function test() {
  const { values } = parseArgs({ options: { only: { type: 'string', default: 'all' } } });
  const parts = PARTS[values.only];
  if (parts === undefined) throw new Error('Use: npm test -- --only check|unit|e2e');

  // A report of an earlier run must not be counted.
  await rm(join(PROJECT, 'out/reports'), { recursive: true, force: true });
  await mkdir(join(PROJECT, 'out/reports'), { recursive: true });
  const results = await runStages(STAGES.filter(({ part }) => parts.includes(part)));

  console.log('');
  for (const { name, counts, durationMs } of results) {
    console.log(
      `${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${name} (${durationText(durationMs)})`,
    );
  }
  const failed = results.filter(({ counts }) => counts.failed > 0);
  for (const { counts } of failed) {
    for (const failure of counts.failures ?? []) console.log(failure.replaceAll(PROJECT, ''));
  }
  if (failed.length > 0) console.log(`Failed: ${failed.map(({ name }) => name).join(', ')}`);
  console.log(countLine(results.map(({ counts }) => counts)));
  return failed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await test();
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 2;
}
