import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EXCHANGE_ID_PATTERN } from '../../shared/model/ids.ts';

/** What a clean-up did. */
export interface SpoolCleanUp {
  readonly keptBytes: number;
  readonly deletedFolders: number;
}

/** Whether the exchange of this name is shown or made. */
export type IsInUse = (name: string) => boolean;

/**
 * Deletes the spools that changed longest ago until all of them together fit `bytesMax`. Those in use, and folders
 * whose name is no exchange id, are never touched. A folder that cannot be read counts as empty. Rejects if the folder
 * of spools cannot be read, or a spool not deleted.
 */
export async function cleanSpools(
  spoolsFolder: string,
  bytesMax: number,
  isInUse: IsInUse,
): Promise<SpoolCleanUp> {
  const spools = await listSpools(spoolsFolder);
  let keptBytes = spools.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const oldestFirst = spools.toSorted((one, other) => one.changedAtMs - other.changedAtMs);
  let deletedFolders = 0;
  for (const spool of oldestFirst) {
    if (keptBytes <= bytesMax) break;
    // It may have come into use since the list was made.
    if (isInUse(spool.name)) continue;
    await rm(spool.path, { recursive: true, force: true });
    keptBytes -= spool.sizeBytes;
    deletedFolders++;
  }
  return { keptBytes, deletedFolders };
}

/** A spool's folder, as it is on the disk. */
export interface SpoolFolder {
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly changedAtMs: number;
}

/** Every spool. Rejects only if the folder of spools itself cannot be read. */
export async function listSpools(spoolsFolder: string): Promise<readonly SpoolFolder[]> {
  const spools: SpoolFolder[] = [];
  for (const name of await readdir(spoolsFolder)) {
    if (!EXCHANGE_ID_PATTERN.test(name)) continue;
    const path = join(spoolsFolder, name);
    spools.push({ name, path, ...(await measureFolder(path)) });
  }
  return spools;
}

/** Size of what is in a folder, and when it last changed. A file that cannot be looked at counts as empty. */
export async function measureFolder(
  path: string,
): Promise<{ readonly sizeBytes: number; readonly changedAtMs: number }> {
  let sizeBytes = 0;
  let changedAtMs = 0;
  for (const name of await readdir(path).catch(() => [])) {
    const facts = await stat(join(path, name)).catch(() => null);
    if (facts === null) continue;
    sizeBytes += facts.size;
    changedAtMs = Math.max(changedAtMs, facts.mtimeMs);
  }
  return { sizeBytes, changedAtMs };
}
