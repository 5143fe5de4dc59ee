import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AT_START,
  PINNED_TO_END,
  THUMB_PX_MIN,
  fromFraction,
  getEndAnchor,
  getThumb,
  getVisibleRows,
  moveBy,
  moveByPage,
  reveal,
  toFraction,
  toWheelPx,
} from '../../../renderer/components/anchored-scroll.ts';
import type { ListMetrics, ScrollPosition } from '../../../renderer/components/anchored-scroll.ts';

const TEN_MILLION = 10_000_000;

function metrics(
  rowCount: number,
  viewportPx = 260,
  rowPx: (index: number) => number = () => 26,
): ListMetrics {
  return { rowCount, viewportPx, getRowHeight: rowPx };
}
const at = (index: number, offsetPx = 0): ScrollPosition => ({ kind: 'anchor', index, offsetPx });

describe('the end', () => {
  test('puts the last row at the bottom', () => {
    expect(getEndAnchor(metrics(100))).toEqual({ index: 90, offsetPx: 0 });
    expect(getEndAnchor(metrics(100, 270))).toEqual({ index: 89, offsetPx: 16 });
    expect(getVisibleRows(PINNED_TO_END, metrics(100, 270))).toEqual({
      fromIndex: 89,
      toIndex: 100,
      topPx: -16,
    });
  });

  test('rows fewer than the viewport stand at the top', () => {
    expect(getVisibleRows(PINNED_TO_END, metrics(3))).toEqual({
      fromIndex: 0,
      toIndex: 3,
      topPx: 0,
    });
  });

  test('an empty list shows nothing', () => {
    expect(getVisibleRows(PINNED_TO_END, metrics(0))).toEqual({
      fromIndex: 0,
      toIndex: 0,
      topPx: 0,
    });
    expect(getThumb(PINNED_TO_END, 260, metrics(0))).toBeNull();
  });

  test('follows when rows are appended', () => {
    expect(getVisibleRows(PINNED_TO_END, metrics(1000)).toIndex).toBe(1000);
    expect(getVisibleRows(PINNED_TO_END, metrics(1001)).toIndex).toBe(1001);
  });
});

describe('an anchored position', () => {
  test('does not move when rows are appended', () => {
    const before = getVisibleRows(at(40, 7), metrics(100));
    expect(getVisibleRows(at(40, 7), metrics(TEN_MILLION))).toEqual(before);
  });

  test('is never beyond the end', () => {
    expect(getVisibleRows(at(99), metrics(100))).toEqual(
      getVisibleRows(PINNED_TO_END, metrics(100)),
    );
  });

  test('stands on its row when rows above it get higher', () => {
    const taller = (index: number): number => (index < 40 ? 50 : 26);
    expect(getVisibleRows(at(40, 7), metrics(100, 260, taller)).fromIndex).toBe(40);
  });
});

describe('moveBy', () => {
  test('goes through rows of any height', () => {
    const heights = (index: number): number => (index % 2 === 0 ? 26 : 50);
    expect(moveBy(at(0), 80, metrics(100, 260, heights))).toEqual(at(2, 4));
    expect(moveBy(at(2, 4), -80, metrics(100, 260, heights))).toEqual(at(0, 0));
  });

  test('stops at the first row', () => {
    expect(moveBy(at(1, 3), -5000, metrics(100))).toEqual(AT_START);
  });

  test('pins to the end on reaching it, and leaves it upwards', () => {
    expect(moveBy(at(80), 5000, metrics(100))).toEqual(PINNED_TO_END);
    expect(moveBy(at(89, 25), 1, metrics(100))).toEqual(PINNED_TO_END);
    expect(moveBy(PINNED_TO_END, -1, metrics(100))).toEqual(at(89, 25));
  });

  test('stays pinned when everything fits', () => {
    expect(moveBy(PINNED_TO_END, -100, metrics(3))).toEqual(PINNED_TO_END);
  });

  test('down and up by the same way comes back, wherever it began', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 1, max: 2000 }),
        (index, px) => {
          const all = metrics(1000, 260, (row) => 20 + (row % 7) * 5);
          const down = moveBy(at(index), px, all);
          fc.pre(down.kind === 'anchor');
          expect(moveBy(down, -px, all)).toEqual(at(index));
        },
      ),
    );
  });

  test('a page keeps one row in sight', () => {
    expect(moveByPage(at(10), 1, metrics(100))).toEqual(at(19));
    expect(moveByPage(at(19), -1, metrics(100))).toEqual(at(10));
  });
});

describe('reveal', () => {
  test('leaves the list alone when the row is whole', () => {
    const position = at(10, 3);
    expect(reveal(position, 12, metrics(100))).toBe(position);
  });

  test('brings a row above to the top and a row below to the bottom', () => {
    expect(reveal(at(10), 4, metrics(100))).toEqual(at(4));
    expect(reveal(at(10, 3), 10, metrics(100))).toEqual(at(10));
    expect(reveal(at(10), 20, metrics(100))).toEqual(at(11));
    expect(reveal(at(10), 9_999_999, metrics(TEN_MILLION))).toEqual(at(9_999_990));
  });

  test('shows the top of a row that is higher than the viewport', () => {
    expect(
      reveal(
        at(0),
        5,
        metrics(9, 100, (row) => (row === 5 ? 400 : 26)),
      ),
    ).toEqual(at(5));
  });
});

describe('the scroll bar', () => {
  const all = metrics(TEN_MILLION, 800);

  test('reaches the first and the last of ten million rows exactly', () => {
    expect(fromFraction(0, all)).toEqual(AT_START);
    expect(fromFraction(-0.1, all)).toEqual(AT_START);
    expect(fromFraction(1, all)).toEqual(PINNED_TO_END);
    expect(toFraction(AT_START, all)).toBe(0);
    expect(toFraction(PINNED_TO_END, all)).toBe(1);
  });

  test('any share of the way leads to a row at that share', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(toFraction(fromFraction(share, all), all)).toBeCloseTo(share, 6);
      }),
    );
  });

  test('the thumb is at least 24 px and inside the track', () => {
    for (const share of [0, 0.3, 0.999, 1]) {
      const thumb = getThumb(fromFraction(share, all), 800, all);
      expect(thumb?.sizePx).toBe(THUMB_PX_MIN);
      expect(thumb?.topPx).toBeCloseTo(share * (800 - THUMB_PX_MIN), -1);
    }
  });

  test('the thumb shows the share of the rows, and goes away when all fit', () => {
    expect(getThumb(AT_START, 260, metrics(20))).toEqual({ topPx: 0, sizePx: 130 });
    expect(getThumb(PINNED_TO_END, 260, metrics(20))).toEqual({ topPx: 130, sizePx: 130 });
    expect(getThumb(AT_START, 260, metrics(10))).toBeNull();
  });
});

test('wheel deltas in lines and pages become pixels', () => {
  expect(toWheelPx(-120, 0, 26, 800)).toBe(-120);
  expect(toWheelPx(3, 1, 26, 800)).toBe(78);
  expect(toWheelPx(-1, 2, 26, 800)).toBe(-800);
});
