/** Crashes within {@link CRASH_PERIOD_MS} after which a window is no longer loaded again by itself. */
const CRASHES_MAX = 3;
const CRASH_PERIOD_MS = 60_000;

/** Counts the crashes of one window's page. */
export class CrashLimit {
  #crashesAtMs: number[] = [];

  /**
   * Notes a crash; true: it was one too many, and loading again would only go on like this.
   * `nowMs` is monotonic.
   */
  isReachedBy(nowMs: number): boolean {
    this.#crashesAtMs = this.#crashesAtMs.filter((atMs) => nowMs - atMs < CRASH_PERIOD_MS);
    this.#crashesAtMs.push(nowMs);
    return this.#crashesAtMs.length >= CRASHES_MAX;
  }

  /** Starts again from zero, because the user asked for another try. */
  reset(): void {
    this.#crashesAtMs = [];
  }
}
