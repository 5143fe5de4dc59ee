import {
  AXIS_BLOCK_ENTRIES,
  AXIS_EDGES_MAX,
  AXIS_GAPS_MAX,
  CHART_TYPES_MAX,
  INDEX_SEGMENT_ROWS,
  SILENCE_MARK_MS,
} from '../../shared/limits.ts';
import type { AxisGap } from '../../shared/model/time-axis.ts';
import { ENTRY_KINDS } from '../../shared/model/timeline.ts';
import type { EntryKind } from '../../shared/model/timeline.ts';
import type { EntryIndex } from './entry-index.ts';
import type { EventRun } from './exchange-counters.ts';
import { findLastPlace } from './find-last-place.ts';
import { KIND_OF_EVENT, KIND_OF_PROBLEM, NO_KIND, startsRowAfter } from './index-columns.ts';

/** Events by type, the last of them for all further types. */
export const SERIES = CHART_TYPES_MAX + 1;
const PROBLEMS = SERIES;
const ROWS = SERIES + 1;
const LAST_KIND = SERIES + 2;
const NUMBERS = SERIES + 3;

/** Everything that came before a moment: events by type, problems and rows. */
export interface CountsBefore {
  readonly events: Uint32Array;
  readonly problems: number;
  readonly rows: number;
}

/** As far as a log was when somebody began to ask: what comes later does not change the answers. */
export interface AxisEnd {
  readonly entries: number;
  readonly blocks: number;
}

/**
 * Counts of a log before any moment, at the cost of one block of entries. Sums stand at the start of every block; a
 * moment that is over is remembered. Events are added by the run, so that an event costs nothing here.
 */
export class AxisCounts {
  readonly #index: EntryIndex;
  /** Sums before each block, one block behind the other. */
  #sums = new Uint32Array(NUMBERS * 64);
  /** Time and seq of each block's first entry. */
  #starts = new Float64Array(64);
  #seqs = new Float64Array(64);
  #blocks = 0;
  /** Sums before `#entries`. */
  readonly #now = createSums();
  #entries = 0;
  #lastEventMs: number | null = null;
  #gaps: AxisGap[] = [];
  readonly #edges = new Map<number, Uint32Array>();

  constructor(index: EntryIndex) {
    this.#index = index;
  }

