import { INDEX_SEGMENTS_IN_MEMORY, INDEX_SEGMENT_ROWS } from '../../shared/limits.ts';
import { continuesRow } from '../../shared/model/timeline.ts';
import type { EntryKind } from '../../shared/model/timeline.ts';
import { SegmentStore } from './segment-store.ts';
import type { SegmentLayout } from './segment-store.ts';

interface RowColumns {
  readonly seq: Float64Array;
  /** Number of the run of comments, from 1; 0 for an entry by itself. */
  readonly run: Uint32Array;
}

interface RunColumns {
  readonly lastAtMs: Float64Array;
  readonly count: Float64Array;
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

const ROW_LAYOUT: SegmentLayout<RowColumns> = {
  rowsPerSegment: INDEX_SEGMENT_ROWS,
  bytesPerRow: 12,
  segmentsInMemory: INDEX_SEGMENTS_IN_MEMORY,
  createColumns: (buffer, rows) => ({
    seq: new Float64Array(buffer, 0, rows),
    run: new Uint32Array(buffer, rows * 8, rows),
  }),
};

const RUN_LAYOUT: SegmentLayout<RunColumns> = {
  rowsPerSegment: 4096,
  bytesPerRow: 40,
  segmentsInMemory: INDEX_SEGMENTS_IN_MEMORY,
  createColumns: (buffer, rows) => ({
    lastAtMs: new Float64Array(buffer, 0, rows),
    count: new Float64Array(buffer, rows * 8, rows),
    meanMs: new Float64Array(buffer, rows * 16, rows),
    spread: new Float64Array(buffer, rows * 24, rows),
    longestMs: new Float64Array(buffer, rows * 32, rows),
  }),
};

/**
 * Rows of a timeline: every entry is one, but comments with nothing between them share one, and so do the
 * steps of a connection attempt. Appending costs O(1), whatever the length of a run.
 */
export class RowIndex {
  readonly #rows: SegmentStore<RowColumns>;
  readonly #runs: SegmentStore<RunColumns>;
  /** The run that is still growing. */
  #open: { columns: RunColumns; at: number } | null = null;
  #lastKind: EntryKind | null = null;
  #entries = 0;

  constructor(rowsPath: string, runsPath: string) {
    this.#rows = new SegmentStore(rowsPath, ROW_LAYOUT);
    this.#runs = new SegmentStore(runsPath, RUN_LAYOUT);
  }

  get rows(): number {
    return this.#rows.rows;
  }

  /** Adds the entry with the next seq. */
  append(kind: EntryKind, atMs: number): void {
    const seq = this.#entries++;
    const before = this.#lastKind;
    this.#lastKind = kind;
    const isComment = kind === 'comment';
    if (isComment && this.#open !== null) return growRun(this.#open, atMs);
    this.#open = null;
    if (continuesRow(before, kind)) return;
    const row = this.#rows.claim();
    const { columns } = this.#rows;
    columns.seq[row] = seq;
    if (isComment) columns.run[row] = this.#startRun(atMs);
  }

  /** Rows by number, those left out that do not exist. */
  async readMany(rows: readonly number[]): Promise<readonly IndexedRow[]> {
    const found: IndexedRow[] = [];
    let segment = -1;
    let columns: RowColumns | null = null;
    for (const row of rows) {
      if (row >= this.rows) continue;
      if (columns === null || segment !== Math.floor(row / INDEX_SEGMENT_ROWS)) {
        segment = Math.floor(row / INDEX_SEGMENT_ROWS);
        columns = await this.#rows.readSegment(segment);
      }
      const at = row % INDEX_SEGMENT_ROWS;
      const run = columns.run[at] ?? 0;
      found.push({
        row,
        seq: columns.seq[at] ?? 0,
        endSeq: await this.#readSeq(row + 1),
        run: run === 0 ? null : await this.#readRun(run - 1),
      });
    }
    return found;
  }

  /** The first seq of a row; for the row after the last one the seq that comes next. */
  async #readSeq(row: number): Promise<number> {
    if (row >= this.rows) return this.#entries;
    const columns = await this.#rows.readSegment(Math.floor(row / INDEX_SEGMENT_ROWS));
    return columns.seq[row % INDEX_SEGMENT_ROWS] ?? 0;
  }

  /** The row that shows an entry; the last row for a seq beyond the end. */
  async findRowOf(seq: number): Promise<number> {
    let low = 0;
    let high = Math.max(0, this.rows - 1);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const columns = await this.#rows.readSegment(Math.floor(middle / INDEX_SEGMENT_ROWS));
      if ((columns.seq[middle % INDEX_SEGMENT_ROWS] ?? 0) <= seq) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async close(): Promise<void> {
    await this.#rows.close();
    await this.#runs.close();
  }

  /** Starts a run with one comment and gives its number. */
  #startRun(atMs: number): number {
    const at = this.#runs.claim();
    const { columns } = this.#runs;
    columns.lastAtMs[at] = atMs;
    columns.count[at] = 1;
    this.#open = { columns, at };
    return this.#runs.rows;
  }

  async #readRun(run: number): Promise<CommentRun> {
    const columns = await this.#runs.readSegment(Math.floor(run / RUN_LAYOUT.rowsPerSegment));
    const at = run % RUN_LAYOUT.rowsPerSegment;
    const count = columns.count[at] ?? 1;
    const gaps = count - 1;
    return {
      count,
      lastAtMs: columns.lastAtMs[at] ?? 0,
      intervalMs: gaps === 0 ? null : (columns.meanMs[at] ?? 0),
      jitterMs: gaps === 0 ? null : Math.sqrt((columns.spread[at] ?? 0) / gaps),
      longestMs: gaps === 0 ? null : (columns.longestMs[at] ?? 0),
    };
  }
}

function growRun({ columns, at }: { columns: RunColumns; at: number }, atMs: number): void {
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
