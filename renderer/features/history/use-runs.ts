import { useCallback, useEffect, useRef, useState } from 'react';
import { RUNS_PAGE_MAX } from '../../../shared/limits.ts';
import type { Run } from '../../../shared/model/run.ts';
import { useApp } from '../../app-context.ts';

export interface FoundRuns {
  /** Newest first, as far as they were asked for. */
  readonly runs: readonly Run[];
  readonly matches: number;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
}

const NOTHING = { runs: [], matches: 0, hasMore: false } as const;

/** The exchanges of the history that fit a search, page by page; asked again when one began, ended or went. */
export function useRuns(search: string): FoundRuns {
  const { api } = useApp();
  const [found, setFound] = useState<Omit<FoundRuns, 'loadMore'>>(NOTHING);
  const asked = useRef(0);
  const shown = useRef(0);
  shown.current = found.runs.length;

  const load = useCallback(
    async (before: readonly Run[], count: number): Promise<void> => {
      asked.current += 1;
      const own = asked.current;
      const beforeId = before.at(-1)?.exchangeId ?? null;
      const answer = await api.runsList({ search, beforeId, count });
      if (own !== asked.current || !answer.ok) return;
      const { runs, matches, hasMore } = answer.value;
      setFound({ runs: [...before, ...runs], matches, hasMore });
    },
    [api, search],
  );
  useEffect(() => {
    const again = (): void =>
      void load([], Math.min(RUNS_PAGE_MAX, Math.max(RUNS_PAGE_MAX / 2, shown.current)));
    again();
    return api.onRunsChanged(again);
  }, [api, load]);
  return { ...found, loadMore: () => void load(found.runs, RUNS_PAGE_MAX / 2) };
}