  get end(): AxisEnd {
    return { entries: this.#entries, blocks: this.#blocks };
  }

  /** The longest silences between events, in order of time. */
  get gaps(): readonly AxisGap[] {
    const longest = keepLongest(this.#gaps);
    return longest.sort((one, other) => one.fromMs - other.fromMs);
  }

  /** Adds events that follow one another and have one type and one time. */
  addEvents({ typeId, atMs, events }: Pick<EventRun, 'typeId' | 'atMs' | 'events'>): void {
    this.#startBlockIfDue(atMs);
    this.#noteEvent(atMs);
    addEvents(this.#now, typeId, events);
    this.#entries += events;
  }

  /** Adds an entry that is no event. */
  addOther(kind: EntryKind, atMs: number): void {
    this.#startBlockIfDue(atMs);
    addOther(this.#now, ENTRY_KINDS.indexOf(kind));
    this.#entries++;
  }

  /** What came before a moment, up to an end. */
  async countBefore(atMs: number, end: AxisEnd): Promise<CountsBefore> {
    const known = this.#edges.get(atMs);
    const sums = known ?? (await this.#sumBefore(atMs, end));
    return {
      events: sums.subarray(0, SERIES),
      problems: sums[PROBLEMS] as number,
      rows: sums[ROWS] as number,
    };
  }

  async #sumBefore(atMs: number, end: AxisEnd): Promise<Uint32Array> {
    const block = findLastPlace(end.blocks, (at) => (this.#starts[at] as number) < atMs);
    const sums = createSums();
    if (block === -1) return sums;
    sums.set(this.#sums.subarray(block * NUMBERS, (block + 1) * NUMBERS));
    const isLast = block === end.blocks - 1;
    const endSeq = isLast ? end.entries : (this.#seqs[block + 1] as number);
    const isOver = await this.#addUntil(sums, this.#seqs[block] as number, endSeq, atMs);
    // Where an entry at or after the moment is known, nothing that comes later counts before it.
    if (isOver || !isLast) this.#remember(atMs, sums);
    return sums;
  }

  /** Adds entries before a moment; true if there was one at or after it. */
  async #addUntil(sums: Uint32Array, fromSeq: number, endSeq: number, atMs: number) {
    for (let seq = fromSeq; seq < endSeq;) {
      const segmentStart = seq - (seq % INDEX_SEGMENT_ROWS);
      const columns = await this.#index.readColumns(segmentStart / INDEX_SEGMENT_ROWS);
      const to = Math.min(INDEX_SEGMENT_ROWS, endSeq - segmentStart);
      for (let at = seq - segmentStart; at < to; at++) {
        if ((columns.atMs[at] as number) >= atMs) return true;
        const kind = columns.kind[at] as number;
        if (kind === KIND_OF_EVENT) addEvents(sums, columns.typeId[at] as number, 1);
        else addOther(sums, kind);
      }
      seq = segmentStart + to;
    }
    return false;
  }

  #remember(atMs: number, sums: Uint32Array): void {
    if (this.#edges.size >= AXIS_EDGES_MAX) this.#edges.clear();
    this.#edges.set(atMs, sums);
  }

  #startBlockIfDue(atMs: number): void {
    const blocks = this.#blocks;
    const isDue =
      blocks === 0 || this.#entries - (this.#seqs[blocks - 1] as number) >= AXIS_BLOCK_ENTRIES;
    if (!isDue) return;
    if (blocks === this.#starts.length) {
      this.#sums = grow(this.#sums, new Uint32Array(this.#sums.length * 2));
      this.#starts = grow(this.#starts, new Float64Array(blocks * 2));
      this.#seqs = grow(this.#seqs, new Float64Array(blocks * 2));
    }
    this.#sums.set(this.#now, blocks * NUMBERS);
    this.#starts[blocks] = atMs;
    this.#seqs[blocks] = this.#entries;
    this.#blocks++;
  }

  #noteEvent(atMs: number): void {
    const fromMs = this.#lastEventMs;
    this.#lastEventMs = atMs;
    if (fromMs === null || atMs - fromMs < SILENCE_MARK_MS) return;
    this.#gaps.push({ fromMs, toMs: atMs, row: this.#now[ROWS] as number });
    if (this.#gaps.length >= 2 * AXIS_GAPS_MAX) this.#gaps = keepLongest(this.#gaps);
  }
}

function grow<Numbers extends Uint32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

function createSums(): Uint32Array<ArrayBuffer> {
  const sums = new Uint32Array(NUMBERS);
  sums[LAST_KIND] = NO_KIND;
  return sums;
}

function addEvents(sums: Uint32Array, typeId: number, events: number): void {
  const series = Math.min(typeId, CHART_TYPES_MAX);
  sums[series] = (sums[series] as number) + events;
  // Every event begins a row.
  sums[ROWS] = (sums[ROWS] as number) + events;
  sums[LAST_KIND] = KIND_OF_EVENT;
}

function addOther(sums: Uint32Array, kind: number): void {
  if (startsRowAfter(sums[LAST_KIND] as number, kind)) sums[ROWS] = (sums[ROWS] as number) + 1;
  sums[LAST_KIND] = kind;
  if (kind === KIND_OF_PROBLEM) sums[PROBLEMS] = (sums[PROBLEMS] as number) + 1;
}

function keepLongest(gaps: readonly AxisGap[]): AxisGap[] {
  const byLength = [...gaps].sort(
    (one, other) => other.toMs - other.fromMs - (one.toMs - one.fromMs),
  );
  return byLength.slice(0, AXIS_GAPS_MAX);
}
