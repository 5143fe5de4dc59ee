import {
  QUERY_ENTRIES_MIN,
  QUERY_KIBIBYTES_MIN,
  QUERY_LOOKS_PER_MIB,
  QUERY_SLOW_LOOKS_MAX,
} from '../../../shared/limits.ts';
import { GAUGE } from './worker-messages.ts';

interface Look {
  readonly job: number;
  readonly entries: number;
  readonly kibibytes: number;
}

/**
 * Tells from a worker's gauge whether a job takes too long: looks in a row saw it at work, and it got through
 * almost nothing between the first and the last. Counts looks and not time, so that a computer that
 * slept, or a process that was held, ends nothing.
 */
export class SlownessWatch {
  readonly #gauge: Int32Array;
  #looks: Look[] = [];

  constructor(gauge: Int32Array) {
    this.#gauge = gauge;
  }

  /** The job that is too slow now; null if there is none. */
  look(): number | null {
    const look: Look = {
      job: Atomics.load(this.#gauge, GAUGE.job),
      entries: Atomics.load(this.#gauge, GAUGE.entries),
      kibibytes: Atomics.load(this.#gauge, GAUGE.kibibytes),
    };
    if (look.job === 0 || look.job !== this.#looks.at(-1)?.job) this.#looks = [];
    this.#looks.push(look);
    const extraMib = Math.max(0, (Atomics.load(this.#gauge, GAUGE.size) >> 10) - 1);
    // Reading one large document takes its time.
    if (this.#looks.length < QUERY_SLOW_LOOKS_MAX + extraMib * QUERY_LOOKS_PER_MIB) return null;
    const first = this.#looks.shift();
    if (first === undefined || look.job === 0) return null;
    const hasMoved =
      ((look.entries - first.entries) | 0) >= QUERY_ENTRIES_MIN ||
      ((look.kibibytes - first.kibibytes) | 0) >= QUERY_KIBIBYTES_MIN;
    return hasMoved ? null : look.job;
  }
}
