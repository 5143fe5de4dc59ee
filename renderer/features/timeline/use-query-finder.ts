import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Finder } from '../../../shared/query/find-ranges.ts';
import type { FilterSnapshot } from '../../stores/filter-store.ts';
import type { FoundStore } from '../../stores/found-store.ts';
import { NO_MARKS, toFinder, toQueryMarks } from './query-finder.ts';

/** Finds what the filter looks for, to be marked; null where there is nothing. `onTooSlow` tells of marks that stay away. */
export function useQueryFinder(
  found: FoundStore,
  shown: FilterSnapshot['shown'],
  onTooSlow: () => void,
): Finder | null {
  const marks = useMemo(
    () => (shown === null ? NO_MARKS : toQueryMarks(shown.text, shown.matchesCase)),
    [shown],
  );
  useEffect(() => found.setPatterns(marks.regexes), [found, marks]);
  const { find, isTooSlow } = useSyncExternalStore(found.subscribe, found.getSnapshot);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- told once, whatever is drawn meanwhile
  useEffect(() => (isTooSlow ? onTooSlow() : undefined), [isTooSlow]);
  return useMemo(() => toFinder(marks.literals, find), [marks, find]);
}
