import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import { access, lstat, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  SAVE_LOCK_RETRY_MS,
  SAVE_LOCK_STALE_MS,
  SAVE_LOCK_WAIT_MS,
} from '../../../shared/limits.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import { hasCode, ifAbsent } from './folder-root.ts';
import type { FolderRoot } from './folder-root.ts';
import { syncFolder } from './sync-folder.ts';

/** Ends the name of a file that is being written, and locks the one that it becomes. */
const LOCK_SUFFIX = '.tideline-save';
const NEW_FILE_MODE = 0o644;
/** What file systems take. */
const FILE_NAME_BYTES_MAX = 255;

/** Names a version of a file: the SHA-256 of its bytes, in hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Whether a name is that of a file in the making, which is no item of a workspace. */
export function isLockName(name: string): boolean {
  return name.endsWith(LOCK_SUFFIX);
}

/** The file is another one than the change was made on. Nothing was written. */
export interface FileChanged {
  readonly kind: 'changed-by-other';
  /** Version that the file has now; null: it is gone. */
  readonly version: string | null;
}

export interface SaveOptions {
  /** Version that the change was made on; null: there was no file; `any`: whatever is there. */
  readonly expected: string | null;
  readonly overwritesAny?: boolean;
  /** Keeps the bytes that are about to go, before they do. */
  readonly keep: (bytes: Buffer) => Promise<void>;
}

/**
 * Puts a file in its place as a whole: whoever reads it at any moment reads the old or the new one, and
 * what was reported as saved survives a power loss as far as the disk obeys.
 *
 * The new bytes are written beside the file under a name that only one writer can create, flushed, and
 * renamed over the old file once that was seen to be the expected version; then the folder is flushed.
 * Rejects with the system's error; the old file is as it was then, and nothing of ours is left.
 * @returns the new version
 */
export async function saveFile(
  root: FolderRoot,
  path: string,
  bytes: Uint8Array,
  options: SaveOptions,
): Promise<Result<string, FileChanged>> {
  const place = await resolveLink(root, await root.confineParent(path));
  await waitForGit(root);
  const lock = toLockPath(place);
  const handle = await takeLock(lock);
  let isRenamed = false;
  try {
    const now = await readCurrent(place);
    const version = now === null ? null : hashOf(now.bytes);
    if (options.overwritesAny !== true && version !== options.expected) {
      return fail({ kind: 'changed-by-other', version });
    }
    // A file that the user made read-only would be replaced all the same.
    if (now !== null) await access(place, constants.W_OK);
    await handle.writeFile(bytes);
    await handle.chmod(now === null ? NEW_FILE_MODE : now.stat.mode & 0o777);
    await handle.sync();
    if (now !== null && version !== hashOf(bytes)) await options.keep(now.bytes);
    // Another writer may have come by another way while this one wrote.
    await waitForGit(root);
    const before = await readCurrent(place);
    const versionBefore = before === null ? null : hashOf(before.bytes);
    if (versionBefore !== version) {
      return fail({ kind: 'changed-by-other', version: versionBefore });
    }
    await assertOwn(handle, lock);
    await rename(lock, place);
    isRenamed = true;
    await syncFolder(dirname(place));
    return ok(hashOf(bytes));
  } finally {
    if (!isRenamed) await removeOwn(handle, lock);
    await handle.close();
  }
}

/**
 * Takes a file away; `keep` gets its bytes first. A link is taken away as a link; what it names stays.
 * Rejects with the system's error, and then the file is there.
 */
export async function removeFile(
  root: FolderRoot,
  path: string,
  options: Pick<SaveOptions, 'expected' | 'keep'>,
): Promise<Result<null, FileChanged>> {
  const place = await root.confineParent(path);
  await waitForGit(root);
  // Nobody of ours writes it meanwhile.
  const lock = toLockPath(place);
  const handle = await takeLock(lock);
  try {
    const now = await readCurrent(place);
    const version = now === null ? null : hashOf(now.bytes);
    if (now === null || version !== options.expected) {
      return fail({ kind: 'changed-by-other', version });
    }
    await options.keep(now.bytes);
    const before = await readCurrent(place);
    const versionBefore = before === null ? null : hashOf(before.bytes);
    if (versionBefore !== version) {
      return fail({ kind: 'changed-by-other', version: versionBefore });
    }
    await assertOwn(handle, lock);
    await unlink(place);
    await syncFolder(dirname(place));
    return ok(null);
  } finally {
    await removeOwn(handle, lock);
    await handle.close();
  }
}

