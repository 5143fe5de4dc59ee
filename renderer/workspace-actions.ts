import type { WorkspaceState } from '../shared/ipc/workspace-contract.ts';
import type { ItemId } from '../shared/model/workspace/tree.ts';
import type { Result } from '../shared/result.ts';
import type { Api } from './api.ts';
import { formatPlural } from './components/number-format.ts';
import type { WindowState } from './app-context.ts';
import { toItemErrorText } from './features/workspace/item-error-text.ts';
import type { Documents, SaveError } from './stores/documents.ts';
import type { Dialog } from './stores/dialog.ts';
import type { DraftKeeper } from './stores/draft-keeper.ts';
import type { NoticesStore } from './stores/notices-store.ts';
import type { Store } from './stores/store.ts';
import { isPage } from './stores/tabs-store.ts';
import type { OpenPage, TabsStore } from './stores/tabs-store.ts';
import type { TreeStore } from './stores/tree-store.ts';
import type { WorkspaceStore } from './stores/workspace-store.ts';

/** Name of the sample that uses the built-in demo endpoints. */
const SAMPLE_NAME = 'Modern Pet Store';

/** What can be done with the workspace and its items. What fails is told in a notice. */
export interface WorkspaceActions {
  readonly ask: (dialog: Dialog | null) => void;
  /** Asks for a folder, or opens a recent one. */
  readonly open: (recentId: string | null) => Promise<void>;
  readonly create: (name: string) => Promise<void>;
  readonly createSample: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly openItem: (itemId: ItemId | null, isPreview: boolean) => Promise<void>;
  /** Makes an item with a name to be typed over; a request is opened. */
  readonly createItem: (kind: 'folder' | 'request', parentId: ItemId | null) => Promise<void>;
  readonly createEnvironment: (name: string) => Promise<void>;
  readonly rename: (itemId: ItemId, name: string) => Promise<void>;
  readonly duplicate: (itemId: ItemId) => Promise<void>;
  /** Takes items away; the notice offers to bring them back. */
  readonly remove: (itemIds: readonly ItemId[]) => Promise<void>;
  readonly move: (
    itemIds: readonly ItemId[],
    parentId: ItemId | null,
    beforeId: ItemId | null,
  ) => Promise<void>;
  readonly selectEnvironment: (environmentId: ItemId | null) => Promise<void>;
  /** Writes the tab at hand into its file, or asks where it goes. */
  readonly save: () => Promise<void>;
  readonly saveAs: (tabId: number, parentId: ItemId | null, name: string) => Promise<void>;
  readonly keepMine: (tabId: number) => Promise<void>;
  readonly saveCopy: (tabId: number) => Promise<void>;
  /** Shows a page that is no document: its tab, or a new one. */
  readonly openPage: (kind: OpenPage['kind']) => void;
}

interface WorkspaceActionDeps {
  readonly api: Api;
  readonly tabs: TabsStore;
  readonly tree: TreeStore;
  readonly workspace: WorkspaceStore;
  readonly documents: Documents;
  readonly keeper: DraftKeeper;
  readonly notices: NoticesStore;
  readonly windowState: Store<WindowState>;
  /** Frees what tabs hold that are about to go. */
  readonly closeTabs: (tabIds: readonly number[]) => void;
}

