import { rm } from 'node:fs/promises';
import {
  INDEX_SEGMENT_ROWS,
  MATCH_SEGMENTS_IN_MEMORY,
  SEGMENT_FIRST_ROWS,
} from '../../shared/limits.ts';
import { SegmentStore } from './segment-store.ts';

interface MatchColumns {
  readonly row: Uint32Array;
}

/**
 * The rows that match a query, in order: position in the filtered list to row of the timeline. It only grows. A few
 * segments are in memory, the rest in a file that goes with the list.
 */
export class MatchList {
  readonly #path: string;
  readonly #store: SegmentStore<MatchColumns>;
  /** First row of each segment, to find a segment without reading it. */
  readonly #starts: number[] = [];

  constructor(path: string) {
    this.#path = path;
    this.#store = new SegmentStore(path, {
      rowsPerSegment: INDEX_SEGMENT_ROWS,
      firstRows: SEGMENT_FIRST_ROWS,
      bytesPerRow: 4,
      segmentsInMemory: MATCH_SEGMENTS_IN_MEMORY,
      createColumns: (buffer, rows) => ({ row: new Uint32Array(buffer, 0, rows) }),
    });
  }

  get length(): number {
    return this.#store.rows;
  }

  /** Adds rows behind those there are. */
  append(rows: Uint32Array): void {
    for (const row of rows) {
      const at = this.#store.claim();
      if (at === 0) this.#starts.push(row);
      this.#store.columns.row[at] = row;
    }
  }

  /** Rows at the positions `from` to `to` (exclusive), clipped to what exists. */
  async readRange(from: number, to: number): Promise<readonly number[]> {
    const end = Math.min(to, this.length);
    const rows: number[] = [];
    for (let at = Math.max(0, from); at < end;) {
      const segment = Math.floor(at / INDEX_SEGMENT_ROWS);
      const segmentStart = segment * INDEX_SEGMENT_ROWS;
      const segmentEnd = Math.min(end, segmentStart + INDEX_SEGMENT_ROWS);
      const { row } = await this.#store.readSegment(segment);
      for (const found of row.subarray(at - segmentStart, segmentEnd - segmentStart))
        rows.push(found);
      at = segmentEnd;
    }
    return rows;
  }

  /** Position of the first row that is not before `row`; the length if there is none. */
  async findPosition(row: number): Promise<number> {
    const next = findFirst(this.#starts.length, (segment) => (this.#starts[segment] ?? 0) >= row);
    if (next === 0) return 0;
    const start = (next - 1) * INDEX_SEGMENT_ROWS;
    const columns = await this.#store.readSegment(next - 1);
    const held = Math.min(INDEX_SEGMENT_ROWS, this.length - start);
    return start + findFirst(held, (at) => (columns.row[at] ?? 0) >= row);
  }

  /** Closes and deletes the file. */
  async discard(): Promise<void> {
    await this.#store.close();
    await rm(this.#path, { force: true });
  }
}

/** The first number below `end` for which something holds that holds for all after it; `end` if there is none. */
function findFirst(end: number, holds: (number: number) => boolean): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
