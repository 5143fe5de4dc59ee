import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatPlural,
  formatRate,
  formatShare,
} from '../../../renderer/components/number-format.ts';
import {
  formatBarEdge,
  formatDuration,
  formatElapsed,
  formatGap,
  formatSeconds,
  formatTimeCell,
} from '../../../renderer/components/time-format.ts';

describe('numbers', () => {
  test.each([
    [0, 260, '0 %'],
    [1, 260, '<1 %'],
    [2, 260, '1 %'],
    [142, 268, '53 %'],
    [259, 260, '>99 %'],
    [260, 260, '100 %'],
    [0, 0, '0 %'],
  ])('%d of %d', (part, whole, text) => expect(formatShare(part, whole)).toBe(text));

  test.each([
    [0, '0'],
    [1284, '1,284'],
    [10_000_000, '10,000,000'],
  ])('count %d', (count, text) => expect(formatCount(count)).toBe(text));

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1200, '1.2 KB'],
    [31_400, '31.4 KB'],
    [99_949, '99.9 KB'],
    [99_960, '100 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [140_000_000, '140 MB'],
    [2.5e12, '2.5 TB'],
    [5e15, '5,000 TB'],
  ])('%d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  test.each([
    [0, '0/s'],
    [6.2, '6.2/s'],
    [31, '31/s'],
    [98_400.4, '98,400/s'],
  ])('rate %d', (rate, text) => expect(formatRate(rate)).toBe(text));

  test('a plural has its own word', () => {
    expect(formatPlural(1, 'event')).toBe('1 event');
    expect(formatPlural(1284, 'event')).toBe('1,284 events');
  });
});

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [0.35, '0.3 ms'],
    [196.4, '196 ms'],
    [999.6, '1.00 s'],
    [2140, '2.14 s'],
    [59_994, '59.99 s'],
    [59_996, '1 min 0 s'],
    [500_000, '8 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('%d ms', (ms, text) => expect(formatDuration(ms)).toBe(text));

  test.each([
    [412, '412 ms'],
    [41_830, '41.8 s'],
    [59_951, '1 min 0 s'],
  ])('elapsed %d ms', (ms, text) => expect(formatElapsed(ms)).toBe(text));

  test.each([
    [5, '5 ms'],
    [1280, '1.28 s'],
    [42_130, '42.1 s'],
    [500_000, '8.3 min'],
    [8_000_000, '2.2 h'],
  ])('gap %d ms fits its column', (ms, text) => {
    expect(formatGap(ms)).toBe(text);
    expect(text.length).toBeLessThanOrEqual(8);
  });

  test('a silence is told in seconds, a cell in seconds with milliseconds', () => {
    expect(formatSeconds(3219)).toBe('3.2 s');
    expect(formatTimeCell(7904.4)).toBe('7.904');
  });
});

test.each([
  [0, '0 ms'],
  [0.000_2, '<0.001 ms'],
  [0.001, '0.001 ms'],
  [0.031, '0.03 ms'],
  [0.0949, '0.09 ms'],
  [0.096, '0.1 ms'],
  [2, '2 ms'],
  [4190, '4.19 s'],
])('end of a bar at %d ms', (ms, text) => expect(formatBarEdge(ms)).toBe(text));
