import type { ItemId } from '../../../shared/model/workspace/tree.ts';
import type { RowKey, TreeState } from '../../stores/tree-store.ts';
import type { TreeRow } from './tree-rows.ts';

/** The selection when a row is chosen: alone, in addition, or as the end of a range. */
export function selectRow(
  state: TreeState,
  rows: readonly TreeRow[],
  key: RowKey,
  how: 'only' | 'toggle' | 'range',
): Pick<TreeState, 'active' | 'anchor' | 'selected'> {
  if (how === 'only') return { active: key, anchor: key, selected: new Set([key]) };
  if (how === 'toggle') {
    const selected = new Set(state.selected);
    if (!selected.delete(key)) selected.add(key);
    return { active: key, anchor: key, selected };
  }
  const anchor = state.anchor ?? key;
  const [from, to] = [anchor, key].map((end) => rows.findIndex((row) => row.key === end));
  if (from === undefined || to === undefined || from === -1) {
    return { active: key, anchor: key, selected: new Set([key]) };
  }
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { active: key, anchor, selected: new Set(range.map((row) => row.key)) };
}

/** The items that an action on a row means: the selection, where the row is part of it. In order of the rows. */
export function getTargets(
  state: TreeState,
  rows: readonly TreeRow[],
  key: RowKey,
): readonly ItemId[] {
  const keys = state.selected.has(key) ? state.selected : new Set([key]);
  return rows.flatMap((row) => (keys.has(row.key) && row.item !== null ? [row.item.itemId] : []));
}
