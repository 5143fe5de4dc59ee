import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import { useApp } from '../../app-context.ts';
import { getLiveMark } from '../../stores/exchanges-store.ts';
import type { LiveMark } from '../../stores/exchanges-store.ts';
import { useStore } from '../../stores/store.ts';
import { isEdited } from '../../stores/tabs-store.ts';

/** What the tab of an item says in the row of the item. */
export interface ItemState {
  readonly isActive: boolean;
  readonly isEdited: boolean;
  readonly mark: LiveMark;
}

/** Reads the tab of an item. Edits of a closed tab count as well: they are kept. */
export function useItemState(itemId: ItemId | null): ItemState {
  const { tabs, exchanges, keeper } = useApp();
  const tab = useStore(tabs.store, (state) =>
    state.tabs.find((each) => each.item !== null && each.item.itemId === itemId),
  );
  const isActive = useStore(tabs.store, (state) => tab !== undefined && state.activeId === tab.id);
  const mark = useStore(exchanges.store, (map) =>
    tab === undefined ? 'none' : getLiveMark(map.get(tab.id)),
  );
  const hasKept = useStore(keeper.kept, (map) => itemId !== null && map.has(itemId));
  return { isActive, isEdited: tab === undefined ? hasKept : isEdited(tab), mark };
}
