import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** How a store lays out its rows: columns over one buffer, so that a segment is one write. */
export interface SegmentLayout<Columns> {
  readonly rowsPerSegment: number;
  readonly bytesPerRow: number;
  /** Segments kept in memory, the newest one included. */
  readonly segmentsInMemory: number;
  readonly createColumns: (buffer: ArrayBufferLike, rows: number) => Columns;
}

interface Segment<Columns> {
  readonly buffer: SharedArrayBuffer;
  readonly columns: Columns;
}

/** What another thread needs to read a store as it is now: plain data, its buffers shared. */
export interface StoreSnapshot {
  readonly path: string;
  readonly rows: number;
  /** Segments that are not in the file; all others are. The newest one goes on growing. */
  readonly held: readonly { readonly segment: number; readonly buffer: SharedArrayBuffer }[];
}

/**
 * Fixed-width rows in segments of typed arrays. The newest segments are in memory; a full one is
 * also written to its file and comes back from there by need, so that memory does not grow with
 * the number of rows. The file is created with the first full segment.
 */
export class SegmentStore<Columns> {
  readonly #layout: SegmentLayout<Columns>;
  readonly #path: string;
  readonly #segmentBytes: number;
  readonly #inMemory = new Map<number, Segment<Columns>>();
  /** Segments that are not in the file yet; they may not leave memory. */
  readonly #unwritten = new Set<number>([0]);
  readonly #reading = new Map<number, Promise<Segment<Columns>>>();
  #file: Promise<FileHandle> | null = null;
  #rows = 0;
  #newest: Segment<Columns>;

  constructor(path: string, layout: SegmentLayout<Columns>) {
    this.#path = path;
    this.#layout = layout;
    this.#segmentBytes = layout.rowsPerSegment * layout.bytesPerRow;
    this.#newest = this.#create();
    this.#inMemory.set(0, this.#newest);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Columns of the newest segment. A row is added by `claim`, and then written at the place that it gave. */
  get columns(): Columns {
    return this.#newest.columns;
  }

  /** Makes room for one row and gives its place in the columns. Its values are 0 until they are written. */
  claim(): number {
    const at = this.#rows % this.#layout.rowsPerSegment;
    if (at === 0 && this.#rows > 0) this.#startSegment();
    this.#rows++;
    return at;
  }

  /** Columns of the segment that holds a row. Rejects if its file cannot be read. */
  async readSegment(segment: number): Promise<Columns> {
    const held = this.#inMemory.get(segment);
    if (held !== undefined) {
      // Most recently used last; the newest one is never evicted.
      this.#inMemory.delete(segment);
      this.#inMemory.set(segment, held);
      return held.columns;
    }
    let reading = this.#reading.get(segment);
    if (reading === undefined) {
      reading = this.#readFromFile(segment).finally(() => this.#reading.delete(segment));
      this.#reading.set(segment, reading);
    }
    return (await reading).columns;
  }

  /** A part of a segment, `length` bytes from `offset`, without reading the rest of it. Not to be written to. */
  async readPart(segment: number, offset: number, length: number): Promise<Uint8Array> {
    const held = this.#inMemory.get(segment);
    if (held !== undefined) return new Uint8Array(held.buffer, offset, length);
    if (this.#file === null) throw new Error(`segment ${segment} does not exist`);
    const file = await this.#file;
    const bytes = new Uint8Array(length);
    await file.read(bytes, 0, length, segment * this.#segmentBytes + offset);
    return bytes;
  }

  /** The store as it is now, for another thread. */
  getSnapshot(): StoreSnapshot {
    const held = [...this.#unwritten].flatMap((segment) => {
      const buffer = this.#inMemory.get(segment)?.buffer;
      return buffer === undefined ? [] : [{ segment, buffer }];
    });
    return { path: this.#path, rows: this.#rows, held };
  }

  /** Waits for writes that are under way and closes the file. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    await (await file.catch(() => null))?.close();
  }

  #create(): Segment<Columns> {
    // Shared, so that a worker reads what is not in the file yet.
    const buffer = new SharedArrayBuffer(this.#segmentBytes);
    return { buffer, columns: this.#layout.createColumns(buffer, this.#layout.rowsPerSegment) };
  }

  #startSegment(): void {
    const next = this.#rows / this.#layout.rowsPerSegment;
    this.#writeToFile(next - 1, this.#newest);
    this.#newest = this.#create();
    this.#inMemory.set(next, this.#newest);
    this.#unwritten.add(next);
    this.#evict();
  }

  #writeToFile(segment: number, { buffer }: Segment<Columns>): void {
    this.#file ??= open(this.#path, 'w+', 0o600);
    this.#file
      .then((file) =>
        file.write(new Uint8Array(buffer), 0, this.#segmentBytes, segment * this.#segmentBytes),
      )
      .then(() => {
        this.#unwritten.delete(segment);
        this.#evict();
      })
      // A segment that cannot be written stays in memory: nothing is lost, memory grows.
      .catch(() => undefined);
  }

  #evict(): void {
    for (const segment of this.#inMemory.keys()) {
      if (this.#inMemory.size <= this.#layout.segmentsInMemory) return;
      if (!this.#unwritten.has(segment)) this.#inMemory.delete(segment);
    }
  }

  async #readFromFile(segment: number): Promise<Segment<Columns>> {
    if (this.#file === null) throw new Error(`segment ${segment} does not exist`);
    const file = await this.#file;
    const read = this.#create();
    await file.read(
      new Uint8Array(read.buffer),
      0,
      this.#segmentBytes,
      segment * this.#segmentBytes,
    );
    this.#inMemory.set(segment, read);
    this.#evict();
    return read;
  }
}
