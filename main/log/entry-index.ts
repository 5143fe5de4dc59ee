import { INDEX_SEGMENT_ROWS } from '../../shared/limits.ts';
import { ENTRY_KINDS } from '../../shared/model/timeline.ts';
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

/** What preceded a segment, so that a page never has to look further back than its own segment. */
interface SegmentStart {
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

/** Append-only index of one timeline: seq to place. Appends are O(1), reads O(rows asked + one segment). */
export class EntryIndex {
  readonly #store: SegmentStore<IndexColumns>;
  readonly #starts: SegmentStart[] = [];
  #events = 0;
  #lastEventAtMs: number | null = null;
  #lastTypeId: number | null = null;

  /** `path` is the file for segments that left memory; it can be rebuilt from the spool. */
  constructor(path: string) {
    this.#store = new SegmentStore(path, INDEX_LAYOUT);
  }

  /** Entries so far; the next seq. */
  get entries(): number {
    return this.#store.rows;
  }

  /** `idHash` is that of the entry's own id, 0 without one. */
  append(entry: Omit<IndexedEntry, 'seq'>, idHash: number): void {
    if (this.#store.rows % INDEX_SEGMENT_ROWS === 0) {
      this.#starts.push({
        atMs: entry.atMs,
        eventsBefore: this.#events,
        lastEventAtMs: this.#lastEventAtMs,
        lastTypeId: this.#lastTypeId,
      });
    }
    const at = this.#store.claim();
    const { columns } = this.#store;
    columns.atMs[at] = entry.atMs;
    columns.offset[at] = entry.offset;
    columns.length[at] = entry.length;
    columns.dataBytes[at] = entry.dataBytes;
    columns.idHash[at] = idHash;
    columns.typeId[at] = entry.typeId;
    columns.kind[at] = ENTRY_KINDS.indexOf(entry.kind);
    columns.flags[at] = toFlags(entry);
    if (entry.kind === 'event') {
      this.#events++;
      this.#lastEventAtMs = entry.atMs;
      this.#lastTypeId = entry.typeId;
    }
  }

  /** Entries `fromSeq` to `toSeq` (exclusive), clipped to what exists; events with their context. */
  async readRange(
    fromSeq: number,
    toSeq: number,
  ): Promise<readonly (IndexedEntry & { readonly context: EventContext | null })[]> {
    const end = Math.min(toSeq, this.entries);
    const rows: (IndexedEntry & { readonly context: EventContext | null })[] = [];
    for (let seq = Math.max(0, fromSeq); seq < end;) {
      const segment = Math.floor(seq / INDEX_SEGMENT_ROWS);
      const segmentEnd = Math.min(end, (segment + 1) * INDEX_SEGMENT_ROWS);
      const columns = await this.#store.readSegment(segment);
      let walk = this.#walkTo(columns, segment, seq);
      for (; seq < segmentEnd; seq++) {
        const entry = toIndexedEntry(columns, seq);
        if (entry.kind === 'event') {
          const context = {
            number: walk.events + 1,
            gapMs: walk.atMs === null ? null : entry.atMs - walk.atMs,
            repeatsType: walk.typeId === entry.typeId && entry.typeId !== OTHER_TYPE,
          };
          rows.push({ ...entry, context });
          walk = { events: walk.events + 1, atMs: entry.atMs, typeId: entry.typeId };
        } else {
          rows.push({ ...entry, context: null });
        }
      }
    }
    return rows;
  }

  /**
   * Time of the newest event of `typeId` before `seq`. Looks back at most one full segment beyond
   * the one that holds `seq`; null if there is none there.
   */
  async findEarlierOfType(typeId: number, seq: number): Promise<IndexedEntry | null> {
    const segment = Math.floor(seq / INDEX_SEGMENT_ROWS);
    for (let current = segment; current >= Math.max(0, segment - 1); current--) {
      const columns = await this.#store.readSegment(current);
      const from = current === segment ? seq % INDEX_SEGMENT_ROWS : INDEX_SEGMENT_ROWS;
      for (let at = from - 1; at >= 0; at--) {
        if (columns.kind[at] === KIND_OF_EVENT && columns.typeId[at] === typeId) {
          return toIndexedEntry(columns, current * INDEX_SEGMENT_ROWS + at);
        }
      }
    }
    return null;
  }

  /**
   * The newest entry of a sort at or before `seq`, null if there is none. Reads back as far as it takes, one
   * segment at a time.
   */
  async findLast(seq: number, sort: EntrySort): Promise<IndexedEntry | null> {
    const isOfSort = IS_OF_SORT[sort];
    const from = Math.min(seq, this.entries - 1);
    for (let segment = Math.floor(from / INDEX_SEGMENT_ROWS); segment >= 0; segment--) {
      const columns = await this.#store.readSegment(segment);
      const last = Math.min(from - segment * INDEX_SEGMENT_ROWS, INDEX_SEGMENT_ROWS - 1);
      for (let at = last; at >= 0; at--) {
        if (isOfSort(columns, at))
          return toIndexedEntry(columns, segment * INDEX_SEGMENT_ROWS + at);
      }
    }
    return null;
  }

  /** The first seq whose time is not before `atMs`; the number of entries if there is none. */
  async findSeqAt(atMs: number): Promise<number> {
    let low = 0;
    let high = this.entries;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const columns = await this.#store.readSegment(Math.floor(middle / INDEX_SEGMENT_ROWS));
      if ((columns.atMs[middle % INDEX_SEGMENT_ROWS] ?? 0) < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The index as it is now, for another thread. */
  getSnapshot(): StoreSnapshot {
    return this.#store.getSnapshot();
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** Counts the events between the segment's start and `seq`. */
  #walkTo(
    columns: IndexColumns,
    segment: number,
    seq: number,
  ): { readonly events: number; readonly atMs: number | null; readonly typeId: number | null } {
    const start = this.#starts[segment];
    let events = start?.eventsBefore ?? 0;
    let last = -1;
    const end = seq % INDEX_SEGMENT_ROWS;
    for (let at = 0; at < end; at++) {
      if (columns.kind[at] !== KIND_OF_EVENT) continue;
      events++;
      last = at;
    }
    return last === -1
      ? { events, atMs: start?.lastEventAtMs ?? null, typeId: start?.lastTypeId ?? null }
      : { events, atMs: columns.atMs[last] ?? null, typeId: columns.typeId[last] ?? null };
  }
}

/** What `findLast` can look for. */
export type EntrySort = 'event' | 'connecting' | 'sets-id';

const IS_OF_SORT: Readonly<Record<EntrySort, (columns: IndexColumns, at: number) => boolean>> = {
  event: (columns, at) => columns.kind[at] === KIND_OF_EVENT,
  connecting: (columns, at) => columns.kind[at] === KIND_OF_CONNECTING,
  'sets-id': (columns, at) => ((columns.flags[at] ?? 0) & (FLAG_HAS_ID | FLAG_ID_MOVED)) !== 0,
};
