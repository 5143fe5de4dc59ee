/** Time as the engine sees it; tests bring their own. */
export interface Clock {
  /** Monotonic milliseconds with fractions; only differences mean something. */
  readonly monotonicMs: () => number;
  /** Unix epoch milliseconds, for display only. */
  readonly epochMs: () => number;
  /** Resolves after `waitMs`, or at once when `signal` aborts. Never rejects. */
  readonly wait: (waitMs: number, signal: AbortSignal) => Promise<void>;
}

/** The computer's clocks. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  epochMs: () => Date.now(),
  wait: (waitMs, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      signal.addEventListener('abort', done);
    }),
};
