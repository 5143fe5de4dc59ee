import { closeSync, openSync, readSync } from 'node:fs';
import { INDEX_SEGMENT_ROWS } from '../../../shared/limits.ts';
import type { TimelineEntry } from '../../../shared/model/timeline.ts';
import { INDEX_LAYOUT } from '../index-columns.ts';
import type { IndexColumns } from '../index-columns.ts';
import type { FileSnapshot, LogSnapshot } from '../log-snapshot.ts';
import { copyColumns } from '../segment-store.ts';

/** Segments read from the file that are kept: a scan needs one, a page of cells a few. */
const SEGMENTS_KEPT = 3;

const SEGMENT_BYTES = INDEX_LAYOUT.bytesPerRow * INDEX_SEGMENT_ROWS;

/**
 * Reads a log from another thread, by its files and by copies of what is not in them yet. Everything waits for
 * the disk, as only a worker may.
 */
export class LogReader {
  #snapshot: LogSnapshot;
  readonly #files = new Map<string, number>();
  readonly #held = new Map<number, IndexColumns>();
  readonly #kept = new Map<number, IndexColumns>();

  constructor(snapshot: LogSnapshot) {
    this.#snapshot = snapshot;
    this.update(snapshot);
  }

  get snapshot(): LogSnapshot {
    return this.#snapshot;
  }

  /** Takes a later snapshot of the same reading, which has what came since the one before. */
  update(snapshot: LogSnapshot): void {
    this.#snapshot = snapshot;
    const { parts } = snapshot.index;
    for (const segment of this.#held.keys()) {
      // It is in the file now, as a whole.
      if (!parts.some((part) => part.segment === segment)) this.#held.delete(segment);
    }
    for (const { segment, from, rows, buffer } of parts) {
      let columns = this.#held.get(segment);
      if (columns === undefined) {
        columns = INDEX_LAYOUT.createColumns(new ArrayBuffer(SEGMENT_BYTES), INDEX_SEGMENT_ROWS);
        this.#held.set(segment, columns);
      }
      copyColumns(INDEX_LAYOUT.createColumns(buffer, rows), 0, columns, from, rows);
    }
  }

  /** Columns of the segment that holds a row. Throws what the file system said. */
  readColumns(segment: number): IndexColumns {
    const held = this.#held.get(segment) ?? this.#kept.get(segment);
    if (held !== undefined) return held;
    const buffer = new ArrayBuffer(SEGMENT_BYTES);
    this.#readInto(this.#snapshot.index.path, Buffer.from(buffer), segment * SEGMENT_BYTES);
    const columns = INDEX_LAYOUT.createColumns(buffer, INDEX_SEGMENT_ROWS);
    this.#kept.set(segment, columns);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > SEGMENTS_KEPT && oldest.done !== true) this.#kept.delete(oldest.value);
    return columns;
  }

  /** Reads a part of the body, as far as it is written. The bytes are valid until the next call with `into`. */
  readBody(offset: number, length: number, into?: Buffer): Buffer {
    return this.#read(this.#snapshot.body, offset, length, into);
  }

  /** Reads an entry that is a line of its own. */
  readLine(isDerived: boolean, offset: number, length: number): TimelineEntry {
    const file = isDerived ? this.#snapshot.derived : this.#snapshot.lines;
    // The line was written by this product.
    return JSON.parse(this.#read(file, offset, length).toString('utf8')) as TimelineEntry;
  }

  /** Closes the files. The reader can be used again; it opens them anew. */
  close(): void {
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
    this.#kept.clear();
  }

  #read(file: FileSnapshot, offset: number, length: number, into?: Buffer): Buffer {
    const size = Math.max(0, Math.min(length, file.sizeBytes - offset));
    const target = into !== undefined && into.length >= size ? into : Buffer.allocUnsafe(size);
    return target.subarray(0, this.#readInto(file.path, target.subarray(0, size), offset));
  }

  #readInto(path: string, target: Buffer, offset: number): number {
    let file = this.#files.get(path);
    if (file === undefined) {
      file = openSync(path, 'r');
      this.#files.set(path, file);
    }
    let filled = 0;
    while (filled < target.length) {
      const read = readSync(file, target, filled, target.length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return filled;
  }
}
