import type { Bridge } from '../../shared/ipc/contract.ts';
import type { Cell } from '../../shared/ipc/timeline-contract.ts';
import { PAGE_ROWS_MAX } from '../../shared/limits.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';

/** Values of JSONPath columns: by seq, then by path. */
export type CellsBySeq = ReadonlyMap<number, ReadonlyMap<string, Cell>>;

/** Rows whose values are kept. */
const CACHED_ROWS_MAX = 2_000;

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
  const cells = new Map<number, ReadonlyMap<string, Cell>>();
  let snapshot = NO_CELLS;
  let wanted: readonly number[] = [];
  let paths: readonly string[] = [];
  let isLoading = false;

  const publish = (): void => {
    snapshot = cells.size === 0 ? NO_CELLS : new Map(cells);
    for (const listener of listeners) listener();
  };
  const pump = async (): Promise<void> => {
    if (isLoading || paths.length === 0) return;
    const seqs = wanted.filter((seq) => !cells.has(seq)).slice(0, PAGE_ROWS_MAX);
    if (seqs.length === 0) return;
    isLoading = true;
    const askedFor = paths;
    try {
      const answer = await api.timelineCells({ exchangeId, seqs, paths });
      if (askedFor === paths) {
        seqs.forEach((seq, row) => {
          const values = answer.ok ? (answer.value[row] ?? []) : [];
          cells.set(seq, new Map(values.map((cell, place) => [askedFor[place] ?? '', cell])));
        });
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
        clear();
      }
      // A failed call leaves the cells empty; the next rows ask again.
      pump().catch(() => undefined);
    },
    clear,
  };
}
