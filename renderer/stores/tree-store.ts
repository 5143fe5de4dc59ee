import type { ItemId } from '../../shared/model/workspace/tree.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

/** A row of the tree: an item, or `root` for the collection itself. */
export type RowKey = ItemId | 'root';

/** What of the tree the user sees and has chosen. */
export interface TreeState {
  /** Rows whose children are hidden. */
  readonly collapsed: ReadonlySet<RowKey>;
  /** The row that the keys act on; null: the first one. */
  readonly active: RowKey | null;
  readonly selected: ReadonlySet<RowKey>;
  /** Where a selection that is extended starts. */
  readonly anchor: RowKey | null;
  /** The row whose name is being typed. */
  readonly renaming: ItemId | null;
  /** Items to be pasted elsewhere. */
  readonly cut: readonly ItemId[];
}

export interface TreeStore {
  readonly store: Store<TreeState>;
  readonly getCollapsed: () => readonly ItemId[];
  readonly setCollapsed: (itemIds: readonly ItemId[]) => void;
  readonly toggle: (key: RowKey) => void;
  /** Makes a row the only selected one. */
  readonly select: (key: RowKey) => void;
  readonly change: (part: Partial<TreeState>) => void;
}

export function createTreeStore(): TreeStore {
  const store = createStore<TreeState>({
    collapsed: new Set(),
    active: null,
    selected: new Set(),
    anchor: null,
    renaming: null,
    cut: [],
  });
  const change = (part: Partial<TreeState>): void => store.set((state) => ({ ...state, ...part }));
  return {
    store,
    change,
    getCollapsed: () => [...store.get().collapsed].filter((key): key is ItemId => key !== 'root'),
    setCollapsed: (itemIds) => change({ collapsed: new Set(itemIds) }),
    toggle: (key) =>
      store.set((state) => {
        const collapsed = new Set(state.collapsed);
        if (!collapsed.delete(key)) collapsed.add(key);
        return { ...state, collapsed };
      }),
    select: (key) => change({ active: key, anchor: key, selected: new Set([key]) }),
  };
}
