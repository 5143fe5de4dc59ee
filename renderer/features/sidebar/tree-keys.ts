import type { KeyboardEvent } from 'react';
import type { WorkspaceState } from '../../../shared/ipc/workspace-contract.ts';
import type { AppServices } from '../../app-context.ts';
import type { TreeRow } from './tree-rows.ts';
import { getNeighbourPlace, getPlace } from './tree-rows.ts';
import { getTargets, selectRow } from './tree-selection.ts';

/** What a key of the tree acts on. */
export interface TreeContext {
  readonly app: Pick<AppServices, 'tree' | 'workspaceActions' | 'info'>;
  readonly state: WorkspaceState;
  readonly rows: readonly TreeRow[];
  /** Index of the active row. */
  readonly at: number;
  readonly pageRows: number;
}

const MOVES = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'out', ArrowRight: 'in' } as const;

/** Does what a key means in the tree; false: it means nothing here. */
export function runTreeKey(keyEvent: KeyboardEvent, context: TreeContext): boolean {
  const { app, rows, at } = context;
  const row = rows[at];
  if (row === undefined) return false;
  const isMod = app.info.platform === 'mac' ? keyEvent.metaKey : keyEvent.ctrlKey;
  if (keyEvent.altKey && keyEvent.key in MOVES) {
    return moveItem(MOVES[keyEvent.key as keyof typeof MOVES], row, context);
  }
  if (isMod) return runModKey(keyEvent.key.toLowerCase(), row, context);
  if (keyEvent.altKey || keyEvent.ctrlKey || keyEvent.metaKey) return false;
  return runPlainKey(keyEvent, row, context);
}

function runPlainKey(keyEvent: KeyboardEvent, row: TreeRow, context: TreeContext): boolean {
  const { app, rows, at, pageRows } = context;
  const { tree, workspaceActions } = app;
  const goTo = (index: number): boolean => {
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (next === undefined) return true;
    const how = keyEvent.shiftKey ? 'range' : 'only';
    tree.change(selectRow(tree.store.get(), rows, next.key, how));
    return true;
  };
  switch (keyEvent.key) {
    case 'ArrowDown':
      return goTo(at + 1);
    case 'ArrowUp':
      return goTo(at - 1);
    case 'PageDown':
      return goTo(at + pageRows);
    case 'PageUp':
      return goTo(at - pageRows);
    case 'Home':
      return goTo(0);
    case 'End':
      return goTo(rows.length - 1);
    case 'ArrowRight':
      if (row.isOpen === false) tree.toggle(row.key);
      else if (row.isOpen === true) return goTo(at + 1);
      return true;
    case 'ArrowLeft':
      if (row.isOpen === true && row.level > 1) tree.toggle(row.key);
      else return goTo(rows.slice(0, at).findLastIndex((above) => above.level < row.level));
      return true;
    case 'Enter':
      if (row.isOpen !== null) tree.toggle(row.key);
      else if (row.item !== null) void workspaceActions.openItem(row.item.itemId, false);
      return true;
    case ' ':
      if (row.isOpen !== null) tree.toggle(row.key);
      else if (row.item !== null) void workspaceActions.openItem(row.item.itemId, true);
      return true;
    case 'F2':
      if (row.item !== null) tree.change({ renaming: row.item.itemId });
      return true;
    case 'Delete':
    case 'Backspace':
      void workspaceActions.remove(getTargets(tree.store.get(), rows, row.key));
      return true;
    case 'Escape':
      tree.change({ cut: [] });
      return true;
    default:
      return goToLetter(keyEvent.key, context, goTo);
  }
}

/** The next row that begins with a letter, as in any tree of the system. */
function goToLetter(
  key: string,
  { rows, at }: TreeContext,
  goTo: (index: number) => boolean,
): boolean {
  if (!/^[\p{L}\p{N}]$/u.test(key)) return false;
  const begins = (row: TreeRow): boolean => row.name.toLowerCase().startsWith(key.toLowerCase());
  const after = rows.findIndex((row, index) => index > at && begins(row));
  const found = after === -1 ? rows.findIndex(begins) : after;
  return found === -1 ? true : goTo(found);
}

function runModKey(key: string, row: TreeRow, context: TreeContext): boolean {
  const { app, rows, state } = context;
  const { tree, workspaceActions } = app;
  const view = tree.store.get();
  switch (key) {
    case 'a':
      tree.change({ selected: new Set(rows.map((each) => each.key)) });
      return true;
    case 'd':
      if (row.item !== null) void workspaceActions.duplicate(row.item.itemId);
      return true;
    case 'x':
      tree.change({ cut: getTargets(view, rows, row.key) });
      return true;
    case 'v': {
      if (view.cut.length === 0) return true;
      const { parentId, beforeId } = getPlace(state.tree, row, 'inside');
      void workspaceActions.move(view.cut, parentId, beforeId);
      return true;
    }
    default:
      return false;
  }
}

function moveItem(
  step: 'up' | 'down' | 'out' | 'in',
  row: TreeRow,
  { app, state }: TreeContext,
): boolean {
  if (row.item === null) return true;
  const place = getNeighbourPlace(state.tree, row.item, step);
  if (place === null) return true;
  void app.workspaceActions.move([row.item.itemId], place.parentId, place.beforeId);
  return true;
}
