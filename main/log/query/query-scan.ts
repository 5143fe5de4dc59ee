import {
  EVENT_BYTES_MAX,
  EVENT_TYPES_COUNTED_MAX,
  INDEX_SEGMENT_ROWS,
  QUERY_BLOCK_BYTES,
} from '../../../shared/limits.ts';
import { ENTRY_KINDS } from '../../../shared/model/timeline.ts';
import type { EntryKind } from '../../../shared/model/timeline.ts';
import { asksForType, compileQuery, needsBytes } from '../../../shared/query/compile-query.ts';
import type { Predicate } from '../../../shared/query/compile-query.ts';
import type { QueryNode } from '../../../shared/query/query.ts';
import {
  KIND_OF_EVENT,
  NO_KIND,
  OTHER_TYPE,
  isInBody,
  startsRowAfter,
  toIndexedEntry,
} from '../index-columns.ts';
import type { IndexColumns } from '../index-columns.ts';
import { BodyBlock } from './body-block.ts';
import { EntryView } from './entry-view.ts';
import { compileFastTerm } from './fast-terms.ts';
import type { LogReader } from './log-reader.ts';

/** Where a scan stands between two entries: all that is needed to go on from there. */
export interface ScanPosition {
  /** Entry that is looked at next. */
  readonly seq: number;
  /** Rows before it; the last of them may go on. */
  readonly rows: number;
  /** Number of the kind of the entry before it. */
  readonly lastKind: number;
  readonly events: number;
  readonly lastEventAtMs: number | null;
  /** The last row that matched, -1 for none: further entries of a row do not count again. */
  readonly lastMatch: number;
  readonly matchedEvents: number;
  /** Counts by type; null for a scan that collects rows. */
  readonly tally: TypeTally | null;
}

/** Events that were looked at, and those that matched, by type number; the last place is for `OTHER_TYPE`. */
export interface TypeTally {
  readonly looked: Uint32Array;
  readonly matched: Uint32Array;
}

const TALLY_PLACES = EVENT_TYPES_COUNTED_MAX + 1;

/** Place of a type in a tally. */
export function toTallyPlace(typeId: number): number {
  return Math.min(typeId, EVENT_TYPES_COUNTED_MAX);
}

export const SCAN_START: ScanPosition = {
  seq: 0,
  rows: 0,
  lastKind: NO_KIND,
  events: 0,
  lastEventAtMs: null,
  lastMatch: -1,
  matchedEvents: 0,
  tally: null,
};

/** Where a scan starts that counts by type and collects no rows. */
export const TALLY_START: ScanPosition = {
  ...SCAN_START,
  tally: { looked: new Uint32Array(TALLY_PLACES), matched: new Uint32Array(TALLY_PLACES) },
};

const IN_BODY = ENTRY_KINDS.map((kind: EntryKind) => isInBody({ kind }));

/** What a scan is told about, for whoever watches that it gets on. */
export interface ScanGauge {
  /** Before an entry of so many bytes is evaluated. */
  readonly noteEntry: (seq: number, bytes: number) => void;
  /** Around reading, which is the disk's time and not the query's. */
  readonly noteReading: (isReading: boolean) => void;
}

/**
 * Looks at the entries of a log in order and collects the rows that match, or counts them by type. Reads the body in large blocks,
 * and only when the query has to. Goes on where it stopped when the log has grown.
 */
export class QueryScan {
  readonly #reader: LogReader;
  readonly #view: EntryView;
  readonly #matches: Predicate<EntryView>;
  readonly #needsBytes: boolean;
  /** The names of types that are not counted stand in the bytes only. */
  readonly #asksForType: boolean;
  readonly #gauge: ScanGauge;
  /** Entries of the block whose bytes are lost to a failed write. Nothing can be said of them, so they do not match. */
  readonly #lost = new Set<number>();
  /** Takes one block after the other. */
  #buffer: Buffer | null = null;
  #position: ScanPosition;

