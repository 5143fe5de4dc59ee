import { expect, test } from 'vitest';
import { RaceRest } from '../../../main/ipc/race-rest.ts';
import { RACE_RHYTHMS, RACE_SPRINT_MS } from '../../../shared/limits.ts';

const { sprint, distance } = RACE_RHYTHMS;

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
  return { time, waits, read };
}

test('a racing stream rests again and again, and longer when it goes on', async () => {
  const { time, waits, read } = setUp();
  const startMs = time.nowMs;
  await read(3 * sprint.workMs + 1, true);
  expect(waits).toEqual([sprint.restMs, sprint.restMs, sprint.restMs]);
  time.nowMs = startMs + RACE_SPRINT_MS;
  waits.length = 0;
  await read(1 + 2 * distance.workMs, true);
  expect(waits).toEqual([distance.restMs, distance.restMs, distance.restMs]);
});

test('a slow stream never rests, and what it did before does not count for the race after it', async () => {
  const { waits, read } = setUp();
  await read(sprint.workMs - 1, true);
  await read(2 * RACE_SPRINT_MS, false);
  await read(sprint.workMs, true);
  expect(waits).toEqual([]);
  await read(1, true);
  expect(waits).toEqual([sprint.restMs]);
});
