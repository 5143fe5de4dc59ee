import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withPath } from './folder-root.ts';
import { syncFolder } from './sync-folder.ts';

/** Ends the name of a file in the making. */
const TEMPORARY = /\.[0-9a-f-]{36}\.tmp$/;

/** Only the user may read local data, whatever the umask is. */
const FILE_MODE = 0o600;

/**
 * Replaces a file of the local data folder: after a crash at any moment it has its old or its new
 * content. Written and synced beside it, renamed over it, and the folder synced. Throws the system's
 * error; the old file is then untouched and nothing is left beside it.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', FILE_MODE);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw withPath(cause, path);
  }
  await syncFolder(dirname(path));
}

/**
 * Takes away what a crash left of files in the making. To be called before anything is written there. Never
 * throws; a folder that is not there is left alone.
 */
export async function removeTemporaries(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => TEMPORARY.test(each))) {
    await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}
