import type { Bridge } from '../../../shared/ipc/contract.ts';
import { BODY_READ_BYTES_MAX } from '../../../shared/limits.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import {
  LINE_BYTES_MAX,
  RAW_PAGE_BYTES,
  getPageBytes,
  isPageStale,
  toRawPage,
} from './raw-pages.ts';
import type { RawPage } from './raw-pages.ts';

/** Pages of 4 KiB kept; the screen shows two or three. */
const CACHED_PAGES_MAX = 64;
const OVERSCAN_PAGES = 2;
const READ_PAGES_MAX = Math.floor((BODY_READ_BYTES_MAX - LINE_BYTES_MAX) / RAW_PAGE_BYTES) - 1;
const RETRY_AFTER_MS = 500;

export interface RawSnapshot {
  readonly pageCount: number;
  readonly version: number;
  readonly problem: string | null;
}

/** The body of one exchange, read only where it is looked at. */
export interface RawStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => RawSnapshot;
  readonly getPage: (page: number) => RawPage | undefined;
  readonly applySize: (bodyBytes: number) => void;
  readonly setWanted: (from: number, to: number) => void;
}

/** Creates the store; at most one read is under way, and the newest wanted range comes next. */
export function createRawStore(
  exchangeId: ExchangeId,
  readBody: Bridge['bodyRead'],
  requestFrame: (callback: () => void) => void = (callback) => void requestAnimationFrame(callback),
): RawStore {
  const pages = new Map<number, RawPage>();
  const listeners = new Set<() => void>();
  let bodyBytes = 0;
  let wanted = { from: 0, to: 0 };
  let isReading = false;
  let isPaused = false;
  let isFrameAsked = false;
  let snapshot: RawSnapshot = { pageCount: 0, version: 0, problem: null };

  const change = (problem: string | null, isNew: boolean): void => {
    const pageCount = Math.ceil(bodyBytes / RAW_PAGE_BYTES);
    snapshot = { pageCount, version: snapshot.version + (isNew ? 1 : 0), problem };
    if (isFrameAsked) return;
    isFrameAsked = true;
    requestFrame(() => {
      isFrameAsked = false;
      for (const listener of listeners) listener();
    });
  };

  const isMissing = (page: number): boolean => {
    const known = pages.get(page);
    return known === undefined || isPageStale(page, known.bodyBytes, bodyBytes);
  };
  const getNext = (): { readonly from: number; readonly to: number } | null => {
    let from = Math.max(0, wanted.from - OVERSCAN_PAGES);
    let to = Math.min(Math.ceil(bodyBytes / RAW_PAGE_BYTES), wanted.to + OVERSCAN_PAGES);
    while (from < to && !isMissing(from)) from++;
    while (from < to && !isMissing(to - 1)) to--;
    return from < to ? { from, to: Math.min(to, from + READ_PAGES_MAX) } : null;
  };

  const read = async (from: number, to: number): Promise<void> => {
    const answer = await readBody({ exchangeId, ...getPageBytes(from, to, bodyBytes) });
    if (!answer.ok) throw new Error(answer.error.kind);
    for (let page = from; page < to; page++) pages.set(page, toRawPage(answer.value, page));
    const centre = (wanted.from + wanted.to) / 2;
    const farthestFirst = [...pages.keys()].sort(
      (a, b) => Math.abs(b - centre) - Math.abs(a - centre),
    );
    for (const page of farthestFirst.slice(0, Math.max(0, pages.size - CACHED_PAGES_MAX))) {
      pages.delete(page);
    }
  };

  const pump = (): void => {
    if (isReading || isPaused || listeners.size === 0) return;
    const next = getNext();
    if (next === null) return;
    isReading = true;
    read(next.from, next.to).then(
      () => {
        isReading = false;
        change(null, true);
        pump();
      },
      (cause: unknown) => {
        isReading = false;
        isPaused = true;
        change(cause instanceof Error ? cause.message : String(cause), false);
        setTimeout(() => {
          isPaused = false;
          pump();
        }, RETRY_AFTER_MS);
      },
    );
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      pump();
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    getPage: (page) => pages.get(page),
    applySize: (size) => {
      if (size <= bodyBytes) return;
      bodyBytes = size;
      change(snapshot.problem, false);
      pump();
    },
    setWanted: (from, to) => {
      wanted = { from, to };
      pump();
    },
  };
}
