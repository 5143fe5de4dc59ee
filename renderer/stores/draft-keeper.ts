import type { Draft as KeptDraft, Session } from '../../shared/ipc/workspace-contract.ts';
import { SESSION_TABS_MAX } from '../../shared/limits.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';
import type { Api } from '../api.ts';
import { toDraft } from '../features/request/draft-mapping.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';
import { reconcile, toChange, toDocumentTab, withKeptDraft } from './document-tabs.ts';
import type { DocumentTab } from './document-tabs.ts';
import type { TreeStore } from './tree-store.ts';
import { getFirstRequestTab, isBlank, isEdited, isPage } from './tabs-store.ts';
import type { Tab, TabContent, TabsStore } from './tabs-store.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/** Time in which edits are gathered before they are kept, in milliseconds. Within a second they are on disk. */
const KEEP_DELAY_MS = 400;

/** Keeps edits and tabs outside the workspace, and brings them back. */
export interface DraftKeeper {
  /** Edits of items, whether their tabs are open or not. */
  readonly kept: Store<ReadonlyMap<ItemId, KeptDraft>>;
  /** Drops the edits of a tab that was closed. */
  readonly discard: (key: string) => Promise<void>;
  /** Brings back the tabs of the workspace that is open now, or of none. Nothing is kept before. */
  readonly load: () => Promise<void>;
  /** Keeps everything now. */
  readonly flush: () => Promise<void>;
  readonly dispose: () => void;
}

interface KeeperDeps {
  readonly api: Api;
  readonly tabs: TabsStore;
  readonly tree: TreeStore;
  readonly workspace: WorkspaceStore;
}

