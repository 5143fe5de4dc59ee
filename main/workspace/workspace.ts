import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
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
import type { StoredRequest } from '../../shared/model/workspace/stored-request.ts';
import type { ItemId, TreeItem } from '../../shared/model/workspace/tree.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { ChangeSets } from './files/change-set.ts';
import { hasCode } from './files/folder-root.ts';
import type { FolderRoot } from './files/folder-root.ts';
import type { LocalHistory } from './files/local-history.ts';
import { hashOf, removeStaleLocks, saveFile } from './files/save-file.ts';
import { COLLECTION_FILE, FOLDER_FILE, scanFolder } from './files/scan-folder.ts';
import type { FoundItem, FoundWorkspace, HeadCache } from './files/scan-folder.ts';
import { followMoves } from './follow-moves.ts';
import {
  emptyFolder,
  folderOf,
  planDelete,
  planDuplicate,
  planEnvironment,
  planFolder,
  planMove,
  planRename,
  planRequest,
} from './item-changes.ts';
import type { ItemPlan, PlanPlace } from './item-changes.ts';
import { getKindAt, readContent, writeContent } from './item-files.ts';
import { ItemIds } from './item-ids.ts';
import { toTree } from './to-tree.ts';

/** What is listed of a workspace. */
export interface WorkspaceListing {
  readonly name: string;
  readonly tree: readonly TreeItem[];
  readonly environments: readonly EnvironmentItem[];
  readonly notices: readonly WorkspaceNotice[];
}

/** What belongs to a workspace and is not in its folder. */
export interface WorkspaceLocalData {
  readonly history: LocalHistory;
  /** Where a change of several files is written down while it is made. */
  readonly journalFile: string;
}

/** Time for which files are read in full without a break, in milliseconds. */
const VERIFY_SLICE_MS = 8;

const NO_ITEM: UnknownItem = { kind: 'unknown-item' };
const EMPTY_NAME = fail<NameRefused>({ kind: 'name-refused', problem: 'empty' });

/**
 * A folder of requests that is open: lists it, reads items, and writes single files of it. Every version that is
 * overwritten or deleted goes to the history first. Nothing is written that was not asked for.
 */
