import type { FileHash, ItemDocument } from '../../shared/ipc/workspace-contract.ts';
import type { DemoRequest } from '../../shared/model/demo.ts';
import type { FormatError } from '../../shared/model/workspace/format-error.ts';
import type { StoredEnvironment } from '../../shared/model/workspace/stored-environment.ts';
import type { StoredCollection, StoredFolder } from '../../shared/model/workspace/stored-folder.ts';
import type { ItemId } from '../../shared/model/workspace/tree.ts';
import { EMPTY_DRAFT, isEmptyDraft } from '../features/request/draft.ts';
import type { Draft } from '../features/request/draft.ts';
import { isEqualData, isSameDraft, openDefinition } from '../features/request/draft-mapping.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** Parts of the request editor. */
export const REQUEST_TABS = [
  'params',
  'headers',
  'auth',
  'body',
  'stream',
  'settings',
  'docs',
] as const;
export type RequestTab = (typeof REQUEST_TABS)[number];

/** The file that a tab edits. */
export interface ItemOfTab {
  /** Null: the collection itself. */
  readonly itemId: ItemId | null;
  /** Version that the edits are made on; null: there was no file. */
  readonly version: FileHash | null;
}

/** The file is not what the edits were made on any more. */
export type Conflict =
  | { readonly kind: 'changed'; readonly theirs: ItemDocument }
  /** The file is gone. */
  | { readonly kind: 'deleted' };

interface TabHead {
  readonly id: number;
  /** Names the tab and its draft over restarts. */
  readonly key: string;
  /** Replaced by the next item that is only looked at. */
  readonly isPreview: boolean;
  /** Null: it belongs to no file. */
  readonly item: ItemOfTab | null;
  readonly conflict: Conflict | null;
}

/** An open request: of a file, of a demo, or one that was never saved. */
export interface OpenRequest extends TabHead {
  readonly kind: 'request';
  /** The demo that was opened, else null. */
  readonly demo: { readonly id: string; readonly title: string } | null;
  readonly draft: Draft;
  /** What was opened; the tab is edited when the draft is another request. */
  readonly original: Draft;
  readonly requestTab: RequestTab;
}

interface OpenDocument<Kind extends string, T> extends TabHead {
  readonly kind: Kind;
  readonly draft: T;
  readonly original: T;
}

export type OpenEnvironment = OpenDocument<'environment', StoredEnvironment>;
/** A folder, or with item id null the collection. */
export type OpenFolder = OpenDocument<'folder', StoredFolder | StoredCollection>;

/** A file of a kind that is not edited here, or a broken one. */
export interface OpenText extends OpenDocument<'text', string> {
  readonly name: string;
  readonly error: FormatError | null;
  /** It is no text, so that there is nothing to edit. */
  readonly isBinary: boolean;
}

/** Files as they were, and the requests that were sent. */
export interface OpenHistory extends TabHead {
  readonly kind: 'history';
}

/** The variables that every workspace sees. */
export interface OpenGlobals extends TabHead {
  readonly kind: 'globals';
}

/** A tab that holds no document: nothing in it is saved or kept. */
export type OpenPage = OpenHistory | OpenGlobals;

/** One tab of the window. */
export type Tab = OpenRequest | OpenEnvironment | OpenFolder | OpenText | OpenPage;

type WithoutHead<T> = T extends unknown ? Omit<T, keyof TabHead> & Partial<TabHead> : never;
/** What a new tab is made of; what is left out of its head has its default. */
export type TabContent = WithoutHead<Tab>;

/** Open tabs, in order; there is always at least one. */
export interface TabsState {
  readonly tabs: readonly Tab[];
  readonly activeId: number;
  /** Closed tabs that can be opened again, newest last. */
  readonly closed: readonly Tab[];
}

/** Closed tabs that are remembered. */
const CLOSED_TABS_MAX = 20;

