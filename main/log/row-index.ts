import {
  FOLD_SEGMENT_ROWS,
  INDEX_SEGMENTS_IN_MEMORY,
  SEGMENT_FIRST_ROWS,
} from '../../shared/limits.ts';
import { continuesRow } from '../../shared/model/timeline.ts';
import type { EntryKind } from '../../shared/model/timeline.ts';
import { findLastPlace } from './find-last-place.ts';
import { SegmentStore } from './segment-store.ts';
import type { SegmentLayout } from './segment-store.ts';

/** A row that is not one entry: comments in a run, even of one, or the steps of a connection attempt. */
interface FoldColumns {
  readonly row: Float64Array;
  readonly seq: Float64Array;
  readonly endSeq: Float64Array;
  /** Comments of the run; 0 for the steps of an attempt, which have nothing of what follows. */
  readonly count: Float64Array;
  readonly lastAtMs: Float64Array;
  readonly meanMs: Float64Array;
  /** Sum of squares of the differences from the mean (Welford). */
  readonly spread: Float64Array;
  readonly longestMs: Float64Array;
}

/** A run of comments with nothing between them. */
export interface CommentRun {
  readonly count: number;
  readonly lastAtMs: number;
  readonly intervalMs: number | null;
  readonly jitterMs: number | null;
  readonly longestMs: number | null;
}

/** One row: the seqs of its entries, `endSeq` exclusive, and its run if it is one of comments. */
export interface IndexedRow {
  readonly row: number;
  readonly seq: number;
  readonly endSeq: number;
  readonly run: CommentRun | null;
}

const FOLD_LAYOUT: SegmentLayout<FoldColumns> = {
  rowsPerSegment: FOLD_SEGMENT_ROWS,
  firstRows: SEGMENT_FIRST_ROWS,
  bytesPerRow: 64,
  segmentsInMemory: INDEX_SEGMENTS_IN_MEMORY,
  createColumns: (buffer, rows) => ({
    row: new Float64Array(buffer, 0, rows),
    seq: new Float64Array(buffer, rows * 8, rows),
    endSeq: new Float64Array(buffer, rows * 16, rows),
    count: new Float64Array(buffer, rows * 24, rows),
    lastAtMs: new Float64Array(buffer, rows * 32, rows),
    meanMs: new Float64Array(buffer, rows * 40, rows),
    spread: new Float64Array(buffer, rows * 48, rows),
    longestMs: new Float64Array(buffer, rows * 56, rows),
  }),
};

/** A place in the store of folds. */
interface FoldPlace {
  readonly columns: FoldColumns;
  readonly at: number;
}

/** What the folds are searched by. */
type Order = 'row' | 'seq';

/**
 * Rows of a timeline: every entry is one, but comments with nothing between them share one, and so do the
 * steps of a connection attempt. Only those rows are written down; between two of them rows and seqs run
 * side by side. Appending costs O(1), whatever the length of a run.
 */
export class RowIndex {
  readonly #folds: SegmentStore<FoldColumns>;
  /** Row and seq of the first fold of each segment. */
  readonly #starts: { readonly row: number; readonly seq: number }[] = [];
  /** Place of the newest fold in its segment, while it is the last row. */
  #open: number | null = null;
  #lastKind: EntryKind | null = null;
  #rows = 0;
  #entries = 0;

