import { RACE_RHYTHMS, RACE_SPRINT_MS } from '../../shared/limits.ts';
import type { Clock } from '../stream/clock.ts';

/**
 * Lets the reading of a racing stream rest for a moment every few milliseconds, so that what draws the window finds a
 * free processor, and need not wait until the system takes one from the engine or the server. What comes meanwhile
 * gathers in the system and is then read in one go: that costs less, so that the stream takes hardly longer.
 */
export class RaceRest {
  readonly #clock: Clock;
  /** Since when the stream races; null while it does not. */
  #raceSinceMs: number | null = null;
  /** Since when there was no rest. */
  #workSinceMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives a promise when it is time to rest; it resolves when that is over, or `signal` aborts. */
  wait(isRacing: boolean, signal: AbortSignal): Promise<void> | void {
    if (!isRacing) {
      this.#raceSinceMs = null;
      return;
    }
    const nowMs = this.#clock.monotonicMs();
    if (this.#raceSinceMs === null) {
      this.#raceSinceMs = nowMs;
      this.#workSinceMs = nowMs;
    }
    const isSprint = nowMs - this.#raceSinceMs < RACE_SPRINT_MS;
    const { workMs, restMs } = RACE_RHYTHMS[isSprint ? 'sprint' : 'distance'];
    if (nowMs - this.#workSinceMs < workMs) return;
    this.#workSinceMs = nowMs + restMs;
    return this.#clock.wait(restMs, signal);
  }
}
