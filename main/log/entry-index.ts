import { INDEX_SEGMENT_ROWS } from '../../shared/limits.ts';
import { ENTRY_KINDS } from '../../shared/model/timeline.ts';
import {
  FLAG_HAS_ID,
  INDEX_LAYOUT,
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

/** An entry with its standing; null for other kinds. */
export type ReadEntry = IndexedEntry & { readonly context: EventContext | null };

/** What was counted on the way through a segment, up to the place `at`. */
interface Walk {
  readonly at: number;
  readonly events: number;
  readonly atMs: number | null;
  readonly typeId: number | null;
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
   * The newest event with an id of its own at or before `seq`, null if there is none. Reads back as
   * far as it takes, one segment at a time.
   */
  async findLastWithId(seq: number): Promise<IndexedEntry | null> {
    for (let segment = Math.floor(seq / INDEX_SEGMENT_ROWS); segment >= 0; segment--) {
      const columns = await this.#store.readSegment(segment);
      const last = Math.min(seq - segment * INDEX_SEGMENT_ROWS, INDEX_SEGMENT_ROWS - 1);
      for (let at = last; at >= 0; at--) {
        if (((columns.flags[at] ?? 0) & FLAG_HAS_ID) !== 0) {
          return toIndexedEntry(columns, segment * INDEX_SEGMENT_ROWS + at);
        }
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

  /** Counts the events of a segment before `to`, from its start or from where an earlier walk came to. */
  #walkTo(columns: IndexColumns, segment: number, to: number, from: Walk | null): Walk {
    const start = this.#starts[segment];
    const known = from !== null && from.at <= to ? from : null;
    let events = known?.events ?? start?.eventsBefore ?? 0;
    let last = -1;
    for (let at = known?.at ?? 0; at < to; at++) {
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
