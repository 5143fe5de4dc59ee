import { afterEach, expect, test } from 'vitest';
import { decideReconnect } from '../../../main/stream/reconnection.ts';
import { SleepWatch } from '../../../main/stream/sleep-watch.ts';

const watches: SleepWatch[] = [];
afterEach(() => watches.splice(0).forEach((watch) => watch.stop()));

/** A watch on clocks that the test moves. */
function watchClocks(): {
  readonly watch: SleepWatch;
  readonly pass: (monotonicMs: number, epochMs: number) => void;
} {
  const now = { monotonicMs: 100, epochMs: 1_800_000_000_000 };
  const watch = new SleepWatch({
    monotonicMs: () => now.monotonicMs,
    epochMs: () => now.epochMs,
    wait: async () => undefined,
  });
  watches.push(watch);
  return {
    watch,
    pass: (monotonicMs, epochMs) => {
      now.monotonicMs += monotonicMs;
      now.epochMs += epochMs;
      watch.look();
    },
  };
}

test.each([
  ['an ordinary second', 1_000, 1_000, null],
  ['a timer that a busy computer kept waiting', 4_000, 4_000, null],
  ['a stopped process', 91_000, 91_000, 90_000],
  ['a sleep that stops the monotonic clock', 1_000, 91_000, 90_000],
  ['a wall clock that was set an hour ahead', 1_000, 3_601_000, 3_600_000],
  ['a wall clock that was set an hour back', 1_000, -3_599_000, -3_600_000],
])('%s', (_name, monotonicMs, epochMs, jumpMs) => {
  const { watch, pass } = watchClocks();
  pass(monotonicMs, epochMs);
  expect(watch.takeJump()).toBe(jumpMs);
  expect(watch.takeJump()).toBeNull();
});

test('T62: twenty streams lost in one sleep come back once each, over a second and more', () => {
  const { watch, pass } = watchClocks();
  pass(91_000, 91_000);
  expect(watch.hasJustWoken).toBe(true);
  const waits = Array.from({ length: 20 }, (_, index) =>
    decideReconnect({
      mode: 'on',
      outcome: { kind: 'stream-ended' },
      reconnectionTimeMs: 3_000,
      failuresInRow: 0,
      attemptsMax: 10,
      isFirstFailureFinal: false,
      random: index / 20,
      hasJustWoken: watch.hasJustWoken,
      connectsAgoMs: [90_000],
    }),
  ).map((decision) => (decision.kind === 'reconnect' ? decision.waitMs : 0));
  expect(new Set(waits).size).toBe(20);
  expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(1_000);
});
