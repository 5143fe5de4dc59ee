/** Stands for 'nothing came for the idle time'. */
export const IDLE = Symbol('idle');

/**
 * Passes a source on and yields {@link IDLE} once whenever nothing came for `idleMs`; null passes it on
 * as it is. The timer is restarted with each item, which costs far less than a new one.
 */
export async function* withIdle<T>(
  source: AsyncIterable<T>,
  idleMs: number | null,
): AsyncGenerator<T | typeof IDLE, void> {
  if (idleMs === null) return yield* source;
  const iterator = source[Symbol.asyncIterator]();
  let tellIdle: () => void = () => undefined;
  const timer = setTimeout(() => tellIdle(), idleMs);
  try {
    for (;;) {
      const next = iterator.next();
      // A promise of its own per item: one that lives long would collect a reaction per item.
      const idle = new Promise<typeof IDLE>((resolve) => {
        tellIdle = () => resolve(IDLE);
      });
      let step = await Promise.race([next, idle]);
      if (step === IDLE) {
        yield IDLE;
        step = await next;
      }
      if (step.done === true) return;
      yield step.value;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
    await iterator.return?.();
  }
}
