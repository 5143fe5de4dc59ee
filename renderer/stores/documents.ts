import type { ItemDocument, ItemError } from '../../shared/ipc/workspace-contract.ts';
import type { ChangedByOther, NameRefused } from '../../shared/ipc/workspace-contract.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { Api } from '../api.ts';
import { toStoredRequest } from '../features/request/draft-mapping.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { follow, reconcile, toChange, toDocumentTab, withKeptDraft } from './document-tabs.ts';
import type { DocumentTab } from './document-tabs.ts';
import { getTab, isEdited, isPage } from './tabs-store.ts';
import type { Tab, TabsStore } from './tabs-store.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/** Why a tab was not written into its file. */
export type SaveError =
  | ItemError
  | NameRefused
  | ChangedByOther
  /** It has no file yet. */
  | { readonly kind: 'needs-place' };

/** The files of the workspace that are open in tabs. */
export interface Documents {
  /** Shows an item: its tab, or a new one. Null: the collection itself. */
  readonly openItem: (
    itemId: ItemId | null,
    options: { readonly isPreview: boolean },
  ) => Promise<Result<null, ItemError>>;
  /** Writes a tab into its file. A file that changed meanwhile is left as it is, and the tab says so. */
  readonly save: (tabId: number) => Promise<Result<null, SaveError>>;
  /** Makes a file of a request, and the tab its editor. */
  readonly saveAs: (
    tabId: number,
    place: { readonly parentId: ItemId | null; readonly name: string },
  ) => Promise<Result<ItemId, SaveError>>;
  /** Looks at the files of all tabs again. */
  readonly refresh: () => Promise<void>;
  /** Writes the edits over what is there; that goes to the history. */
  readonly keepMine: (tabId: number) => Promise<Result<null, SaveError>>;
  /** Makes a file of the edits beside the one that changed, which the tab then follows. */
  readonly saveCopy: (tabId: number) => Promise<Result<ItemId, SaveError>>;
  /** Drops the edits for what is in the file. */
  readonly takeTheirs: (tabId: number) => void;
}

interface DocumentDeps {
  readonly api: Api;
  readonly tabs: TabsStore;
  readonly workspace: WorkspaceStore;
  readonly keeper: DraftKeeper;
}

