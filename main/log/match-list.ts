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
 * segments are in memory, the rest in a file that goes with the list, or with the last one who holds it.
 */
export class MatchList {
  readonly #path: string;
  readonly #store: SegmentStore<MatchColumns>;
  /** First row of each segment, to find a segment without reading it. */
  readonly #starts: number[] = [];
  #holds = 0;
  #isDiscarded = false;

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

  /**
   * Keeps the rows readable after `discard`, until what this gives is called. That never rejects; what is in the way of
   * deleting the file stays until the folder goes.
   */
  hold(): () => Promise<void> {
    this.#holds++;
    let isHeld = true;
    return async () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds--;
      await this.#deleteUnheld().catch(() => undefined);
    };
  }

  /** Closes and deletes the file, now or with the last hold. */
  async discard(): Promise<void> {
    this.#isDiscarded = true;
    await this.#deleteUnheld();
  }

  async #deleteUnheld(): Promise<void> {
    if (!this.#isDiscarded || this.#holds > 0) return;
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