  constructor(path: string) {
    this.#folds = new SegmentStore(path, FOLD_LAYOUT);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds the entry with the next seq. */
  append(kind: EntryKind, atMs: number): void {
    if (kind === 'event') return this.appendEvents(1);
    const seq = this.#entries++;
    const before = this.#lastKind;
    this.#lastKind = kind;
    const isComment = kind === 'comment';
    if (isComment ? before === 'comment' : continuesRow(before, kind)) {
      // Only the first step of an attempt has no fold yet.
      this.#open ??= this.#startFold(this.#rows - 1, seq - 1);
      const { columns } = this.#folds;
      columns.endSeq[this.#open] = seq + 1;
      if (isComment) growRun({ columns, at: this.#open }, atMs);
      return;
    }
    this.#open = null;
    this.#rows++;
    if (!isComment) return;
    const at = this.#startFold(this.#rows - 1, seq);
    this.#folds.columns.count[at] = 1;
    this.#folds.columns.lastAtMs[at] = atMs;
    this.#open = at;
  }

  /** Adds events with the next seqs. They begin a row each, whatever came before. */
  appendEvents(count: number): void {
    this.#entries += count;
    this.#rows += count;
    this.#lastKind = 'event';
    this.#open = null;
  }

  /** Rows by number, those left out that do not exist. */
  async readMany(rows: readonly number[]): Promise<readonly IndexedRow[]> {
    const found: IndexedRow[] = [];
    for (const row of rows) {
      if (row >= this.#rows) continue;
      const fold = await this.#findFold('row', row);
      if (fold === null) {
        found.push({ row, seq: row, endSeq: row + 1, run: null });
        continue;
      }
      const [foldRow, seq, endSeq] = readPlace(fold);
      if (foldRow === row) {
        found.push({ row, seq, endSeq, run: readRun(fold) });
      } else {
        const own = endSeq + row - foldRow - 1;
        found.push({ row, seq: own, endSeq: own + 1, run: null });
      }
    }
    return found;
  }

  /** The row that shows an entry; the last row for a seq beyond the end. */
  async findRowOf(seq: number): Promise<number> {
    const fold = await this.#findFold('seq', seq);
    const last = Math.max(0, this.#rows - 1);
    if (fold === null) return Math.min(seq, last);
    const [foldRow, , endSeq] = readPlace(fold);
    return seq < endSeq ? foldRow : Math.min(foldRow + 1 + seq - endSeq, last);
  }

  close(): Promise<void> {
    return this.#folds.close();
  }

  #startFold(row: number, seq: number): number {
    if (this.#folds.rows % FOLD_SEGMENT_ROWS === 0) this.#starts.push({ row, seq });
    const at = this.#folds.claim();
    const { columns } = this.#folds;
    columns.row[at] = row;
    columns.seq[at] = seq;
    columns.endSeq[at] = seq + 1;
    return at;
  }

  /** The last fold that begins at or before a row or a seq, null if there is none. */
  async #findFold(order: Order, value: number): Promise<FoldPlace | null> {
    const segment = findLastPlace(
      this.#starts.length,
      (at) => (this.#starts[at]?.[order] ?? 0) <= value,
    );
    if (segment === -1) return null;
    const columns = await this.#folds.readSegment(segment);
    const folds = Math.min(FOLD_SEGMENT_ROWS, this.#folds.rows - segment * FOLD_SEGMENT_ROWS);
    return { columns, at: findLastPlace(folds, (at) => (columns[order][at] ?? 0) <= value) };
  }
}

function readPlace({ columns, at }: FoldPlace): readonly [number, number, number] {
  return [columns.row[at] ?? 0, columns.seq[at] ?? 0, columns.endSeq[at] ?? 0];
}

function readRun({ columns, at }: FoldPlace): CommentRun | null {
  const count = columns.count[at] ?? 0;
  if (count === 0) return null;
  const gaps = count - 1;
  return {
    count,
    lastAtMs: columns.lastAtMs[at] ?? 0,
    intervalMs: gaps === 0 ? null : (columns.meanMs[at] ?? 0),
    jitterMs: gaps === 0 ? null : Math.sqrt((columns.spread[at] ?? 0) / gaps),
    longestMs: gaps === 0 ? null : (columns.longestMs[at] ?? 0),
  };
}

function growRun({ columns, at }: FoldPlace, atMs: number): void {
  const gapMs = atMs - (columns.lastAtMs[at] ?? 0);
  const gaps = columns.count[at] ?? 1;
  const meanBefore = columns.meanMs[at] ?? 0;
  const mean = meanBefore + (gapMs - meanBefore) / gaps;
  columns.spread[at] = (columns.spread[at] ?? 0) + (gapMs - meanBefore) * (gapMs - mean);
  columns.meanMs[at] = mean;
  columns.longestMs[at] = Math.max(columns.longestMs[at] ?? 0, gapMs);
  columns.count[at] = gaps + 1;
  columns.lastAtMs[at] = atMs;
}
