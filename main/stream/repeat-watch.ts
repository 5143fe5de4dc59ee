import type { EventEntry } from '../../shared/model/timeline.ts';

/** What can be compared of an event. */
export type EventContent = Pick<EventEntry, 'type' | 'data' | 'id'>;

/** What the events so far tell. */
export type RepeatFinding =
  /** They may still turn out to be a repetition. */
  | { readonly kind: 'open' }
  /** The last `count` events before the cut came again. */
  | { readonly kind: 'repeated'; readonly count: number }
  | { readonly kind: 'different' };

/**
 * Finds out whether events without ids repeat those before a cut. They do if, in order, they are the same
 * as the last ones before it, and one of those at least came only once: a ping equals every other ping.
 */
export class RepeatWatch {
  readonly #before: readonly EventContent[];
  /** Places in `#before` at which the events after the cut may have begun again. */
  #starts: readonly number[];
  #seen = 0;

  /** `before` are the newest events before the cut, oldest first. */
  constructor(before: readonly EventContent[]) {
    this.#before = before;
    this.#starts = before.map((_, index) => index);
  }

  /** Takes the next event after the cut. */
  observe(event: EventContent): RepeatFinding {
    const at = this.#seen++;
    this.#starts = this.#starts.filter((start) => isSame(this.#before[start + at], event));
    for (const start of this.#starts) {
      const count = this.#before.length - start;
      if (count === this.#seen && this.#hasUnique(start)) return { kind: 'repeated', count };
    }
    // A start whose events have all come again without telling anything is none.
    this.#starts = this.#starts.filter((start) => this.#before.length - start > this.#seen);
    return { kind: this.#starts.length === 0 ? 'different' : 'open' };
  }

  #hasUnique(start: number): boolean {
    return this.#before
      .slice(start)
      .some((event) => this.#before.filter((each) => isSame(each, event)).length === 1);
  }
}

function isSame(one: EventContent | undefined, other: EventContent): boolean {
  return one !== undefined && one.type === other.type && one.data === other.data;
}
