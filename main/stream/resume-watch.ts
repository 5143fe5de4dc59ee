import { RESUME_BATCHES_MAX, RESUME_EVENTS_MAX, RESUME_IDS_MAX } from '../../shared/limits.ts';
import { toEntries } from '../../shared/model/plain-events.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import type { VerdictEntry } from '../../shared/model/timeline.ts';
import { RepeatWatch } from './repeat-watch.ts';
import type { EventContent } from './repeat-watch.ts';

/** What a reconnection did, before it has a seq and a time. */
export type Verdict = Omit<VerdictEntry, 'kind' | 'seq' | 'atMs'>;

interface Watch {
  /** Ids before the cut. */
  readonly seen: ReadonlySet<string>;
  /** The newest events before the cut, oldest first. */
  readonly before: readonly EventContent[];
  /** For events without ids; null while they have them. */
  repeats: RepeatWatch | null;
  readonly beforeId: string | null;
  /** What the data of the events without an id tells, for a stream that had ids and has none any more. */
  byData: Verdict | null;
  /** Events without an id after the cut. */
  withoutId: number;
  /** Step between the last two ids before the cut, where both are whole numbers that grow. */
  readonly step: number | null;
  readonly downMs: number;
  repeated: number;
  /** Repeated events whose data is not what it was before the cut. */
  differing: number;
  firstId: string | null;
}

/** What one chunk brought, with the number of events in it and of those that have an id. */
export interface Batch {
  readonly parts: readonly TimelinePart[];
  readonly events: number;
  readonly ids: number;
}

/** V8 copies shorter slices; longer ones keep the text they were cut from, a whole network chunk. */
const COPIED_CHARS_MAX = 12;

/**
 * Compares the events after a reconnect with those before it, by their ids: an id seen before is a
 * repetition; whole numbers with a steady step tell what was skipped. A stream without ids is compared by
 * its data, which can tell a repetition and nothing else. Where nothing tells, that is said. Until a
 * connection is lost entries are only kept by the chunk, and mostly dropped again without a look at them.
 */
export class ResumeWatch {
  /** The newest ids, at `#count % RESUME_IDS_MAX` and before. */
  readonly #ring: string[] = [];
  #count = 0;
  /** The newest events, at `#events % RESUME_EVENTS_MAX` and before. */
  readonly #contents: EventContent[] = [];
  #events = 0;
  #watch: Watch | null = null;
  /** The newest chunks, oldest first, and what is in them together. */
  readonly #batches: Batch[] = [];
  #batchEvents = 0;
  #batchIds = 0;

