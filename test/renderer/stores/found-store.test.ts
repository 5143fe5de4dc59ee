import { expect, test, vi } from 'vitest';
import { createFoundStore } from '../../../renderer/stores/found-store.ts';
import type { Bridge } from '../../../shared/ipc/contract.ts';
import { FOUND_CHARS_MAX, FOUND_TEXTS_MAX } from '../../../shared/limits.ts';
import { fail, ok } from '../../../shared/result.ts';

const A = [{ source: 'a', flags: '' }];
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Tells for each text that its first character was found. */
function setUp() {
  const queryFindRanges = vi.fn<Bridge['queryFindRanges']>(async ({ texts }) =>
    ok(texts.map(() => [{ from: 0, to: 1 }])),
  );
  const store = createFoundStore({ queryFindRanges });
  const listener = vi.fn<() => void>();
  store.subscribe(listener);
  const getTexts = () => queryFindRanges.mock.calls.map(([{ texts }]) => texts);
  return { queryFindRanges, store, listener, getTexts };
}

test('what is not known is asked for at once, the newest first, and another finder then knows it', async () => {
  const { store, listener, getTexts } = setUp();
  expect(store.getSnapshot().find).toBeNull();
  store.setPatterns(A);
  const before = store.getSnapshot().find;
  expect(before?.('abc')).toEqual([]);
  expect(before?.('ab')).toEqual([]);
  expect(before?.('')).toEqual([]);
  await settle();
  expect(getTexts()).toEqual([['ab', 'abc']]);
  expect(listener).toHaveBeenCalledTimes(2);
  const { find } = store.getSnapshot();
  expect(find).not.toBe(before);
  expect(find?.('abc')).toEqual([{ from: 0, to: 1 }]);
  await settle();
  expect(getTexts()).toHaveLength(1);
});

test('one request is under way at a time, of so many texts and characters', async () => {
  const { store, getTexts } = setUp();
  store.setPatterns(A);
  const { find } = store.getSnapshot();
  for (let text = 0; text <= FOUND_TEXTS_MAX; text++) find?.(`a${text}`);
  await settle();
  expect(getTexts()[0]).toHaveLength(FOUND_TEXTS_MAX);
  const half = 'a'.repeat(FOUND_CHARS_MAX / 2 + 1);
  find?.(half);
  find?.(`${half}b`);
  find?.('a'.repeat(FOUND_CHARS_MAX + 1));
  await settle();
  expect(getTexts().slice(1)).toEqual([[`${half}b`]]);
});

test('what comes while another pattern is set is not kept', async () => {
  const { store, getTexts } = setUp();
  store.setPatterns(A);
  store.getSnapshot().find?.('abc');
  await Promise.resolve();
  store.setPatterns([{ source: 'b', flags: 'i' }]);
  await settle();
  expect(store.getSnapshot().find?.('abc')).toEqual([]);
  await settle();
  expect(getTexts()).toEqual([['abc'], ['abc']]);
  store.setPatterns([]);
  expect(store.getSnapshot().find).toBeNull();
});

test('a pattern that takes too long marks nothing any more, until another one is set', async () => {
  const { queryFindRanges, store, getTexts } = setUp();
  queryFindRanges.mockResolvedValueOnce(fail({ kind: 'too-slow' }));
  store.setPatterns(A);
  store.getSnapshot().find?.('abc');
  await settle();
  expect(store.getSnapshot()).toEqual({ find: null, isTooSlow: true });
  store.setPatterns([{ source: 'a', flags: 'i' }]);
  expect(store.getSnapshot().isTooSlow).toBe(false);
  store.getSnapshot().find?.('abc');
  await settle();
  expect(getTexts()).toHaveLength(2);
});

test('after a failure the texts are asked for again when they are looked for', async () => {
  const { queryFindRanges, store } = setUp();
  queryFindRanges.mockRejectedValueOnce(new Error('gone'));
  store.setPatterns(A);
  store.getSnapshot().find?.('abc');
  await settle();
  store.getSnapshot().find?.('abc');
  await settle();
  expect(store.getSnapshot().find?.('abc')).toEqual([{ from: 0, to: 1 }]);
});
