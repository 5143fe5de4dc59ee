import { INDEX_BLOCK_ROWS, INDEX_SEGMENT_ROWS } from '../../shared/limits.ts';
import type { StreamShape } from '../../shared/model/exchange.ts';
import type { PlainEvents } from '../../shared/model/plain-events.ts';
import { ENTRY_KINDS } from '../../shared/model/timeline.ts';
import type { EventEntry } from '../../shared/model/timeline.ts';
import { findLastPlace } from './find-last-place.ts';
import { hashId, hashIdIn } from './id-hash.ts';
import {
  FLAG_HAS_ID,
  FLAG_ID_MOVED,
  INDEX_LAYOUT,
  KIND_OF_CONNECTING,
  KIND_OF_EVENT,
  OTHER_TYPE,
  toFlags,
  toIndexedEntry,
} from './index-columns.ts';
import type { IndexColumns, IndexedEntry } from './index-columns.ts';
import { SegmentStore } from './segment-store.ts';
import type { StoreSnapshot } from './segment-store.ts';

/** What preceded a block of entries, so that a page never has to look further back than its own block. */
interface BlockStart {
  /** Time of its first entry. */
  readonly atMs: number;
  readonly eventsBefore: number;
  readonly lastEventAtMs: number | null;
  readonly lastTypeId: number | null;
}

/** An event's standing among the events. */
export interface EventContext {
  /** From 1. */
  readonly number: number;
  readonly gapMs: number | null;
  readonly repeatsType: boolean;
}

/** An entry with its standing; null for other kinds. */
export type ReadEntry = IndexedEntry & { readonly context: EventContext | null };

/** What was counted on the way through a segment, up to the place `at`. */
interface Walk {
  readonly at: number;
  readonly events: number;
  readonly atMs: number | null;
  readonly typeId: number | null;
}

/** Append-only index of one timeline: seq to place. Appends are O(1), reads O(rows asked + one block). */
export class EntryIndex {
  readonly #store: SegmentStore<IndexColumns>;
  readonly #starts: BlockStart[] = [];
  #events = 0;
  #lastEventAtMs: number | null = null;
  #lastTypeId: number | null = null;

  /** `path` is the file for segments that left memory; it can be rebuilt from the spool. */
  constructor(path: string) {
    this.#store = new SegmentStore(path, INDEX_LAYOUT);
  }

  /** Time of the newest entry, 0 before there is one. */
  get lastAtMs(): number {
    const { rows } = this.#store;
    return rows === 0 ? 0 : (this.#store.columns.atMs[(rows - 1) % INDEX_SEGMENT_ROWS] ?? 0);
  }

  /** Entries so far; the next seq. */
  get entries(): number {
    return this.#store.rows;
  }

  /** Adds an event, whose type has the number `typeId`. */
  appendEvent(event: EventEntry, typeId: number, shape: StreamShape, isIdMoved: boolean): void {
    const { id } = event;
    const at = this.#claimEvent(event.atMs, typeId);
    const { columns } = this.#store;
    columns.offset[at] = event.offset;
    columns.length[at] = event.length;
    columns.dataBytes[at] = event.sizeBytes;
    columns.idHash[at] = id === null ? 0 : hashId(id);
    columns.flags[at] = toFlags(id !== null, event.isTruncated, false, isIdMoved, shape);
  }

  /** Adds one of some plain events, whose type has the number `typeId`. Nearly all events take this way. */
  appendPlain(events: PlainEvents, number: number, typeId: number, flags: number): void {
    const at = this.#claimEvent(events.atMs, typeId);
    const { columns } = this.#store;
    columns.offset[at] = events.offset(number);
    columns.length[at] = events.length(number);
    columns.dataBytes[at] = events.dataBytes(number);
    columns.idHash[at] = events.hasId(number)
      ? hashIdIn(events.base.text, events.idFrom(number), events.idTo(number))
      : 0;
    columns.flags[at] = flags;
  }

  /** Adds an entry that is no event. */
  append(
    entry: Pick<IndexedEntry, 'kind' | 'atMs' | 'offset' | 'length' | 'isDerived' | 'shape'>,
  ): void {
    const at = this.#claim(entry.atMs);
    const { columns } = this.#store;
    columns.atMs[at] = entry.atMs;
    columns.offset[at] = entry.offset;
    columns.length[at] = entry.length;
    columns.typeId[at] = OTHER_TYPE;
    columns.kind[at] = ENTRY_KINDS.indexOf(entry.kind);
    columns.flags[at] = toFlags(false, false, entry.isDerived, false, entry.shape);
  }

  #claimEvent(atMs: number, typeId: number): number {
    const at = this.#claim(atMs);
    const { columns } = this.#store;
    columns.atMs[at] = atMs;
    columns.typeId[at] = typeId;
    columns.kind[at] = KIND_OF_EVENT;
    this.#events++;
    this.#lastEventAtMs = atMs;
    this.#lastTypeId = typeId;
    return at;
  }

