import { expect, test } from 'vitest';
import { RaceRest } from '../../../main/ipc/race-rest.ts';
import { RACE_ASK_MS, RACE_DRAW_MS, RACE_REST_MS, RACE_WORK_MS } from '../../../shared/limits.ts';

/** A clock that only moves when it is told to, and takes note of the waits. */
function setUp() {
  const waits: number[] = [];
  const time = { nowMs: 1_000 };
  /** What happens during the next wait. */
  const during: (() => void)[] = [];
  const rest = new RaceRest({
    monotonicMs: () => time.nowMs,
    epochMs: () => 0,
    wait: async (waitMs) => {
      waits.push(waitMs);
      during.shift()?.();
      time.nowMs += waitMs;
    },
  });
  const { signal } = new AbortController();
  /** Chunks that come every millisecond. */
  const read = async (chunks: number, isRacing: boolean): Promise<void> => {
    for (let chunk = 0; chunk < chunks; chunk++) {
      await rest.wait(isRacing, signal);
      time.nowMs++;
    }
  };
  return { waits, read, rest, time, during };
}

test('a racing stream rests again and again', async () => {
  const { waits, read } = setUp();
  await read(3 * RACE_WORK_MS, true);
  expect(waits).toEqual([RACE_REST_MS, RACE_REST_MS]);
  await read(1, true);
  expect(waits).toEqual([RACE_REST_MS, RACE_REST_MS, RACE_REST_MS]);
});

test('a slow stream never rests, and what it did before does not count for the race after it', async () => {
  const { waits, read } = setUp();
  await read(RACE_WORK_MS - 1, true);
  await read(100 * RACE_WORK_MS, false);
  await read(RACE_WORK_MS, true);
  expect(waits).toEqual([]);
  await read(1, true);
  expect(waits).toEqual([RACE_REST_MS]);
});

test('after a push it rests until the window had the time to ask', async () => {
  const { waits, read, rest } = setUp();
  rest.notePush();
  await read(1, true);
  expect(waits).toEqual([RACE_ASK_MS]);
  await read(RACE_WORK_MS - 1, true);
  expect(waits).toEqual([RACE_ASK_MS]);
});

test('rows that are asked for meanwhile are waited for until they are drawn', async () => {
  const { waits, read, rest, during } = setUp();
  during.push(() => rest.noteRead());
  rest.notePush();
  await read(1, true);
  expect(waits).toEqual([RACE_ASK_MS, RACE_DRAW_MS - RACE_ASK_MS]);
});

test('pages that a user scrolls through do not hold up the stream', async () => {
  const { waits, read, rest, time } = setUp();
  rest.notePush();
  rest.noteRead();
  await read(1, true);
  expect(waits).toEqual([RACE_DRAW_MS]);
  time.nowMs++;
  rest.noteRead();
  await read(1, true);
  expect(waits).toEqual([RACE_DRAW_MS]);
});

test('a stream that is stopped during a rest does not rest again', async () => {
  const { waits, rest, during } = setUp();
  const stop = new AbortController();
  during.push(() => {
    rest.noteRead();
    stop.abort();
  });
  rest.notePush();
  await rest.wait(true, stop.signal);
  expect(waits).toEqual([RACE_ASK_MS]);
});

test('a slow stream does not rest after a push', async () => {
  const { waits, read, rest } = setUp();
  rest.notePush();
  rest.noteRead();
  await read(3, false);
  expect(waits).toEqual([]);
});
