import { constants } from 'node:fs';
import { lstat, open, readlink, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import { toOpenedFile } from './request-files.ts';
import type { FileRefusal, RequestFiles } from './request-files.ts';

export interface FileLimits {
  /** Folder that paths are relative to, and whose files may be read; null: there is none. */
  readonly folder: string | null;
  /** Where relative paths begin without a folder. */
  readonly start: string;
  /** Whether somebody allowed this file, by its real path. */
  readonly isGranted: (realPath: string) => boolean;
}

/**
 * Files in one folder, and those that were allowed one by one. A path that leaves the folder by `..`, as an absolute
 * one or through a link needs to be allowed; so does whatever is put in its place after the check, because the file
 * that is open in the end is looked at again. Folders, pipes and devices are never read.
 */
export function createConfinedFiles(limits: FileLimits): RequestFiles {
  return { open: (path) => openConfined(path, limits) };
}

const OUTSIDE = 'it is outside the workspace, and was not allowed';

async function openConfined(path: string, limits: FileLimits): ReturnType<RequestFiles['open']> {
  const refuse = (kind: FileRefusal['kind'], detail: string): Result<never, FileRefusal> =>
    fail({ kind, path, detail });
  if (path === '') return refuse('missing', 'no file is chosen');
  if (path.includes('\0')) return refuse('missing', 'no file has such a name');
  let handle: FileHandle | null = null;
  const folder = limits.folder === null ? null : await realpath(limits.folder).catch(() => null);
  const isAllowed = (place: string): boolean =>
    (folder !== null && place.startsWith(folder + sep)) || limits.isGranted(place);
  const typed = resolve(folder ?? limits.start, path);
  try {
    const real = await realpath(typed);
    if (!isAllowed(real)) return refuse('not-granted', OUTSIDE);
    // A pipe would wait for its writer, and a link that was put there just now would lead elsewhere.
    handle = await open(
      real,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const facts = await handle.stat();
    if (!facts.isFile()) return await closeAnd(handle, refuse('no-file', 'it is no ordinary file'));
    const place = await findPlace(handle, real, facts);
    if (place === null || !isAllowed(place)) {
      return await closeAnd(handle, refuse('not-granted', 'it was exchanged for another file'));
    }
    return ok(toOpenedFile(handle, facts.size));
  } catch (cause: unknown) {
    await handle?.close();
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      // Whether there is a file where nobody may look is not told either.
      return isAllowed(typed)
        ? refuse('missing', 'there is no such file')
        : refuse('not-granted', OUTSIDE);
    }
    if (code === 'ELOOP') return refuse('not-granted', 'it is a link that leads elsewhere');
    return refuse('unreadable', cause instanceof Error ? cause.message : String(cause));
  }
}

async function closeAnd<T>(handle: FileHandle, answer: T): Promise<T> {
  await handle.close();
  return answer;
}

/** Where the open file is, by the system's own word where it gives one; null: no longer where it was. */
async function findPlace(
  handle: FileHandle,
  real: string,
  facts: { readonly dev: number; readonly ino: number },
): Promise<string | null> {
  if (process.platform === 'linux') return readlink(`/proc/self/fd/${handle.fd}`);
  const now = await lstat(real);
  return now.dev === facts.dev && now.ino === facts.ino ? real : null;
}
