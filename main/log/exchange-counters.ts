import { EVENT_TYPES_COUNTED_MAX, RATE_SPAN_MS } from '../../shared/limits.ts';
import type { TimelineCounters, TypeCount } from '../../shared/model/counters.ts';
import type { EventEntry, ProblemKind, TimelineEntry } from '../../shared/model/timeline.ts';
import { QuantileSketch } from '../../shared/stats/quantile-sketch.ts';
import { OTHER_TYPE } from './index-columns.ts';

const RATE_BUCKETS = 10;
const RATE_BUCKET_MS = RATE_SPAN_MS / RATE_BUCKETS;

/** Events that follow one another and have one type and one time. */
export interface EventRun {
  readonly typeId: number;
  readonly atMs: number;
  readonly events: number;
  /** Whether one of them has an id. */
  readonly hasIds: boolean;
}

/** Running totals of one exchange, in constant memory, O(1) per entry or run of events. */
export class ExchangeCounters {
  #entries = 0;
  #events = 0;
  #comments = 0;
  #problems = 0;
  readonly #problemKinds = new Map<ProblemKind, { count: number; readonly firstRow: number }>();
  #connections = 0;
  #hasIds = false;
  #firstByteMs: number | null = null;
  #firstEventMs: number | null = null;
  #lastEventMs: number | null = null;
  readonly #gaps = new QuantileSketch();

  readonly #typeIds = new Map<string, number>();
  readonly #typeNames: string[] = [];
  readonly #typeCounts: number[] = [];

  /** Events per tenth of a second; the bucket of `#rateBucket` is the newest. */
  readonly #rate = new Uint32Array(RATE_BUCKETS);
  #rateBucket = 0;

  /** Bytes are counted where they pass; the owner sets them. */
  wireBytes = 0;
  bodyBytes = 0;

  get events(): number {
    return this.#events;
  }

  get problems(): number {
    return this.#problems;
  }

  get firstByteMs(): number | null {
    return this.#firstByteMs;
  }

  /** Names of the counted types, by type number. */
  get typeNames(): readonly string[] {
    return this.#typeNames;
  }

  /** Counts events of one type that came at one time, as those of a chunk mostly do. */
  addEvents({ typeId, atMs, events, hasIds }: EventRun): void {
    this.#entries += events;
    this.#events += events;
    if (hasIds) this.#hasIds = true;
    this.#firstEventMs ??= atMs;
    if (this.#lastEventMs !== null) this.#gaps.add(atMs - this.#lastEventMs);
    if (events > 1) this.#gaps.add(0, events - 1);
    this.#lastEventMs = atMs;
    if (typeId !== OTHER_TYPE) this.#typeCounts[typeId] = (this.#typeCounts[typeId] ?? 0) + events;
    this.#addToRate(atMs, events);
  }

  /** Counts an entry that is no event, and that stands in a row. */
  add(entry: Exclude<TimelineEntry, EventEntry>, row: number): void {
    this.#entries++;
    switch (entry.kind) {
      case 'comment':
        this.#comments++;
        break;
      case 'problem':
        this.#problems++;
        this.#addProblem(entry.problem, row);
        break;
      case 'open':
        this.#connections++;
        this.#firstByteMs ??=
          entry.timings.firstByteMs === null ? entry.atMs : entry.timings.firstByteMs;
        break;
      default:
    }
  }

  /** Totals at `nowMs` since the request was sent; `rows` are counted by their index. */
  getCounters(nowMs: number, rows: number): TimelineCounters {
    return {
      entries: this.#entries,
      rows,
      events: this.#events,
      comments: this.#comments,
      problems: this.#problems,
      problemKinds: [...this.#problemKinds].map(([problem, found]) => ({ problem, ...found })),
      connections: this.#connections,
      wireBytes: this.wireBytes,
      bodyBytes: this.bodyBytes,
      dropped: 0,
      eventsPerSecond: this.#getRate(nowMs),
      hasIds: this.#hasIds,
      firstByteMs: this.#firstByteMs,
      firstEventMs: this.#firstEventMs,
      gapP50Ms: this.#getGap(0.5),
      gapP95Ms: this.#getGap(0.95),
    };
  }

  getTypeCounts(): readonly TypeCount[] {
    return this.#typeNames.map((type, id) => ({ type, count: this.#typeCounts[id] ?? 0 }));
  }

  /** The gap at the rank of a share; null before the second event. */
  #getGap(share: number): number | null {
    return this.#gaps.count === 0 ? null : this.#gaps.getQuantile(share);
  }

  #addProblem(problem: ProblemKind, row: number): void {
    const found = this.#problemKinds.get(problem);
    if (found === undefined) this.#problemKinds.set(problem, { count: 1, firstRow: row });
    else found.count++;
  }

  /** Number of an event type, by order of arrival; `OTHER_TYPE` for one that is not counted by name. */
  toTypeId(type: string): number {
    let id = this.#typeIds.get(type);
    if (id === undefined) {
      if (this.#typeNames.length === EVENT_TYPES_COUNTED_MAX) return OTHER_TYPE;
      id = this.#typeNames.length;
      // A slice would keep the whole network chunk it was cut from in memory.
      const name = Buffer.from(type, 'utf8').toString('utf8');
      this.#typeIds.set(name, id);
      this.#typeNames.push(name);
      this.#typeCounts.push(0);
    }
    return id;
  }

  #addToRate(atMs: number, events: number): void {
    this.#turnRateTo(Math.floor(atMs / RATE_BUCKET_MS));
    const place = this.#rateBucket % RATE_BUCKETS;
    this.#rate[place] = (this.#rate[place] ?? 0) + events;
  }

  /** Empties the buckets between the newest one and `bucket`. */
  #turnRateTo(bucket: number): void {
    const steps = Math.min(RATE_BUCKETS, bucket - this.#rateBucket);
    for (let step = 0; step < steps; step++) this.#rate[(bucket - step) % RATE_BUCKETS] = 0;
    this.#rateBucket = Math.max(this.#rateBucket, bucket);
  }

  #getRate(nowMs: number): number {
    this.#turnRateTo(Math.floor(nowMs / RATE_BUCKET_MS));
    const total = this.#rate.reduce((sum, count) => sum + count, 0);
    const lastedMs = Math.max(RATE_BUCKET_MS, nowMs - (this.#firstEventMs ?? 0));
    return (total * 1000) / Math.min(RATE_SPAN_MS, lastedMs);
  }
}