  constructor(
    reader: LogReader,
    query: { readonly node: QueryNode; readonly matchesCase: boolean },
    from: ScanPosition,
    gauge: ScanGauge,
  ) {
    const { node, matchesCase } = query;
    const compileSlow = (term: QueryNode) => compileQuery<EntryView>(term, { matchesCase });
    this.#reader = reader;
    this.#view = new EntryView(reader);
    this.#matches = compileQuery<EntryView>(node, {
      matchesCase,
      compileTerm: (term) => compileFastTerm(term, matchesCase, compileSlow),
    });
    this.#needsBytes = needsBytes(node);
    this.#asksForType = asksForType(node);
    this.#position = from;
    this.#gauge = gauge;
  }

  get position(): ScanPosition {
    return this.#position;
  }

  /**
   * Looks at the entries of one block: at most `entriesMax`, some megabytes of the body, or what a segment
   * holds. Gives the rows that match; null when there is nothing to look at now. Throws what the file system said.
   */
  scanBlock(entriesMax = INDEX_SEGMENT_ROWS): readonly number[] | null {
    const from = this.#position.seq;
    const { entries } = this.#reader.snapshot;
    if (from >= entries) return null;
    const segment = Math.floor(from / INDEX_SEGMENT_ROWS);
    this.#gauge.noteReading(true);
    const columns = this.#reader.readColumns(segment);
    const end = Math.min(entries, (segment + 1) * INDEX_SEGMENT_ROWS, from + entriesMax);
    this.#lost.clear();
    const readsBytes = this.#needsBytes || (this.#asksForType && hasOtherType(columns, from, end));
    const to = readsBytes ? this.#loadBlock(columns, from, end) : end;
    this.#gauge.noteReading(false);
    return to === from ? null : this.#evaluate(columns, from, to);
  }

  /** Reads the bytes of as many entries as fit a block; gives the seq after the last one. */
  #loadBlock(columns: IndexColumns, from: number, end: number): number {
    const { body, lines, derived } = this.#reader.snapshot;
    let low = Infinity;
    let high = 0;
    let seq = from;
    for (; seq < end; seq++) {
      const at = seq % INDEX_SEGMENT_ROWS;
      if (IN_BODY[columns.kind[at] as number] !== true) {
        const entry = toIndexedEntry(columns, seq);
        const file = entry.isDerived ? derived : lines;
        if (entry.offset + entry.length <= file.sizeBytes) continue;
        if (!file.isBroken) break;
        this.#lost.add(seq);
        continue;
      }
      const offset = columns.offset[at] as number;
      const last = offset + Math.min(columns.length[at] as number, EVENT_BYTES_MAX);
      if (last > body.sizeBytes) {
        if (!body.isBroken) break;
        this.#lost.add(seq);
        continue;
      }
      const newLow = Math.min(low, offset);
      const newHigh = Math.max(high, last);
      // One entry may be larger than a block.
      if (newHigh - newLow > QUERY_BLOCK_BYTES && low !== Infinity) break;
      low = newLow;
      high = newHigh;
    }
    if (low === Infinity) this.#view.setBlock(null);
    else {
      this.#buffer ??= Buffer.allocUnsafe(QUERY_BLOCK_BYTES);
      const bytes = this.#reader.readBody(low, high - low, this.#buffer);
      this.#view.setBlock(new BodyBlock(low, bytes));
    }
    return seq;
  }

  #evaluate(columns: IndexColumns, from: number, to: number): readonly number[] {
    const matched: number[] = [];
    const view = this.#view;
    let { rows, lastKind, events, lastEventAtMs, lastMatch, matchedEvents } = this.#position;
    const tally = copyTally(this.#position.tally);
    const lost = this.#lost.size === 0 ? null : this.#lost;
    for (let seq = from; seq < to; seq++) {
      const at = seq % INDEX_SEGMENT_ROWS;
      const kind = columns.kind[at] as number;
      const isEvent = kind === KIND_OF_EVENT;
      if (startsRowAfter(lastKind, kind)) rows++;
      lastKind = kind;
      const atMs = columns.atMs[at] as number;
      const gapMs = isEvent && lastEventAtMs !== null ? atMs - lastEventAtMs : null;
      if (isEvent) {
        events++;
        lastEventAtMs = atMs;
      }
      if (lost?.has(seq) === true) continue;
      view.moveTo(seq, columns, isEvent ? events : 0, gapMs);
      this.#gauge.noteEntry(seq, columns.length[at] as number);
      const isMatch = this.#matches(view);
      if (tally !== null) {
        if (isEvent) addToTally(tally, columns.typeId[at] as number, isMatch);
        continue;
      }
      if (!isMatch) continue;
      if (isEvent) matchedEvents++;
      const row = rows - 1;
      if (row === lastMatch) continue;
      lastMatch = row;
      matched.push(row);
    }
    const seq = to;
    this.#position = {
      seq,
      rows,
      lastKind,
      events,
      lastEventAtMs,
      lastMatch,
      matchedEvents,
      tally,
    };
    return matched;
  }
}

/** Whether the type of an event from `from` to `end` (exclusive) is not counted by name. */
function hasOtherType(columns: IndexColumns, from: number, end: number): boolean {
  for (let seq = from; seq < end; seq++) {
    const at = seq % INDEX_SEGMENT_ROWS;
    if (columns.typeId[at] === OTHER_TYPE && columns.kind[at] === KIND_OF_EVENT) return true;
  }
  return false;
}

function copyTally(tally: TypeTally | null): TypeTally | null {
  if (tally === null) return null;
  return { looked: tally.looked.slice(), matched: tally.matched.slice() };
}

function addToTally({ looked, matched }: TypeTally, typeId: number, isMatch: boolean): void {
  const place = toTallyPlace(typeId);
  looked[place] = (looked[place] as number) + 1;
  if (isMatch) matched[place] = (matched[place] as number) + 1;
}