/** The open tabs and everything that can be done with them. */
export interface TabsStore {
  readonly store: Store<TabsState>;
  readonly getActive: () => Tab;
  /** The request at hand; null while another kind of tab is. */
  readonly getActiveRequest: () => OpenRequest | null;
  /** Opens an empty request and answers its tab id. */
  readonly openNew: () => number;
  /** Shows a demo: its unedited tab, the empty tab at hand, or a new one. Answers the tab id. */
  readonly openDemo: (demo: DemoRequest) => number;
  /** Shows a tab: in place of the preview or of the empty tab at hand, else as a new one. Answers its id. */
  readonly open: (content: TabContent) => number;
  readonly activate: (id: number) => void;
  /** Moves by `step` tabs, round the end. */
  readonly activateNext: (step: 1 | -1) => void;
  /** Puts a tab before the one at `index`. */
  readonly moveTo: (id: number, index: number) => void;
  readonly close: (id: number) => void;
  readonly reopen: () => void;
  /** Takes a tab out of those that can be opened again. */
  readonly forget: (key: string) => void;
  /** Changes the request of a tab; an edited tab is no preview any more. */
  readonly edit: (id: number, update: (draft: Draft) => Draft) => void;
  /** Changes a tab of any kind. */
  readonly change: (id: number, update: (tab: Tab) => Tab) => void;
  readonly showRequestTab: (id: number, requestTab: RequestTab) => void;
  /**
   * Puts other tabs in place of all; those of now that are among them stay what they are. Without any, an empty
   * request, which is the one of now if that is empty: somebody may be about to write into it.
   */
  readonly replaceAll: (
    tabs: readonly TabContent[],
    active: number,
    closed: readonly TabContent[],
  ) => void;
}

/** Makes the store with one empty request. */
export function createTabsStore(): TabsStore {
  let lastId = 0;
  const toTab = (content: TabContent): Tab => {
    lastId += 1;
    const head = { key: crypto.randomUUID(), isPreview: false, item: null, conflict: null };
    return { ...head, ...content, id: lastId } as Tab;
  };
  const toRequestTab = (draft: Draft, demo: OpenRequest['demo']): Tab =>
    toTab({
      kind: 'request',
      demo,
      draft,
      original: draft,
      requestTab: getFirstRequestTab(draft),
    });
  const first = toRequestTab(EMPTY_DRAFT, null);
  const store = createStore<TabsState>({ tabs: [first], activeId: first.id, closed: [] });
  const getActive = (): Tab => {
    const { tabs, activeId } = store.get();
    return getTab(tabs, activeId);
  };
  const add = (tab: Tab): number => {
    store.set((state) => ({ ...state, tabs: [...state.tabs, tab], activeId: tab.id }));
    return tab.id;
  };
  const change = (id: number, update: (tab: Tab) => Tab): void =>
    store.set((state) => ({
      ...state,
      tabs: state.tabs.map((tab) => (tab.id === id ? update(tab) : tab)),
    }));
  const changeRequest = (id: number, update: (tab: OpenRequest) => OpenRequest): void =>
    change(id, (tab) => (tab.kind === 'request' ? update(tab) : tab));
  const activate = (id: number): void => store.set((state) => ({ ...state, activeId: id }));
  const forget = (key: string): void =>
    store.set((state) => {
      const closed = state.closed.filter((tab) => tab.key !== key);
      return closed.length === state.closed.length ? state : { ...state, closed };
    });
  /** Shows a new tab in place of `old`, or as the last one. */
  const put = (tab: Tab, old: Tab | undefined): number => {
    if (old === undefined) return add(tab);
    store.set((state) => ({
      ...state,
      tabs: state.tabs.map((each) => (each.id === old.id ? tab : each)),
      activeId: tab.id,
    }));
    return tab.id;
  };

  return {
    store,
    getActive,
    getActiveRequest: () => {
      const tab = getActive();
      return tab.kind === 'request' ? tab : null;
    },
    activate,
    openNew: () => add(toRequestTab(EMPTY_DRAFT, null)),
    openDemo: (demo) => {
      const open = store
        .get()
        .tabs.find((tab) => tab.kind === 'request' && tab.demo?.id === demo.id && !isEdited(tab));
      if (open !== undefined) {
        activate(open.id);
        return open.id;
      }
      const active = getActive();
      const tab = toRequestTab(openDefinition(demo.request), demo);
      return put(tab, isBlank(active) ? active : undefined);
    },
    open: (content) => {
      const { tabs } = store.get();
      const active = getActive();
      // A closed tab of the same edits would bring them back twice.
      if (content.key !== undefined) forget(content.key);
      const preview = content.isPreview === true ? tabs.find((tab) => tab.isPreview) : undefined;
      return put(toTab(content), preview ?? (isBlank(active) ? active : undefined));
    },
    activateNext: (step) => {
      const { tabs, activeId } = store.get();
      const at = tabs.findIndex((tab) => tab.id === activeId);
      const next = tabs[(at + step + tabs.length) % tabs.length];
      if (next !== undefined) activate(next.id);
    },
    moveTo: (id, index) =>
      store.set((state) => {
        const from = state.tabs.findIndex((tab) => tab.id === id);
        const tab = state.tabs[from];
        if (tab === undefined) return state;
        const rest = state.tabs.filter((each) => each.id !== id);
        const to = Math.min(Math.max(index > from ? index - 1 : index, 0), rest.length);
        return { ...state, tabs: rest.toSpliced(to, 0, tab) };
      }),
    close: (id) =>
      store.set((state) => {
        const at = state.tabs.findIndex((tab) => tab.id === id);
        const gone = state.tabs[at];
        if (gone === undefined) return state;
        const rest = state.tabs.filter((tab) => tab.id !== id);
        const tabs = rest.length === 0 ? [toRequestTab(EMPTY_DRAFT, null)] : rest;
        const neighbour = tabs[Math.min(at, tabs.length - 1)] as Tab;
        return {
          tabs,
          activeId: state.activeId === id ? neighbour.id : state.activeId,
          closed: isBlank(gone) ? state.closed : [...state.closed, gone].slice(-CLOSED_TABS_MAX),
        };
      }),
    reopen: () =>
      store.set((state) => {
        const tab = state.closed.at(-1);
        if (tab === undefined) return state;
        const closed = state.closed.slice(0, -1);
        const open = state.tabs.find(
          (each) => each.item !== null && each.item.itemId === tab.item?.itemId,
        );
        if (open !== undefined) return { ...state, activeId: open.id, closed };
        return { tabs: [...state.tabs, tab], activeId: tab.id, closed };
      }),
    forget,
    edit: (id, update) =>
      changeRequest(id, (tab) => {
        const draft = update(tab.draft);
        return draft === tab.draft ? tab : { ...tab, draft, isPreview: false };
      }),
    change,
    showRequestTab: (id, requestTab) => changeRequest(id, (tab) => ({ ...tab, requestTab })),
    replaceAll: (contents, active, closed) =>
      store.set((state) => {
        const made = contents.map(
          (content) => state.tabs.find((tab) => tab === content) ?? toTab(content),
        );
        const empty = state.tabs.find(isBlank) ?? toRequestTab(EMPTY_DRAFT, null);
        const tabs = made.length === 0 ? [empty] : made;
        const shown = tabs[Math.min(active, tabs.length - 1)] as Tab;
        return { tabs, activeId: shown.id, closed: closed.map(toTab) };
      }),
  };
}

