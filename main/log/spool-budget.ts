import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EXCHANGE_ID_PATTERN } from '../../shared/model/ids.ts';

/** What a clean-up did. */
export interface SpoolCleanUp {
  readonly keptBytes: number;
  readonly deletedFolders: number;
}

/**
 * Deletes the oldest spools until all of them together fit `bytesMax`. Folders in `inUse`, and
 * folders whose name is no exchange id, are never touched. A folder that cannot be read counts as
 * empty. Rejects only if the folder of spools itself cannot be read.
 */
export async function cleanSpools(
  spoolsFolder: string,
  bytesMax: number,
  inUse: ReadonlySet<string>,
): Promise<SpoolCleanUp> {
  const spools: {
    readonly path: string;
    readonly sizeBytes: number;
    readonly changedAtMs: number;
  }[] = [];
  let keptBytes = 0;
  for (const name of await readdir(spoolsFolder)) {
    if (!EXCHANGE_ID_PATTERN.test(name)) continue;
    const path = join(spoolsFolder, name);
    const size = await measureFolder(path);
    keptBytes += size.sizeBytes;
    if (!inUse.has(name)) spools.push({ path, ...size });
  }
  spools.sort((one, other) => one.changedAtMs - other.changedAtMs);
  let deletedFolders = 0;
  for (const spool of spools) {
    if (keptBytes <= bytesMax) break;
    await rm(spool.path, { recursive: true, force: true });
    keptBytes -= spool.sizeBytes;
    deletedFolders++;
  }
  return { keptBytes, deletedFolders };
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
