import type { FoundItem } from './files/scan-folder.ts';
import type { ItemIds } from './item-ids.ts';

/**
 * Lets the ids follow what somebody else renamed or moved on disk: the same file (or folder) of the file
 * system at another path, or the one new file with the bytes of the one that is gone.
 */
export function followMoves(
  before: readonly FoundItem[],
  after: readonly FoundItem[],
  ids: ItemIds,
): void {
  const pathsBefore = new Set(before.map(({ path }) => path));
  const pathsAfter = new Set(after.map(({ path }) => path));
  const gone = new Map(before.filter(({ path }) => !pathsAfter.has(path)).map(toEntry));
  const fresh = new Map(after.filter(({ path }) => !pathsBefore.has(path)).map(toEntry));
  const follow = (from: FoundItem, to: FoundItem): void => {
    ids.move(from.path, to.path);
    for (const path of [...gone.keys()].filter((each) => isIn(each, from.path))) {
      gone.delete(path);
      fresh.delete(to.path + path.slice(from.path.length));
    }
    fresh.delete(to.path);
  };
  const match = (toKey: (item: FoundItem) => string | null): void => {
    if (gone.size === 0 || fresh.size === 0) return;
    const targets = groupBy([...fresh.values()], toKey);
    const sources = groupBy([...gone.values()], toKey);
    // Parents before children: a folder takes along what is in it.
    for (const [path, item] of gone) {
      const key = gone.has(path) ? toKey(item) : null;
      const found = key === null ? undefined : targets.get(key);
      const to = found?.length === 1 ? found[0] : undefined;
      if (to === undefined || sources.get(key ?? '')?.length !== 1 || !fresh.has(to.path)) continue;
      follow(item, to);
    }
  };
  match(({ isFolder, identity }) => (identity === null ? null : `${isFolder}:${identity}`));
  match(({ hash }) => hash);
}

function toEntry(item: FoundItem): readonly [string, FoundItem] {
  return [item.path, item];
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function groupBy(
  items: readonly FoundItem[],
  toKey: (item: FoundItem) => string | null,
): ReadonlyMap<string, readonly FoundItem[]> {
  const groups = new Map<string, FoundItem[]>();
  for (const item of items) {
    const key = toKey(item);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
