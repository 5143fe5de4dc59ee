import { useSyncExternalStore } from 'react';
import type { PageInput } from '../../shared/ipc/contract.ts';
import { PAGE_ROWS_MAX } from '../../shared/limits.ts';
import type { RowPlace } from '../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { TimelineRow } from '../../shared/model/timeline.ts';
import type { Result } from '../../shared/result.ts';

/** Rows kept in the window. With rows of at most 400 characters this is about 2 MB. */
export const CACHED_ROWS_MAX = 2_000;
/** Rows left after the farthest ones were thrown out, so that this is not done for every page. */
const CACHED_ROWS_KEPT = 1_500;
/** Rows asked for beyond each edge of the screen. */
const OVERSCAN_ROWS = 16;
/** Rows of the tail asked for while following, before the list has told how many it shows. */
const TAIL_ROWS_MIN = 64;
/** Problems that asking again cannot mend. */
const GONE: ReadonlySet<string> = new Set(['unknown-exchange', 'unknown-query']);
/** Waiting time before a failed page is asked for again, in milliseconds. */
const RETRY_AFTER_MS = 500;

/** What the list draws from. The object changes only when one of its values does. */
export interface TimelineSnapshot {
  /** Rows of the list. While following it ends with the newest row that is loaded. */
  readonly rowCount: number;
  readonly isFollowing: boolean;
  /** Grows when rows were loaded. */
  readonly version: number;
  /** Length of the longest event id that was loaded so far. */
  readonly idChars: number;
  /** Why rows on screen are missing, in developer words; null when all is well. */
  readonly problem: string | null;
}

/** Rows by their position in the list. */
export interface LoadedPage {
  readonly fromRow: number;
  readonly rows: readonly TimelineRow[];
  /** Place of each row in the whole timeline, for a list that leaves rows out. */
  readonly rowNumbers?: readonly number[];
}

/** The rows of one exchange, pulled by page. Its memory does not grow with the stream. */
export interface TimelineStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => TimelineSnapshot;
  /** The row, or undefined if it is not loaded. */
  readonly getRow: (index: number) => TimelineRow | undefined;
  /** Place of a row in the whole timeline, undefined if it is not loaded. */
  readonly getRowNumber: (index: number) => number | undefined;
  /**
   * Takes over the number of a reading. Another one than before drops every row, as rows are numbered anew;
   * true then.
   */
  readonly applyReading: (reading: number) => boolean;
  /** Takes over the number of entries that main has. It never shrinks within a reading. */
  readonly applyCount: (count: number, entryCount?: number) => void;
  /** The rows on screen; `to` is exclusive. */
  readonly setWanted: (from: number, to: number) => void;
  readonly setFollowing: (isFollowing: boolean) => void;
}

