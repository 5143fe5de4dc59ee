import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { WORKSPACE_DEPTH_MAX, WORKSPACE_ITEMS_MAX } from '../../../shared/limits.ts';
import type { FormatError } from '../../../shared/model/workspace/format-error.ts';
import type { ItemHead } from '../format/item-head.ts';
import { readItemHead, toBrokenHead } from '../format/item-head.ts';
import type { FolderRoot } from './folder-root.ts';
import { hashOf, isLockName } from './save-file.ts';

/** Name of the file that makes a folder a collection. */
export const COLLECTION_FILE = 'opencollection.yml';
/** Name of the file that says what a folder hands down. */
export const FOLDER_FILE = 'folder.yml';
/** Folder of the environments, at the root. */
export const ENVIRONMENTS_FOLDER = 'environments';

/** Folders that hold no requests, whatever is in them. */
const SKIPPED_FOLDERS = new Set(['node_modules']);
/** Files read at the same time. */
const READS_AT_ONCE = 16;

/** A folder or file of a workspace, as it was found. */
export interface FoundItem extends ItemHead {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly isFolder: boolean;
  /** The same for as long as the file system calls it the same file, whatever its path; null: not known. */
  readonly identity: string | null;
  /** Version of a file; null for a folder, and where it was not read. */
  readonly hash: string | null;
}

/** Heads that were read before, by path; a file that did not change since is not read again. */
export type HeadCache = Map<
  string,
  { readonly stamp: string; readonly head: ItemHead; readonly hash: string }
>;

export interface FoundWorkspace {
  /** Parents before children. */
  readonly items: readonly FoundItem[];
  /** Paths of the files in `environments/`. */
  readonly environments: readonly string[];
  /** Folders that could not be listed. */
  readonly unreadable: readonly { readonly path: string; readonly detail: string }[];
  /** Absolute paths of files in the making. */
  readonly locks: readonly string[];
  /** More was there than is listed. */
  readonly isCut: boolean;
}

/**
 * Looks through a workspace. Only reads; a link, a pipe, a broken file and a folder without permission are
 * listed with their problem, and nothing of them is followed or waited for.
 */
export async function scanFolder(
  root: FolderRoot,
  cache: HeadCache = new Map(),
): Promise<FoundWorkspace> {
  const found: { path: string; isFolder: boolean; error: FormatError | null }[] = [];
  const environments: string[] = [];
  const unreadable: { path: string; detail: string }[] = [];
  const locks: string[] = [];
  let isCut = false;

  const visit = async (path: string, depth: number): Promise<void> => {
    let entries: Dirent[];
    try {
      entries = await readdir(root.toAbsolute(path), { withFileTypes: true });
    } catch (cause: unknown) {
      unreadable.push({ path, detail: cause instanceof Error ? cause.message : String(cause) });
      return;
    }
    entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const entry of entries) {
      if (found.length >= WORKSPACE_ITEMS_MAX || depth > WORKSPACE_DEPTH_MAX) {
        isCut = true;
        return;
      }
      const child = path === '' ? entry.name : `${path}/${entry.name}`;
      if (isLockName(entry.name)) locks.push(root.toAbsolute(child));
      if (entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name)) continue;
      if (entry.isDirectory()) {
        if (child === ENVIRONMENTS_FOLDER) {
          environments.push(...(await listEnvironments(root, locks, unreadable)));
          continue;
        }
        found.push({ path: child, isFolder: true, error: null });
        await visit(child, depth + 1);
      } else if (/\.ya?ml$/i.test(entry.name)) {
        if (entry.name === FOLDER_FILE || child === COLLECTION_FILE) continue;
        found.push({ path: child, isFolder: false, error: describeSpecial(entry) });
      }
    }
  };
  await visit('', 0);

  const items: FoundItem[] = [];
  for (let from = 0; from < found.length; from += READS_AT_ONCE) {
    const some = found.slice(from, from + READS_AT_ONCE);
    items.push(...(await Promise.all(some.map((item) => readItem(root, cache, item)))));
  }
  return { items, environments, unreadable, locks, isCut };
}

async function listEnvironments(
  root: FolderRoot,
  locks: string[],
  unreadable: { path: string; detail: string }[],
): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = await readdir(root.toAbsolute(ENVIRONMENTS_FOLDER));
  } catch (cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    unreadable.push({ path: ENVIRONMENTS_FOLDER, detail });
    return [];
  }
  const paths = names.map((name) => `${ENVIRONMENTS_FOLDER}/${name}`);
  locks.push(...paths.filter(isLockName).map((path) => root.toAbsolute(path)));
  return paths.filter((path) => /\/[^.][^/]*\.ya?ml$/i.test(path)).sort();
}

async function readItem(
  root: FolderRoot,
  cache: HeadCache,
  item: { readonly path: string; readonly isFolder: boolean; readonly error: FormatError | null },
): Promise<FoundItem> {
  const { path, isFolder, error } = item;
  if (error !== null) return toBroken(path, error);
  if (isFolder) return readFolderHead(root, path);
  const info = await lstat(root.toAbsolute(path)).catch(() => null);
  const stamp = info === null ? '' : `${info.ino}:${info.size}:${info.mtimeMs}:${info.ctimeMs}`;
  const identity = toIdentity(info);
  const known = cache.get(path);
  if (info !== null && known?.stamp === stamp) {
    return { path, isFolder, identity, hash: known.hash, ...known.head };
  }
  const bytes = info?.isFile() === true ? await root.readListed(path) : await root.readBytes(path);
  if (!bytes.ok) return toBroken(path, bytes.error);
  const head = readItemHead(bytes.value);
  const hash = hashOf(bytes.value);
  cache.set(path, { stamp, head, hash });
  return { path, isFolder, identity, hash, ...head };
}

/** The number of a file is given out again after it is deleted; the time of its making tells them apart. */
function toIdentity(info: Stats | null): string | null {
  return info === null ? null : `${info.dev}:${info.ino}:${info.birthtimeMs}`;
}

/** A folder is a folder without its file; the file may give it another name and a place. */
async function readFolderHead(root: FolderRoot, path: string): Promise<FoundItem> {
  const info = await lstat(root.toAbsolute(path)).catch(() => null);
  const folder = {
    path,
    isFolder: true,
    identity: toIdentity(info),
    hash: null,
    kind: 'folder',
    method: '',
    isStream: false,
  } as const;
  const bytes = await root.readBytes(`${path}/${FOLDER_FILE}`);
  if (!bytes.ok) {
    const isAbsent = bytes.error.detail.includes('ENOENT');
    return { ...folder, name: '', seq: null, error: isAbsent ? null : bytes.error };
  }
  const text = bytes.value.toString('utf8');
  const head = readItemHead(Buffer.from(`${text}\nhttp:\n`));
  const { name, seq, error } = head;
  return { ...folder, name, seq, error };
}

function toBroken(path: string, error: FormatError): FoundItem {
  return { path, isFolder: false, identity: null, hash: null, ...toBrokenHead(error) };
}

/** A link is looked at when it is read; a pipe, a socket or a device is never opened. */
function describeSpecial(entry: Dirent): FormatError | null {
  if (entry.isFile() || entry.isSymbolicLink()) return null;
  return {
    kind: 'format-error',
    problem: 'not-a-file',
    line: null,
    column: null,
    detail: 'A pipe, a socket or a device, which is not opened.',
  };
}