/** Makes the keeper and starts watching the tabs. */
export function createDraftKeeper({ api, tabs, tree, workspace }: KeeperDeps): DraftKeeper {
  /** What was last kept of each tab, by key. */
  const saved = new Map<string, unknown>();
  const kept = createStore<ReadonlyMap<ItemId, KeptDraft>>(new Map());
  /** Paths that main remembers for them. */
  const keptPaths = new Map<string, string | undefined>();
  let writtenSession = '';
  let timer: ReturnType<typeof setTimeout> | null = null;
  let lastWrite: Promise<void> = Promise.resolve();
  let isLoaded = false;
  /** Folder of the workspace whose tabs are shown; null: of none. */
  let place: string | null = null;

  const getPath = (itemId: ItemId): string | undefined =>
    workspace.store.get()?.tree.find((item) => item.itemId === itemId)?.path;

  const keep = async (key: string, itemId: ItemId | null, draft: KeptDraft): Promise<void> => {
    if (itemId !== null) {
      keptPaths.set(key, getPath(itemId));
      kept.set((map) => new Map(map).set(itemId, draft));
    }
    const answer = await api.draftSave(draft);
    // The next change tries again.
    if (!answer.ok) saved.delete(key);
  };
  const drop = async (key: string): Promise<void> => {
    kept.set((map) => {
      const others = [...map].filter(([, draft]) => draft.draftKey !== key);
      return others.length === map.size ? map : new Map(others);
    });
    await api.draftRemove({ draftKey: key });
  };
  const keepTab = async (tab: DocumentTab): Promise<void> => {
    if (!hasEdits(tab)) {
      if (saved.delete(tab.key)) await drop(tab.key);
      return;
    }
    if (saved.get(tab.key) === tab.draft) return;
    saved.set(tab.key, tab.draft);
    const { itemId = null, version = null } = tab.item ?? {};
    await keep(tab.key, itemId, { draftKey: tab.key, itemId, version, change: toChange(tab) });
  };
  const write = async (): Promise<void> => {
    const { tabs: open, closed } = tabs.store.get();
    const documents = [...closed, ...open].filter((tab) => !isPage(tab));
    for (const tab of documents) await keepTab(tab);
    const keys = new Set(documents.map((tab) => tab.key));
    const ofItems = new Set([...kept.get().values()].map(({ draftKey }) => draftKey));
    for (const key of saved.keys()) {
      if (keys.has(key)) continue;
      saved.delete(key);
      // Edits of an item stay until they are saved or dropped; it may be opened again.
      if (!ofItems.has(key)) await drop(key);
    }
    for (const [itemId, draft] of kept.get()) {
      // Main remembers the path of the item, which may have moved since.
      const path = getPath(itemId);
      if (path === undefined || path === keptPaths.get(draft.draftKey)) continue;
      await keep(draft.draftKey, itemId, draft);
    }
    const session = toSession(tabs.store.get(), tree.getCollapsed());
    const text = JSON.stringify(session);
    if (text === writtenSession) return;
    writtenSession = text;
    await api.sessionWrite(session);
  };
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (isLoaded) lastWrite = lastWrite.then(write);
    return lastWrite;
  };
  const schedule = (): void => {
    // Not set anew with each change: somebody who types on and on is kept as well.
    if (isLoaded) timer ??= setTimeout(() => void flush(), KEEP_DELAY_MS);
  };
  const disposers = [tabs.store, tree.store, workspace.store].map((store) =>
    store.subscribe(schedule),
  );

  const readTab = async (
    itemId: ItemId,
    draft: KeptDraft | undefined,
    isPreview: boolean,
    key: string,
  ): Promise<TabContent | null> => {
    const answer = await api.itemRead({ itemId });
    const name = getPath(itemId) ?? '';
    if (answer.ok) {
      const content = { ...toDocumentTab(answer.value, itemId, name), isPreview, key };
      if (draft === undefined) return content;
      const tab = { id: 0, conflict: null, ...withKeptDraft(content, draft) } as DocumentTab;
      return reconcile(tab, answer.value);
    }
    if (draft === undefined) return null;
    // The file is gone; the edits are not.
    const item = { itemId, version: draft.version };
    const scratch = toScratch(draft);
    return scratch === null ? null : { ...scratch, item, conflict: { kind: 'deleted' } };
  };

  /** Edits of the collection itself, which has no id. */
  const readCollection = async (draft: KeptDraft): Promise<TabContent | null> => {
    const answer = await api.itemRead({ itemId: null });
    if (!answer.ok) return null;
    const content = withKeptDraft(toDocumentTab(answer.value, null, ''), draft);
    return reconcile({ id: 0, conflict: null, ...content } as DocumentTab, answer.value);
  };

  return {
    kept,
    discard: async (key) => {
      saved.delete(key);
      tabs.forget(key);
      await drop(key);
    },
    load: async () => {
      isLoaded = false;
      const [session, list] = await Promise.all([api.sessionRead(null), api.draftList(null)]);
      const drafts = list.ok ? list.value : [];
      const byKey = new Map(drafts.map((draft) => [draft.draftKey, draft]));
      saved.clear();
      const ofItems = drafts.flatMap((draft): readonly (readonly [ItemId, KeptDraft])[] =>
        draft.itemId === null ? [] : [[draft.itemId, draft]],
      );
      for (const [itemId, { draftKey }] of ofItems) keptPaths.set(draftKey, getPath(itemId));
      kept.set(() => new Map(ofItems));
      const { tabs: wanted, active, collapsed } = session.ok ? session.value : NO_SESSION;
      const read = await Promise.all(
        wanted.map(async ({ draftKey, itemId, isPreview }) => {
          const draft =
            byKey.get(draftKey) ?? (itemId === null ? undefined : kept.get().get(itemId));
          if (itemId !== null) return readTab(itemId, draft, isPreview, draftKey);
          if (draft?.change.kind === 'collection') return readCollection(draft);
          return draft === undefined ? null : toScratch(draft);
        }),
      );
      const open = read.filter((tab) => tab !== null);
      const shown = read[active] ?? null;
      const keys = new Set(open.map(({ key }) => key));
      const closed = drafts.filter(
        ({ draftKey, itemId }) => itemId === null && !keys.has(draftKey),
      );
      tree.setCollapsed(collapsed);
      const at = shown === null ? 0 : open.indexOf(shown);
      // What was written without a workspace comes along into the first one that is opened.
      const before = place === null ? tabs.store.get().tabs : [];
      const typed = before.filter((tab) => tab.item === null && !isBlank(tab));
      place = workspace.store.get()?.path ?? null;
      const isTyping = typed.some((tab) => tab.id === tabs.store.get().activeId);
      tabs.replaceAll(
        [...open, ...typed],
        isTyping ? open.length + typed.length - 1 : at,
        closed.flatMap((draft) => toScratch(draft) ?? []),
      );
      for (const tab of tabs.store.get().tabs) {
        if (!isPage(tab) && byKey.has(tab.key)) saved.set(tab.key, tab.draft);
      }
      isLoaded = true;
      schedule();
    },
    flush,
    dispose: () => disposers.forEach((dispose) => dispose()),
  };
}

const NO_SESSION: Session = { tabs: [], active: 0, collapsed: [] };

/** Whether something would be lost with the tab. */
function hasEdits(tab: DocumentTab): boolean {
  if (tab.kind === 'request' && tab.item === null && tab.demo === null) return !isBlank(tab);
  return isEdited(tab);
}

/** A request without a file; null: the edits are of another kind, which is nothing without one. */
function toScratch({ draftKey, change }: KeptDraft): TabContent | null {
  if (change.kind !== 'request') return null;
  const request = toDraft(change.request);
  return {
    kind: 'request',
    key: draftKey,
    demo: null,
    draft: request,
    original: request,
    requestTab: getFirstRequestTab(request),
  };
}

/** Tabs that can be brought back: those of files, and requests that were written here. */
function toSession(
  { tabs, activeId }: { readonly tabs: readonly Tab[]; readonly activeId: number },
  collapsed: readonly ItemId[],
): Session {
  const lasting = tabs
    .filter((tab) =>
      // The collection has no id; its tab is worth bringing back for its edits.
      tab.item === null || tab.item.itemId === null ? !isPage(tab) && hasEdits(tab) : true,
    )
    .slice(0, SESSION_TABS_MAX);
  const active = lasting.findIndex((tab) => tab.id === activeId);
  return {
    tabs: lasting.map((tab) => ({
      draftKey: tab.key,
      itemId: tab.item?.itemId ?? null,
      isPreview: tab.isPreview,
      isPinned: !tab.isPreview,
    })),
    active: Math.max(0, active),
    collapsed,
  };
}
