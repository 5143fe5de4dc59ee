import { SlicedSearch } from '../../../components/sliced-search.ts';
import type { TextFinder } from '../../../components/text-finder.ts';
import type { JsonTree } from './json-tree.ts';
import { parsePath } from './path-text.ts';

/** Finds text, or the place that a path such as `$.items[0]` names, and opens what is around it. */
export function createTreeFinder(
  tree: JsonTree,
  onFound: (row: number) => void,
): TextFinder & { readonly dispose: () => void } {
  const { text } = tree;
  const search = new SlicedSearch({
    length: text.length,
    slice: (from, to) => text.slice(from, to),
  });
  let searches = 0;
  /** Place of the match that is selected; -1: none yet, so that the first is found at the start. */
  let at = -1;

  const show = async (place: number): Promise<void> => {
    if (place === -1) return;
    at = place;
    const asked = searches;
    const row = await tree.reveal(place);
    if (asked === searches) onFound(row);
  };

  return {
    find: async (wanted) => {
      searches += 1;
      const asked = searches;
      const isOld = (): boolean => asked !== searches;
      const path = parsePath(wanted);
      if (path !== null && wanted !== '$') {
        const row = await tree.findPath(path);
        if (isOld()) return null;
        if (row !== null) onFound(row);
        return row === null ? 0 : 1;
      }
      const count = await search.count(wanted, isOld);
      if (count === null || isOld()) return null;
      if (count > 0) await show(search.next(Math.max(0, at)));
      return isOld() ? null : count;
    },
    go: (step) => void show(step === 1 ? search.next(at + 1) : search.previous(Math.max(0, at))),
    dispose: () => {
      searches += 1;
    },
  };
}
