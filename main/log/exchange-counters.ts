import { CHART_BINS_MAX, CHART_TYPES_MAX, EVENT_TYPES_COUNTED_MAX } from '../../shared/limits.ts';
import type { ChartBins, TimelineCounters, TypeCount } from '../../shared/model/counters.ts';
import type { ProblemKind, TimelineEntry } from '../../shared/model/timeline.ts';
import { LogHistogram } from '../../shared/stats/log-histogram.ts';
import { OTHER_TYPE } from './index-columns.ts';

const RATE_BUCKETS = 10;
const RATE_BUCKET_MS = 100;
const FIRST_BIN_MS = 10;
const SERIES = CHART_TYPES_MAX + 1;

/** Running totals of one exchange, in constant memory, O(1) per entry. */
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
  readonly #gaps = new LogHistogram();

  readonly #typeIds = new Map<string, number>();
  readonly #typeNames: string[] = [];
  readonly #typeCounts: number[] = [];

  /** Events that were not counted by time and type yet: all of them have the same. */
  #run = 0;
  #runAtMs = -1;
  #runType = '';
  #runTypeId = OTHER_TYPE;

  /** Events per tenth of a second; the bucket of `#rateBucket` is the newest. */
  readonly #rate = new Uint32Array(RATE_BUCKETS);
  #rateBucket = 0;

  #binMs = FIRST_BIN_MS;
  #bins = new Uint32Array(CHART_BINS_MAX * SERIES);
  #binsUsed = 0;

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

  /** Counts the entry of a row; gives its type number, `OTHER_TYPE` for entries that are no event. */
  add(entry: TimelineEntry, row: number): number {
    this.#entries++;
    switch (entry.kind) {
      case 'event':
        return this.#addEvent(entry.type, entry.atMs, entry.id !== null);
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
    return OTHER_TYPE;
  }

  /** Totals at `nowMs` since the request was sent; `rows` are counted by their index. */
  getCounters(nowMs: number, rows: number): TimelineCounters {
    this.#countRun();
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
      gapP50Ms: this.#gaps.getQuantile(0.5),
      gapP95Ms: this.#gaps.getQuantile(0.95),
    };
  }

  getTypeCounts(): readonly TypeCount[] {
    this.#countRun();
    return this.#typeNames.map((type, id) => ({ type, count: this.#typeCounts[id] ?? 0 }));
  }

  getChart(): ChartBins {
    this.#countRun();
    const bins: number[][] = [];
    let peak = 0;
    for (let bin = 0; bin < this.#binsUsed; bin++) {
      const counts = [...this.#bins.subarray(bin * SERIES, (bin + 1) * SERIES)];
      peak = Math.max(
        peak,
        counts.reduce((sum, count) => sum + count, 0),
      );
      bins.push(counts);
    }
    return { binMs: this.#binMs, bins, peakPerSecond: (peak * 1000) / this.#binMs };
  }

  #addProblem(problem: ProblemKind, row: number): void {
    const found = this.#problemKinds.get(problem);
    if (found === undefined) this.#problemKinds.set(problem, { count: 1, firstRow: row });
    else found.count++;
  }

  /** Events of one chunk have one time, and mostly one type: they are counted together. */
  #addEvent(type: string, atMs: number, hasId: boolean): number {
    this.#events++;
    if (hasId) this.#hasIds = true;
    if (atMs !== this.#runAtMs || type !== this.#runType) {
      this.#countRun();
      this.#runAtMs = atMs;
      this.#runTypeId = this.#toTypeId(type);
      this.#runType = this.#typeNames[this.#runTypeId] ?? type;
    }
    this.#run++;
    return this.#runTypeId;
  }

  /** Counts the events since the time or the type was another one. */
  #countRun(): void {
    const events = this.#run;
    if (events === 0) return;
    this.#run = 0;
    const atMs = this.#runAtMs;
    const typeId = this.#runTypeId;
    this.#firstEventMs ??= atMs;
    if (this.#lastEventMs !== null) this.#gaps.add(atMs - this.#lastEventMs);
    if (events > 1) this.#gaps.add(0, events - 1);
    this.#lastEventMs = atMs;
    if (typeId !== OTHER_TYPE) this.#typeCounts[typeId] = (this.#typeCounts[typeId] ?? 0) + events;
    this.#addToRate(atMs, events);
    this.#addToChart(typeId, atMs, events);
  }

  #toTypeId(type: string): number {
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
    return lastedMs < 1000 ? (total * 1000) / lastedMs : total;
  }

  #addToChart(typeId: number, atMs: number, events: number): void {
    let bin = Math.floor(atMs / this.#binMs);
    while (bin >= CHART_BINS_MAX) {
      this.#halveChart();
      bin = Math.floor(atMs / this.#binMs);
    }
    const place = bin * SERIES + Math.min(typeId, CHART_TYPES_MAX);
    this.#bins[place] = (this.#bins[place] ?? 0) + events;
    this.#binsUsed = Math.max(this.#binsUsed, bin + 1);
  }

  #halveChart(): void {
    const merged = new Uint32Array(this.#bins.length);
    for (let place = 0; place < this.#bins.length; place++) {
      const bin = Math.floor(place / SERIES);
      const target = Math.floor(bin / 2) * SERIES + (place % SERIES);
      merged[target] = (merged[target] ?? 0) + (this.#bins[place] ?? 0);
    }
    this.#bins = merged;
    this.#binMs *= 2;
    this.#binsUsed = Math.ceil(this.#binsUsed / 2);
  }
}
