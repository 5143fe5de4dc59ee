import type { DemoRequest } from '../../shared/model/demo.ts';
import { EMPTY_DRAFT, isEmptyDraft, sendsSame, toDraft } from '../features/request/draft.ts';
import type { Draft } from '../features/request/draft.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** Parts of the request editor. */
export const REQUEST_TABS = ['params', 'headers', 'body', 'stream'] as const;
export type RequestTab = (typeof REQUEST_TABS)[number];

/** One open request. */
export interface Tab {
  readonly id: number;
  /** Name of the request that was opened; null for a scratch request, which is named after its URL. */
  readonly title: string | null;
  /** The demo that was opened, null for a scratch request. */
  readonly demoId: string | null;
  readonly draft: Draft;
  /** What was opened; the tab is edited when the draft sends something else. */
  readonly original: Draft;
  readonly requestTab: RequestTab;
}

/** Open requests, in order; there is always at least one. */
export interface TabsState {
  readonly tabs: readonly Tab[];
  readonly activeId: number;
  /** Closed tabs that can be opened again, newest last. */
  readonly closed: readonly Tab[];
}

/** Closed tabs that are remembered. */
const CLOSED_TABS_MAX = 20;

/** The open requests and everything that can be done with them. */
export interface TabsStore {
  readonly store: Store<TabsState>;
  readonly getActive: () => Tab;
  /** Opens an empty request and answers its tab id. */
  readonly openNew: () => number;
  /** Shows a demo: its unedited tab, the empty tab at hand, or a new one. Answers the tab id. */
  readonly openDemo: (demo: DemoRequest) => number;
  readonly activate: (id: number) => void;
  /** Moves by `step` tabs, round the end. */
  readonly activateNext: (step: 1 | -1) => void;
  readonly close: (id: number) => void;
  readonly reopen: () => void;
  readonly edit: (id: number, update: (draft: Draft) => Draft) => void;
  readonly showRequestTab: (id: number, requestTab: RequestTab) => void;
}

/** Makes the store with one empty request. */
export function createTabsStore(): TabsStore {
  let lastId = 0;
  const toTab = (draft: Draft, demo: DemoRequest | null): Tab => {
    lastId += 1;
    return {
      id: lastId,
      title: demo?.title ?? null,
      demoId: demo?.id ?? null,
      draft,
      original: draft,
      requestTab: draft.bodyKind === 'none' ? 'params' : 'body',
    };
  };
  const first = toTab(EMPTY_DRAFT, null);
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
  const activate = (id: number): void => store.set((state) => ({ ...state, activeId: id }));

  return {
    store,
    getActive,
    activate,
    openNew: () => add(toTab(EMPTY_DRAFT, null)),
    openDemo: (demo) => {
      const draft = toDraft(demo.request);
      const open = store.get().tabs.find((tab) => tab.demoId === demo.id && !isEdited(tab));
      if (open !== undefined) {
        activate(open.id);
        return open.id;
      }
      const active = getActive();
      if (!isEmptyDraft(active.draft)) return add(toTab(draft, demo));
      change(active.id, (tab) => ({ ...toTab(draft, demo), id: tab.id }));
      return active.id;
    },
    activateNext: (step) => {
      const { tabs, activeId } = store.get();
      const at = tabs.findIndex((tab) => tab.id === activeId);
      const next = tabs[(at + step + tabs.length) % tabs.length];
      if (next !== undefined) activate(next.id);
    },
    close: (id) =>
      store.set((state) => {
        const at = state.tabs.findIndex((tab) => tab.id === id);
        const gone = state.tabs[at];
        if (gone === undefined) return state;
        const rest = state.tabs.filter((tab) => tab.id !== id);
        const tabs = rest.length === 0 ? [toTab(EMPTY_DRAFT, null)] : rest;
        const neighbour = tabs[Math.min(at, tabs.length - 1)] as Tab;
        return {
          tabs,
          activeId: state.activeId === id ? neighbour.id : state.activeId,
          closed: isEmptyDraft(gone.draft)
            ? state.closed
            : [...state.closed, gone].slice(-CLOSED_TABS_MAX),
        };
      }),
    reopen: () =>
      store.set((state) => {
        const tab = state.closed.at(-1);
        if (tab === undefined) return state;
        return {
          tabs: [...state.tabs, tab],
          activeId: tab.id,
          closed: state.closed.slice(0, -1),
        };
      }),
    edit: (id, update) => change(id, (tab) => ({ ...tab, draft: update(tab.draft) })),
    showRequestTab: (id, requestTab) => change(id, (tab) => ({ ...tab, requestTab })),
  };
}

/** The tab with this id; there always is one. */
export function getTab(tabs: readonly Tab[], id: number): Tab {
  const tab = tabs.find((candidate) => candidate.id === id) ?? tabs[0];
  if (tab === undefined) throw new Error('there is no tab');
  return tab;
}

/** Whether the tab sends something else than what was opened. */
export function isEdited(tab: Tab): boolean {
  return tab.demoId !== null && !sendsSame(tab.draft, tab.original);
}

/** What the tab is called: its title, the end of its URL, or 'New request'. */
export function getTabTitle(tab: Tab): string {
  if (tab.title !== null) return tab.title;
  const url = tab.draft.url.trim();
  if (url === '') return 'New request';
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[?#].*$/s, '');
  const last = path.split('/').filter((part) => part !== '');
  return last.length > 1 ? `/${last.slice(1).join('/')}` : (last[0] ?? url);
}
