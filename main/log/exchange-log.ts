import { join } from 'node:path';
import type { BodyPart, EntryDetail, RowSpan } from '../../shared/ipc/contract.ts';
import { BODY_READ_BYTES_MAX, ENTRY_DETAIL_BYTES_MAX, PAGE_ROWS_MAX } from '../../shared/limits.ts';
import type { SentHead } from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import { isConnectionEntry } from '../../shared/model/timeline.ts';
import type { TimelineEntry, TimelineRow } from '../../shared/model/timeline.ts';
import { ChunkTable } from './chunk-table.ts';
import type { EventContext } from './entry-index.ts';
import { OTHER_TYPE, isInBody } from './index-columns.ts';
import type { IndexedEntry } from './index-columns.ts';
import { toEntry, toTimelineRow } from './entry-reader.ts';
import { findLastEventId } from './find-last-event-id.ts';
import type { ExchangeCounters } from './exchange-counters.ts';
import type { LogSnapshot } from './log-snapshot.ts';
import { replaySpool } from './replay-spool.ts';
import type { SpoolStep } from './replay-spool.ts';
import type { CommentRun, IndexedRow } from './row-index.ts';
import { SPOOL_VERSION, Spool, isFact } from './spool.ts';
import { TimelineReading } from './timeline-reading.ts';

/** Rows whose bytes lie within this span are read at once. */
const SPAN_BYTES_MAX = 1024 * 1024;
/** Bytes of an event that its row needs: the preview's characters, fields before it included. */
const ROW_BYTES_MAX = 16 * 1024;
/** Rows looked at to find those of a span of bytes. */
const SPAN_ROWS_MAX = 4096;

type IndexedRowEntry = IndexedEntry & {
  readonly context: EventContext | null;
  readonly run: CommentRun | null;
  /** Entries of the row before this one, which is its newest. */
  readonly earlier: readonly IndexedEntry[];
};

/**
 * One exchange on disk and its index in memory: takes what arrives, gives pages of rows, single
 * entries and parts of the body. Everything shown is read back from the files.
 */
export class ExchangeLog {
  readonly #spool: Spool;
  readonly #chunks: ChunkTable;
  #reading: TimelineReading;
  #readings = 1;

  private constructor(spool: Spool, reading: TimelineReading) {
    this.#spool = spool;
    this.#reading = reading;
    this.#chunks = new ChunkTable(join(spool.folder, 'chunks.bin'));
  }

  /** Creates the log of a new exchange in `folder`. Rejects if the folder cannot be written. */
  static async create(
    folder: string,
    exchange: { readonly exchangeId: ExchangeId; readonly startedAtMs: number },
  ): Promise<ExchangeLog> {
    const log = await ExchangeLog.open(folder);
    log.#spool.appendLine({ kind: 'exchange', version: SPOOL_VERSION, ...exchange });
    return log;
  }

  /** Opens a folder without adding to it; `recoverLog` fills the index from the files. */
  static async open(folder: string): Promise<ExchangeLog> {
    const spool = await Spool.open(folder);
    return new ExchangeLog(spool, await TimelineReading.create(folder, 1));
  }

  get folder(): string {
    return this.#spool.folder;
  }

  get counters(): ExchangeCounters {
    return this.#reading.counters;
  }

  /** Entries so far; every seq below it can be read. */
  get entries(): number {
    return this.#reading.index.entries;
  }

  /** Rows so far. */
  get rows(): number {
    return this.#reading.rows.rows;
  }

  /** Number of the reading in force, from 1. */
  get readingNumber(): number {
    return this.#readings;
  }

  /** Size of the decoded body so far. */
  get bodyBytes(): number {
    return this.#spool.body.size;
  }

  noteSent(head: SentHead): void {
    this.#spool.appendLine({ kind: 'sent', head });
  }

  noteTrailers(fields: readonly HeaderField[]): void {
    if (fields.length > 0) this.#spool.appendLine({ kind: 'trailers', fields });
  }

  /** Queues a chunk for the disk; a promise holds the socket back. Throws if the disk refused earlier. */
  writeChunk(bytes: Uint8Array, atMs: number): Promise<void> | void {
    this.noteChunk(bytes.length, atMs);
    return this.#spool.appendChunk(bytes, atMs);
  }

  /** Notes a chunk that is already in the body. */
  noteChunk(length: number, atMs: number): void {
    this.#chunks.append(length, atMs);
    this.counters.bodyBytes += length;
  }

  /** Adds entries in seq order. What the body does not tell is also written to the timeline file. */
  appendEntries(entries: readonly TimelineEntry[]): void {
    for (const entry of entries) {
      this.#reading.append(entry, isFact(entry) ? this.#spool.appendLine(entry) : null);
    }
  }

