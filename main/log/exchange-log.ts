import { join } from 'node:path';
import type { BodyPart, EntryDetail, RowSpan } from '../../shared/ipc/contract.ts';
import type { FindTarget, RowPlace } from '../../shared/ipc/timeline-contract.ts';
import { BODY_READ_BYTES_MAX, ENTRY_DETAIL_BYTES_MAX, PAGE_ROWS_MAX } from '../../shared/limits.ts';
import type { SentHead } from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { JsonCount, StreamStats } from '../../shared/model/stream-stats.ts';
import type { TimeAxis } from '../../shared/model/time-axis.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import type { TimelineRow } from '../../shared/model/timeline.ts';
import { ChunkTable } from './chunk-table.ts';
import { findEntry } from './find-entry.ts';
import { isInBody } from './index-columns.ts';
import { toEntry } from './entry-reader.ts';
import { findLastEventId } from './find-last-event-id.ts';
import type { ExchangeCounters } from './exchange-counters.ts';
import type { LogSnapshot } from './log-snapshot.ts';
import type { MatchList } from './match-list.ts';
import { replaySpool } from './replay-spool.ts';
import type { SpoolStep } from './replay-spool.ts';
import { RowReader, toShownContext } from './row-reader.ts';
import type { FullEntry } from './row-reader.ts';
import { SPOOL_VERSION, Spool, isFact } from './spool.ts';
import { TimelineReading } from './timeline-reading.ts';

const NO_BYTES = { bytes: new Uint8Array(0), isCut: false, chunks: [] } as const;

