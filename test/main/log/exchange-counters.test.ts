import { expect, test } from 'vitest';
import { ExchangeCounters } from '../../../main/log/exchange-counters.ts';
import { OTHER_TYPE } from '../../../main/log/index-columns.ts';
import { EVENT_TYPES_COUNTED_MAX } from '../../../shared/limits.ts';
import type { EventEntry } from '../../../shared/model/timeline.ts';

function anEvent(type: string, atMs: number): EventEntry {
  return {
    kind: 'event',
    seq: 0,
    atMs,
    offset: 0,
    length: 0,
    type,
    data: '',
    sizeBytes: 0,
    id: null,
    lastEventId: '',
    isTruncated: false,
  };
}

test('events are counted by type and time, whatever came in one chunk', () => {
  const counters = new ExchangeCounters();
  const events: [string, number][] = [
    ['a', 5],
    ['a', 5],
    ['b', 5],
    ['a', 5],
    ['a', 25],
    ['b', 25],
    ['b', 125],
  ];
  const typeIds = events.map(([type, atMs]) => counters.add(anEvent(type, atMs), 0));
  expect(typeIds).toStrictEqual([0, 0, 1, 0, 0, 1, 1]);
  expect(counters.getTypeCounts()).toStrictEqual([
    { type: 'a', count: 4 },
    { type: 'b', count: 3 },
  ]);
  expect(counters.getChart()).toMatchObject({ binMs: 10, peakPerSecond: 400 });
  expect(counters.getChart().bins.map(([a, b]) => [a, b])).toStrictEqual([
    [3, 1],
    [0, 0],
    [1, 1],
    ...Array.from({ length: 9 }, () => [0, 0]),
    [0, 1],
  ]);
  const { events: count, firstEventMs, gapP50Ms, gapP95Ms } = counters.getCounters(125, 7);
  expect({ count, firstEventMs, gapP50Ms }).toStrictEqual({
    count: 7,
    firstEventMs: 5,
    gapP50Ms: 0,
  });
  expect(gapP95Ms).toBeGreaterThan(98);
  expect(gapP95Ms).toBeLessThan(102);
});

test('types beyond the limit are one, and those within it keep their number', () => {
  const counters = new ExchangeCounters();
  for (let type = 0; type < EVENT_TYPES_COUNTED_MAX; type++) counters.add(anEvent(`t${type}`, 1), 0);
  const last = `t${EVENT_TYPES_COUNTED_MAX - 1}`;
  expect(counters.add(anEvent('one more', 1), 0)).toBe(OTHER_TYPE);
  expect(counters.add(anEvent(last, 1), 0)).toBe(EVENT_TYPES_COUNTED_MAX - 1);
  expect(counters.getTypeCounts().at(-1)).toStrictEqual({ type: last, count: 2 });
  expect(counters.getCounters(1, 0).events).toBe(EVENT_TYPES_COUNTED_MAX + 2);
});
