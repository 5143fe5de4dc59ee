import { RACE_REST_MS, RACE_WORK_MS } from '../../shared/limits.ts';
import type { Clock } from '../stream/clock.ts';

/**
 * Lets the reading of a racing stream rest for a moment every few milliseconds, so that what draws the window finds a
 * free processor, and need not wait until the system takes one from the engine or the server. What comes meanwhile
 * gathers in the system and is then read in one go: that costs less, so that the stream takes hardly longer.
 */
export class RaceRest {
  readonly #clock: Clock;
  /** Since when a racing stream had no rest; null while it does not race. */
  #workSinceMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives a promise when it is time to rest; it resolves when that is over, or `signal` aborts. */
  wait(isRacing: boolean, signal: AbortSignal): Promise<void> | void {
    if (!isRacing) {
      this.#workSinceMs = null;
      return;
    }
    const nowMs = this.#clock.monotonicMs();
    this.#workSinceMs ??= nowMs;
    if (nowMs - this.#workSinceMs < RACE_WORK_MS) return;
    this.#workSinceMs = nowMs + RACE_REST_MS;
    return this.#clock.wait(RACE_REST_MS, signal);
  }
}
