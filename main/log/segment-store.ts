import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** One typed array for each column. */
type ColumnsOf<Columns> = Readonly<Record<keyof Columns, Column>>;

/** How a store lays out its rows: columns over one buffer, so that a segment is one write. */
export interface SegmentLayout<Columns extends ColumnsOf<Columns>> {
  readonly rowsPerSegment: number;
  /** Rows that the first segment has room for at first; a multiple of 8 that doubles to `rowsPerSegment`. */
  readonly firstRows: number;
  readonly bytesPerRow: number;
  /** Segments kept in memory, the newest one included. */
  readonly segmentsInMemory: number;
  readonly createColumns: (buffer: ArrayBufferLike, rows: number) => Columns;
}

interface Segment<Columns> {
  readonly buffer: ArrayBuffer;
  readonly columns: Columns;
}

/** What another thread needs to read a store as it is now: plain data that can be handed over. */
export interface StoreSnapshot {
  readonly path: string;
  readonly rows: number;
  /** Segments that are not in the file, with copies of their rows from the wanted one on; all others are in the file. */
  readonly parts: readonly SegmentPart[];
}

/** A copy of `rows` rows of a segment from its row `from` on, laid out as a segment of that many rows. */
export interface SegmentPart {
  readonly segment: number;
  readonly from: number;
  readonly rows: number;
  readonly buffer: ArrayBuffer;
}

/**
 * Fixed-width rows in segments of typed arrays. The newest segments are in memory; a full one is
 * also written to its file and comes back from there by need, so that memory does not grow with
 * the number of rows. The first segment begins small, since most streams are. The file is created
 * with the first full segment.
 */
export class SegmentStore<Columns extends ColumnsOf<Columns>> {
  readonly #layout: SegmentLayout<Columns>;
  readonly #path: string;
  readonly #segmentBytes: number;
  readonly #inMemory = new Map<number, Segment<Columns>>();
  /** Segments that are not in the file yet; they may not leave memory. */
  readonly #unwritten = new Set<number>([0]);
  readonly #reading = new Map<number, Promise<Segment<Columns>>>();
  #file: Promise<FileHandle> | null = null;
  /** Memory of a segment that left it, for the next one: new memory would be a burden for the garbage collector. */
  #free: Segment<Columns> | null = null;
  #rows = 0;
  /** Rows that the newest segment has room for. */
  #capacity: number;
  #newest: Segment<Columns>;

  constructor(path: string, layout: SegmentLayout<Columns>) {
    this.#path = path;
    this.#layout = layout;
    this.#segmentBytes = layout.rowsPerSegment * layout.bytesPerRow;
    this.#capacity = layout.firstRows;
    this.#newest = this.#allocate(this.#capacity);
    this.#inMemory.set(0, this.#newest);
  }

  get rows(): number {
    return this.#rows;
  }

  /**
   * Columns of the newest segment. A row is added by `claim`, and then written at the place that it gave, in the
   * columns as they are then: a segment that grows has new ones.
   */
  get columns(): Columns {
    return this.#newest.columns;
  }

  /** Makes room for one row and gives its place in the columns. Its values are 0 until they are written. */
  claim(): number {
    const at = this.#rows % this.#layout.rowsPerSegment;
    if (at === 0 && this.#rows > 0) this.#startSegment();
    else if (at === this.#capacity) this.#grow();
    this.#rows++;
    return at;
  }

  /**
   * Columns of the segment that holds a row, to be read before the caller waits for anything else: their memory is used
   * again. Rejects if its file cannot be read.
   */
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

  /** A copy of one column of a segment, without reading the others. */
  async readColumn<Name extends keyof Columns>(
    segment: number,
    name: Name,
  ): Promise<Columns[Name]> {
    const held = this.#inMemory.get(segment);
    if (held !== undefined) return held.columns[name].slice() as Columns[Name];
    if (this.#file === null) throw new Error(`segment ${segment} does not exist`);
    const file = await this.#file;
    // Where there is a segment in the file, the newest one has the full size as well.
    const { byteOffset } = this.#newest.columns[name];
    const column = this.#newest.columns[name].slice() as Columns[Name];
    const bytes = new Uint8Array(column.buffer);
    await file.read(bytes, 0, bytes.length, segment * this.#segmentBytes + byteOffset);
    return column;
  }

  /**
   * The store as it is now, for another thread that has the rows before `fromRow` or does not need them. Rows are copied
   * and not shared: memory that is shared is not counted by the garbage collector (V8 11 to 14), which then lets it
   * grow with the stream.
   */
  getSnapshot(fromRow: number): StoreSnapshot {
    const parts = [...this.#unwritten].flatMap((segment) => {
      const held = this.#inMemory.get(segment);
      return held === undefined ? [] : [this.#copyPart(segment, held, fromRow)];
    });
    return { path: this.#path, rows: this.#rows, parts };
  }

  /** Waits for writes that are under way and closes the file. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    await (await file.catch(() => null))?.close();
  }

  #create(): Segment<Columns> {
    const free = this.#free;
    if (free !== null) {
      this.#free = null;
      new Uint8Array(free.buffer).fill(0);
      return free;
    }
    return this.#allocate(this.#layout.rowsPerSegment);
  }

  #allocate(rows: number): Segment<Columns> {
    const buffer = new ArrayBuffer(rows * this.#layout.bytesPerRow);
    return { buffer, columns: this.#layout.createColumns(buffer, rows) };
  }

  /** Gives the first segment room for twice as many rows. */
  #grow(): void {
    const small = this.#newest;
    const rows = this.#capacity;
    this.#capacity = Math.min(rows * 2, this.#layout.rowsPerSegment);
    this.#newest = this.#allocate(this.#capacity);
    copyColumns(small.columns, 0, this.#newest.columns, 0, rows);
    this.#inMemory.set(0, this.#newest);
  }

  #copyPart(segment: number, held: Segment<Columns>, fromRow: number): SegmentPart {
    const { rowsPerSegment, bytesPerRow } = this.#layout;
    const start = segment * rowsPerSegment;
    const to = Math.min(rowsPerSegment, this.#rows - start);
    const from = Math.min(to, Math.max(0, fromRow - start));
    const rows = to - from;
    const buffer = new ArrayBuffer(rows * bytesPerRow);
    const target = this.#layout.createColumns(buffer, rows);
    copyColumns(held.columns, from, target, 0, rows);
    return { segment, from, rows, buffer };
  }

  #startSegment(): void {
    const next = this.#rows / this.#layout.rowsPerSegment;
    this.#writeToFile(next - 1, this.#newest);
    this.#newest = this.#create();
    this.#capacity = this.#layout.rowsPerSegment;
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
      .then(({ bytesWritten }) => {
        // A disk that is nearly full takes a part.
        if (bytesWritten < this.#segmentBytes) return;
        this.#unwritten.delete(segment);
        this.#evict();
      })
      // A segment that cannot be written stays in memory: nothing is lost, memory grows.
      .catch(() => undefined);
  }

  #evict(): void {
    for (const [segment, held] of this.#inMemory) {
      if (this.#inMemory.size <= this.#layout.segmentsInMemory) return;
      if (this.#unwritten.has(segment)) continue;
      this.#inMemory.delete(segment);
      this.#free = held;
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

/** Copies `rows` rows from one set of columns to another of the same layout. */
export function copyColumns<Columns extends ColumnsOf<Columns>>(
  source: Columns,
  from: number,
  target: Columns,
  to: number,
  rows: number,
): void {
  for (const name of Object.keys(source) as (keyof Columns)[]) {
    target[name].set(source[name].subarray(from, from + rows), to);
  }
}