/** Binds the files of the workspace to the tabs. */
export function createDocuments({ api, tabs, workspace, keeper }: DocumentDeps): Documents {
  const find = (tabId: number): Tab | undefined =>
    tabs.store.get().tabs.find((tab) => tab.id === tabId);
  const change = (tabId: number, update: (tab: DocumentTab) => DocumentTab): void =>
    tabs.change(tabId, (tab) => (isPage(tab) ? tab : update(tab)));
  const getName = (itemId: ItemId | null): string =>
    workspace.store.get()?.tree.find((item) => item.itemId === itemId)?.name ?? '';

  /** Shows the tab of an item, if it has one. */
  const showOpen = (itemId: ItemId | null, isPreview: boolean): boolean => {
    const all = tabs.store.get().tabs;
    const open = all.find((tab) => tab.item !== null && tab.item.itemId === itemId);
    if (open === undefined) return false;
    tabs.activate(open.id);
    if (!isPreview && open.isPreview) tabs.change(open.id, (tab) => ({ ...tab, isPreview }));
    return true;
  };
  const readAgain = async (tab: Tab): Promise<void> => {
    if (isPage(tab) || tab.item === null) return;
    const answer = await api.itemRead({ itemId: tab.item.itemId });
    // A file that cannot be read now says nothing about the edits.
    if (!answer.ok && answer.error.kind !== 'unknown-item') return;
    const theirs = answer.ok ? answer.value : null;
    change(tab.id, (now) => reconcile(now, theirs));
  };
  const setSaved = (tab: DocumentTab, document: ItemDocument): void =>
    change(tab.id, (now) => {
      const item = { itemId: now.item?.itemId ?? null, version: document.version };
      // A text that can be read now is shown as what it is.
      if (now.kind === 'text') return follow({ ...now, draft: now.original }, document);
      return { ...now, item, original: tab.draft, conflict: null } as DocumentTab;
    });
  const write = async (tab: DocumentTab, isForced: boolean): Promise<Result<null, SaveError>> => {
    if (tab.item === null) return fail({ kind: 'needs-place' });
    const { itemId, version } = tab.item;
    const isGone = tab.conflict?.kind === 'deleted';
    if (isGone && tab.kind === 'request') return saveAgain(tab);
    const answer = await api.itemSave({
      itemId,
      version: isForced ? 'overwrite' : version,
      change: toChange(tab),
    });
    if (answer.ok) {
      setSaved(tab, answer.value);
      return ok(null);
    }
    if (answer.error.kind === 'changed-by-other') await readAgain(tab);
    return answer;
  };
  /** Makes the file of a request anew that was deleted under its edits. */
  const saveAgain = async (tab: DocumentTab): Promise<Result<null, SaveError>> => {
    const name = getTabName(tab);
    const saved = await saveAs(tab.id, { parentId: null, name });
    return saved.ok ? ok(null) : saved;
  };
  const saveAs: Documents['saveAs'] = async (tabId, { parentId, name }) => {
    const tab = find(tabId);
    if (tab?.kind !== 'request') return fail({ kind: 'unknown-item' });
    const request = { ...toStoredRequest(tab.draft), name };
    const answer = await api.itemCreate({ parentId, kind: 'request', name, request });
    if (!answer.ok) return answer;
    const read = await api.itemRead({ itemId: answer.value });
    if (!read.ok) return read;
    await workspace.load();
    tabs.change(tabId, (now) => {
      if (now.kind !== 'request') return now;
      const made = toDocumentTab(read.value, answer.value, name);
      if (made.kind !== 'request') return now;
      const { seq } = made.draft;
      const original = { ...tab.draft, name, seq };
      const item = { itemId: answer.value, version: read.value.version };
      const draft = now.draft === tab.draft ? original : { ...now.draft, name, seq };
      return { ...now, item, demo: null, draft, original, conflict: null, isPreview: false };
    });
    return ok(answer.value);
  };

  const takeTheirs = (tabId: number): void =>
    change(tabId, (tab) =>
      tab.conflict?.kind === 'changed' ? follow(tab, tab.conflict.theirs) : tab,
    );

  return {
    openItem: async (itemId, { isPreview }) => {
      if (showOpen(itemId, isPreview)) return ok(null);
      const answer = await api.itemRead({ itemId });
      if (!answer.ok) return answer;
      // A double click asks twice; the first answer made the tab.
      if (showOpen(itemId, isPreview)) return ok(null);
      const content = toDocumentTab(answer.value, itemId, getName(itemId));
      const kept = itemId === null ? undefined : keeper.kept.get().get(itemId);
      const id = tabs.open(
        kept === undefined ? { ...content, isPreview } : withKeptDraft(content, kept),
      );
      if (kept !== undefined) change(id, (tab) => reconcile(tab, answer.value));
      return ok(null);
    },
    save: async (tabId) => {
      const tab = find(tabId);
      if (tab === undefined || isPage(tab)) return ok(null);
      if (tab.item !== null && !isEdited(tab) && tab.conflict === null) return ok(null);
      const saved = await write(tab, false);
      if (saved.ok || saved.error.kind !== 'changed-by-other') return saved;
      // Where only name or place had changed, the edits now stand on the new version.
      const now = find(tabId);
      const isInStep = now !== undefined && !isPage(now) && now.conflict === null;
      return isInStep ? write(now, false) : saved;
    },
    saveAs,
    refresh: async () => {
      await Promise.all(tabs.store.get().tabs.map(readAgain));
    },
    keepMine: async (tabId) => {
      const tab = getTab(tabs.store.get().tabs, tabId);
      return isPage(tab) ? ok(null) : write(tab, true);
    },
    saveCopy: async (tabId) => {
      const tab = find(tabId);
      if (tab?.kind !== 'request') return fail({ kind: 'unknown-item' });
      const name = `${tab.draft.name} (mine)`;
      const items = workspace.store.get()?.tree ?? [];
      const parentId = items.find(({ itemId }) => itemId === tab.item?.itemId)?.parentId ?? null;
      const request = { ...toStoredRequest(tab.draft), name };
      const copy = await api.itemCreate({ parentId, kind: 'request', name, request });
      if (copy.ok) takeTheirs(tabId);
      return copy;
    },
    takeTheirs,
  };
}

function getTabName(tab: DocumentTab): string {
  return tab.kind === 'text' ? tab.name : tab.draft.name;
}
