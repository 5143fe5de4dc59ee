import { expect, test } from 'vitest';
import { RaceRest } from '../../../main/ipc/race-rest.ts';
import { RACE_REST_MS, RACE_WORK_MS } from '../../../shared/limits.ts';

/** A clock that only moves when it is told to, and takes note of the waits. */
function setUp() {
  const waits: number[] = [];
  const time = { nowMs: 1_000 };
  const rest = new RaceRest({
    monotonicMs: () => time.nowMs,
    epochMs: () => 0,
    wait: async (waitMs) => {
      waits.push(waitMs);
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
  return { waits, read };
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
