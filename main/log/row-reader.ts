import { EVENT_BYTES_MAX, ROW_BYTES_MAX, SPAN_BYTES_MAX } from '../../shared/limits.ts';
import { isConnectionEntry } from '../../shared/model/timeline.ts';
import type {
  ByteRange,
  ProblemEntry,
  TimelineEntry,
  TimelineRow,
} from '../../shared/model/timeline.ts';
import type { EventContext, ReadEntry } from './entry-index.ts';
import { toEntry, toTimelineRow } from './entry-reader.ts';
import { OTHER_TYPE, isInBody } from './index-columns.ts';
import type { IndexedEntry } from './index-columns.ts';
import type { CommentRun } from './row-index.ts';
import type { Spool } from './spool.ts';
import type { TimelineReading } from './timeline-reading.ts';

/** What a row is: its newest entry, or the first one of a run of comments. */
export type IndexedRowEntry = IndexedEntry & {
  readonly context: EventContext | null;
  readonly run: CommentRun | null;
  /** Entries of the row before this one, which is its newest. */
  readonly earlier: readonly IndexedEntry[];
};

/**
 * An entry in full; `bytes` are null for one that has none, and at most `EVENT_BYTES_MAX`. Of an event without an id of
 * its own, `lastEventId` is empty: it is told by `LastEventIds`.
 */
export interface FullEntry {
  readonly entry: TimelineEntry;
  readonly context: EventContext | null;
  readonly bytes: Buffer | null;
  /** Whether the last event ID of an event is neither its own nor that of the event before. */
  readonly isIdMoved: boolean;
}

/** Reads rows of one reading back from the files. */
export class RowReader {
  readonly #spool: Spool;
  readonly #reading: TimelineReading;

  constructor(spool: Spool, reading: TimelineReading) {
    this.#spool = spool;
    this.#reading = reading;
  }

  /** The entries of rows, which are in order; those that do not exist are left out. */
  async readEntries(rows: readonly number[]): Promise<readonly IndexedRowEntry[]> {
    const { rows: rowIndex, index } = this.#reading;
    const indexed = await rowIndex.readMany(rows);
    // A run may be long, and is told by its first entry; other rows have a few entries at most.
    const seqs = indexed.flatMap(({ seq, endSeq, run }) =>
      run === null && endSeq > seq + 1
        ? Array.from({ length: endSeq - seq }, (_, step) => seq + step)
        : [seq],
    );
    const entries = await index.readMany(seqs);
    const found: IndexedRowEntry[] = [];
    let at = 0;
    for (const { seq, endSeq, run } of indexed) {
      const own = entries.slice(at, at + (run === null ? endSeq - seq : 1));
      at += own.length;
      const newest = own.at(-1);
      if (newest !== undefined) found.push({ ...newest, run, earlier: own.slice(0, -1) });
    }
    return found;
  }

  /** Makes the rows of entries; one whose bytes are lost to a failed write is a problem that says so. */
  async readRows(entries: readonly IndexedRowEntry[]): Promise<readonly TimelineRow[]> {
    const rows: TimelineRow[] = [];
    for (let from = 0; from < entries.length;) {
      const span = await this.#readSpan(entries, from);
      for (const entry of entries.slice(from, span.to)) rows.push(await this.#readRow(entry, span));
      from = span.to;
    }
    return rows;
  }

  /**
   * Reads entries in full with their bytes, in order, as many at once as lie close together. Memory is bounded by
   * one span, or one entry. One whose bytes are lost to a failed write is a problem that says so.
   */
  async *readFull(entries: readonly ReadEntry[]): AsyncGenerator<readonly FullEntry[], void> {
    for (let from = 0; from < entries.length;) {
      const span = await this.#readSpan(entries, from);
      const full: FullEntry[] = [];
      for (const entry of entries.slice(from, span.to))
        full.push(await this.#readFull(entry, span));
      yield full;
      from = span.to;
    }
  }

  async #readFull(
    read: ReadEntry,
    span: { readonly offset: number; readonly bytes: Buffer | null },
  ): Promise<FullEntry> {
    const { context, ...entry } = read;
    const { isIdMoved } = entry;
    if (!isInBody(entry)) {
      return { entry: await this.readLine(entry), context, bytes: null, isIdMoved };
    }
    const kept = Math.min(entry.length, EVENT_BYTES_MAX);
    const at = entry.offset - span.offset;
    const bytes =
      span.bytes === null
        ? await this.#spool.body.readStored(entry.offset, kept)
        : span.bytes.subarray(at, at + kept);
    const lost = this.findLost(entry);
    if (lost !== null) return { entry: lost, context, bytes: null, isIdMoved };
    return { entry: toEntry(entry, bytes, this.getTypeName(entry)), context, bytes, isIdMoved };
  }

  /** The problem that stands for an entry of the body whose bytes are lost; null if they are not. */
  findLost(entry: IndexedEntry): ProblemEntry | null {
    const { body } = this.#spool;
    const isLost = body.isLost(entry.offset, Math.min(entry.length, EVENT_BYTES_MAX));
    return isLost ? toLostEntry(entry, entry, body.failure) : null;
  }

  /** Reads an entry that is a line of its own; a problem stands for one that is lost. */
  async readLine(entry: IndexedEntry): Promise<TimelineEntry> {
    const file = entry.isDerived ? this.#reading.derived : this.#spool.lines;
    const line = await file.readStored(entry.offset, entry.length);
    if (file.isLost(entry.offset, entry.length)) {
      return toLostEntry(entry, { offset: 0, length: 0 }, file.failure);
    }
    // The line was written by this process or checked when the spool was opened.
    return { ...(JSON.parse(line.toString('utf8')) as TimelineEntry), seq: entry.seq };
  }

  /** Name of an event's type where it is counted by name. */
  getTypeName(entry: IndexedEntry): string | null {
    if (entry.typeId === OTHER_TYPE) return null;
    return this.#reading.counters.typeNames[entry.typeId] ?? null;
  }

  async #readRow(
    row: IndexedRowEntry,
    span: { readonly offset: number; readonly bytes: Buffer | null },
  ): Promise<TimelineRow> {
    const { context, run, earlier, ...entry } = row;
    if (!isInBody(entry)) return this.#readLineRow(entry, earlier);
    const at = entry.offset - span.offset;
    const bytes =
      span.bytes === null
        ? await this.#readForRow(entry)
        : span.bytes.subarray(at, at + entry.length);
    const lost = this.findLost(entry);
    if (lost !== null) return lost;
    return toTimelineRow(entry, { context, run, bytes, typeName: this.getTypeName(entry) });
  }

