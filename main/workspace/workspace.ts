import { lstat, mkdir, readdir, rename, rmdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type {
  ChangedByOther,
  EnvironmentItem,
  ItemDocument,
  KeptVersion,
  NameRefused,
  UnknownItem,
  WorkspaceNotice,
} from '../../shared/ipc/workspace-contract.ts';
import type { FormatError } from '../../shared/model/workspace/format-error.ts';
import type { ItemChange } from '../../shared/model/workspace/item-content.ts';
import { createStoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { StoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { ItemId, TreeItem } from '../../shared/model/workspace/tree.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { findFreeName, toFileName } from './files/file-names.ts';
import { FolderRoot, hasCode } from './files/folder-root.ts';
import type { LocalHistory } from './files/local-history.ts';
import { hashOf, removeFile, saveFile } from './files/save-file.ts';
import {
  COLLECTION_FILE,
  ENVIRONMENTS_FOLDER,
  FOLDER_FILE,
  scanFolder,
} from './files/scan-folder.ts';
import type { FoundItem, FoundWorkspace, HeadCache } from './files/scan-folder.ts';
import { syncFolder } from './files/sync-folder.ts';
import { ItemIds } from './item-ids.ts';
import { getKindAt, readContent, writeContent } from './item-files.ts';

/** What is listed of a workspace. */
export interface WorkspaceListing {
  readonly name: string;
  readonly tree: readonly TreeItem[];
  readonly environments: readonly EnvironmentItem[];
  readonly notices: readonly WorkspaceNotice[];
}

const NO_ITEM: UnknownItem = { kind: 'unknown-item' };

/**
 * A folder of requests that is open: lists it, reads items, and writes single files of it. Every version that is
 * overwritten or deleted goes to the history first. Nothing is written that was not asked for.
 */
export class Workspace {
  readonly root: FolderRoot;
  readonly #history: LocalHistory;
  readonly #ids = new ItemIds();
  readonly #heads: HeadCache = new Map();
  #found: FoundWorkspace = { items: [], environments: [], unreadable: [], isCut: false };
  #listing: WorkspaceListing = { name: '', tree: [], environments: [], notices: [] };

  private constructor(root: FolderRoot, history: LocalHistory) {
    this.root = root;
    this.#history = history;
  }

  /** Opens a folder, and lists it. Rejects if there is none. */
  static async open(folder: string, history: LocalHistory): Promise<Workspace> {
    const workspace = new Workspace(await FolderRoot.open(folder), history);
    await workspace.scan();
    return workspace;
  }

  get listing(): WorkspaceListing {
    return this.#listing;
  }

  /** Looks through the folder again; true if something that is listed changed. */
  async scan(): Promise<boolean> {
    this.#found = await scanFolder(this.root, this.#heads);
    const before = JSON.stringify(this.#listing);
    this.#listing = {
      name: await this.#readName(),
      tree: this.#toTree(this.#found.items),
      environments: await Promise.all(
        this.#found.environments.map((path) => this.#toEnvironment(path)),
      ),
      notices: [
        ...(this.#found.isCut
          ? [{ kind: 'limit-reached' as const, limit: this.#found.items.length }]
          : []),
        ...this.#found.unreadable.map((each) => ({ kind: 'folder-unreadable' as const, ...each })),
      ],
    };
    return before !== JSON.stringify(this.#listing);
  }

  getPath(itemId: ItemId | null): string | null {
    return itemId === null ? COLLECTION_FILE : this.#ids.getPath(itemId);
  }

  getId(path: string): ItemId {
    return this.#ids.getId(path);
  }

  /** Path of the file that holds an item: its own, or for a folder the one that describes it. */
  getFilePath(itemId: ItemId | null): string | null {
    const path = this.getPath(itemId);
    return path !== null && this.#isFolder(path) ? `${path}/${FOLDER_FILE}` : path;
  }

  async read(itemId: ItemId | null): Promise<Result<ItemDocument, UnknownItem | FormatError>> {
    const path = this.getFilePath(itemId);
    if (path === null) return fail(NO_ITEM);
    let bytes: Buffer;
    try {
      bytes = await this.root.readFile(path);
    } catch (cause: unknown) {
      const isFolder = path.endsWith(`/${FOLDER_FILE}`);
      if (!hasCode(cause, 'ENOENT') || (!isFolder && itemId !== null)) {
        return hasCode(cause, 'ENOENT') ? fail(NO_ITEM) : this.#toUnreadable(itemId, cause);
      }
      const content = isFolder
        ? { kind: 'folder' as const, folder: emptyFolder(basename(dirname(path))) }
        : {
            kind: 'collection' as const,
            collection: {
              ...emptyFolder(this.#listing.name),
              auth: { kind: 'none' as const },
              formatVersion: '',
            },
          };
      return ok({ itemId: itemId ?? this.getId(path), version: null, content });
    }
    return ok({
      itemId: itemId ?? this.getId(path),
      version: hashOf(bytes),
      content: readContent(path, bytes),
    });
  }

  /** Writes a change into an item's file. `version`: the one it was made on, or `overwrite`. */
  async save(
    itemId: ItemId | null,
    version: string | null,
    change: ItemChange,
  ): Promise<Result<ItemDocument, UnknownItem | FormatError | ChangedByOther>> {
    const path = this.getFilePath(itemId);
    if (path === null || (change.kind !== 'text' && change.kind !== getKindAt(path))) {
      return fail(NO_ITEM);
    }
    const original = await this.root.readFile(path).catch((cause: unknown) => {
      if (hasCode(cause, 'ENOENT')) return null;
      throw cause;
    });
    const now = original === null ? null : hashOf(original);
    if (version !== 'overwrite' && version !== now)
      return fail({ kind: 'changed-by-other', version: now });
    const text = writeContent(change, original?.toString('utf8') ?? null);
    if (!text.ok) return text;
    const saved = await this.#write(path, text.value, now);
    if (!saved.ok) return saved;
    await this.scan();
    const bytes = Buffer.from(text.value);
    return ok({
      itemId: itemId ?? this.getId(path),
      version: saved.value,
      content: readContent(path, bytes),
    });
  }

  async create(
    parentId: ItemId | null,
    kind: 'folder' | 'request' | 'environment',
    name: string,
    request: StoredRequest | null,
  ): Promise<Result<ItemId, UnknownItem | NameRefused | FormatError | ChangedByOther>> {
    if (name.trim() === '') return fail({ kind: 'name-refused', problem: 'empty' });
    const parent = parentId === null ? '' : this.getPath(parentId);
    if (parent === null) return fail(NO_ITEM);
    const folder = kind === 'environment' ? ENVIRONMENTS_FOLDER : parent;
    const fileName = await this.#findFreeName(folder, toFileName(name), kind !== 'folder');
    const path = join(folder, fileName);
    if (kind === 'folder') {
      await mkdir(this.root.toAbsolute(path), { mode: 0o755 });
      const written = writeContent({ kind: 'folder', folder: emptyFolder(name) }, null);
      if (!written.ok) return written;
      const saved = await this.#write(`${path}/${FOLDER_FILE}`, written.value, null);
      if (!saved.ok) return saved;
    } else {
      if (kind === 'environment') {
        await mkdir(this.root.toAbsolute(folder), { recursive: true, mode: 0o755 });
      }
      const change: ItemChange =
        kind === 'environment'
          ? { kind, environment: emptyEnvironment(name) }
          : {
              kind: 'request',
              request: {
                ...(request ?? createStoredRequest(name)),
                name,
                seq: this.#nextSeq(parent),
              },
            };
      const written = writeContent(change, null);
      if (!written.ok) return written;
      const saved = await this.#write(path, written.value, null);
      if (!saved.ok) return saved;
    }
    await this.scan();
    return ok(this.getId(path));
  }

  /** Gives an item another name: in its file, and on disk as far as a file can be called so. */
  async rename(
    itemId: ItemId,
    name: string,
  ): Promise<Result<null, UnknownItem | NameRefused | FormatError | ChangedByOther>> {
    if (name.trim() === '') return fail({ kind: 'name-refused', problem: 'empty' });
    const document = await this.read(itemId);
    if (!document.ok) return document;
    const { content, version } = document.value;
    if (content.kind !== 'text') {
      const saved = await this.save(itemId, version, withName(content, name));
      if (!saved.ok) return saved;
    }
    const path = this.getPath(itemId);
    if (path === null) return fail(NO_ITEM);
    const isFolder = this.#isFolder(path);
    const folder = dirname(path) === '.' ? '' : dirname(path);
    const wanted = toFileName(name) + (isFolder ? '' : '.yml');
    if (basename(path) === wanted) return ok(null);
    const free = await this.#findFreeName(folder, toFileName(name), !isFolder, basename(path));
    await this.#moveFile(path, join(folder, free));
    await this.scan();
    return ok(null);
  }

  async duplicate(
    itemId: ItemId,
  ): Promise<Result<ItemId, UnknownItem | NameRefused | FormatError | ChangedByOther>> {
    const path = this.getPath(itemId);
    if (path === null) return fail(NO_ITEM);
    const folder = dirname(path) === '.' ? '' : dirname(path);
    const bytes = await this.root.readFile(path);
    const content = readContent(path, bytes);
    const stem = basename(path).replace(/\.ya?ml$/i, '');
    const fileName = await this.#findFreeName(folder, `${stem} copy`, true);
    const text = bytes.toString('utf8');
    const name = fileName.replace(/\.yml$/, '');
    const written =
      content.kind === 'text' ? ok(text) : writeContent(withName(content, name), text);
    if (!written.ok) return written;
    const copy = join(folder, fileName);
    const saved = await this.#write(copy, written.value, null);
    if (!saved.ok) return saved;
    await this.scan();
    return ok(this.getId(copy));
  }

  /** Takes items away. Every file of a folder can be restored from the history. */
  async delete(itemIds: readonly ItemId[]): Promise<Result<null, UnknownItem>> {
    for (const itemId of itemIds) {
      const path = this.getPath(itemId);
      if (path === null) return fail(NO_ITEM);
      await this.#deletePath(path);
    }
    await this.scan();
    return ok(null);
  }

  /** Puts items into a folder (null: the root), before a sibling or at the end, and numbers the siblings. */
  async move(
    itemIds: readonly ItemId[],
    parentId: ItemId | null,
    beforeId: ItemId | null,
  ): Promise<Result<null, UnknownItem | NameRefused | FormatError | ChangedByOther>> {
    const parent = parentId === null ? '' : this.getPath(parentId);
    if (parent === null) return fail(NO_ITEM);
    for (const itemId of itemIds) {
      const path = this.getPath(itemId);
      if (path === null) return fail(NO_ITEM);
      if (parent === path || parent.startsWith(`${path}/`)) {
        return fail({ kind: 'name-refused', problem: 'taken' });
      }
      if ((dirname(path) === '.' ? '' : dirname(path)) === parent) continue;
      const isFolder = this.#isFolder(path);
      const stem = isFolder ? basename(path) : basename(path).replace(/\.ya?ml$/i, '');
      await this.#moveFile(path, join(parent, await this.#findFreeName(parent, stem, !isFolder)));
    }
    await this.scan();
    return this.#number(itemIds, parentId, beforeId);
  }

  listVersions(itemId: ItemId | null): Promise<readonly KeptVersion[]> {
    const path = itemId === null ? null : this.getFilePath(itemId);
    return this.#history.list(path);
  }

  readVersion(versionId: string): Promise<{ version: KeptVersion; bytes: Buffer } | null> {
    return this.#history.read(versionId);
  }

  /** Writes a kept version back to where it was; what is there now goes to the history. */
  async restore(versionId: string): Promise<Result<string, UnknownItem | ChangedByOther>> {
    const kept = await this.#history.read(versionId);
    if (kept === null) return fail(NO_ITEM);
    const { path } = kept.version;
    await mkdir(dirname(this.root.toAbsolute(path)), { recursive: true, mode: 0o755 });
    const saved = await saveFile(this.root, path, kept.bytes, {
      expected: null,
      overwritesAny: true,
      keep: (bytes) => this.#history.keep(path, 'overwritten', bytes),
    });
    if (!saved.ok) return saved;
    await this.scan();
    return ok(path);
  }

  #write(
    path: string,
    text: string,
    expected: string | null,
  ): Promise<Result<string, ChangedByOther>> {
    return saveFile(this.root, path, Buffer.from(text), {
      expected,
      keep: (bytes) => this.#history.keep(path, 'overwritten', bytes),
    });
  }

  async #number(
    itemIds: readonly ItemId[],
    parentId: ItemId | null,
    beforeId: ItemId | null,
  ): Promise<Result<null, UnknownItem | NameRefused | FormatError | ChangedByOther>> {
    const siblings = this.#listing.tree.filter(
      (item) => item.parentId === parentId && !itemIds.includes(item.itemId),
    );
    const before = siblings.findIndex((item) => item.itemId === beforeId);
    const at = before === -1 ? siblings.length : before;
    const ordered = [
      ...siblings.slice(0, at).map((item) => item.itemId),
      ...itemIds,
      ...siblings.slice(at).map((item) => item.itemId),
    ];
    for (const [index, itemId] of ordered.entries()) {
      const item = this.#listing.tree.find((each) => each.itemId === itemId);
      if (item === undefined || item.seq === index + 1) continue;
      const document = await this.read(itemId);
      if (!document.ok) return document;
      const { content, version } = document.value;
      if (content.kind !== 'request' && content.kind !== 'folder') continue;
      const saved = await this.save(itemId, version, withSeq(content, index + 1));
      if (!saved.ok) return saved;
    }
    return ok(null);
  }

  #nextSeq(parent: string): number {
    const inside = this.#found.items.filter(
      ({ path }) => (dirname(path) === '.' ? '' : dirname(path)) === parent,
    );
    return Math.max(0, ...inside.map(({ seq }) => seq ?? 0)) + 1;
  }

  async #moveFile(from: string, to: string): Promise<void> {
    const source = await this.root.confineParent(from);
    const target = await this.root.confineParent(to);
    await rename(source, target);
    await syncFolder(dirname(target));
    if (dirname(source) !== dirname(target)) await syncFolder(dirname(source));
    this.#ids.move(from, to);
  }

  async #deletePath(path: string): Promise<void> {
    const place = this.root.toAbsolute(path);
    if ((await lstat(place)).isDirectory()) {
      for (const name of await readdir(place)) await this.#deletePath(`${path}/${name}`);
      await rmdir(place);
      await syncFolder(dirname(place));
      return;
    }
    await removeFile(this.root, path, (bytes) => this.#history.keep(path, 'deleted', bytes));
  }

  /** A name that nothing in the folder has, in whichever case; with the ending of a file where it is one. */
  async #findFreeName(
    folder: string,
    stem: string,
    isFile: boolean,
    own?: string,
  ): Promise<string> {
    const names = await readdir(this.root.toAbsolute(folder)).catch(() => []);
    const taken = new Set(names.filter((name) => name !== own).map((name) => name.toLowerCase()));
    const ending = isFile ? '.yml' : '';
    return findFreeName(stem, (name) => taken.has((name + ending).toLowerCase())) + ending;
  }

  #isFolder(path: string): boolean {
    return this.#found.items.some((item) => item.path === path && item.isFolder);
  }

  #toTree(items: readonly FoundItem[]): readonly TreeItem[] {
    const children = new Map<string, FoundItem[]>();
    for (const item of items) {
      const parent = dirname(item.path) === '.' ? '' : dirname(item.path);
      children.set(parent, [...(children.get(parent) ?? []), item]);
    }
    const list = (parent: string): TreeItem[] =>
      (children.get(parent) ?? []).toSorted(compareItems).flatMap((item) => [
        {
          itemId: this.getId(item.path),
          parentId: parent === '' ? null : this.getId(parent),
          kind: item.kind,
          name: item.name || basename(item.path).replace(/\.ya?ml$/i, ''),
          path: item.path,
          seq: item.seq,
          method: item.method,
          isStream: item.isStream,
          error: item.error,
        },
        ...(item.isFolder ? list(item.path) : []),
      ]);
    return list('');
  }

  async #toEnvironment(path: string): Promise<EnvironmentItem> {
    const environmentId = this.getId(path);
    const fileName = basename(path).replace(/\.ya?ml$/i, '');
    const bytes = await this.root.readBytes(path);
    const content = bytes.ok ? readContent(path, bytes.value) : null;
    if (content?.kind !== 'environment') {
      const error = bytes.ok ? (content?.kind === 'text' ? content.error : null) : bytes.error;
      return { environmentId, name: fileName, color: '', variables: 0, error };
    }
    const { name, color, variables } = content.environment;
    return {
      environmentId,
      name: name || fileName,
      color,
      variables: variables.length,
      error: null,
    };
  }

  async #readName(): Promise<string> {
    const bytes = await this.root.readBytes(COLLECTION_FILE);
    const content = bytes.ok ? readContent(COLLECTION_FILE, bytes.value) : null;
    const name = content?.kind === 'collection' ? content.collection.name : '';
    return name || basename(this.root.path);
  }

  #toUnreadable(itemId: ItemId | null, cause: unknown): Result<ItemDocument, UnknownItem> {
    const error: FormatError = {
      kind: 'format-error',
      problem: 'not-a-file',
      line: null,
      column: null,
      detail: cause instanceof Error ? cause.message : String(cause),
    };
    return ok({
      itemId: itemId ?? this.getId(COLLECTION_FILE),
      version: null,
      content: { kind: 'text', text: null, error },
    });
  }
}

/** By the number that files give, then by name; folders and requests in one order, as the format has it. */
function compareItems(one: FoundItem, other: FoundItem): number {
  const [first, second] = [one.seq ?? Number.MAX_VALUE, other.seq ?? Number.MAX_VALUE];
  if (first !== second) return first - second;
  if (one.isFolder !== other.isFolder) return one.isFolder ? -1 : 1;
  return (one.name || one.path).localeCompare(other.name || other.path, 'en', { numeric: true });
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

function emptyFolder(name: string) {
  return {
    name,
    seq: null,
    headers: [],
    auth: { kind: 'inherit' as const },
    variables: [],
    docs: '',
  };
}

function emptyEnvironment(name: string) {
  return { name, color: '', description: '', variables: [], extends: '', dotEnvPath: '' };
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
