import { RESUME_EVENTS_MAX, RESUME_IDS_MAX } from '../../shared/limits.ts';
import type { EventEntry, VerdictEntry } from '../../shared/model/timeline.ts';
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
  /** Step between the last two ids before the cut, where both are whole numbers that grow. */
  readonly step: number | null;
  readonly downMs: number;
  repeated: number;
  /** Repeated events whose data is not what it was before the cut. */
  differing: number;
  firstId: string | null;
}

/** V8 copies shorter slices; longer ones keep the text they were cut from, a whole network chunk. */
const COPIED_CHARS_MAX = 12;

/**
 * Compares the events after a reconnect with those before it, by their ids: an id seen before is a
 * repetition; whole numbers with a steady step tell what was skipped. Events without ids are compared by
 * their data, which can tell a repetition and nothing else. Where nothing tells, that is said. An event
 * costs two stores into rings until a connection is lost.
 */
export class ResumeWatch {
  /** The newest ids, at `#count % RESUME_IDS_MAX` and before. */
  readonly #ring: string[] = [];
  #count = 0;
  /** The newest events, at `#events % RESUME_EVENTS_MAX` and before. */
  readonly #contents: EventContent[] = [];
  #events = 0;
  #watch: Watch | null = null;

  /** A connection was reestablished after `downMs` without one. */
  start(downMs: number): void {
    const beforeId = this.#getId(1);
    const last = beforeId === null ? null : toWholeNumber(beforeId);
    const earlierId = this.#getId(2);
    const earlier = earlierId === null ? null : toWholeNumber(earlierId);
    this.#watch = {
      seen: new Set(this.#ring),
      before: this.#getContents(),
      repeats: null,
      beforeId,
      step: last !== null && earlier !== null && last > earlier ? last - earlier : null,
      downMs,
      repeated: 0,
      differing: 0,
      firstId: null,
    };
  }

  /** Takes an event; gives the verdict with the event that decides it. */
  observe(event: EventEntry): Verdict | null {
    const { id } = event;
    const verdict = this.#watch === null ? null : judge(this.#watch, event);
    if (verdict !== null) this.#watch = null;
    this.#contents[this.#events % RESUME_EVENTS_MAX] = event;
    this.#events++;
    if (id !== null) {
      const kept = id.length > COPIED_CHARS_MAX ? Buffer.from(id, 'utf8').toString('utf8') : id;
      this.#ring[this.#count % RESUME_IDS_MAX] = kept;
      this.#count++;
    }
    return verdict;
  }

  /** The connection ended: a verdict that was still open, if events came at all. */
  end(): Verdict | null {
    const watch = this.#watch;
    this.#watch = null;
    if (watch === null) return null;
    // The events so far could have been a repetition; they did not get as far as the cut.
    if (watch.repeats !== null) return toVerdict(watch, 'unknown', 0, null, 'data');
    if (watch.repeated === 0) return null;
    return toVerdict(watch, 'repeated', watch.repeated, watch.firstId);
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
  if (id === null || watch.beforeId === null) return judgeByData(watch, event);
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