/** Binds the actions of the workspace to the stores of the window. */
export function createWorkspaceActions(deps: WorkspaceActionDeps): WorkspaceActions {
  const { api, tabs, tree, workspace, documents, keeper, notices, windowState } = deps;
  const ask = (dialog: Dialog | null): void => windowState.set((state) => ({ ...state, dialog }));
  /** Whether an answer is a good one; what went wrong is told. */
  const isDone = <T>(
    what: string,
    answer: Result<T, SaveError>,
  ): answer is Extract<Result<T, SaveError>, { ok: true }> => {
    if (!answer.ok) {
      notices.show({ kind: 'failed', text: `${what} ${toItemErrorText(answer.error)}` });
    }
    return answer.ok;
  };
  const getItem = (itemId: ItemId) =>
    workspace.store.get()?.tree.find((item) => item.itemId === itemId);

  /** An environment, as far as it is deleted and restored like an item of the tree. */
  const getEnvironment = (itemId: ItemId) => {
    const environments = workspace.store.get()?.environments ?? [];
    const found = environments.find(({ environmentId }) => environmentId === itemId);
    return found && { itemId, name: found.name, path: found.path };
  };

  /** Goes over to another workspace: what was written in this one is kept first. */
  const change = async (
    what: string,
    go: () => Promise<Result<WorkspaceState | null, SaveError>>,
  ): Promise<void> => {
    await keeper.flush();
    const opened = await go();
    if (isDone(what, opened) && opened.value !== null) await workspace.load();
  };
  const create = (name: string, isSample: boolean): Promise<void> =>
    change('The workspace was not made.', () => api.workspaceCreate({ name, isSample }));

  const restore = async (paths: readonly string[], sinceMs: number): Promise<void> => {
    const versions = await api.historyVersions({ itemId: null });
    if (!isDone('Nothing was restored.', versions)) return;
    const seen = new Set<string>();
    for (const { path, versionId, atMs } of versions.value) {
      const isInside = paths.some((top) => path === top || path.startsWith(`${top}/`));
      // What was deleted there earlier, on another occasion, stays deleted.
      if (!isInside || atMs < sinceMs || seen.has(path)) continue;
      seen.add(path);
      const restored = await api.historyRestore({ versionId });
      if (!isDone(`${path} was not restored.`, restored)) return;
    }
    await workspace.load();
    notices.show({ kind: 'done', text: `Restored ${formatPlural(seen.size, 'file')}` });
  };

  const openPage = (kind: OpenPage['kind']): void => {
    const open = tabs.store.get().tabs.find((tab) => tab.kind === kind);
    if (open === undefined) tabs.open({ kind });
    else tabs.activate(open.id);
  };

  return {
    ask,
    open: (recentId) => change('The folder was not opened.', () => api.workspaceOpen({ recentId })),
    create: (name) => create(name, false),
    createSample: () => create(SAMPLE_NAME, true),
    close: async () => {
      await keeper.flush();
      await api.workspaceClose(null);
      await workspace.load();
    },
    openItem: async (itemId, isPreview) => {
      isDone('The file was not opened.', await documents.openItem(itemId, { isPreview }));
    },
    createItem: async (kind, parentId) => {
      const name = kind === 'folder' ? 'New folder' : 'New request';
      const answer = await api.itemCreate({ parentId, kind, name, request: null });
      if (!isDone(`The ${kind} was not made.`, answer)) return;
      const itemId = answer.value;
      await workspace.load();
      const collapsed = new Set(tree.store.get().collapsed);
      collapsed.delete(parentId ?? 'root');
      tree.change({ collapsed });
      tree.select(itemId);
      if (kind === 'request') await documents.openItem(itemId, { isPreview: false });
      tree.change({ renaming: itemId });
    },
    createEnvironment: async (name) => {
      const input = { parentId: null, kind: 'environment', name, request: null } as const;
      const made = await api.itemCreate(input);
      if (!isDone('The environment was not made.', made)) return;
      await workspace.load();
      await documents.openItem(made.value, { isPreview: false });
    },
    rename: async (itemId, name) => {
      isDone('It was not renamed.', await api.itemRename({ itemId, name }));
      await workspace.load();
    },
    duplicate: async (itemId) => {
      const copy = await api.itemDuplicate({ itemId });
      if (!isDone('It was not duplicated.', copy)) return;
      await workspace.load();
      if (getItem(copy.value) !== undefined) tree.select(copy.value);
      else await documents.openItem(copy.value, { isPreview: false });
    },
    remove: async (itemIds) => {
      const items = itemIds.flatMap((itemId) => getItem(itemId) ?? getEnvironment(itemId) ?? []);
      const tops = withoutInner(items.map(({ path }) => path));
      const first = items.find(({ path }) => path === tops[0]);
      const ids = items.filter(({ path }) => tops.includes(path)).map(({ itemId }) => itemId);
      if (first === undefined || ids.length === 0) return;
      const inside = (workspace.store.get()?.tree ?? []).filter(({ path }) =>
        tops.some((top) => path === top || path.startsWith(`${top}/`)),
      );
      const sinceMs = Date.now();
      const gone = new Set(inside.map(({ itemId }) => itemId));
      if (!isDone('Nothing was deleted.', await api.itemDelete({ itemIds: ids }))) return;
      const open = tabs.store.get().tabs;
      deps.closeTabs(
        open
          .filter(({ item }) => item !== null && item.itemId !== null && gone.has(item.itemId))
          .map((tab) => tab.id),
      );
      await workspace.load();
      notices.show({
        kind: 'done',
        text: `Deleted ${ids.length === 1 ? `“${first.name}”` : formatPlural(ids.length, 'item')}`,
        action: { label: 'Restore', run: () => void restore(tops, sinceMs) },
      });
    },
    move: async (itemIds, parentId, beforeId) => {
      isDone('It was not moved.', await api.itemMove({ itemIds, parentId, beforeId }));
      tree.change({ cut: [] });
      await workspace.load();
    },
    selectEnvironment: async (environmentId) => {
      isDone('It was not selected.', await api.workspaceSelectEnvironment({ environmentId }));
      await workspace.load();
    },
    save: async () => {
      const tab = tabs.getActive();
      if (isPage(tab)) return;
      if (tab.item === null) {
        if (workspace.isOpen()) return ask({ kind: 'save-request', tabId: tab.id });
        return ask({ kind: 'create-workspace' });
      }
      isDone('Not saved.', await documents.save(tab.id));
      await workspace.load();
    },
    saveAs: async (tabId, parentId, name) => {
      const saved = await documents.saveAs(tabId, { parentId, name });
      if (isDone('Not saved.', saved)) tree.select(saved.value);
    },
    keepMine: async (tabId) => {
      isDone('Not saved.', await documents.keepMine(tabId));
    },
    saveCopy: async (tabId) => {
      const copy = await documents.saveCopy(tabId);
      await workspace.load();
      if (isDone('Not saved.', copy)) await documents.openItem(copy.value, { isPreview: false });
    },
    openPage,
  };
}

/** Paths that lie in no other one of them. */
function withoutInner(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
}
