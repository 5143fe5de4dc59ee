import {
  AXIS_BLOCK_ENTRIES,
  AXIS_EDGES_MAX,
  AXIS_GAPS_MAX,
  CHART_TYPES_MAX,
  INDEX_SEGMENT_ROWS,
  SILENCE_MARK_MS,
} from '../../shared/limits.ts';
import type { AxisGap } from '../../shared/model/time-axis.ts';
import type { EntryIndex } from './entry-index.ts';
import { findLastPlace } from './find-last-place.ts';
import { KIND_OF_EVENT, KIND_OF_PROBLEM, NO_KIND, startsRowAfter } from './index-columns.ts';
import type { IndexColumns } from './index-columns.ts';

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

/**
 * Counts of a log before any moment, at the cost of one block of entries. Sums stand at the start of every block and are
 * made when somebody asks; a moment that is over is remembered.
 */
export class AxisCounts {
  readonly #index: EntryIndex;
  /** Sums before each block, one block behind the other. */
  #sums = new Uint32Array(NUMBERS * 64);
  #starts = new Float64Array(64);
  #blocks = 0;
  /** Sums before `#seq`. */
  readonly #now = createSums();
  #seq = 0;
  #lastEventMs: number | null = null;
  #gaps: AxisGap[] = [];
  readonly #edges = new Map<number, Uint32Array>();
  #catchingUp: Promise<void> | null = null;

  constructor(index: EntryIndex) {
    this.#index = index;
  }

  /** Entries that were looked at. */
  get entries(): number {
    return this.#seq;
  }

  /** The longest silences between events, in order of time. */
  get gaps(): readonly AxisGap[] {
    const longest = keepLongest(this.#gaps);
    return longest.sort((one, other) => one.fromMs - other.fromMs);
  }

  /** Looks at the entries that came since the last time. Gives way between two segments. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#run().finally(() => (this.#catchingUp = null));
    return this.#catchingUp;
  }

  /** What came before a moment, among the entries that were looked at. */
  async countBefore(atMs: number): Promise<CountsBefore> {
    const known = this.#edges.get(atMs);
    const sums = known ?? (await this.#sumBefore(atMs));
    return {
      events: sums.subarray(0, SERIES),
      problems: sums[PROBLEMS] as number,
      rows: sums[ROWS] as number,
    };
  }

  async #sumBefore(atMs: number): Promise<Uint32Array> {
    const block = this.#findBlock(atMs);
    const sums = createSums();
    if (block === -1) return sums;
    sums.set(this.#sums.subarray(block * NUMBERS, (block + 1) * NUMBERS));
    const first = block * AXIS_BLOCK_ENTRIES;
    const columns = await this.#index.readColumns(Math.floor(first / INDEX_SEGMENT_ROWS));
    const from = first % INDEX_SEGMENT_ROWS;
    const to = from + Math.min(AXIS_BLOCK_ENTRIES, this.#seq - first);
    let at = from;
    for (; at < to && (columns.atMs[at] as number) < atMs; at++) addEntry(sums, columns, at);
    // Where an entry at or after the moment is known, nothing that comes later counts before it.
    const isOver = at < to || block < this.#blocks - 1;
    if (isOver) this.#remember(atMs, sums);
    return sums;
  }

  #remember(atMs: number, sums: Uint32Array): void {
    if (this.#edges.size >= AXIS_EDGES_MAX) this.#edges.clear();
    this.#edges.set(atMs, sums);
  }

  /** The last block whose first entry is before a moment; -1 if there is none. */
  #findBlock(atMs: number): number {
    return findLastPlace(this.#blocks, (block) => (this.#starts[block] as number) < atMs);
  }

  async #run(): Promise<void> {
    const end = this.#index.entries;
    while (this.#seq < end) {
      const segment = Math.floor(this.#seq / INDEX_SEGMENT_ROWS);
      const columns = await this.#index.readColumns(segment);
      const segmentStart = segment * INDEX_SEGMENT_ROWS;
      const to = Math.min(INDEX_SEGMENT_ROWS, end - segmentStart);
      for (let at = this.#seq - segmentStart; at < to; at++) {
        if (at % AXIS_BLOCK_ENTRIES === 0) this.#startBlock(columns.atMs[at] as number);
        addEntry(this.#now, columns, at);
        if (columns.kind[at] === KIND_OF_EVENT) this.#noteEvent(columns.atMs[at] as number);
      }
      this.#seq = segmentStart + to;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #startBlock(atMs: number): void {
    if ((this.#blocks + 1) * NUMBERS > this.#sums.length) {
      const sums = new Uint32Array(this.#sums.length * 2);
      sums.set(this.#sums);
      const starts = new Float64Array(this.#starts.length * 2);
      starts.set(this.#starts);
      this.#sums = sums;
      this.#starts = starts;
    }
    this.#sums.set(this.#now, this.#blocks * NUMBERS);
    this.#starts[this.#blocks++] = atMs;
  }

  #noteEvent(atMs: number): void {
    const fromMs = this.#lastEventMs;
    this.#lastEventMs = atMs;
    if (fromMs === null || atMs - fromMs < SILENCE_MARK_MS) return;
    this.#gaps.push({ fromMs, toMs: atMs, row: (this.#now[ROWS] as number) - 1 });
    if (this.#gaps.length >= 2 * AXIS_GAPS_MAX) this.#gaps = keepLongest(this.#gaps);
  }
}

function createSums(): Uint32Array {
  const sums = new Uint32Array(NUMBERS);
  sums[LAST_KIND] = NO_KIND;
  return sums;
}

function addEntry(sums: Uint32Array, columns: IndexColumns, at: number): void {
  const kind = columns.kind[at] as number;
  if (startsRowAfter(sums[LAST_KIND] as number, kind)) sums[ROWS] = (sums[ROWS] as number) + 1;
  sums[LAST_KIND] = kind;
  if (kind === KIND_OF_EVENT) {
    const series = Math.min(columns.typeId[at] as number, CHART_TYPES_MAX);
    sums[series] = (sums[series] as number) + 1;
  } else if (kind === KIND_OF_PROBLEM) sums[PROBLEMS] = (sums[PROBLEMS] as number) + 1;
}

function keepLongest(gaps: readonly AxisGap[]): AxisGap[] {
  const byLength = [...gaps].sort(
    (one, other) => other.toMs - other.fromMs - (one.toMs - one.fromMs),
  );
  return byLength.slice(0, AXIS_GAPS_MAX);
}
