import { expect, test } from 'vitest';
import { FirstScreen } from '../../../main/ipc/first-screen.ts';
import { FIRST_SCREEN_BYTES, FIRST_SCREEN_MS } from '../../../shared/limits.ts';

/** A clock that stands still, and takes note of the waits. */
function setUp() {
  const waits: number[] = [];
  const time = { nowMs: 1_000 };
  const screen = new FirstScreen({
    monotonicMs: () => time.nowMs,
    epochMs: () => 0,
    wait: async (waitMs) => void waits.push(waitMs),
  });
  const { signal } = new AbortController();
  return { time, waits, screen, wait: (bytes: number) => screen.wait(bytes, signal) };
}

test('a stream that races from its first byte waits once, for what is left of the time', async () => {
  const { time, waits, screen, wait } = setUp();
  screen.noteOpen();
  expect(wait(FIRST_SCREEN_BYTES - 1)).toBeUndefined();
  time.nowMs += 15;
  await wait(FIRST_SCREEN_BYTES);
  expect(waits).toEqual([FIRST_SCREEN_MS - 15]);
  expect(wait(10 * FIRST_SCREEN_BYTES)).toBeUndefined();
});

test('a stream that comes slower never waits', () => {
  const { time, waits, screen, wait } = setUp();
  screen.noteOpen();
  time.nowMs += FIRST_SCREEN_MS;
  expect(wait(FIRST_SCREEN_BYTES)).toBeUndefined();
  expect(waits).toEqual([]);
});

test('a connection that opens again does not wait again', () => {
  const { time, waits, screen, wait } = setUp();
  screen.noteOpen();
  time.nowMs += FIRST_SCREEN_MS;
  screen.noteOpen();
  expect(wait(FIRST_SCREEN_BYTES)).toBeUndefined();
  expect(waits).toEqual([]);
});
