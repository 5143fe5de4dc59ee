import type { ChunkMark } from '../../shared/ipc/contract.ts';
import {
  INDEX_SEGMENTS_IN_MEMORY,
  INDEX_SEGMENT_ROWS,
  SEGMENT_FIRST_ROWS,
} from '../../shared/limits.ts';
import { SegmentStore } from './segment-store.ts';

interface ChunkColumns {
  readonly offset: Float64Array;
  readonly atMs: Float64Array;
}

/** Chunks that one answer names; a body of 1-byte chunks would otherwise name a million. */
const CHUNKS_PER_ANSWER_MAX = 4096;

/** Where each network chunk begins in the decoded body, and when it arrived. Memory is bounded. */
export class ChunkTable {
  readonly #store: SegmentStore<ChunkColumns>;
  /** Offset of the first chunk of each segment, to find a segment without reading it. */
  readonly #starts: number[] = [];
  #end = 0;

  constructor(path: string) {
    this.#store = new SegmentStore(path, {
      rowsPerSegment: INDEX_SEGMENT_ROWS,
      firstRows: SEGMENT_FIRST_ROWS,
      bytesPerRow: 16,
      segmentsInMemory: INDEX_SEGMENTS_IN_MEMORY,
      createColumns: (buffer, rows) => ({
        offset: new Float64Array(buffer, 0, rows),
        atMs: new Float64Array(buffer, rows * 8, rows),
      }),
    });
  }

  /** Chunks follow one another without holes, so that the length is known from the next one. */
  append(length: number, atMs: number): void {
    if (this.#store.rows % INDEX_SEGMENT_ROWS === 0) this.#starts.push(this.#end);
    const at = this.#store.claim();
    const { columns } = this.#store;
    columns.offset[at] = this.#end;
    columns.atMs[at] = atMs;
    this.#end += length;
  }

  /** Chunks that touch the bytes `from` to `to` (exclusive), in order; at most 4,096 of them. */
  async readRange(from: number, to: number): Promise<readonly ChunkMark[]> {
    const marks: ChunkMark[] = [];
    if (this.#store.rows === 0 || to <= from) return marks;
    let index = await this.#find(from);
    while (index < this.#store.rows && marks.length < CHUNKS_PER_ANSWER_MAX) {
      const mark = await this.#read(index);
      if (mark.offset >= to) break;
      marks.push(mark);
      index++;
    }
    return marks;
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** Index of the chunk that holds the byte at `offset`. */
  async #find(offset: number): Promise<number> {
    let segment = this.#starts.length - 1;
    while (segment > 0 && (this.#starts[segment] ?? 0) > offset) segment--;
    const columns = await this.#store.readSegment(segment);
    const first = segment * INDEX_SEGMENT_ROWS;
    let low = 0;
    let high = Math.min(INDEX_SEGMENT_ROWS, this.#store.rows - first) - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((columns.offset[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return first + low;
  }

  async #read(index: number): Promise<ChunkMark> {
    const columns = await this.#store.readSegment(Math.floor(index / INDEX_SEGMENT_ROWS));
    const at = index % INDEX_SEGMENT_ROWS;
    const offset = columns.offset[at] ?? 0;
    const next =
      index + 1 === this.#store.rows
        ? this.#end
        : at + 1 < INDEX_SEGMENT_ROWS
          ? (columns.offset[at + 1] ?? this.#end)
          : (this.#starts[(index + 1) / INDEX_SEGMENT_ROWS] ?? this.#end);
    return { offset, length: next - offset, atMs: columns.atMs[at] ?? 0 };
  }
}
