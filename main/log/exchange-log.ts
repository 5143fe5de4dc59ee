import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BodyPart, EntryDetail } from '../../shared/ipc/contract.ts';
import { BODY_READ_BYTES_MAX, ENTRY_DETAIL_BYTES_MAX, PAGE_ROWS_MAX } from '../../shared/limits.ts';
import type { SentHead } from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { TimelineEntry, TimelineRow } from '../../shared/model/timeline.ts';
import { AppendFile } from './append-file.ts';
import { ChunkTable } from './chunk-table.ts';
import { EntryIndex, OTHER_TYPE } from './entry-index.ts';
import type { IndexedEntry } from './entry-index.ts';
import { toEntry, toRow } from './entry-reader.ts';
import { ExchangeCounters } from './exchange-counters.ts';
import { SPOOL_VERSION, Spool } from './spool.ts';

/** Rows whose bytes lie within this span are read at once. */
const SPAN_BYTES_MAX = 1024 * 1024;
/** Bytes of an event that its row needs: the preview's characters, fields before it included. */
const ROW_BYTES_MAX = 16 * 1024;

/**
 * One exchange on disk and its index in memory: takes what arrives, gives pages of rows, single
 * entries and parts of the body. Everything shown is read back from the files.
 */
export class ExchangeLog {
  readonly counters = new ExchangeCounters();
  readonly #spool: Spool;
  readonly #index: EntryIndex;
  readonly #chunks: ChunkTable;
  /** Problems in full; they can be found again from the body, so the file starts empty. */
  readonly #details: AppendFile;

  private constructor(spool: Spool, details: AppendFile) {
    this.#spool = spool;
    this.#details = details;
    this.#index = new EntryIndex(join(spool.folder, 'index.bin'));
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
    const details = join(folder, 'details.jsonl');
    await rm(details, { force: true });
    return new ExchangeLog(spool, await AppendFile.open(details));
  }

  get folder(): string {
    return this.#spool.folder;
  }

  /** Entries so far; every seq below it can be read. */
  get entries(): number {
    return this.#index.entries;
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
    this.#chunks.append(bytes.length, atMs);
    this.counters.bodyBytes += bytes.length;
    return this.#spool.appendChunk(bytes, atMs);
  }

  /** Adds entries in seq order. Entries of the connection are also written to the timeline file. */
  appendEntries(entries: readonly TimelineEntry[]): void {
    for (const entry of entries) this.#appendEntry(entry, null);
  }

  /** Adds an entry that is already in the files; `place` is its line for an entry of the connection. */
  restoreEntry(
    entry: TimelineEntry,
    place: { readonly offset: number; readonly length: number } | null,
  ): void {
    this.#appendEntry(entry, place);
  }

  /** Notes a chunk that is already in the body. */
  restoreChunk(length: number, atMs: number): void {
    this.#chunks.append(length, atMs);
    this.counters.bodyBytes += length;
  }

