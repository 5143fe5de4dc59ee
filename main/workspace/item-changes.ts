/** What an action on items does to files: steps that are done as one. Nothing is written here. */
import type { Dirent } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { FormatError } from '../../shared/model/workspace/format-error.ts';
import type { ItemChange, ItemContent } from '../../shared/model/workspace/item-content.ts';
import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { StoredFolder } from '../../shared/model/workspace/stored-folder.ts';
import type { StoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { TreeItem } from '../../shared/model/workspace/tree.ts';
import { ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { ChangeStep } from './files/change-set.ts';
import { findFreeName, toFileName } from './files/file-names.ts';
import { hasCode } from './files/folder-root.ts';
import type { FolderRoot } from './files/folder-root.ts';
import { hashOf } from './files/save-file.ts';
import { ENVIRONMENTS_FOLDER, FOLDER_FILE } from './files/scan-folder.ts';
import { readContent, writeContent } from './item-files.ts';

/** Where a change is planned. */
export interface PlanPlace {
  readonly root: FolderRoot;
  readonly isFolder: (path: string) => boolean;
}

/** A change of files, and the path that it is about. */
export interface ItemPlan {
  readonly path: string;
  readonly steps: readonly ChangeStep[];
}

type Planned = Promise<Result<ItemPlan, FormatError>>;

/** A new request in a folder (empty: the root), at the end of its siblings. */
export async function planRequest(
  { root }: PlanPlace,
  folder: string,
  request: StoredRequest | null,
  name: string,
  seq: number,
): Planned {
  const change: ItemChange = {
    kind: 'request',
    request: { ...(request ?? createStoredRequest(name)), name, seq },
  };
  return planFile(root, folder, name, change, []);
}

export async function planEnvironment({ root }: PlanPlace, name: string): Planned {
  const isThere = (await listNames(root, '')).includes(ENVIRONMENTS_FOLDER);
  const change: ItemChange = { kind: 'environment', environment: emptyEnvironment(name) };
  return planFile(
    root,
    ENVIRONMENTS_FOLDER,
    name,
    change,
    isThere ? [] : [{ kind: 'make-folder', path: ENVIRONMENTS_FOLDER }],
  );
}

/** A new folder, with the file that gives it its name. */
export async function planFolder({ root }: PlanPlace, parent: string, name: string): Planned {
  const path = join(parent, await findFree(root, parent, toFileName(name), false));
  const written = writeContent({ kind: 'folder', folder: emptyFolder(name) }, null);
  if (!written.ok) return written;
  const bytes = Buffer.from(written.value);
  return ok({
    path,
    steps: [
      { kind: 'make-folder', path },
      { kind: 'write', path: `${path}/${FOLDER_FILE}`, bytes, expected: null },
    ],
  });
}

/** Another name: in the file, and on disk as far as a file can be called so. */
export async function planRename(place: PlanPlace, path: string, name: string): Planned {
  const isFolder = place.isFolder(path);
  const file = isFolder ? `${path}/${FOLDER_FILE}` : path;
  const written = await planNamed(place.root, file, isFolder ? basename(path) : null, name);
  if (!written.ok) return written;
  const steps: ChangeStep[] = [...written.value];
  const folder = folderOf(path);
  if (basename(path) === toFileName(name) + (isFolder ? '' : '.yml')) return ok({ path, steps });
  const own = basename(path);
  const to = join(folder, await findFree(place.root, folder, toFileName(name), !isFolder, own));
  if (to !== path) steps.push({ kind: 'move', from: path, to });
  return ok({ path: to, steps });
}

/** A copy beside the item, with everything in it where it is a folder. */
export async function planDuplicate(place: PlanPlace, path: string): Planned {
  const { root } = place;
  const folder = folderOf(path);
  if (!place.isFolder(path)) {
    const stem = `${basename(path).replace(/\.ya?ml$/i, '')} copy`;
    const fileName = await findFree(root, folder, stem, true);
    const bytes = await root.readFile(path);
    const named = toNamed(path, bytes, fileName.replace(/\.yml$/, ''));
    if (!named.ok) return named;
    const copy = join(folder, fileName);
    return ok({
      path: copy,
      steps: [{ kind: 'write', path: copy, bytes: named.value, expected: null }],
    });
  }
  const name = await findFree(root, folder, `${basename(path)} copy`, false);
  const copy = join(folder, name);
  const steps: ChangeStep[] = [];
  for (const { path: from, entry } of await listAll(root, path)) {
    const to = copy + from.slice(path.length);
    if (entry?.isDirectory() !== false) steps.push({ kind: 'make-folder', path: to });
    else if (entry.isFile()) {
      const bytes = await root.readFile(from);
      const isOwn = from === `${path}/${FOLDER_FILE}`;
      const named = isOwn ? toNamed(from, bytes, name) : ok(bytes);
      if (!named.ok) return named;
      steps.push({ kind: 'write', path: to, bytes: named.value, expected: null });
    }
  }
  return ok({ path: copy, steps });
}

/** Everything at these paths goes; each file's bytes are kept. */
export async function planDelete(
  { root }: PlanPlace,
  paths: readonly string[],
): Promise<readonly ChangeStep[]> {
  const steps: ChangeStep[] = [];
  const tops = paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
  for (const path of new Set(tops)) {
    // Children before their folder.
    for (const { path: each, entry } of (await listAll(root, path)).toReversed()) {
      if (entry === null) steps.push(await toRemoval(root, each));
      else if (entry.isDirectory()) steps.push({ kind: 'remove-folder', path: each });
      else if (entry.isSymbolicLink()) {
        const target = await readlink(root.toAbsolute(each));
        steps.push({ kind: 'remove-link', path: each, target });
      } else if (entry.isFile()) {
        steps.push({ kind: 'remove', path: each, expected: hashOf(await root.readWhole(each)) });
      } else throw new Error(`${each} is a pipe, a socket or a device, which is not deleted here.`);
    }
  }
  return steps;
}

/**
 * Items go into a folder, before a sibling or at the end. Only those siblings are numbered anew that have to be.
 * @param siblings of the folder, in their order; the items themselves are left out
 */
export async function planMove(
  place: PlanPlace,
  paths: readonly string[],
  parent: string,
  siblings: readonly TreeItem[],
  before: number,
): Promise<
  Result<
    { readonly moves: ReadonlyMap<string, string>; readonly steps: readonly ChangeStep[] },
    FormatError
  >
> {
  const { root } = place;
  const steps: ChangeStep[] = [];
  const moves = new Map<string, string>();
  const planned = new Set<string>();
  for (const path of paths) {
    if (folderOf(path) === parent) continue;
    const isFolder = place.isFolder(path);
    const stem = isFolder ? basename(path) : basename(path).replace(/\.ya?ml$/i, '');
    const to = join(parent, await findFree(root, parent, stem, !isFolder, undefined, planned));
    planned.add(basename(to).toLowerCase());
    moves.set(path, to);
    steps.push({ kind: 'move', from: path, to });
  }
  const ordered = [
    ...siblings.slice(0, before),
    ...paths.map((path) => ({ path, seq: null, isMoved: true })),
    ...siblings.slice(before),
  ];
  // Items without a number stand after those with one, so that the last ones may stay without.
  const lastNumbered = ordered.findLastIndex((item) => item.seq !== null || 'isMoved' in item);
  let last = 0;
  for (const item of ordered.slice(0, lastNumbered + 1)) {
    if (item.seq !== null && item.seq > last) {
      last = item.seq;
      continue;
    }
    const seq = Math.floor(last) + 1;
    const path = moves.get(item.path) ?? item.path;
    const file = place.isFolder(item.path) ? `/${FOLDER_FILE}` : '';
    const numbered = await planNumbered(root, item.path + file, path + file, seq);
    if (!numbered.ok) return numbered;
    steps.push(...numbered.value);
    if (numbered.value.length > 0) last = seq;
  }
  return ok({ moves, steps });
}

async function planNumbered(
  root: FolderRoot,
  from: string,
  path: string,
  seq: number,
): Promise<Result<readonly ChangeStep[], FormatError>> {
  const bytes = await readIfThere(root, from);
  const content: ItemContent =
    bytes === null
      ? { kind: 'folder', folder: emptyFolder(basename(folderOf(from))) }
      : readContent(from, bytes);
  // What cannot be edited keeps its place, whatever it is.
  if (content.kind !== 'request' && content.kind !== 'folder') return ok([]);
  const written = writeContent(withSeq(content, seq), bytes);
  if (!written.ok) return written;
  return ok(toWrite(path, written.value, bytes));
}

async function planNamed(
  root: FolderRoot,
  path: string,
  folderName: string | null,
  name: string,
): Promise<Result<readonly ChangeStep[], FormatError>> {
  const bytes = await readIfThere(root, path);
  if (bytes === null && folderName === null) return ok([]);
  const content: ItemContent =
    bytes === null
      ? { kind: 'folder', folder: emptyFolder(folderName ?? '') }
      : readContent(path, bytes);
  if (content.kind === 'text') return ok([]);
  const written = writeContent(withName(content, name), bytes);
  return written.ok ? ok(toWrite(path, written.value, bytes)) : written;
}

function toNamed(path: string, bytes: Buffer, name: string): Result<Buffer, FormatError> {
  const content = readContent(path, bytes);
  if (content.kind === 'text') return ok(bytes);
  const written = writeContent(withName(content, name), bytes);
  return written.ok ? ok(Buffer.from(written.value)) : written;
}

function toWrite(path: string, text: string, before: Buffer | null): readonly ChangeStep[] {
  const bytes = Buffer.from(text);
  if (before?.equals(bytes) === true) return [];
  return [{ kind: 'write', path, bytes, expected: before === null ? null : hashOf(before) }];
}

async function planFile(
  root: FolderRoot,
  folder: string,
  name: string,
  change: ItemChange,
  steps: readonly ChangeStep[],
): Planned {
  const path = join(folder, await findFree(root, folder, toFileName(name), true));
  const written = writeContent(change, null);
  if (!written.ok) return written;
  return ok({ path, steps: [...steps, ...toWrite(path, written.value, null)] });
}

async function toRemoval(root: FolderRoot, path: string): Promise<ChangeStep> {
  const target = await readlink(root.toAbsolute(path)).catch(() => null);
  if (target !== null) return { kind: 'remove-link', path, target };
  return { kind: 'remove', path, expected: hashOf(await root.readWhole(path)) };
}

/** A path and everything beneath it, parents first. `entry` null: the path itself is no folder. */
async function listAll(
  root: FolderRoot,
  path: string,
): Promise<readonly { readonly path: string; readonly entry: Dirent | null }[]> {
  const all: { path: string; entry: Dirent | null }[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(root.toAbsolute(folder), { withFileTypes: true })) {
      const child = `${folder}/${entry.name}`;
      all.push({ path: child, entry });
      if (entry.isDirectory()) await visit(child);
    }
  };
  const parent = await readdir(root.toAbsolute(folderOf(path) || '.'), { withFileTypes: true });
  const own = parent.find(({ name }) => name === basename(path));
  if (own?.isDirectory() !== true) return [{ path, entry: null }];
  all.push({ path, entry: own });
  await visit(path);
  return all;
}

async function readIfThere(root: FolderRoot, path: string): Promise<Buffer | null> {
  return root.readFile(path).catch((cause: unknown) => {
    if (hasCode(cause, 'ENOENT')) return null;
    throw cause;
  });
}

async function listNames(root: FolderRoot, folder: string): Promise<readonly string[]> {
  return readdir(root.toAbsolute(folder)).catch((cause: unknown) => {
    if (hasCode(cause, 'ENOENT')) return [];
    throw cause;
  });
}

/** A name that nothing in the folder has, in whichever case; with the ending of a file where it is one. */
async function findFree(
  root: FolderRoot,
  folder: string,
  stem: string,
  isFile: boolean,
  own?: string,
  planned: ReadonlySet<string> = new Set(),
): Promise<string> {
  const names = await listNames(root, folder);
  const taken = new Set(names.filter((name) => name !== own).map((name) => name.toLowerCase()));
  const ending = isFile ? '.yml' : '';
  const isTaken = (name: string): boolean => {
    const whole = (name + ending).toLowerCase();
    return taken.has(whole) || planned.has(whole);
  };
  return findFreeName(stem, isTaken) + ending;
}

function withName<T extends Exclude<ItemChange, { kind: 'text' }>>(content: T, name: string): T {
  const key = content.kind as 'request';
  const part = (content as unknown as Record<string, object>)[key];
  return { ...content, [key]: { ...part, name } };
}

function withSeq(
  content: Extract<ItemChange, { kind: 'request' | 'folder' }>,
  seq: number,
): ItemChange {
  return content.kind === 'request'
    ? { kind: 'request', request: { ...content.request, seq } }
    : { kind: 'folder', folder: { ...content.folder, seq } };
}

/** A folder that has no file yet. */
export function emptyFolder(name: string): StoredFolder {
  return { name, seq: null, headers: [], auth: { kind: 'inherit' }, variables: [], docs: '' };
}

function emptyEnvironment(name: string) {
  return { name, color: '', description: '', variables: [], extends: '', dotEnvPath: '' };
}

/** The folder of a path; empty: the root. */
export function folderOf(path: string): string {
  return dirname(path) === '.' ? '' : dirname(path);
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