  async #readLineRow(entry: IndexedEntry, earlier: readonly IndexedEntry[]): Promise<TimelineRow> {
    const newest = await this.readLine(entry);
    if (!isConnectionEntry(newest)) return newest as TimelineRow;
    const before = await Promise.all(earlier.map((each) => this.readLine(each)));
    return { ...newest, earlier: before.filter(isConnectionEntry) };
  }

  /** The bytes of as many rows as lie close together, from the row at `from` on; null for a single long one. */
  async #readSpan(
    entries: readonly IndexedEntry[],
    from: number,
  ): Promise<{ readonly to: number; readonly offset: number; readonly bytes: Buffer | null }> {
    let low = Infinity;
    let high = 0;
    let to = from;
    for (; to < entries.length; to++) {
      const entry = entries[to];
      if (entry === undefined || !isInBody(entry)) continue;
      const newLow = Math.min(low, entry.offset);
      const newHigh = Math.max(high, entry.offset + entry.length);
      if (newHigh - newLow > SPAN_BYTES_MAX) break;
      low = newLow;
      high = newHigh;
    }
    if (low === Infinity) return { to: Math.max(to, from + 1), offset: 0, bytes: null };
    return { to, offset: low, bytes: await this.#spool.body.readStored(low, high - low) };
  }

  async #readForRow(entry: IndexedEntry): Promise<Buffer> {
    const { body } = this.#spool;
    const bytes = await body.readStored(entry.offset, Math.min(entry.length, ROW_BYTES_MAX));
    if (bytes.length === entry.length) return bytes;
    // Fields may stand after long data; those that the row shows are looked for in the whole block.
    const needsAll =
      (entry.hasId && !/(^|[\r\n])id:/.test(bytes.toString('latin1'))) ||
      entry.typeId === OTHER_TYPE;
    const kept = Math.min(entry.length, EVENT_BYTES_MAX);
    return needsAll ? body.readStored(entry.offset, kept) : bytes;
  }
}

function toLostEntry(
  { seq, atMs }: IndexedEntry,
  { offset, length }: ByteRange,
  failure: unknown,
): ProblemEntry {
  const detail = failure instanceof Error ? failure.message : String(failure);
  return { kind: 'problem', seq, atMs, problem: 'not-stored', line: null, detail, offset, length };
}

/** The same entries; what is about the event before them is about the row before them. */
export function toShownContext(
  entries: readonly IndexedRowEntry[],
  isFirstShown: boolean,
): readonly IndexedRowEntry[] {
  return entries.map((entry, at) => {
    if (entry.context === null) return entry;
    const before = entries[at - 1];
    if (before === undefined && !isFirstShown) return entry;
    const gapMs = before === undefined ? null : entry.atMs - before.atMs;
    const repeatsType =
      before?.kind === 'event' && before.typeId === entry.typeId && entry.typeId !== OTHER_TYPE;
    return { ...entry, context: { ...entry.context, gapMs, repeatsType } };
  });
}
