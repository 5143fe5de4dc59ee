/** Time as the demo server sees it. The engine's `Clock` fits; tests bring their own. */
export interface DemoClock {
  /** Monotonic milliseconds with fractions; only differences mean something. */
  readonly monotonicMs: () => number;
  /** Resolves after `waitMs`, or at once when `signal` aborts; keeps no timer then. Never rejects. */
  readonly wait: (waitMs: number, signal: AbortSignal) => Promise<void>;
}

/** The computer's clock. */
export const demoClock: DemoClock = {
  monotonicMs: () => performance.now(),
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