  /** Makes room for an entry; notes what came before it where a block begins. */
  #claim(atMs: number): number {
    if (this.#store.rows % INDEX_BLOCK_ROWS === 0) {
      this.#starts.push({
        atMs,
        eventsBefore: this.#events,
        lastEventAtMs: this.#lastEventAtMs,
        lastTypeId: this.#lastTypeId,
      });
    }
    return this.#store.claim();
  }

  /** Entries by seq, which are in order, those left out that do not exist; events with their context. */
  async readMany(seqs: readonly number[]): Promise<readonly ReadEntry[]> {
    const rows: ReadEntry[] = [];
    let segment = -1;
    let columns: IndexColumns | null = null;
    let walk: Walk | null = null;
    for (const seq of seqs) {
      if (seq >= this.entries) continue;
      const isSame = segment === Math.floor(seq / INDEX_SEGMENT_ROWS);
      if (columns === null || !isSame) {
        segment = Math.floor(seq / INDEX_SEGMENT_ROWS);
        columns = await this.#store.readSegment(segment);
        walk = null;
      }
      walk = this.#walkTo(columns, segment, seq % INDEX_SEGMENT_ROWS, walk);
      const entry = toIndexedEntry(columns, seq);
      const context =
        entry.kind === 'event'
          ? {
              number: walk.events + 1,
              gapMs: walk.atMs === null ? null : entry.atMs - walk.atMs,
              repeatsType: walk.typeId === entry.typeId && entry.typeId !== OTHER_TYPE,
            }
          : null;
      rows.push({ ...entry, context });
    }
    return rows;
  }

  /**
   * The newest event of a type before `seq`, null if there is none. Reads one column back as far as it takes:
   * 20 MB at ten million entries.
   */
  async findEarlierOfType(typeId: number, seq: number): Promise<IndexedEntry | null> {
    if (typeId === OTHER_TYPE) return null;
    for (let segment = Math.floor(seq / INDEX_SEGMENT_ROWS); segment >= 0; segment--) {
      const from = seq - segment * INDEX_SEGMENT_ROWS - 1;
      if (from < 0) continue;
      const types = await this.#store.readColumn(segment, 'typeId');
      // Only events have another number than that of types without one.
      const at = types.lastIndexOf(typeId, Math.min(from, INDEX_SEGMENT_ROWS - 1));
      if (at !== -1) return this.#readEntry(segment, at);
    }
    return null;
  }

  /**
   * The first event after `afterSeq` whose id has this hash and that `isIt` takes for the wanted one. Reads one column
   * as far as it takes: 40 MB at ten million entries.
   */
  async findByIdHash(
    hash: number,
    afterSeq: number,
    isIt: (entry: IndexedEntry) => Promise<boolean>,
  ): Promise<IndexedEntry | null> {
    const first = afterSeq + 1;
    for (let segment = Math.floor(first / INDEX_SEGMENT_ROWS); ; segment++) {
      const segmentStart = segment * INDEX_SEGMENT_ROWS;
      if (segmentStart >= this.entries) return null;
      const hashes = await this.#store.readColumn(segment, 'idHash');
      let at = hashes.indexOf(hash, Math.max(0, first - segmentStart));
      for (; at !== -1; at = hashes.indexOf(hash, at + 1)) {
        const entry = await this.#readEntry(segment, at);
        if (await isIt(entry)) return entry;
      }
    }
  }

  /** The event with a number, from 1; null if there are not so many. */
  async findByNumber(number: number): Promise<IndexedEntry | null> {
    if (number < 1 || number > this.#events) return null;
    const block = this.#findBlock((start) => start.eventsBefore < number);
    const first = block * INDEX_BLOCK_ROWS;
    const { kind } = await this.#store.readSegment(Math.floor(first / INDEX_SEGMENT_ROWS));
    let events = this.#starts[block]?.eventsBefore ?? 0;
    for (let seq = first; seq < first + INDEX_BLOCK_ROWS; seq++) {
      if (kind[seq % INDEX_SEGMENT_ROWS] !== KIND_OF_EVENT || ++events < number) continue;
      return this.#readEntry(Math.floor(seq / INDEX_SEGMENT_ROWS), seq % INDEX_SEGMENT_ROWS);
    }
    return null;
  }

  /**
   * The newest entry of a sort at or before `seq`, and not before `firstSeq`; null if there is none. Reads back as far
   * as it takes, one segment at a time.
   */
  async findLast(seq: number, sort: EntrySort, firstSeq = 0): Promise<IndexedEntry | null> {
    const isOfSort = IS_OF_SORT[sort];
    const from = Math.min(seq, this.entries - 1);
    for (let segment = Math.floor(from / INDEX_SEGMENT_ROWS); segment >= 0; segment--) {
      const segmentStart = segment * INDEX_SEGMENT_ROWS;
      if (segmentStart + INDEX_SEGMENT_ROWS <= firstSeq) return null;
      const columns = await this.#store.readSegment(segment);
      const last = Math.min(from - segmentStart, INDEX_SEGMENT_ROWS - 1);
      for (let at = last; at >= Math.max(0, firstSeq - segmentStart); at--) {
        if (isOfSort(columns, at)) return toIndexedEntry(columns, segmentStart + at);
      }
    }
    return null;
  }

  /** The first seq whose time is not before `atMs`; the number of entries if there is none. */
  async findSeqAt(atMs: number): Promise<number> {
    const block = this.#findBlock((start) => start.atMs < atMs);
    if (block === -1) return 0;
    const first = block * INDEX_BLOCK_ROWS;
    const columns = await this.#store.readSegment(Math.floor(first / INDEX_SEGMENT_ROWS));
    let low = first;
    let high = Math.min(first + INDEX_BLOCK_ROWS, this.entries);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((columns.atMs[middle % INDEX_SEGMENT_ROWS] ?? 0) < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Columns of a segment; not to be written to. Those of the newest one hold rows that do not exist yet. */
  readColumns(segment: number): Promise<IndexColumns> {
    return this.#store.readSegment(segment);
  }

  /** The index as it is now, for another thread that has the entries before `fromSeq`. */
  getSnapshot(fromSeq: number): StoreSnapshot {
    return this.#store.getSnapshot(fromSeq);
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #readEntry(segment: number, at: number): Promise<IndexedEntry> {
    const columns = await this.#store.readSegment(segment);
    return toIndexedEntry(columns, segment * INDEX_SEGMENT_ROWS + at);
  }

  /** The last block whose start comes before something, -1 if none does. */
  #findBlock(isBefore: (start: BlockStart) => boolean): number {
    const starts = this.#starts;
    return findLastPlace(starts.length, (at) => isBefore(starts[at] as BlockStart));
  }

  /** Counts the events of a segment before `to`, from the start of its block or from where an earlier walk came to. */
  #walkTo(columns: IndexColumns, segment: number, to: number, from: Walk | null): Walk {
    const blockAt = to - (to % INDEX_BLOCK_ROWS);
    const start = this.#starts[(segment * INDEX_SEGMENT_ROWS + blockAt) / INDEX_BLOCK_ROWS];
    const known = from !== null && from.at <= to && from.at >= blockAt ? from : null;
    let events = known?.events ?? start?.eventsBefore ?? 0;
    let last = -1;
    for (let at = known?.at ?? blockAt; at < to; at++) {
      if (columns.kind[at] !== KIND_OF_EVENT) continue;
      events++;
      last = at;
    }
    if (last !== -1) {
      return {
        at: to,
        events,
        atMs: columns.atMs[last] ?? null,
        typeId: columns.typeId[last] ?? null,
      };
    }
    return known === null
      ? { at: to, events, atMs: start?.lastEventAtMs ?? null, typeId: start?.lastTypeId ?? null }
      : { ...known, at: to };
  }
}

/** What `findLast` can look for. */
export type EntrySort = 'event' | 'connecting' | 'sets-id';

const IS_OF_SORT: Readonly<Record<EntrySort, (columns: IndexColumns, at: number) => boolean>> = {
  event: (columns, at) => columns.kind[at] === KIND_OF_EVENT,
  connecting: (columns, at) => columns.kind[at] === KIND_OF_CONNECTING,
  'sets-id': (columns, at) => ((columns.flags[at] ?? 0) & (FLAG_HAS_ID | FLAG_ID_MOVED)) !== 0,
};
