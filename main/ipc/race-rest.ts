import { RACE_ASK_MS, RACE_DRAW_MS, RACE_REST_MS, RACE_WORK_MS } from '../../shared/limits.ts';
import type { Clock } from '../stream/clock.ts';

/**
 * Lets the reading of a racing stream rest for a moment every few milliseconds, so that what draws the window finds a
 * free processor, and need not wait until the system takes one from the engine or the server. What comes meanwhile
 * gathers in the system and is then read in one go: that costs less, so that the stream takes hardly longer.
 *
 * After a push the window asks for the new rows and draws them. That is the one long frame among many short ones, so
 * the stream rests until it is over; once a push, however much is read after it.
 */
export class RaceRest {
  readonly #clock: Clock;
  /** Since when a racing stream had no rest; null while it does not race. */
  #workSinceMs: number | null = null;
  #restUntilMs = 0;
  /** A push is out that the window has not asked for rows after. */
  #isPushNew = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The window was told that there are new rows. */
  notePush(): void {
    this.#isPushNew = true;
    this.#restUntilMs = this.#clock.monotonicMs() + RACE_ASK_MS;
  }

  /** The window was given rows. */
  noteRead(): void {
    if (!this.#isPushNew) return;
    this.#isPushNew = false;
    this.#restUntilMs = this.#clock.monotonicMs() + RACE_DRAW_MS;
  }

  /** Gives a promise when it is time to rest; it resolves when that is over, or `signal` aborts. */
  wait(isRacing: boolean, signal: AbortSignal): Promise<void> | void {
    if (!isRacing) {
      this.#workSinceMs = null;
      return;
    }
    const nowMs = this.#clock.monotonicMs();
    this.#workSinceMs ??= nowMs;
    if (nowMs < this.#restUntilMs) return this.#waitForDrawing(signal);
    if (nowMs - this.#workSinceMs < RACE_WORK_MS) return;
    this.#workSinceMs = nowMs + RACE_REST_MS;
    return this.#clock.wait(RACE_REST_MS, signal);
  }

  /** The end moves on once, when the window asks for its rows meanwhile. */
  async #waitForDrawing(signal: AbortSignal): Promise<void> {
    await this.#clock.wait(this.#restUntilMs - this.#clock.monotonicMs(), signal);
    const leftMs = this.#restUntilMs - this.#clock.monotonicMs();
    if (leftMs > 0 && !signal.aborted) await this.#clock.wait(leftMs, signal);
    this.#workSinceMs = this.#clock.monotonicMs();
  }
}