/** Rows looked at to find those of a span of bytes. */
const SPAN_ROWS_MAX = 4096;

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
  appendEntries(parts: readonly TimelinePart[]): void {
    for (const part of parts) {
      if (part.kind === 'plain-events') this.#reading.appendPlain(part);
      else this.#reading.append(part, isFact(part) ? this.#spool.appendLine(part) : null);
    }
  }

  /** Adds entries whose facts are already in the files. */
  restoreEntries(parts: readonly TimelinePart[]): void {
    for (const part of parts) {
      if (part.kind === 'plain-events') this.#reading.appendPlain(part);
      else this.#reading.append(part, null);
    }
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
    const to = Math.min(toRow, fromRow + PAGE_ROWS_MAX, this.rows);
    const reader = this.#createReader();
    return reader.readRows(await reader.readEntries(toNumbers(fromRow, to)));
  }

  /**
   * Rows of a filtered list, in order. Gaps and repeated types are about the row shown before; `before` is
   * the one before the first, null if there is none.
   */
  async readChosenRows(
    rows: readonly number[],
    before: number | null,
  ): Promise<readonly TimelineRow[]> {
    const reader = this.#createReader();
    const entries = await reader.readEntries(before === null ? rows : [before, ...rows]);
    const shown = toShownContext(entries, before === null);
    return reader.readRows(before === null ? shown : shown.slice(1));
  }

  /** Every entry of rows in full, runs of comments one by one, in order and in parts. */
  async *readFullRows(rows: readonly number[]): AsyncGenerator<readonly FullEntry[], void> {
    const reader = this.#createReader();
    const reading = this.#reading;
    let seqs: number[] = [];
    for (const { seq, endSeq } of await reading.rows.readMany(rows)) {
      for (let next = seq; next < endSeq; next++) {
        seqs.push(next);
        if (seqs.length < PAGE_ROWS_MAX) continue;
        yield* reader.readFull(await reading.index.readMany(seqs));
        seqs = [];
      }
    }
    yield* reader.readFull(await reading.index.readMany(seqs));
  }

  /** One entry with all of its bytes, null if there is no such seq. */
  async readFullEntry(seq: number): Promise<FullEntry | null> {
    const found = await this.#reading.index.readMany([seq]);
    for await (const [full] of this.#createReader().readFull(found)) return full ?? null;
    return null;
  }

  /**
   * One entry for the detail, its bytes cut at `ENTRY_DETAIL_BYTES_MAX`; null if there is no such seq. A problem stands for
   * one that is lost to a failed write.
   */
  async readEntry(seq: number): Promise<EntryDetail | null> {
    const reading = this.#reading;
    const [found] = await reading.index.readMany([seq]);
    if (found === undefined) return null;
    const reader = this.#createReader();
    const { context, ...entry } = found;
    const base = { number: context?.number ?? null, gapMs: context?.gapMs ?? null };
    if (!isInBody(entry)) {
      const line = await reader.readLine(entry);
      if (line.kind === 'problem' && line.problem === 'not-stored') {
        return { entry: line, ...base, sameTypeMs: null, ...NO_BYTES };
      }
      const range = line.kind === 'problem' ? line : { offset: 0, length: 0 };
      return { entry: line, ...base, sameTypeMs: null, ...(await this.#readBytes(range)) };
    }
    const earlier =
      entry.kind === 'event' ? await reading.index.findEarlierOfType(entry.typeId, seq) : null;
    const read = await this.#readBytes(entry);
    const lost = reader.findLost(entry);
    if (lost !== null) return { entry: lost, ...base, sameTypeMs: null, ...NO_BYTES };
    const full = toEntry(entry, Buffer.from(read.bytes), reader.getTypeName(entry));
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
          const entry = await this.#createReader().readLine(connecting);
          return entry.kind === 'connecting' ? entry.lastEventId : null;
        },
      },
      seq,
    );
  }

  /** Whether the last event ID was set after one entry and up to another. Reads no more than the index between them. */
  async isIdSetBetween(afterSeq: number, seq: number): Promise<boolean> {
    return (await this.#reading.index.findLast(seq, 'sets-id', afterSeq + 1)) !== null;
  }

  /** The entry that a jump leads to, null if there is none. Reads no more than one column of the index. */
  async find(target: FindTarget): Promise<RowPlace | null> {
    const { index } = this.#reading;
    return this.#toPlace(await findEntry({ index, body: this.#spool.body }, target));
  }

  /** The event of the same type before an event; null if there is none, and for other entries. */
  async findPreviousOfType(seq: number): Promise<RowPlace | null> {
    const { index } = this.#reading;
    const [entry] = await index.readMany([seq]);
    if (entry?.kind !== 'event') return null;
    return this.#toPlace((await index.findEarlierOfType(entry.typeId, seq))?.seq ?? null);
  }

  /** What the index knows of an entry; `offset` is null for one without bytes. Null if there is no such seq. */
  async readIndexed(
    seq: number,
  ): Promise<{ readonly atMs: number; readonly offset: number | null } | null> {
    const [entry] = await this.#reading.index.readMany([seq]);
    if (entry === undefined) return null;
    return { atMs: entry.atMs, offset: isInBody(entry) ? entry.offset : null };
  }

  /** The entry that was read from the byte at `offset`, or the first one not before `atMs`; null if there is none. */
  async findSeqOf(place: {
    readonly atMs: number;
    readonly offset: number | null;
  }): Promise<number | null> {
    const { rows, index } = this.#reading;
    if (place.offset !== null) {
      const { fromRow, toRow } = await this.findRows(place.offset, 1);
      const [row] = toRow > fromRow ? await rows.readMany([fromRow]) : [];
      if (row !== undefined) return row.seq;
    }
    const seq = await index.findSeqAt(place.atMs);
    return seq < index.entries ? seq : null;
  }

  /** The row that shows an entry. */
  findRowOf(seq: number): Promise<number> {
    return this.#reading.rows.findRowOf(seq);
  }

  /** Rows that were read from a span of the body, at most 4,096 of them. */
  async findRows(offset: number, length: number): Promise<RowSpan> {
    const reading = this.#reading;
    const [chunk] = await this.#chunks.readRange(offset, offset + Math.max(1, length));
    if (chunk === undefined || reading.rows.rows === 0) return { fromRow: 0, toRow: 0 };
    const seq = await reading.index.findSeqAt(chunk.atMs);
    const start = await reading.rows.findRowOf(seq);
    const rows = toNumbers(start, Math.min(start + SPAN_ROWS_MAX, reading.rows.rows));
    const entries = await this.#createReader().readEntries(rows);
    const touching = entries.map(
      (entry) =>
        isInBody(entry) && entry.offset < offset + length && entry.offset + entry.length > offset,
    );
    const first = touching.indexOf(true);
    if (first === -1) return { fromRow: start, toRow: start };
    return { fromRow: start + first, toRow: start + touching.lastIndexOf(true) + 1 };
  }

  /**
   * Up to `BODY_READ_BYTES_MAX` bytes of the decoded body, which ends where a failed write lost the rest. Rejects for
   * what comes after that.
   */
  async readBody(offset: number, length: number): Promise<BodyPart> {
    const { body } = this.#spool;
    const bytes = await body.readStored(offset, Math.min(length, BODY_READ_BYTES_MAX));
    if (body.failure !== null && offset > body.storedSize) throw body.failure;
    const chunks = await this.#chunks.readRange(offset, offset + bytes.length);
    return { offset, bytes, bodyBytes: this.bodyBytes, chunks };
  }

  /** Statistics of everything so far, at `elapsedMs` since the request was sent; what is JSON is counted elsewhere. */
  async readStats(
    elapsedMs: number,
    getJsonCount: (typeId: number) => JsonCount | null = () => null,
  ): Promise<StreamStats> {
    const { stats, connections, counters } = this.#reading;
    await stats.catchUp();
    const { firstByteMs, problems, bodyBytes, wireBytes } = counters;
    return stats.collector.getStats({
      elapsedMs,
      firstByteMs,
      problems,
      bodyBytes,
      wireBytes,
      dropped: 0,
      connections,
      getTypeName: (typeId) => counters.typeNames[typeId] ?? null,
      getJsonCount,
    });
  }

  /** Counts of a span of time, see `TimeAxisReader`. */
  readAxis(
    span: { readonly fromMs: number; readonly toMs: number } | null,
    bins: number,
    matches: MatchList | null,
  ): Promise<TimeAxis> {
    return this.#reading.axis.read(span, bins, matches);
  }

  /** The log as it is now, for another thread that has the entries before `fromSeq` or does not need them. */
  getSnapshot(fromSeq: number): LogSnapshot {
    const { index, derived, counters } = this.#reading;
    return {
      reading: `${this.folder}#${this.#readings}`,
      entries: index.entries,
      index: index.getSnapshot(fromSeq),
      body: this.#spool.body.getSnapshot(),
      lines: this.#spool.lines.getSnapshot(),
      derived: derived.getSnapshot(),
      typeNames: counters.typeNames,
    };
  }

  /** Resolves when everything so far is in the files. Rejects with what the disk said. */
  async flush(): Promise<void> {
    // All of them, also when one fails.
    const flushes = [this.#spool.body, this.#spool.lines, this.#reading.derived].map((file) =>
      file.flush(),
    );
    await Promise.allSettled(flushes);
    await Promise.all(flushes);
  }

  async close(): Promise<void> {
    await this.#spool.close();
    await this.#reading.close();
    await this.#chunks.close();
  }

  async #toPlace(seq: number | null): Promise<RowPlace | null> {
    return seq === null ? null : { seq, row: await this.findRowOf(seq) };
  }

  #createReader(): RowReader {
    return new RowReader(this.#spool, this.#reading);
  }

  async #readBytes(range: {
    readonly offset: number;
    readonly length: number;
  }): Promise<Pick<EntryDetail, 'bytes' | 'isCut' | 'chunks'>> {
    const { offset, length } = range;
    const kept = Math.min(length, ENTRY_DETAIL_BYTES_MAX);
    const bytes = await this.#spool.body.readStored(offset, kept);
    const chunks = await this.#chunks.readRange(offset, offset + length);
    return { bytes, isCut: bytes.length < length, chunks };
  }
}

function toNumbers(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