  /** A connection was reestablished after `downMs` without one. */
  start(downMs: number): void {
    for (const batch of this.#batches.splice(0)) this.#addToRings(batch.parts);
    this.#batchEvents = 0;
    this.#batchIds = 0;
    const beforeId = this.#getId(1);
    const last = beforeId === null ? null : toWholeNumber(beforeId);
    const earlierId = this.#getId(2);
    const earlier = earlierId === null ? null : toWholeNumber(earlierId);
    this.#watch = {
      seen: new Set(this.#ring),
      before: this.#getContents(),
      repeats: null,
      beforeId,
      byData: null,
      withoutId: 0,
      step: last !== null && earlier !== null && last > earlier ? last - earlier : null,
      downMs,
      repeated: 0,
      differing: 0,
      firstId: null,
    };
  }

  /** Takes the entries of a chunk; gives the verdict that they decide. */
  observe(batch: Batch): Verdict | null {
    this.#keep(batch);
    if (this.#watch === null) return null;
    for (const entry of toEntries(batch.parts)) {
      if (entry.kind !== 'event') continue;
      const verdict = judge(this.#watch, entry);
      if (verdict === null) continue;
      this.#watch = null;
      return verdict;
    }
    return null;
  }

  /** The connection ended: a verdict that was still open, if events came at all. */
  end(): Verdict | null {
    const watch = this.#watch;
    this.#watch = null;
    if (watch === null) return null;
    if (watch.repeated > 0) return toVerdict(watch, 'repeated', watch.repeated, watch.firstId);
    if (watch.byData !== null) return watch.byData;
    // The events so far could have been a repetition; they did not get as far as the cut.
    return watch.repeats === null ? null : toVerdict(watch, 'unknown', 0, null, 'data');
  }

  #keep(batch: Batch): void {
    const batches = this.#batches;
    batches.push(batch);
    this.#batchEvents += batch.events;
    this.#batchIds += batch.ids;
    for (;;) {
      const [oldest] = batches;
      if (oldest === undefined) return;
      // What came later fills the rings by itself.
      const isOut =
        this.#batchEvents - oldest.events >= RESUME_EVENTS_MAX &&
        this.#batchIds - oldest.ids >= RESUME_IDS_MAX;
      if (!isOut && batches.length <= RESUME_BATCHES_MAX) return;
      if (!isOut) this.#addToRings(oldest.parts);
      batches.shift();
      this.#batchEvents -= oldest.events;
      this.#batchIds -= oldest.ids;
    }
  }

  #addToRings(parts: readonly TimelinePart[]): void {
    for (const entry of toEntries(parts)) {
      if (entry.kind !== 'event') continue;
      this.#contents[this.#events % RESUME_EVENTS_MAX] = entry;
      this.#events++;
      const { id } = entry;
      if (id === null) continue;
      const kept = id.length > COPIED_CHARS_MAX ? Buffer.from(id, 'utf8').toString('utf8') : id;
      this.#ring[this.#count % RESUME_IDS_MAX] = kept;
      this.#count++;
    }
  }

  #getContents(): readonly EventContent[] {
    const size = Math.min(this.#events, RESUME_EVENTS_MAX);
    return Array.from({ length: size }, (_, index) => {
      const at = (this.#events - size + index) % RESUME_EVENTS_MAX;
      // The entry itself would keep its text and more in memory for as long as the watch lasts.
      const { type, data, id } = this.#contents[at] as EventContent;
      return { type, data, id };
    });
  }

  /** The id `back` places from the newest one. */
  #getId(back: number): string | null {
    if (back > this.#count) return null;
    return this.#ring[(this.#count - back) % RESUME_IDS_MAX] ?? null;
  }
}

function judge(watch: Watch, event: EventContent): Verdict | null {
  const { id } = event;
  if (watch.beforeId === null) return judgeByData(watch, event);
  if (id === null) return judgeWithoutId(watch, event);
  watch.firstId ??= id;
  if (watch.seen.has(id)) {
    watch.repeated++;
    const earlier = watch.before.find((each) => each.id === id);
    if (earlier !== undefined && earlier.data !== event.data) watch.differing++;
    return null;
  }
  if (watch.repeated > 0) return toVerdict(watch, 'repeated', watch.repeated, watch.firstId);
  const before = toWholeNumber(watch.beforeId);
  const after = toWholeNumber(id);
  if (before === null || after === null) return toVerdict(watch, 'unknown', 0, id);
  const skipped = (after - before) / (watch.step ?? 1) - 1;
  if (skipped === 0) return toVerdict(watch, 'resumed', 0, id);
  // Without a steady step, or backwards, the numbers are names and no order.
  if (watch.step === null || skipped < 0 || !Number.isInteger(skipped)) {
    return toVerdict(watch, 'unknown', 0, id);
  }
  return toVerdict(watch, 'lost', skipped, id);
}

/** A heartbeat has no id where other events have one: those tell more, unless none comes. */
function judgeWithoutId(watch: Watch, event: EventContent): Verdict | null {
  watch.byData ??= judgeByData(watch, event);
  watch.withoutId++;
  const isLast = watch.withoutId === RESUME_EVENTS_MAX && watch.firstId === null;
  return isLast ? watch.byData : null;
}

function judgeByData(watch: Watch, event: EventContent): Verdict | null {
  watch.repeats ??= new RepeatWatch(watch.before);
  const found = watch.repeats.observe(event);
  if (found.kind === 'open') return null;
  return found.kind === 'repeated'
    ? toVerdict(watch, 'repeated', found.count, event.id, 'data')
    : toVerdict(watch, 'unknown', 0, event.id, 'data');
}

function toVerdict(
  watch: Watch,
  verdict: Verdict['verdict'],
  count: number,
  afterId: string | null,
  basis: Verdict['basis'] = 'ids',
): Verdict {
  const { beforeId, downMs, differing } = watch;
  return { verdict, count, basis, differing, beforeId, afterId, downMs };
}

function toWholeNumber(id: string): number | null {
  if (!/^\d{1,15}$/.test(id)) return null;
  return Number(id);
}
