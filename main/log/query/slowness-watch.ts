import {
  QUERY_ENTRIES_MIN,
  QUERY_KIBIBYTES_MIN,
  QUERY_LOOK_MS,
  QUERY_SLOW_MS,
  QUERY_SLOW_MS_PER_MIB,
} from '../../../shared/limits.ts';
import { GAUGE } from './worker-messages.ts';

/** What a look counts for at least: however busy the computer is, it ends some time. */
const WORKED_MS_MIN = 25;

interface Look {
  readonly job: number;
  readonly entries: number;
  readonly kibibytes: number;
  /** Time that a job had until then, since the watch began. */
  readonly workedMs: number;
}

/**
 * Tells from a worker's gauge whether a job takes too long: it was at work at every look for some time, and got through
 * almost nothing. What counts is time in which this process had the processor: a computer that slept or is busy
 * with something else ends nothing.
 */
export class SlownessWatch {
  readonly #gauge: Int32Array;
  #looks: Look[] = [];
  #workedMs = 0;
  #processorMs = measureProcessorMs();

  constructor(gauge: Int32Array) {
    this.#gauge = gauge;
  }

  /** The job that is too slow now; null if there is none. */
  look(): number | null {
    const processorMs = measureProcessorMs();
    // Other threads count as well, but one thread has no more than the time between two looks.
    const workedMs = Math.max(WORKED_MS_MIN, processorMs - this.#processorMs);
    this.#workedMs += Math.min(QUERY_LOOK_MS, workedMs);
    this.#processorMs = processorMs;
    const look: Look = {
      job: Atomics.load(this.#gauge, GAUGE.job),
      entries: Atomics.load(this.#gauge, GAUGE.entries),
      kibibytes: Atomics.load(this.#gauge, GAUGE.kibibytes),
      workedMs: this.#workedMs,
    };
    if (look.job === 0 || look.job !== this.#looks.at(-1)?.job) this.#looks = [];
    this.#looks.push(look);
    const [first] = this.#looks;
    if (first === undefined || look.job === 0) return null;
    if (look.workedMs - first.workedMs < this.#getAllowedMs()) return null;
    this.#looks.shift();
    const hasMoved =
      ((look.entries - first.entries) | 0) >= QUERY_ENTRIES_MIN ||
      ((look.kibibytes - first.kibibytes) | 0) >= QUERY_KIBIBYTES_MIN;
    return hasMoved ? null : look.job;
  }

  /** Reading one large document takes its time. */
  #getAllowedMs(): number {
    const mib = Atomics.load(this.#gauge, GAUGE.size) >> 10;
    return QUERY_SLOW_MS + Math.max(0, mib - 1) * QUERY_SLOW_MS_PER_MIB;
  }
}

/** Time of the processor that this process had, all threads together. */
function measureProcessorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
