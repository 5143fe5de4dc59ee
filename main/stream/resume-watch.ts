import { RESUME_IDS_MAX } from '../../shared/limits.ts';
import type { EventEntry, VerdictEntry } from '../../shared/model/timeline.ts';

/** What a reconnection did, before it has a seq and a time. */
export type Verdict = Pick<VerdictEntry, 'verdict' | 'count' | 'beforeId' | 'afterId' | 'downMs'>;

interface Watch {
  /** Ids before the cut. */
  readonly seen: ReadonlySet<string>;
  readonly beforeId: string | null;
  /** Step between the last two ids before the cut, where both are whole numbers that grow. */
  readonly step: number | null;
  readonly downMs: number;
  repeated: number;
  firstId: string | null;
}

/** V8 copies shorter slices; longer ones keep the text they were cut from, a whole network chunk. */
const COPIED_CHARS_MAX = 12;

/**
 * Compares the events after a reconnect with those before it, by their ids: an id seen before is a
 * repetition; whole numbers with a steady step tell what was skipped; anything else tells nothing,
 * and that is said. An event costs one store into a ring until a connection is lost.
 */
export class ResumeWatch {
  /** The newest ids, at `#count % RESUME_IDS_MAX` and before. */
  readonly #ring: string[] = [];
  #count = 0;
  #watch: Watch | null = null;

  /** A connection was reestablished after `downMs` without one. */
  start(downMs: number): void {
    const beforeId = this.#getId(1);
    const last = beforeId === null ? null : toWholeNumber(beforeId);
    const earlierId = this.#getId(2);
    const earlier = earlierId === null ? null : toWholeNumber(earlierId);
    this.#watch = {
      seen: new Set(this.#ring),
      beforeId,
      step: last !== null && earlier !== null && last > earlier ? last - earlier : null,
      downMs,
      repeated: 0,
      firstId: null,
    };
  }

  /** Takes an event; gives the verdict with the event that decides it. */
  observe(event: EventEntry): Verdict | null {
    const { id } = event;
    const verdict = this.#watch === null ? null : judge(this.#watch, id);
    if (verdict !== null) this.#watch = null;
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
    if (watch === null || watch.repeated === 0) return null;
    return toVerdict(watch, 'repeated', watch.repeated, watch.firstId);
  }

  /** The id `back` places from the newest one. */
  #getId(back: number): string | null {
    if (back > this.#count) return null;
    return this.#ring[(this.#count - back) % RESUME_IDS_MAX] ?? null;
  }
}

function judge(watch: Watch, id: string | null): Verdict | null {
  if (id === null || watch.beforeId === null) return toVerdict(watch, 'unknown', 0, id);
  watch.firstId ??= id;
  if (watch.seen.has(id)) {
    watch.repeated++;
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

function toVerdict(
  watch: Watch,
  verdict: Verdict['verdict'],
  count: number,
  afterId: string | null,
): Verdict {
  return { verdict, count, beforeId: watch.beforeId, afterId, downMs: watch.downMs };
}

function toWholeNumber(id: string): number | null {
  if (!/^\d{1,15}$/.test(id)) return null;
  return Number(id);
}