  /** Rows `fromSeq` to `toSeq` (exclusive), clipped to what exists and to `PAGE_ROWS_MAX`. */
  async readRows(fromSeq: number, toSeq: number): Promise<readonly TimelineRow[]> {
    const entries = await this.#index.readRange(fromSeq, Math.min(toSeq, fromSeq + PAGE_ROWS_MAX));
    const span = await this.#readSpan(entries);
    const rows: TimelineRow[] = [];
    for (const { context, ...entry } of entries) {
      if (!isInBody(entry)) {
        rows.push((await this.#readLineEntry(entry)) as TimelineRow);
        continue;
      }
      const bytes =
        span === null
          ? await this.#readForRow(entry)
          : span.bytes.subarray(
              entry.offset - span.offset,
              entry.offset - span.offset + entry.length,
            );
      rows.push(toRow(entry, context, bytes, this.#getTypeName(entry)));
    }
    return rows;
  }

  /** One entry in full, null if there is no such seq. */
  async readEntry(seq: number): Promise<EntryDetail | null> {
    const [found] = await this.#index.readRange(seq, seq + 1);
    if (found === undefined) return null;
    const { context, ...entry } = found;
    const base = { number: context?.number ?? null, gapMs: context?.gapMs ?? null };
    if (!isInBody(entry)) {
      const line = await this.#readLineEntry(entry);
      return {
        entry: line,
        ...base,
        sameTypeMs: null,
        bytes: new Uint8Array(),
        isCut: false,
        chunks: [],
      };
    }
    const bytes = await this.#spool.body.read(
      entry.offset,
      Math.min(entry.length, ENTRY_DETAIL_BYTES_MAX),
    );
    const earlier =
      entry.kind === 'event' ? await this.#index.findEarlierOfType(entry.typeId, seq) : null;
    return {
      entry: toEntry(entry, bytes, this.#getTypeName(entry)),
      ...base,
      sameTypeMs: earlier === null ? null : entry.atMs - earlier.atMs,
      bytes,
      isCut: bytes.length < entry.length,
      chunks: await this.#chunks.readRange(entry.offset, entry.offset + entry.length),
    };
  }

  /** Up to `BODY_READ_BYTES_MAX` bytes of the decoded body. */
  async readBody(offset: number, length: number): Promise<BodyPart> {
    const bytes = await this.#spool.body.read(offset, Math.min(length, BODY_READ_BYTES_MAX));
    const chunks = await this.#chunks.readRange(offset, offset + bytes.length);
    return { offset, bytes, bodyBytes: this.bodyBytes, chunks };
  }

  /** Resolves when everything so far is in the files. Rejects with what the disk said. */
  async flush(): Promise<void> {
    await this.#spool.body.flush();
    await this.#spool.lines.flush();
  }

  async close(): Promise<void> {
    await this.#spool.close();
    await this.#details.close();
    await this.#index.close();
    await this.#chunks.close();
  }

  #appendEntry(
    entry: TimelineEntry,
    restored: { readonly offset: number; readonly length: number } | null,
  ): void {
    const typeId = this.counters.add(entry);
    switch (entry.kind) {
      case 'event':
        return this.#index.append({
          kind: 'event',
          atMs: entry.atMs,
          offset: entry.offset,
          length: entry.length,
          dataBytes: entry.sizeBytes,
          typeId,
          hasId: entry.id !== null,
          isTruncated: entry.isTruncated,
        });
      case 'comment':
      case 'retry':
        return this.#appendPlain(entry, entry);
      case 'problem':
        return this.#appendPlain(entry, this.#appendDetail(entry));
      default:
        return this.#appendPlain(entry, restored ?? this.#spool.appendLine(entry));
    }
  }

  #appendPlain(
    entry: TimelineEntry,
    place: { readonly offset: number; readonly length: number },
  ): void {
    this.#index.append({
      kind: entry.kind,
      atMs: entry.atMs,
      offset: place.offset,
      length: place.length,
      dataBytes: 0,
      typeId: OTHER_TYPE,
      hasId: false,
      isTruncated: false,
    });
  }

  #appendDetail(entry: TimelineEntry): { readonly offset: number; readonly length: number } {
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8');
    const offset = this.#details.size;
    this.#details.append(bytes)?.catch(() => undefined);
    return { offset, length: bytes.length };
  }

  async #readLineEntry(entry: IndexedEntry): Promise<TimelineEntry> {
    const file = entry.kind === 'problem' ? this.#details : this.#spool.lines;
    const line = await file.read(entry.offset, entry.length);
    // The line was written by this process or checked when the spool was opened.
    return JSON.parse(line.toString('utf8')) as TimelineEntry;
  }

  #getTypeName(entry: IndexedEntry): string | null {
    return entry.typeId === OTHER_TYPE ? null : (this.counters.typeNames[entry.typeId] ?? null);
  }

  /** The bytes of all rows at once, null if they are too far apart. */
  async #readSpan(
    entries: readonly IndexedEntry[],
  ): Promise<{ readonly offset: number; readonly bytes: Buffer } | null> {
    const inBody = entries.filter(isInBody);
    const first = inBody[0];
    const last = inBody.at(-1);
    if (first === undefined || last === undefined) return null;
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

/** Whether the entry is read out of the body, and not a line of its own. */
function isInBody(entry: IndexedEntry): boolean {
  return entry.kind === 'event' || entry.kind === 'comment' || entry.kind === 'retry';
}