  /** Adds entries whose facts are already in the files. */
  restoreEntries(entries: readonly TimelineEntry[]): void {
    for (const entry of entries) this.#reading.append(entry, null);
  }

  /** Reads the spool from its beginning, as far as it is written now. */
  replay(): AsyncGenerator<SpoolStep, void> {
    return replaySpool(this.#spool, join(this.folder, 'timeline.jsonl'));
  }

  /**
   * Starts an empty reading, to be filled with `restoreEntries` from a `replay`. Counters of bytes
   * stay; the files of the reading before are deleted.
   */
  async startReading(): Promise<void> {
    const before = this.#reading;
    this.#readings++;
    this.#reading = await TimelineReading.create(this.folder, this.#readings);
    this.counters.bodyBytes = before.counters.bodyBytes;
    this.counters.wireBytes = before.counters.wireBytes;
    await before.discard();
  }

  /** Rows `fromRow` to `toRow` (exclusive), clipped to what exists and to `PAGE_ROWS_MAX`. */
  async readRows(fromRow: number, toRow: number): Promise<readonly TimelineRow[]> {
    const reading = this.#reading;
    const entries = await readRowEntries(
      reading,
      fromRow,
      Math.min(toRow, fromRow + PAGE_ROWS_MAX),
    );
    const span = await this.#readSpan(entries);
    const rows: TimelineRow[] = [];
    for (const { context, run, earlier, ...entry } of entries) {
      if (!isInBody(entry)) {
        rows.push(await this.#readLineRow(reading, entry, earlier));
        continue;
      }
      const from = span === null ? 0 : entry.offset - span.offset;
      const bytes =
        span === null
          ? await this.#readForRow(entry)
          : span.bytes.subarray(from, from + entry.length);
      rows.push(
        toTimelineRow(entry, { context, run, bytes, typeName: getTypeName(reading, entry) }),
      );
    }
    return rows;
  }

  /** One entry in full, null if there is no such seq. */
  async readEntry(seq: number): Promise<EntryDetail | null> {
    const reading = this.#reading;
    const [found] = await reading.index.readRange(seq, seq + 1);
    if (found === undefined) return null;
    const { context, ...entry } = found;
    const base = { number: context?.number ?? null, gapMs: context?.gapMs ?? null };
    if (!isInBody(entry)) {
      const line = await this.#readLineEntry(reading, entry);
      const range = line.kind === 'problem' ? line : { offset: 0, length: 0 };
      return { entry: line, ...base, sameTypeMs: null, ...(await this.#readBytes(range)) };
    }
    const earlier =
      entry.kind === 'event' ? await reading.index.findEarlierOfType(entry.typeId, seq) : null;
    const read = await this.#readBytes(entry);
    const full = toEntry(entry, Buffer.from(read.bytes), getTypeName(reading, entry));
    return {
      entry:
        full.kind === 'event' && full.id === null
          ? { ...full, lastEventId: (await this.readLastEventId(seq)) ?? '' }
          : full,
      ...base,
      sameTypeMs: earlier === null ? null : entry.atMs - earlier.atMs,
      ...read,
    };
  }

  /** The last event ID string after an entry, null if it is empty. */
  async readLastEventId(seq: number): Promise<string | null> {
    const reading = this.#reading;
    return findLastEventId(
      {
        index: reading.index,
        body: this.#spool.body,
        readSentId: async (connecting) => {
          const entry = await this.#readLineEntry(reading, connecting);
          return entry.kind === 'connecting' ? entry.lastEventId : null;
        },
      },
      seq,
    );
  }

  /** Rows that were read from a span of the body, at most 4,096 of them. */
  async findRows(offset: number, length: number): Promise<RowSpan> {
    const reading = this.#reading;
    const [chunk] = await this.#chunks.readRange(offset, offset + Math.max(1, length));
    if (chunk === undefined || reading.rows.rows === 0) return { fromRow: 0, toRow: 0 };
    const seq = await reading.index.findSeqAt(chunk.atMs);
    const start = await reading.rows.findRowOf(seq);
    const entries = await readRowEntries(reading, start, start + SPAN_ROWS_MAX);
    const touching = entries.map(
      (entry) =>
        isInBody(entry) && entry.offset < offset + length && entry.offset + entry.length > offset,
    );
    const first = touching.indexOf(true);
    if (first === -1) return { fromRow: start, toRow: start };
    return { fromRow: start + first, toRow: start + touching.lastIndexOf(true) + 1 };
  }

  /** Up to `BODY_READ_BYTES_MAX` bytes of the decoded body. */
  async readBody(offset: number, length: number): Promise<BodyPart> {
    const bytes = await this.#spool.body.read(offset, Math.min(length, BODY_READ_BYTES_MAX));
    const chunks = await this.#chunks.readRange(offset, offset + bytes.length);
    return { offset, bytes, bodyBytes: this.bodyBytes, chunks };
  }

  /** The log as it is now, for another thread. */
  getSnapshot(): LogSnapshot {
    const { index, derived, counters } = this.#reading;
    return {
      reading: `${this.folder}#${this.#readings}`,
      entries: index.entries,
      index: index.getSnapshot(),
      body: this.#spool.body.getSnapshot(),
      lines: this.#spool.lines.getSnapshot(),
      derived: derived.getSnapshot(),
      typeNames: counters.typeNames,
    };
  }

  /** Resolves when everything so far is in the files. Rejects with what the disk said. */
  async flush(): Promise<void> {
    await this.#spool.body.flush();
    await this.#spool.lines.flush();
    await this.#reading.derived.flush();
  }

  async close(): Promise<void> {
    await this.#spool.close();
    await this.#reading.close();
    await this.#chunks.close();
  }

  async #readLineRow(
    reading: TimelineReading,
    entry: IndexedEntry,
    earlier: readonly IndexedEntry[],
  ): Promise<TimelineRow> {
    const newest = await this.#readLineEntry(reading, entry);
    if (!isConnectionEntry(newest)) return newest as TimelineRow;
    const before = await Promise.all(earlier.map((each) => this.#readLineEntry(reading, each)));
    return { ...newest, earlier: before.filter(isConnectionEntry) };
  }

  async #readLineEntry(reading: TimelineReading, entry: IndexedEntry): Promise<TimelineEntry> {
    const file = entry.isDerived ? reading.derived : this.#spool.lines;
    const line = await file.read(entry.offset, entry.length);
    // The line was written by this process or checked when the spool was opened.
    return { ...(JSON.parse(line.toString('utf8')) as TimelineEntry), seq: entry.seq };
  }

  async #readBytes(range: {
    readonly offset: number;
    readonly length: number;
  }): Promise<Pick<EntryDetail, 'bytes' | 'isCut' | 'chunks'>> {
    const { offset, length } = range;
    const bytes = await this.#spool.body.read(offset, Math.min(length, ENTRY_DETAIL_BYTES_MAX));
    const chunks = await this.#chunks.readRange(offset, offset + length);
    return { bytes, isCut: bytes.length < length, chunks };
  }

  /** The bytes of all rows at once, null if they are too far apart. */
  async #readSpan(
    entries: readonly IndexedEntry[],
  ): Promise<{ readonly offset: number; readonly bytes: Buffer } | null> {
    const inBody = entries.filter(isInBody);
    if (inBody.length === 0) return null;
    const offset = Math.min(...inBody.map((entry) => entry.offset));
    const end = Math.max(...inBody.map((entry) => entry.offset + entry.length));
    if (end - offset > SPAN_BYTES_MAX) return null;
    return { offset, bytes: await this.#spool.body.read(offset, end - offset) };
  }

  async #readForRow(entry: IndexedEntry): Promise<Buffer> {
    const bytes = await this.#spool.body.read(entry.offset, Math.min(entry.length, ROW_BYTES_MAX));
    if (bytes.length === entry.length) return bytes;
    // Fields may stand after long data; those that the row shows are looked for in the whole block.
    const needsAll =
      (entry.hasId && !/(^|[\r\n])id:/.test(bytes.toString('latin1'))) ||
      entry.typeId === OTHER_TYPE;
    return needsAll ? this.#spool.body.read(entry.offset, entry.length) : bytes;
  }
}

/** The newest entries of rows, those before them, and the first entries of runs with their run. */
async function readRowEntries(
  reading: TimelineReading,
  fromRow: number,
  toRow: number,
): Promise<readonly IndexedRowEntry[]> {
  const rows = await reading.rows.readRange(fromRow, toRow);
  const found: IndexedRowEntry[] = [];
  for (let from = 0; from < rows.length;) {
    // A run may be long, and is told by its first entry: reading goes on behind it.
    let to = from + 1;
    while (to < rows.length && rows[to - 1]?.run === null) to++;
    const first = rows[from]?.seq ?? 0;
    const entries = await reading.index.readRange(first, getReadEnd(rows[to - 1]));
    for (const { seq, endSeq, run } of rows.slice(from, to)) {
      const own = entries.slice(seq - first, (run === null ? endSeq : seq + 1) - first);
      const newest = own.at(-1);
      if (newest !== undefined) found.push({ ...newest, run, earlier: own.slice(0, -1) });
    }
    from = to;
  }
  return found;
}

/** The seq behind the last entry of a row that is read. */
function getReadEnd(row: IndexedRow | undefined): number {
  if (row === undefined) return 0;
  return row.run === null ? row.endSeq : row.seq + 1;
}

function getTypeName(reading: TimelineReading, entry: IndexedEntry): string | null {
  return entry.typeId === OTHER_TYPE ? null : (reading.counters.typeNames[entry.typeId] ?? null);
}
