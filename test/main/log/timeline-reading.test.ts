import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TimelineReading } from '../../../main/log/timeline-reading.ts';
import { EVENT_TYPES_COUNTED_MAX } from '../../../shared/limits.ts';
import type { EventEntry } from '../../../shared/model/timeline.ts';

let folder = '';
let reading: TimelineReading;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-reading-'));
  reading = await TimelineReading.create(folder, 1);
});
afterEach(async () => {
  await reading.close();
  await rm(folder, { recursive: true, force: true });
});

function anEvent(type: string, atMs: number, id: string | null = null): EventEntry {
  return {
    kind: 'event',
    seq: 0,
    atMs,
    offset: 0,
    length: 0,
    type,
    data: '',
    sizeBytes: 0,
    id,
    lastEventId: '',
    isTruncated: false,
  };
}

test('events are counted by type and time, whatever came in one chunk', async () => {
  const events: [string, number][] = [
    ['a', 5],
    ['a', 5],
    ['b', 5],
    ['a', 5],
    ['a', 25],
    ['b', 25],
    ['b', 125],
  ];
  for (const [type, atMs] of events) reading.append(anEvent(type, atMs), null);
  expect(reading.counters.getTypeCounts()).toStrictEqual([
    { type: 'a', count: 4 },
    { type: 'b', count: 3 },
  ]);
  const { bins, entries } = await reading.axis.read({ fromMs: 0, toMs: 125 }, 7, null);
  expect(entries).toBe(7);
  expect(bins.map(([a, b]) => [a, b])).toStrictEqual([
    [3, 1],
    [1, 1],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 1],
  ]);
  const counters = reading.counters.getCounters(125, 7);
  expect(counters).toMatchObject({ events: 7, firstEventMs: 5, gapP50Ms: 0, hasIds: false });
  expect(counters.gapP95Ms).toBeGreaterThan(98);
  expect(counters.gapP95Ms).toBeLessThan(102);
});

test('what was counted is exact at any moment, and an id in a run is noticed', () => {
  for (let count = 1; count <= 5; count++) {
    reading.append(anEvent('a', 1, count === 3 ? '7' : null), null);
    const { events, hasIds } = reading.counters.getCounters(1, 0);
    expect({ events, hasIds }).toStrictEqual({ events: count, hasIds: count >= 3 });
  }
});

test('types beyond the limit are one, and those within it keep their number', async () => {
  for (let type = 0; type < EVENT_TYPES_COUNTED_MAX; type++)
    reading.append(anEvent(`t${type}`, 1), null);
  const last = `t${EVENT_TYPES_COUNTED_MAX - 1}`;
  for (const type of ['one more', last, 'another', last]) reading.append(anEvent(type, 1), null);
  expect(reading.counters.getTypeCounts().at(-1)).toStrictEqual({ type: last, count: 3 });
  expect(reading.counters.getCounters(1, 0).events).toBe(EVENT_TYPES_COUNTED_MAX + 4);
  const entries = await reading.index.readMany([0, 200, 201, 202, 203]);
  expect(entries.map(({ typeId }) => typeId)).toStrictEqual([0, 0xffff, 199, 0xffff, 199]);
});