export interface TimelineStoreDeps {
  readonly loadPage: (input: PageInput) => Promise<Result<LoadedPage, { readonly kind: string }>>;
  /** Runs a callback before the next paint. */
  readonly requestFrame: (callback: () => void) => void;
  readonly now: () => number;
  readonly requestTimeout: (callback: () => void, delayMs: number) => void;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

const BROWSER: Omit<TimelineStoreDeps, 'loadPage'> = {
  requestFrame: (callback) => void requestAnimationFrame(callback),
  now: () => performance.now(),
  requestTimeout: (callback, delayMs) => void setTimeout(callback, delayMs),
};

/**
 * Creates the store of one exchange.
 *
 * At most one request is under way. When it is answered, the newest wanted range decides what is
 * asked for next, so a fast stream or a dragged scroll bar costs one page per answer, not one per
 * step. Listeners hear of a change at once, and at most once per animation frame; of rows that race by with the frame.
 * Nothing is asked for without a listener.
 */
export function createTimelineStore(
  exchangeId: ExchangeId,
  deps: Pick<TimelineStoreDeps, 'loadPage'> & Partial<TimelineStoreDeps>,
): TimelineStore {
  const { loadPage, requestFrame, now, requestTimeout } = { ...BROWSER, ...deps };
  const rows = new Map<number, TimelineRow>();
  const rowNumbers = new Map<number, number>();
  const listeners = new Set<() => void>();
  let reading = 0;
  let entries = 0;
  let tailEnd = 0;
  let seenEntries = 0;
  /** Rows that entries have joined since they were read, as far as is known. */
  const staleRows = new Set<number>();
  let isFollowing = true;
  let wanted: Range = { from: 0, to: 0 };
  let version = 0;
  let idChars = 0;
  let problem: string | null = null;
  let failedAtMs = -Infinity;
  let isLoading = false;
  /** The newest answer left out rows after those that were shown. Such rows are told with a frame, which then has all of its time to draw them. */
  let isRacing = false;
  /** Listeners have heard of something since the last frame, or will with the next one. */
  let isFrameAsked = false;
  /** Something has changed since then. */
  let isNotePending = false;
  let snapshot: TimelineSnapshot = { rowCount: 0, isFollowing, version, idChars, problem };

  const updateSnapshot = (): boolean => {
    const rowCount = isFollowing ? tailEnd : entries;
    const isSame =
      snapshot.rowCount === rowCount &&
      snapshot.isFollowing === isFollowing &&
      snapshot.version === version &&
      snapshot.problem === problem;
    if (!isSame) snapshot = { rowCount, isFollowing, version, idChars, problem };
    return !isSame;
  };
  const notify = (): void => {
    if (updateSnapshot()) for (const listener of listeners) listener();
  };
  const tell = (): void => {
    if (listeners.size === 0 || !updateSnapshot()) return;
    isFrameAsked = true;
    requestFrame(handleFrame);
    for (const listener of listeners) listener();
  };
  const handleFrame = (): void => {
    isFrameAsked = false;
    if (!isNotePending) return;
    isNotePending = false;
    tell();
  };
  /** At once for the first change of a frame; what follows it is told with the next one. */
  const notifyOncePerFrame = (): void => {
    if (!isFrameAsked && !isRacing) return tell();
    isNotePending = true;
    if (isFrameAsked) return;
    isFrameAsked = true;
    requestFrame(handleFrame);
  };

  /** The part of the wanted rows that is missing, or null. */
  const getMissing = (): Range | null => {
    const shown = wanted.to - wanted.from;
    if (shown <= 0) return null;
    // While following, the range that the list told last is old by the time the next page is here.
    const end = isFollowing ? tailEnd : wanted.to;
    let from = Math.max(0, end - shown - OVERSCAN_ROWS);
    let to = Math.min(entries, end + OVERSCAN_ROWS);
    while (from < to && rows.has(from)) from++;
    while (from < to && rows.has(to - 1)) to--;
    return from < to ? { from, to: Math.min(to, from + PAGE_ROWS_MAX) } : null;
  };
  const getNext = (): Range | null => {
    for (const stale of staleRows)
      return { from: stale, to: Math.min(entries, stale + PAGE_ROWS_MAX) };
    if (isFollowing && tailEnd < entries) {
      const shown = wanted.to - wanted.from + 2 * OVERSCAN_ROWS;
      const tailRows = Math.min(PAGE_ROWS_MAX, Math.max(TAIL_ROWS_MIN, shown));
      return { from: Math.max(tailEnd, entries - tailRows), to: entries };
    }
    return getMissing();
  };

  const evict = (): void => {
    if (rows.size <= CACHED_ROWS_MAX) return;
    const centre = isFollowing ? tailEnd : (wanted.from + wanted.to) / 2;
    const farthestFirst = [...rows.keys()].sort(
      (a, b) => Math.abs(b - centre) - Math.abs(a - centre),
    );
    for (const index of farthestFirst.slice(0, rows.size - CACHED_ROWS_KEPT)) {
      rows.delete(index);
      rowNumbers.delete(index);
    }
  };

  /** Keeps an answer, unless the list has gone elsewhere meanwhile. */
  const take = ({ fromRow, rows: page, rowNumbers: numbers }: LoadedPage): void => {
    const end = fromRow + page.length;
    const isTail = isFollowing && end > tailEnd;
    isRacing = isTail && tailEnd > 0 && fromRow > tailEnd;
    const isWanted = end > wanted.from - OVERSCAN_ROWS && fromRow < wanted.to + OVERSCAN_ROWS;
    for (const stale of staleRows) {
      if (stale < fromRow || stale >= end) continue;
      staleRows.delete(stale);
      // Not shown any more: it is asked for when it is.
      if (!isTail && !isWanted) rows.delete(stale);
    }
    if (!isTail && !isWanted) return;
    for (const [index, row] of page.entries()) {
      rows.set(fromRow + index, row);
      const number = numbers?.[index];
      if (number !== undefined) rowNumbers.set(fromRow + index, number);
      if (row.kind === 'event') idChars = Math.max(idChars, row.id?.length ?? 0);
    }
    if (isTail) tailEnd = end;
    version++;
    evict();
  };

  /** New entries have joined the row that was the last one, or may have. */
  const noteGrowth = (last: number): void => {
    if (mayGrow(rows.get(last))) staleRows.add(last);
  };

  const fail = (why: string): void => {
    problem = why;
    failedAtMs = now();
    // An ended stream sends no push that would start the next try. A released exchange stays away.
    if (!GONE.has(why)) requestTimeout(pump, RETRY_AFTER_MS + 1);
  };

  const pump = (): void => {
    if (isLoading || listeners.size === 0 || now() - failedAtMs < RETRY_AFTER_MS) return;
    const next = getNext();
    if (next === null) return;
    isLoading = true;
    void load(next).finally(() => {
      isLoading = false;
      notifyOncePerFrame();
      pump();
    });
  };

  const load = async ({ from, to }: Range): Promise<void> => {
    const askedIn = reading;
    const last = entries - 1;
    const seen = seenEntries;
    try {
      const answer = await loadPage({ exchangeId, fromRow: from, toRow: to });
      if (askedIn !== reading) return;
      if (!answer.ok) return fail(answer.error.kind);
      // An empty page would be asked for again at once, for ever.
      if (answer.value.rows.length === 0) return fail('empty-page');
      problem = null;
      take(answer.value);
      // What was told meanwhile may have been read for this answer, or not.
      if (seenEntries > seen) noteGrowth(last);
    } catch (cause: unknown) {
      fail(cause instanceof Error ? cause.message : String(cause));
    }
  };

  return {
    subscribe: (listener) => {
      // The snapshot that it begins with is news for the others.
      notify();
      listeners.add(listener);
      pump();
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    getRow: (index) => rows.get(index),
    getRowNumber: (index) => rowNumbers.get(index) ?? (rows.has(index) ? index : undefined),
    applyReading: (newReading) => {
      const isAnother = reading !== 0 && newReading !== reading;
      reading = newReading;
      if (!isAnother) return false;
      rows.clear();
      rowNumbers.clear();
      entries = 0;
      tailEnd = 0;
      isRacing = false;
      seenEntries = 0;
      staleRows.clear();
      idChars = 0;
      version++;
      notify();
      return true;
    },
    applyCount: (count, entryCount = count) => {
      if (count <= entries && entryCount <= seenEntries) return;
      noteGrowth(entries - 1);
      seenEntries = entryCount;
      entries = count;
      // A list that follows ends with what is loaded.
      if (!isFollowing) notifyOncePerFrame();
      pump();
    },
    setWanted: (from, to) => {
      wanted = { from, to };
      pump();
    },
    setFollowing: (wantsFollowing) => {
      if (wantsFollowing === isFollowing) return;
      isFollowing = wantsFollowing;
      tailEnd = entries;
      // The user did this: it shows at once, not on the next frame.
      notify();
      pump();
    },
  };
}

/** Whether further entries may join a row. */
function mayGrow(row: TimelineRow | undefined): boolean {
  return row !== undefined && (row.kind === 'comments' || 'earlier' in row);
}

/** The entry of a row and its place among all rows; null while it is not loaded. */
export function getPlace(store: TimelineStore, index: number): RowPlace | null {
  const seq = store.getRow(index)?.seq;
  const row = store.getRowNumber(index);
  return seq === undefined || row === undefined ? null : { seq, row };
}

/** The store's snapshot; renders again when it changes. */
export function useTimelineSnapshot(store: TimelineStore): TimelineSnapshot {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}
