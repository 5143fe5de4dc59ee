// Time from the start of the process to a window that can be used.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROJECT } from '../process.mjs';
import { askPage } from './page-connection.mjs';

const EMPTY_MAIN = fileURLToPath(new URL('empty-window.mjs', import.meta.url));
const TIMEOUT_MS = 30_000;

/**
 * Gives the epoch milliseconds of the first paint with content, once the element is there and has the focus.
 *
 * Tideline draws its first screen only when main has answered `app:info` and `settings:read`, and the empty window has
 * one field and nothing else, so for both it is the moment at which the user can type. The page keeps the time itself:
 * when this is asked makes no difference.
 */
const FIRST_PAINT = `(async () => {
  const isUsable = () => document.activeElement?.id === 'url';
  while (!isUsable()) await new Promise((resolve) => requestAnimationFrame(resolve));
  const entry = await new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const found = list.getEntries().find(({ name }) => name === 'first-contentful-paint');
      if (found !== undefined) resolve(found);
    }).observe({ type: 'paint', buffered: true });
  });
  return performance.timeOrigin + entry.startTime;
})()`;

/**
 * Makes the empty app and local data for both, and starts each once: the first start of all makes a profile and fills
 * the caches. `end` removes what was made.
 *
 * @param {string} executablePath
 */
export async function prepareStarts(executablePath) {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-start-'));
  const emptyApp = join(folder, 'empty-app');
  await mkdir(emptyApp);
  await copyFile(EMPTY_MAIN, join(emptyApp, 'main.mjs'));
  await writeFile(
    join(emptyApp, 'package.json'),
    JSON.stringify({ name: 'empty-window', version: '0.0.0', type: 'module', main: 'main.mjs' }),
  );
  await writeFile(
    join(emptyApp, 'index.html'),
    '<!doctype html><meta charset="utf-8"><title>Empty</title><input id="url" value="Empty" autofocus>',
  );

  /**
   * @param {string} name
   * @param {string} appFolder
   */
  const start = async (name, appFolder) => {
    const { startedAtMs, value } = await askPage({
      executablePath,
      appFolder,
      userDataDir: join(folder, `${name}-data`),
      expression: FIRST_PAINT,
      timeoutMs: TIMEOUT_MS,
    });
    return Number(value) - startedAtMs;
  };
  const starts = {
    startEmpty: () => start('empty', emptyApp),
    startTideline: () => start('tideline', PROJECT),
    end: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
  await starts.startEmpty();
  await starts.startTideline();
  return starts;
}
