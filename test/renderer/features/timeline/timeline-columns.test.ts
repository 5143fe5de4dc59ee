import { describe, expect, test } from 'vitest';
import {
  addPathColumn,
  changeColumn,
  moveColumn,
  removeColumn,
  toAllColumns,
  toGridTracks,
  toShownColumns,
} from '../../../../renderer/features/timeline/timeline-columns.ts';
import type { ColumnSetting } from '../../../../shared/model/settings.ts';

const DEFAULT = ['number', 'time', 'gap', 'lane', 'type', 'id', 'data', 'size'];
const ids = (columns: readonly { readonly id: string }[]): string[] => columns.map(({ id }) => id);
const show = (settings: readonly ColumnSetting[], hasIds = true, hasDetail = false): string[] =>
  ids(toShownColumns(settings, { hasIds, hasDetail }));

describe('columns of the timeline', () => {
  test('stand in their default order, ids and gap bar only where they have a place', () => {
    expect(ids(toAllColumns([]))).toEqual(DEFAULT);
    expect(show([], false, true)).toEqual(['number', 'time', 'gap', 'type', 'data', 'size']);
  });

  test('are hidden, moved and sized one by one', () => {
    const hidden = changeColumn([], 'gap', { isHidden: true });
    expect(show(hidden)).not.toContain('gap');
    const moved = moveColumn(hidden, 'size', 0);
    expect(show(moved)[0]).toBe('size');
    const sized = changeColumn(moved, 'type', { widthPx: 90 });
    expect(toGridTracks(toShownColumns(sized, { hasIds: true, hasDetail: false })).cells).toBe(
      '14px var(--w-size) var(--w-number) var(--w-time) var(--w-lane) 90px var(--w-id) minmax(160px, 1fr)',
    );
  });

  test('the data keeps a width beside JSONPaths, which give way first, and the row says what it needs', () => {
    const settings = addPathColumn(addPathColumn([], '$.a'), '$.b');
    const tracks = toGridTracks(toShownColumns(settings, { hasIds: false, hasDetail: true }));
    expect(tracks.cells).toBe(
      '14px var(--w-number) var(--w-time) var(--w-gap) var(--w-type) ' +
        'minmax(80px, 140px) minmax(80px, 140px) minmax(160px, 1fr) var(--w-size)',
    );
    expect(tracks.minWidth).toBe(
      'calc(98px + var(--w-number) + var(--w-time) + var(--w-gap) + var(--w-type) + ' +
        '80px + 80px + 160px + var(--w-size))',
    );
  });

  test('a setting that names some columns only keeps the others in their places', () => {
    const known = [{ id: 'type', widthPx: null, isHidden: false }];
    expect(ids(toAllColumns(known)).toSorted()).toEqual(DEFAULT.toSorted());
    expect(ids(toAllColumns(moveColumn([], 'data', 0)).slice(0, 2))).toEqual(['data', 'number']);
  });

  test('a JSONPath stands before the data, once, and can be taken away', () => {
    const once = addPathColumn([], '$.a');
    expect(show(once).slice(-3)).toEqual(['$.a', 'data', 'size']);
    expect(addPathColumn(once, '$.a')).toEqual(once);
    const again = addPathColumn(changeColumn(once, '$.a', { isHidden: true }), '$.a');
    expect(show(again)).toContain('$.a');
    expect(show(removeColumn(once, '$.a'))).toEqual(DEFAULT);
  });

  test('no more JSONPaths than main takes', () => {
    let settings: readonly ColumnSetting[] = [];
    for (let n = 0; n < 20; n++) settings = addPathColumn(settings, `$.p${n}`);
    expect(settings).toHaveLength(16);
  });

  test('without the data something else fills the row', () => {
    const columns = toShownColumns(changeColumn([], 'data', { isHidden: true }), {
      hasIds: false,
      hasDetail: false,
    });
    expect(toGridTracks(columns).cells.endsWith('minmax(0, 1fr)')).toBe(true);
  });

  test('an unknown name from an old settings file is left out', () => {
    expect(ids(toAllColumns([{ id: 'colour', widthPx: null, isHidden: false }]))).toEqual(DEFAULT);
  });
});
