import type { Bridge } from '../../shared/ipc/contract.ts';
import type { Cell } from '../../shared/ipc/timeline-contract.ts';
import { PAGE_ROWS_MAX } from '../../shared/limits.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';

/** A value in a column, or why there is none. */
export type ShownCell =
  | Cell
  /** A path took too long on the event. */
  | { readonly kind: 'too-slow' }
  /** The event could not be read; asked for again after a while. */
  | { readonly kind: 'failed' };

/** Values of JSONPath columns: by seq, then by path. */
export type CellsBySeq = ReadonlyMap<number, ReadonlyMap<string, ShownCell>>;

/** Rows whose values are kept. */
const CACHED_ROWS_MAX = 2_000;
/** Events on which paths may take too long, each of which ends the worker, before no more are asked for. */
const SLOW_ROWS_MAX = 3;
/** Time after which an event that could not be read is asked for again, in milliseconds. */
const RETRY_AFTER_MS = 2_000;

export const NO_CELLS: CellsBySeq = new Map();

/** The values of JSONPath columns of one exchange, asked for by the rows on screen. */
export interface CellStore {
  readonly subscribe: (listener: () => void) => () => void;
  /** Another map when values came. */
  readonly getSnapshot: () => CellsBySeq;
  /** The events on screen and the paths of the columns. Other paths than before drop everything. */
  readonly setWanted: (seqs: readonly number[], paths: readonly string[]) => void;
  readonly clear: () => void;
}

/** Makes the store. At most one request is under way; when it is answered, the newest wish counts. */
export function createCellStore(
  api: Pick<Bridge, 'timelineCells'>,
  exchangeId: ExchangeId,
): CellStore {
  const listeners = new Set<() => void>();
  const cells = new Map<number, ReadonlyMap<string, ShownCell>>();
  const failedAtMs = new Map<number, number>();
  /** Events on which the paths took too long; from the first on, events are asked for one by one. */
  let slowRows = 0;
  let isOneByOne = false;
  let snapshot = NO_CELLS;
  let wanted: readonly number[] = [];
  let paths: readonly string[] = [];
  let isLoading = false;

  const publish = (): void => {
    snapshot = cells.size === 0 ? NO_CELLS : new Map(cells);
    for (const listener of listeners) listener();
  };
  const putAll = (seq: number, cell: ShownCell): void => {
    cells.set(seq, new Map(paths.map((path) => [path, cell])));
  };
  const takeFailure = (seqs: readonly number[], isTooSlow: boolean): void => {
    if (!isTooSlow) {
      for (const seq of seqs) {
        putAll(seq, { kind: 'failed' });
        failedAtMs.set(seq, performance.now());
      }
    } else if (seqs.length > 1) isOneByOne = true;
    else {
      slowRows++;
      for (const seq of seqs) putAll(seq, { kind: 'too-slow' });
    }
  };
  const forgetFailures = (): void => {
    const now = performance.now();
    for (const [seq, atMs] of failedAtMs) {
      if (now - atMs < RETRY_AFTER_MS) continue;
      failedAtMs.delete(seq);
      cells.delete(seq);
    }
  };
  const pump = async (): Promise<void> => {
    if (isLoading || paths.length === 0) return;
    const missing = wanted.filter((seq) => !cells.has(seq));
    if (missing.length > 0 && slowRows >= SLOW_ROWS_MAX) {
      for (const seq of missing) putAll(seq, { kind: 'too-slow' });
      return publish();
    }
    const seqs = missing.slice(0, isOneByOne ? 1 : PAGE_ROWS_MAX);
    if (seqs.length === 0) return;
    isLoading = true;
    const askedFor = paths;
    try {
      const answer = await api.timelineCells({ exchangeId, seqs, paths });
      if (askedFor === paths) {
        if (answer.ok) {
          seqs.forEach((seq, row) => {
            const values = answer.value[row] ?? [];
            cells.set(seq, new Map(values.map((cell, place) => [askedFor[place] ?? '', cell])));
          });
        } else takeFailure(seqs, answer.error.kind === 'too-slow');
        const tooMany = cells.size - CACHED_ROWS_MAX;
        // The oldest answers stand first.
        if (tooMany > 0) for (const seq of [...cells.keys()].slice(0, tooMany)) cells.delete(seq);
        publish();
      }
    } finally {
      isLoading = false;
    }
    await pump();
  };

  const clear = (): void => {
    if (cells.size === 0) return;
    cells.clear();
    failedAtMs.clear();
    publish();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    setWanted: (seqs, newPaths) => {
      wanted = seqs;
      if (newPaths.length !== paths.length || newPaths.some((path, at) => path !== paths[at])) {
        paths = newPaths;
        slowRows = 0;
        isOneByOne = false;
        clear();
      }
      forgetFailures();
      // A rejected call leaves the cells empty; the next rows ask again.
      pump().catch(() => undefined);
    },
    clear,
  };
}
