import { describe, expect, test } from 'vitest';
import { findTimelineCommand } from '../../../../renderer/features/timeline/timeline-keys.ts';

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe('findTimelineCommand', () => {
  test.each([
    [{ key: 'm' }, 'mark'],
    [{ key: 'M' }, 'mark'],
    [{ key: '[' }, 'previous-mark'],
    [{ key: '[', shiftKey: true }, 'previous-mark'],
    [{ key: ' ' }, 'open-detail'],
    [{ key: 'c', ctrlKey: true }, 'copy-data'],
    [{ key: 'C', metaKey: true, shiftKey: true }, 'copy-lines'],
    [{ key: 'f', ctrlKey: true }, 'filter'],
    [{ key: 'f' }, 'follow'],
    [{ key: 'F', shiftKey: true }, null],
    [{ key: 'f', altKey: true }, null],
    [{ key: 'c' }, null],
    [{ key: 'Escape' }, 'escape'],
  ])('%j is %s', (press, command) => {
    expect(findTimelineCommand({ ...NONE, ...press }, true)).toBe(command);
  });

  test('with letters off, only keys that are no letters act', () => {
    const find = (press: Partial<typeof NONE> & { readonly key: string }): string | null =>
      findTimelineCommand({ ...NONE, ...press }, false);
    expect(['m', '[', ']', 'f', 'd', 't', 'h', 'g'].map((key) => find({ key }))).toEqual(
      Array.from({ length: 8 }, () => null),
    );
    expect(find({ key: ' ' })).toBe('open-detail');
    expect(find({ key: 'Enter' })).toBe('open-detail');
    expect(find({ key: 'f', ctrlKey: true })).toBe('filter');
  });
});