export class Workspace {
  readonly root: FolderRoot;
  readonly #history: LocalHistory;
  readonly #changes: ChangeSets;
  readonly #ids = new ItemIds();
  readonly #heads: HeadCache = new Map();
  /** What reading a file in full told, by its path. */
  readonly #verified = new Map<
    string,
    { readonly hash: string; readonly error: FormatError | null }
  >();
  #found: FoundWorkspace = {
    items: [],
    environments: [],
    unreadable: [],
    locks: [],
    isCut: false,
  };
  #lastAction: Promise<unknown> = Promise.resolve();
  #listing: WorkspaceListing = { name: '', tree: [], environments: [], notices: [] };

  private constructor(root: FolderRoot, local: WorkspaceLocalData) {
    this.root = root;
    this.#history = local.history;
    this.#changes = new ChangeSets(root, local.history, local.journalFile);
  }

  /**
   * Opens a folder, takes back what a crash left half done, and lists it. Rejects if there is none; what cannot
   * be taken back stays written down.
   */
  static async open(root: FolderRoot, local: WorkspaceLocalData): Promise<Workspace> {
    const workspace = new Workspace(root, local);
    await workspace.#changes
      .recover()
      .catch((cause: unknown) => console.error('A change was not taken back:', cause));
    await workspace.scan();
    return workspace;
  }

  get listing(): WorkspaceListing {
    return this.#listing;
  }

  /** Looks through the folder again; true if something that is listed changed. */
  scan(): Promise<boolean> {
    return this.#inTurn(() => this.#scan());
  }

  async #scan(): Promise<boolean> {
    const found = await scanFolder(this.root, this.#heads);
    await removeStaleLocks(found.locks);
    followMoves(this.#found.items, found.items, this.#ids);
    this.#found = found;
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

  /**
   * Reads every request in full that was not since it changed, a few at a time: what only the whole file tells
   * is listed from then on. True if something was found.
   */
  async verify(): Promise<boolean> {
    let hasFound = false;
    let restMs = performance.now() + VERIFY_SLICE_MS;
    for (const { path, hash, kind } of this.#found.items) {
      if (hash === null || (kind !== 'http' && kind !== 'graphql')) continue;
      if (this.#verified.get(path)?.hash === hash) continue;
      const bytes = await this.root.readBytes(path);
      // It changed meanwhile: the next look finds it.
      if (!bytes.ok || hashOf(bytes.value) !== hash) continue;
      const content = readContent(path, bytes.value);
      const error = content.kind === 'text' ? content.error : null;
      this.#verified.set(path, { hash, error });
      hasFound ||= error !== null;
      if (performance.now() < restMs) continue;
      await setImmediate();
      restMs = performance.now() + VERIFY_SLICE_MS;
    }
    if (hasFound) this.#listing = { ...this.#listing, tree: this.#toTree(this.#found.items) };
    return hasFound;
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
  save(
    itemId: ItemId | null,
    version: string | null,
    change: ItemChange,
  ): Promise<Result<ItemDocument, UnknownItem | FormatError | ChangedByOther>> {
    return this.#inTurn(() => this.#save(itemId, version, change));
  }

  async #save(
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
    const text = writeContent(change, original);
    const bytes = text.ok ? Buffer.from(text.value) : null;
    // A save that failed at its very end may have left what is saved again now.
    const isThere = now !== null && bytes !== null && hashOf(bytes) === now;
    if (version !== 'overwrite' && version !== now && !isThere) {
      return fail({ kind: 'changed-by-other', version: now });
    }
    if (!text.ok || bytes === null) return text as Extract<typeof text, { ok: false }>;
    const saved = await this.#changes.run([{ kind: 'write', path, bytes, expected: now }]);
    if (!saved.ok) return saved;
    await this.#scan();
    return ok({
      itemId: itemId ?? this.getId(path),
      version: hashOf(bytes),
      content: readContent(path, bytes),
    });
  }

  create(
    parentId: ItemId | null,
    kind: 'folder' | 'request' | 'environment',
    name: string,
    request: StoredRequest | null,
  ): Promise<Result<ItemId, UnknownItem | NameRefused | FormatError | ChangedByOther>> {
    return this.#inTurn(async () => {
      if (name.trim() === '') return EMPTY_NAME;
      const parent = parentId === null ? '' : this.getPath(parentId);
      if (parent === null) return fail(NO_ITEM);
      const place = this.#toPlace();
      const plan =
        kind === 'environment'
          ? await planEnvironment(place, name)
          : kind === 'folder'
            ? await planFolder(place, parent, name)
            : await planRequest(place, parent, request, name, this.#nextSeq(parent));
      return this.#carryOut(plan);
    });
  }

  /** Gives an item another name: in its file, and on disk as far as a file can be called so. */
  rename(
    itemId: ItemId,
    name: string,
  ): Promise<Result<null, UnknownItem | NameRefused | FormatError | ChangedByOther>> {
    return this.#inTurn(async () => {
      if (name.trim() === '') return EMPTY_NAME;
      const path = this.getPath(itemId);
      if (path === null) return fail(NO_ITEM);
      const plan = await planRename(this.#toPlace(), path, name);
      const done = await this.#carryOut(plan, plan.ok ? new Map([[path, plan.value.path]]) : null);
      return done.ok ? ok(null) : done;
    });
  }

  /** Makes a copy beside an item; of a folder with everything in it. */
  duplicate(
    itemId: ItemId,
  ): Promise<Result<ItemId, UnknownItem | NameRefused | FormatError | ChangedByOther>> {
    return this.#inTurn(async () => {
      const path = this.getPath(itemId);
      if (path === null) return fail(NO_ITEM);
      return this.#carryOut(await planDuplicate(this.#toPlace(), path));
    });
  }

  /** Takes items away. Every file of a folder can be restored from the history. */
  delete(itemIds: readonly ItemId[]): Promise<Result<null, UnknownItem | ChangedByOther>> {
    return this.#inTurn(async () => {
      const paths = itemIds.map((itemId) => this.getPath(itemId));
      if (!isComplete(paths)) return fail(NO_ITEM);
      const done = await this.#changes.run(await planDelete(this.#toPlace(), paths));
      await this.#scan();
      return done;
    });
  }

  /** Puts items into a folder (null: the root), before a sibling or at the end, and numbers the siblings. */
  move(
    itemIds: readonly ItemId[],
    parentId: ItemId | null,
    beforeId: ItemId | null,
  ): Promise<Result<null, UnknownItem | NameRefused | FormatError | ChangedByOther>> {
    return this.#inTurn(async () => {
      const parent = parentId === null ? '' : this.getPath(parentId);
      const paths = itemIds.map((itemId) => this.getPath(itemId));
      if (parent === null || !isComplete(paths)) return fail(NO_ITEM);
      if (paths.some((path) => parent === path || parent.startsWith(`${path}/`))) {
        return fail({ kind: 'name-refused', problem: 'taken' });
      }
      const siblings = this.#listing.tree.filter(
        (item) => item.parentId === parentId && !itemIds.includes(item.itemId),
      );
      const at = siblings.findIndex((item) => item.itemId === beforeId);
      const before = at === -1 ? siblings.length : at;
      const plan = await planMove(this.#toPlace(), paths, parent, siblings, before);
      const moved = plan.ok ? ok({ path: parent, steps: plan.value.steps }) : plan;
      const done = await this.#carryOut(moved, plan.ok ? plan.value.moves : null);
      return done.ok ? ok(null) : done;
    });
  }

  listVersions(itemId: ItemId | null): Promise<readonly KeptVersion[]> {
    const path = itemId === null ? null : this.getFilePath(itemId);
    return this.#history.list(path);
  }

  readVersion(versionId: string): Promise<{ version: KeptVersion; bytes: Buffer } | null> {
    return this.#history.read(versionId);
  }

  /** Writes a kept version back to where it was; what is there now goes to the history. */
  restore(versionId: string): Promise<Result<string, UnknownItem | ChangedByOther>> {
    return this.#inTurn(() => this.#restore(versionId));
  }

  async #restore(versionId: string): Promise<Result<string, UnknownItem | ChangedByOther>> {
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
    await this.#scan();
    return ok(path);
  }

  /** Does what was planned; ids go with what gets another path. */
  async #carryOut(
    plan: Result<ItemPlan, FormatError>,
    moves: ReadonlyMap<string, string> | null = null,
  ): Promise<Result<ItemId, FormatError | ChangedByOther>> {
    if (!plan.ok) return plan;
    try {
      const done = await this.#changes.run(plan.value.steps);
      if (!done.ok) return done;
      for (const [from, to] of moves ?? []) this.#ids.move(from, to);
      return ok(this.getId(plan.value.path));
    } finally {
      await this.#scan();
    }
  }

  #toPlace(): PlanPlace {
    return { root: this.root, isFolder: (path) => this.#isFolder(path) };
  }

  #nextSeq(parent: string): number {
    const inside = this.#found.items.filter(({ path }) => folderOf(path) === parent);
    return Math.floor(Math.max(0, ...inside.map(({ seq }) => seq ?? 0))) + 1;
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#lastAction.then(action, action);
    this.#lastAction = done.catch(() => undefined);
    return done;
  }

  #isFolder(path: string): boolean {
    return this.#found.items.some((item) => item.path === path && item.isFolder);
  }

  #toTree(items: readonly FoundItem[]): readonly TreeItem[] {
    return toTree(items, this.#ids, ({ path, hash }) => {
      const verified = this.#verified.get(path);
      return verified !== undefined && verified.hash === hash ? verified.error : null;
    });
  }

  async #toEnvironment(path: string): Promise<EnvironmentItem> {
    const environmentId = this.getId(path);
    const fileName = basename(path).replace(/\.ya?ml$/i, '');
    const bytes = await this.root.readBytes(path);
    const content = bytes.ok ? readContent(path, bytes.value) : null;
    if (content?.kind !== 'environment') {
      const error = bytes.ok ? (content?.kind === 'text' ? content.error : null) : bytes.error;
      return { environmentId, name: fileName, path, color: '', variables: 0, error };
    }
    const { name, color, variables } = content.environment;
    return {
      environmentId,
      name: name || fileName,
      path,
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

function isComplete<T>(list: readonly (T | null)[]): list is readonly T[] {
  return !list.includes(null);
}