/** Waits until nobody writes a file, and takes away the lock of a writer that was killed. */
export async function clearLock(root: FolderRoot, path: string): Promise<void> {
  const place = await root.confineParent(path).catch(ifAbsent(null));
  if (place === null) return;
  const lock = toLockPath(place);
  const isThere = await lstat(lock).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  const handle = await takeLock(lock);
  await removeOwn(handle, lock);
  await handle.close();
}

/** Takes away what writers that were killed left behind in a folder. Never throws. */
export async function removeStaleLocks(places: readonly string[]): Promise<void> {
  for (const place of places) {
    const info = await lstat(place).catch(() => null);
    if (info === null || Date.now() - info.mtimeMs <= SAVE_LOCK_STALE_MS) continue;
    await unlink(place).catch(() => undefined);
  }
}

function toLockPath(place: string): string {
  const name = `.${basename(place)}${LOCK_SUFFIX}`;
  if (Buffer.byteLength(name) <= FILE_NAME_BYTES_MAX) return join(dirname(place), name);
  const short = createHash('sha256').update(basename(place)).digest('hex').slice(0, 32);
  return join(dirname(place), `.${short}${LOCK_SUFFIX}`);
}

async function takeLock(lock: string): Promise<FileHandle> {
  const giveUpMs = performance.now() + SAVE_LOCK_WAIT_MS;
  for (;;) {
    try {
      return await open(lock, 'wx', 0o600);
    } catch (cause: unknown) {
      if (!hasCode(cause, 'EEXIST') || performance.now() > giveUpMs) throw cause;
    }
    // A writer that was killed left it behind; a living one is done in moments.
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > SAVE_LOCK_STALE_MS) await unlink(lock).catch(() => undefined);
    else await sleep(SAVE_LOCK_RETRY_MS);
  }
}

/** A writer that was held up for long may have lost its lock to another one. */
async function assertOwn(handle: FileHandle, lock: string): Promise<void> {
  const [own, there] = await Promise.all([handle.stat(), lstat(lock)]);
  if (own.ino !== there.ino)
    throw new Error('Another program took over the file while it was saved.');
}

/** Takes the lock away, unless it is another writer's by now. */
async function removeOwn(handle: FileHandle, lock: string): Promise<void> {
  await assertOwn(handle, lock)
    .then(() => unlink(lock))
    .catch(() => undefined);
}

async function readCurrent(
  place: string,
): Promise<{ readonly bytes: Buffer; readonly stat: Stats } | null> {
  try {
    const info = await lstat(place);
    if (!info.isFile()) throw new Error(`${place} is no ordinary file.`);
    return { bytes: await readFile(place), stat: info };
  } catch (cause: unknown) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw cause;
  }
}

/** A link to another file of the workspace stays a link: the file it names is written. */
async function resolveLink(root: FolderRoot, place: string): Promise<string> {
  const info = await lstat(place).catch(() => null);
  if (info?.isSymbolicLink() !== true) return place;
  return root.toAbsolute(root.toRelative(await realpath(place)));
}

/** While git works in the folder, a file that it is about to replace is not written. */
async function waitForGit(root: FolderRoot): Promise<void> {
  const lock = join(root.path, '.git', 'index.lock');
  const giveUpMs = performance.now() + SAVE_LOCK_WAIT_MS;
  while (performance.now() < giveUpMs) {
    const isThere = await lstat(lock).then(
      () => true,
      () => false,
    );
    if (!isThere) return;
    await sleep(SAVE_LOCK_RETRY_MS);
  }
}
