import type { WorkspaceState } from '../../../shared/ipc/workspace-contract.ts';
import type { ItemId, TreeItem } from '../../../shared/model/workspace/tree.ts';
import { assertNever } from '../../../shared/result.ts';
import type { RowKey } from '../../stores/tree-store.ts';

/** One visible row of the tree. */
export interface TreeRow {
  readonly key: RowKey;
  /** Null: the collection itself. */
  readonly item: TreeItem | null;
  readonly name: string;
  /** From 1. */
  readonly level: number;
  /** Place among its siblings, from 1. */
  readonly place: number;
  readonly siblings: number;
  /** Null: it cannot be opened. */
  readonly isOpen: boolean | null;
  /** Requests in it, at any depth. */
  readonly count: number;
}

interface Node {
  readonly item: TreeItem;
  readonly children: Node[];
  count: number;
  isFound: boolean;
}

/**
 * The rows that are visible, in order. While something is searched for, all that fits is shown with the
 * folders that lead to it, whether they are open or not.
 */
export function toTreeRows(
  { name, tree }: Pick<WorkspaceState, 'name' | 'tree'>,
  collapsed: ReadonlySet<RowKey>,
  wanted: string,
): readonly TreeRow[] {
  const words = wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const isFiltered = words.length > 0;
  const { roots, count } = toNodes(tree, words);
  const rows: TreeRow[] = [];
  const add = (nodes: readonly Node[], level: number): void => {
    const shown = isFiltered ? nodes.filter((node) => node.isFound) : nodes;
    for (const [index, node] of shown.entries()) {
      const { itemId, kind } = node.item;
      const isFolder = kind === 'folder';
      const isOpen = isFolder ? isFiltered || !collapsed.has(itemId) : null;
      rows.push({
        key: itemId,
        item: node.item,
        name: node.item.name,
        level,
        place: index + 1,
        siblings: shown.length,
        isOpen,
        count: node.count,
      });
      if (isOpen === true) add(node.children, level + 1);
    }
  };
  const isOpen = isFiltered || !collapsed.has('root');
  if (!isFiltered || roots.some((node) => node.isFound)) {
    rows.push({ key: 'root', item: null, name, level: 1, place: 1, siblings: 1, isOpen, count });
    if (isOpen) add(roots, 2);
  }
  return rows;
}

function toNodes(
  tree: readonly TreeItem[],
  words: readonly string[],
): { readonly roots: readonly Node[]; readonly count: number } {
  const roots: Node[] = [];
  const byId = new Map<ItemId, Node>();
  let count = 0;
  for (const item of tree) {
    const text = `${item.name} ${item.path} ${item.method}`.toLowerCase();
    const isFound = words.every((word) => text.includes(word));
    const node: Node = { item, children: [], count: 0, isFound };
    byId.set(item.itemId, node);
    const parent = item.parentId === null ? undefined : byId.get(item.parentId);
    (parent?.children ?? roots).push(node);
    const isRequest = item.kind !== 'folder';
    if (isRequest) count += 1;
    // Folders above come before what is in them.
    for (let above = parent; above !== undefined; above = getParent(above, byId)) {
      if (isRequest) above.count += 1;
      if (isFound) above.isFound = true;
    }
  }
  return { roots, count };
}

function getParent({ item }: Node, byId: ReadonlyMap<ItemId, Node>): Node | undefined {
  return item.parentId === null ? undefined : byId.get(item.parentId);
}

/** Where dropped or moved items go: into a folder (null: the root), before a sibling (null: at the end). */
export interface TreePlace {
  readonly parentId: ItemId | null;
  readonly beforeId: ItemId | null;
}

/** The place that a row offers: before it, in it, or after it. */
export function getPlace(
  tree: readonly TreeItem[],
  row: TreeRow,
  where: 'before' | 'inside' | 'after',
): TreePlace {
  const { item } = row;
  if (item === null) return { parentId: null, beforeId: null };
  if (where === 'inside' && item.kind === 'folder')
    return { parentId: item.itemId, beforeId: null };
  if (where === 'before') return { parentId: item.parentId, beforeId: item.itemId };
  const siblings = tree.filter(({ parentId }) => parentId === item.parentId);
  const at = siblings.findIndex(({ itemId }) => itemId === item.itemId);
  return { parentId: item.parentId, beforeId: siblings[at + 1]?.itemId ?? null };
}

/**
 * The place to which an arrow key moves an item: past its neighbour, out of its folder to the row after it, or
 * into the folder above it. Null: there is none.
 */
export function getNeighbourPlace(
  tree: readonly TreeItem[],
  item: TreeItem,
  step: 'up' | 'down' | 'out' | 'in',
): TreePlace | null {
  const siblings = tree.filter(({ parentId }) => parentId === item.parentId);
  const at = siblings.findIndex(({ itemId }) => itemId === item.itemId);
  const { parentId } = item;
  switch (step) {
    case 'up':
      return at === 0 ? null : { parentId, beforeId: siblings[at - 1]?.itemId ?? null };
    case 'down':
      return at === siblings.length - 1
        ? null
        : { parentId, beforeId: siblings[at + 2]?.itemId ?? null };
    case 'out': {
      const folder = tree.find(({ itemId }) => itemId === parentId);
      if (folder === undefined) return null;
      const around = tree.filter((each) => each.parentId === folder.parentId);
      const next = around[around.indexOf(folder) + 1];
      return { parentId: folder.parentId, beforeId: next?.itemId ?? null };
    }
    case 'in': {
      const folder = siblings.slice(0, at).findLast(({ kind }) => kind === 'folder');
      return folder === undefined ? null : { parentId: folder.itemId, beforeId: null };
    }
    default:
      return assertNever(step);
  }
}
