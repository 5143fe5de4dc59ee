import { PAGE_ROWS_MAX } from '../../shared/limits.ts';
import type { ExchangeLog } from './exchange-log.ts';
import type { MatchList } from './match-list.ts';
import type { FullEntry } from './row-reader.ts';

/** A list of rows: the whole timeline, or what a query found. */
export interface RowSource {
  readonly log: ExchangeLog;
  /** Null: every row. */
  readonly matches: MatchList | null;
}

/** Rows so far. */
export function countRows({ log, matches }: RowSource): number {
  return matches === null ? log.rows : matches.length;
}

/** Keeps the rows of a list readable until what this gives is called, also if its query is let go meanwhile. */
export function holdSource({ matches }: RowSource): () => Promise<void> {
  return matches?.hold() ?? (() => Promise.resolve());
}

/**
 * The entries of rows `fromRow` to `toRow` (exclusive) in full, in parts, with the number of rows that are done after
 * each. A part is bounded by a megabyte, or by one entry.
 */
export async function* readSource(
  source: RowSource,
  fromRow: number,
  toRow: number,
): AsyncGenerator<{ readonly entries: readonly FullEntry[]; readonly rows: number }, void> {
  const end = Math.min(toRow, countRows(source));
  for (let from = fromRow; from < end; from += PAGE_ROWS_MAX) {
    const to = Math.min(end, from + PAGE_ROWS_MAX);
    const rows =
      source.matches === null
        ? Array.from({ length: to - from }, (_, index) => from + index)
        : await source.matches.readRange(from, to);
    for await (const entries of source.log.readFullRows(rows)) {
      yield { entries, rows: from - fromRow };
    }
    yield { entries: [], rows: to - fromRow };
  }
}
