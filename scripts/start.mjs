// npm start: builds when needed and opens the window. Without a display, plays the demo in the terminal.
// `--rebuild` builds in any case; all other arguments go to the app.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { resolveElectron } from './electron-runtime.mjs';
import { PROJECT, hasDisplay, isRootOnLinux, run } from './process.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

const OUTPUTS = [
  'out/main/index.js',
  'out/main/cli.js',
  'out/worker/query-worker.cjs',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];
const SOURCES = [
  'main',
  'renderer',
  'shared',
  'scripts/build.mjs',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];

/**
 * The newest modification under a path. Folders count too: removing a file changes its folder.
 *
 * @param {string} path
 * @returns {number}
 */
function newestMs(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  // The type checker keeps its notes among the sources.
  const names = readdirSync(path).filter((name) => !name.endsWith('.tsbuildinfo'));
  const inside = names.map((name) => newestMs(join(path, name)));
  return Math.max(stats.mtimeMs, ...inside);
}

function isBuildStale() {
  const outputs = OUTPUTS.map((path) => join(PROJECT, path));
  if (!outputs.every((path) => existsSync(path))) return true;
  const sources = SOURCES.map((path) => join(PROJECT, path)).filter((path) => existsSync(path));
  const oldestOutputMs = Math.min(...outputs.map((path) => statSync(path).mtimeMs));
  return Math.max(...sources.map(newestMs)) > oldestOutputMs;
}

/** @param {readonly string[]} extraArguments */
async function openWindow(extraArguments) {
  ensureSystemLibraries({ needsVirtualDisplay: false });
  const { executablePath } = await resolveElectron();
  const sandbox = isRootOnLinux() ? ['--no-sandbox'] : [];
  if (sandbox.length > 0) {
    console.log("Running as root: Chromium's sandbox is off (--no-sandbox).");
  }
  return await run(executablePath, [PROJECT, ...sandbox, ...extraArguments]);
}

async function playDemo() {
  console.log(
    'There is no display, so no window can open. For the window, use a desktop or: xvfb-run -a npm start\n' +
      'Here is the same demo in the terminal:\n',
  );
  return await run(process.execPath, ['out/main/cli.js', 'demo', '--play']);
}

async function start() {
  const extraArguments = process.argv.slice(2).filter((argument) => argument !== '--rebuild');
  const isRebuildAsked = process.argv.includes('--rebuild');
  if (isRebuildAsked || isBuildStale()) {
    const code = await run(process.execPath, ['scripts/build.mjs']);
    if (code !== 0) return code;
  }
  return hasDisplay() ? await openWindow(extraArguments) : await playDemo();
}

try {
  process.exitCode = await start();
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}
