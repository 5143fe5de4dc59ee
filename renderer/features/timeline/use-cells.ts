import { useEffect, useSyncExternalStore } from 'react';
import type { CellStore, CellsBySeq } from '../../stores/cell-store.ts';
import type { TimelineStore } from '../../stores/timeline-store.ts';

/** Values of the JSONPath columns for the rows on screen. Without such columns nothing is asked for. */
export function useCells(
  cells: CellStore,
  rows: TimelineStore,
  paths: readonly string[],
  range: { readonly from: number; readonly to: number },
  version: number,
): CellsBySeq {
  const { from, to } = range;
  useEffect(() => {
    const seqs: number[] = [];
    if (paths.length > 0) {
      for (let index = from; index < to; index++) {
        const row = rows.getRow(index);
        if (row?.kind === 'event') seqs.push(row.seq);
      }
    }
    cells.setWanted(seqs, paths);
  }, [cells, rows, paths, from, to, version]);
  return useSyncExternalStore(cells.subscribe, cells.getSnapshot);
}