/** The part of the editor that a request is opened with. */
export function getFirstRequestTab(draft: Draft): RequestTab {
  return draft.bodyKind === 'none' ? 'params' : 'body';
}

/** The tab with this id; there always is one. */
export function getTab(tabs: readonly Tab[], id: number): Tab {
  const tab = tabs.find((candidate) => candidate.id === id) ?? tabs[0];
  if (tab === undefined) throw new Error('there is no tab');
  return tab;
}

/** The demo that the tab was opened with, or null. */
export function getDemoId(tab: Tab): string | null {
  return tab.kind === 'request' ? (tab.demo?.id ?? null) : null;
}

/** Whether the tab is a request with nothing in it, which anything may take the place of. */
export function isBlank(tab: Tab): boolean {
  return tab.kind === 'request' && tab.item === null && isEmptyDraft(tab.draft);
}

/** Whether the tab holds no document. */
export function isPage(tab: Tab): tab is OpenPage {
  return tab.kind === 'history' || tab.kind === 'globals';
}

/** Whether the tab holds another document than was opened. A request that was never saved has none. */
export function isEdited(tab: Tab): boolean {
  switch (tab.kind) {
    case 'request':
      return (tab.item !== null || tab.demo !== null) && !isSameDraft(tab.draft, tab.original);
    case 'history':
    case 'globals':
      return false;
    default:
      return !isEqualData(tab.draft, tab.original);
  }
}

/** What the tab is called: its name, the end of its URL, or 'New request'. */
export function getTabTitle(tab: Tab): string {
  switch (tab.kind) {
    case 'request':
      return tab.item === null ? (tab.demo?.title ?? getUrlTitle(tab.draft)) : tab.draft.name;
    case 'history':
      return 'History';
    case 'globals':
      return 'Globals';
    case 'text':
      return tab.name;
    default:
      return tab.draft.name;
  }
}

function getUrlTitle(draft: Draft): string {
  const url = draft.url.trim();
  if (url === '') return 'New request';
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[?#].*$/s, '');
  const last = path.split('/').filter((part) => part !== '');
  return last.length > 1 ? `/${last.slice(1).join('/')}` : (last[0] ?? url);
}
