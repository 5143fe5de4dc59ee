import { CLOCK_JUMP_MS_MIN, CLOCK_LOOK_INTERVAL_MS, WAKE_RECENT_MS } from '../../shared/limits.ts';
import type { Clock } from './clock.ts';

/**
 * Notices that this process did not run for a while, because the computer slept or the process was
 * stopped, or that the wall clock was set. Times of entries come from the monotonic clock and stay
 * right; but a silence around a jump is no silence of the server, and that has to be told.
 */
export class SleepWatch {
  readonly #clock: Clock;
  readonly #timer: NodeJS.Timeout;
  #monotonicMs: number;
  #epochMs: number;
  #jumpMs: number | null = null;
  #wokeAtMs = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#monotonicMs = clock.monotonicMs();
    this.#epochMs = clock.epochMs();
    this.#timer = setInterval(() => this.look(), CLOCK_LOOK_INTERVAL_MS);
    this.#timer.unref();
  }

  /** Compares the clocks with the last look. A timer does it; a caller that knows better may too. */
  look(): void {
    const monotonicMs = this.#clock.monotonicMs();
    const epochMs = this.#clock.epochMs();
    const passedMs = monotonicMs - this.#monotonicMs;
    const shownMs = epochMs - this.#epochMs;
    this.#monotonicMs = monotonicMs;
    this.#epochMs = epochMs;
    // A computer that sleeps stops the monotonic clock on some systems, the wall clock on none.
    const unseenMs = Math.max(passedMs, shownMs) - CLOCK_LOOK_INTERVAL_MS;
    if (unseenMs >= CLOCK_JUMP_MS_MIN) {
      this.#jumpMs = (this.#jumpMs ?? 0) + unseenMs;
      this.#wokeAtMs = monotonicMs;
    } else if (shownMs - passedMs <= -CLOCK_JUMP_MS_MIN) {
      this.#jumpMs = (this.#jumpMs ?? 0) + shownMs - passedMs;
    }
  }

  /** The jump since the last call in milliseconds, negative where the clock was set back; null: none. */
  takeJump(): number | null {
    const jumpMs = this.#jumpMs;
    this.#jumpMs = null;
    return jumpMs;
  }

  /** Whether this process went on a moment ago, so that many connections are found dead at once. */
  get hasJustWoken(): boolean {
    return this.#clock.monotonicMs() - this.#wokeAtMs < WAKE_RECENT_MS;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
