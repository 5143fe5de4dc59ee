import { basename } from 'node:path';
import type { FormatError } from '../../shared/model/workspace/format-error.ts';
import type { TreeItem } from '../../shared/model/workspace/tree.ts';
import type { FoundItem } from './files/scan-folder.ts';
import { folderOf } from './item-changes.ts';
import type { ItemIds } from './item-ids.ts';

/**
 * What was found as rows of a tree: parents before children, siblings in their order. `findError` tells what a
 * look at the whole file found that its head did not tell.
 */
export function toTree(
  items: readonly FoundItem[],
  ids: Pick<ItemIds, 'getId'>,
  findError: (item: FoundItem) => FormatError | null,
): readonly TreeItem[] {
  const children = new Map<string, FoundItem[]>();
  for (const item of items) {
    const parent = folderOf(item.path);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [item]);
    else siblings.push(item);
  }
  const rows: TreeItem[] = [];
  const list = (parent: string): void => {
    for (const item of (children.get(parent) ?? []).toSorted(compareItems)) {
      const error = item.error ?? findError(item);
      rows.push({
        itemId: ids.getId(item.path),
        parentId: parent === '' ? null : ids.getId(parent),
        kind: error !== null && !item.isFolder ? 'broken' : item.kind,
        name: item.name || basename(item.path).replace(/\.ya?ml$/i, ''),
        path: item.path,
        seq: item.seq,
        method: item.method,
        isStream: item.isStream,
        error,
      });
      if (item.isFolder) list(item.path);
    }
  };
  list('');
  return rows;
}

/** By the number that files give, then by name; folders and requests in one order, as the format has it. */
function compareItems(one: FoundItem, other: FoundItem): number {
  const [first, second] = [one.seq ?? Number.MAX_VALUE, other.seq ?? Number.MAX_VALUE];
  if (first !== second) return first - second;
  if (one.isFolder !== other.isFolder) return one.isFolder ? -1 : 1;
  return (one.name || one.path).localeCompare(other.name || other.path, 'en', { numeric: true });
}
