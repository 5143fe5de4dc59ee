import { useSyncExternalStore } from 'react';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { QueryId, QueryProgress, QueryState } from '../../shared/ipc/timeline-contract.ts';
import { QUERY_CHARS_MAX } from '../../shared/limits.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { parseQuery } from '../../shared/query/parse-query.ts';
import type { QuerySyntaxError } from '../../shared/query/query.ts';
import { createTimelineStore } from './timeline-store.ts';
import type { TimelineStore } from './timeline-store.ts';

/** A list that shows what a query found. */
export interface FilteredList {
  readonly queryId: QueryId;
  readonly text: string;
  readonly matchesCase: boolean;
  readonly timeline: TimelineStore;
}

/** Why there is no result for what was typed; the last good result stays. */
export type FilterProblem =
  | QuerySyntaxError
  | Extract<QueryState, { readonly kind: 'too-slow' | 'failed' }>
  | { readonly kind: 'unavailable' };

export interface FilterSnapshot {
  /** As it was typed. */
  readonly text: string;
  readonly matchesCase: boolean;
  readonly problem: FilterProblem | null;
  /** The list on screen; null: every row. */
  readonly shown: FilteredList | null;
  /** What is to be shown in its place; null: nothing else. `all`: every row. */
  readonly next: FilteredList | 'all' | null;
  /** How far the shown query is; null when there is none. */
  readonly progress: QueryProgress | null;
}

/** The filter of one exchange: what was typed, the list that is shown, and the one that will be. */
export interface FilterStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => FilterSnapshot;
  /** Sets what was typed; the query starts when nothing more was typed for a moment, or at once. */
  readonly setText: (text: string, isNow?: boolean) => void;
  readonly setMatchesCase: (matchesCase: boolean) => void;
  /** Shows `next`, after the place in the list was found. Does nothing if `next` is another one by now. */
  readonly show: (next: FilteredList | 'all') => void;
  /** Every row at once, with nothing typed. */
  readonly showAll: () => void;
  readonly applyProgress: (push: QueryProgress) => void;
  /** Another reading ended all queries: asks again. */
  readonly applyReading: () => void;
}

type FilterApi = Pick<Bridge, 'querySet' | 'queryPage'>;

/** Time without a key press after which a query starts, in milliseconds. */
const TYPING_PAUSE_MS = 120;

/**
 * Makes the filter of an exchange. A new query takes the place of the old list only when it has rows to show, or
 * nothing more to look at; until then, and while the text is wrong, the old list stays.
 */
export function createFilterStore(
  api: FilterApi,
  exchangeId: ExchangeId,
  requestTimeout: (callback: () => void, delayMs: number) => () => void = (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
): FilterStore {
  const listeners = new Set<() => void>();
  let snapshot: FilterSnapshot = {
    text: '',
    matchesCase: false,
    problem: null,
    shown: null,
    next: null,
    progress: null,
  };
  let asked = 0;
  let cancelTimeout = (): void => undefined;
  /** The query that was started last, before it has anything to show. */
  let pending: FilteredList | null = null;
  /** The newest push of each query that may be shown; it can come before the answer that names the query. */
  const pushes = new Map<QueryId, QueryProgress>();

  const put = (part: Partial<FilterSnapshot>): void => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };

  const toList = (queryId: QueryId, text: string, matchesCase: boolean): FilteredList => ({
    queryId,
    text,
    matchesCase,
    timeline: createTimelineStore(exchangeId, {
      loadPage: ({ fromRow, toRow }) => api.queryPage({ exchangeId, queryId, fromRow, toRow }),
    }),
  });

  const start = async (): Promise<void> => {
    cancelTimeout();
    asked += 1;
    const order = asked;
    const { text, matchesCase } = snapshot;
    if (text.length > QUERY_CHARS_MAX) {
      const parsed = parseQuery(text);
      if (!parsed.ok) return put({ problem: parsed.error });
    }
    try {
      const answer = await api.querySet({ exchangeId, text, matchesCase });
      if (order !== asked) return;
      if (!answer.ok) {
        const { error } = answer;
        put({ problem: error.kind === 'query-syntax' ? error : { kind: 'unavailable' } });
      } else if (answer.value === null) {
        pending = null;
        put({ problem: null, next: snapshot.shown === null ? null : 'all' });
      } else {
        pending = toList(answer.value, text, matchesCase);
        put({ problem: null });
        const early = pushes.get(answer.value);
        if (early !== undefined) applyPending(early);
      }
    } catch {
      if (order === asked) put({ problem: { kind: 'unavailable' } });
    }
  };

  const applyPending = (push: QueryProgress): void => {
    if (pending === null || pending.queryId !== push.queryId) return;
    const { state } = push;
    if (state.kind === 'too-slow' || state.kind === 'failed') {
      pending = null;
      put({ problem: state });
    } else if (push.matched > 0 || state.kind === 'up-to-date') {
      const list = pending;
      pending = null;
      list.timeline.applyCount(push.matched, push.scanned);
      put({ next: list });
    }
  };

  const showAll = (): void => {
    cancelTimeout();
    asked += 1;
    pending = null;
    const hadQuery = snapshot.shown !== null || snapshot.next !== null || snapshot.text !== '';
    put({ text: '', problem: null, shown: null, next: null, progress: null });
    if (hadQuery) {
      const { matchesCase } = snapshot;
      void api.querySet({ exchangeId, text: '', matchesCase }).catch(() => undefined);
    }
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    setText: (text, isNow = false) => {
      if (text === snapshot.text && !isNow) return;
      put({ text });
      cancelTimeout();
      if (isNow) void start();
      else cancelTimeout = requestTimeout(() => void start(), TYPING_PAUSE_MS);
    },
    setMatchesCase: (matchesCase) => {
      put({ matchesCase });
      if (snapshot.text.trim() !== '') void start();
    },
    show: (next) => {
      if (snapshot.next !== next) return;
      if (next === 'all') return put({ shown: null, next: null, progress: null });
      put({ shown: next, next: null, progress: pushes.get(next.queryId) ?? null });
      for (const queryId of pushes.keys()) if (queryId < next.queryId) pushes.delete(queryId);
    },
    showAll,
    applyProgress: (push) => {
      pushes.set(push.queryId, push);
      applyPending(push);
      const { shown, next } = snapshot;
      if (next !== null && next !== 'all' && next.queryId === push.queryId) {
        next.timeline.applyCount(push.matched, push.scanned);
      }
      if (shown === null || shown.queryId !== push.queryId) return;
      const { state } = push;
      if (state.kind === 'too-slow' || state.kind === 'failed') {
        // Its rows are gone; every row is better than none.
        return put({ problem: state, next: 'all' });
      }
      shown.timeline.applyCount(push.matched, push.scanned);
      put({ progress: push });
    },
    applyReading: () => {
      if (snapshot.text.trim() === '') return showAll();
      put({ shown: null, next: null, progress: null });
      void start();
    },
  };
}

/** The filter's snapshot; renders again when it changes. */
export function useFilterSnapshot(filter: FilterStore): FilterSnapshot {
  return useSyncExternalStore(filter.subscribe, filter.getSnapshot);
}
