import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** The bundle of the worker that evaluates queries. */
export const WORKER_PATH = join(PROJECT, 'out/worker/query-worker.cjs');

/** Builds that bundle before the tests, unless it is newer than everything that goes into it. */
export async function setup(): Promise<void> {
  const builtMs = (await stat(WORKER_PATH).catch(() => null))?.mtimeMs ?? 0;
  if (builtMs > (await findNewestMs(['main/log', 'shared']))) return;
  const configFile = join(PROJECT, 'vite.config.ts');
  await build({ configFile, mode: 'worker', logLevel: 'error' });
}

async function findNewestMs(folders: readonly string[]): Promise<number> {
  let newestMs = (await stat(join(PROJECT, 'package-lock.json'))).mtimeMs;
  for (const folder of folders) {
    const path = join(PROJECT, folder);
    for (const name of await readdir(path, { recursive: true })) {
      newestMs = Math.max(newestMs, (await stat(join(path, name))).mtimeMs);
    }
  }
  return newestMs;
}
