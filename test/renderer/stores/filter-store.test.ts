import { describe, expect, test, vi } from 'vitest';
import { createFilterStore } from '../../../renderer/stores/filter-store.ts';
import type { FilteredList } from '../../../renderer/stores/filter-store.ts';
import type { Bridge } from '../../../shared/ipc/contract.ts';
import { QUERY_CHARS_MAX } from '../../../shared/limits.ts';
import type { QueryPage, QueryProgress } from '../../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { fail, ok } from '../../../shared/result.ts';

const ID = 'x-00000001' as ExchangeId;

function aPush(part: Partial<QueryProgress> = {}): QueryProgress {
  return {
    exchangeId: ID,
    queryId: 1,
    reading: 1,
    state: { kind: 'up-to-date' },
    matched: 3,
    matchedEvents: 3,
    scanned: 10,
    total: 10,
    ...part,
  };
}

/** A filter whose typing pauses end when the test says so. */
function setUp(queryPage: Bridge['queryPage'] = async () => fail({ kind: 'unknown-query' })) {
  let lastId = 0;
  const querySet = vi.fn<Bridge['querySet']>(async ({ text }) => {
    if (text === '(') {
      return fail({
        kind: 'query-syntax',
        from: 1,
        to: 1,
        expected: 'term',
        detail: null,
      } as const);
    }
    if (text.trim() === '') return ok(null);
    lastId += 1;
    return ok(lastId);
  });
  let timeouts: (() => void)[] = [];
  const store = createFilterStore({ querySet, queryPage }, ID, (callback) => {
    timeouts.push(callback);
    return () => {
      timeouts = timeouts.filter((other) => other !== callback);
    };
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const showNext = (): void => {
    const { next } = store.getSnapshot();
    if (next !== null) store.show(next);
  };
  const pause = async (): Promise<void> => {
    for (const timeout of timeouts.splice(0)) timeout();
    await settle();
  };
  return { store, querySet, settle, showNext, pause };
}

describe('createFilterStore', () => {
  test('keys that follow one another start one query', async () => {
    const { store, querySet, pause } = setUp();
    for (const text of ['B', 'Bi', 'Bis']) store.setText(text);
    expect(querySet).not.toHaveBeenCalled();
    await pause();
    expect(querySet.mock.calls.map(([{ text }]) => text)).toEqual(['Bis']);
  });

  test('the old list stays until the new one has rows', async () => {
    const { store, settle, showNext } = setUp();
    store.setText('a', true);
    await settle();
    store.applyProgress(aPush({ matched: 0, state: { kind: 'scanning' } }));
    expect(store.getSnapshot()).toMatchObject({ shown: null, next: null });
    store.applyProgress(aPush({ matched: 2, state: { kind: 'scanning' } }));
    expect(store.getSnapshot().shown).toBeNull();
    showNext();
    expect(store.getSnapshot().shown).toMatchObject({ queryId: 1, text: 'a' });
    expect(store.getSnapshot().progress?.matched).toBe(2);
  });

  test('a query that finds nothing is shown when it has looked at everything', async () => {
    const { store, settle, showNext } = setUp();
    store.setText('a', true);
    await settle();
    store.applyProgress(aPush({ matched: 0, matchedEvents: 0 }));
    showNext();
    expect(store.getSnapshot().progress).toMatchObject({ matched: 0 });
  });

  test('a push that comes before the answer counts', async () => {
    const { store, settle } = setUp();
    store.setText('a', true);
    store.applyProgress(aPush());
    await settle();
    expect(store.getSnapshot().next).toMatchObject({ queryId: 1 });
  });

  test('a late push of the query before does not hide one that came before its answer', async () => {
    const { store, settle, showNext } = setUp();
    store.setText('a', true);
    await settle();
    store.applyProgress(aPush());
    showNext();
    store.setText('b', true);
    store.applyProgress(aPush({ queryId: 2 }));
    store.applyProgress(aPush({ queryId: 1 }));
    await settle();
    expect(store.getSnapshot().next).toMatchObject({ queryId: 2, text: 'b' });
  });

  test('a wrong text is told and the last good list stays', async () => {
    const { store, settle, showNext } = setUp();
    store.setText('a', true);
    await settle();
    store.applyProgress(aPush());
    showNext();
    store.setText('(', true);
    await settle();
    expect(store.getSnapshot()).toMatchObject({
      text: '(',
      problem: { kind: 'query-syntax', expected: 'term' },
      shown: { text: 'a' },
      next: null,
    });
  });

  test('a text that is too long is told at its place and never sent', async () => {
    const { store, querySet, settle } = setUp();
    for (const extra of [1, 2, 5_000]) {
      const text = 'a'.repeat(QUERY_CHARS_MAX + extra);
      store.setText(text, true);
      await settle();
      expect(store.getSnapshot()).toMatchObject({
        text,
        problem: {
          kind: 'query-syntax',
          expected: 'shorter',
          from: QUERY_CHARS_MAX,
          to: text.length,
        },
      });
    }
    expect(querySet).not.toHaveBeenCalled();
    store.setText('a'.repeat(QUERY_CHARS_MAX), true);
    await settle();
    expect(querySet).toHaveBeenCalledOnce();
    expect(store.getSnapshot().problem).toBeNull();
  });

  test('an answer that comes after a text that is too long does not take its mark away', async () => {
    const { store, settle } = setUp();
    store.setText('a', true);
    store.setText('a'.repeat(QUERY_CHARS_MAX + 2), true);
    await settle();
    expect(store.getSnapshot().problem).toMatchObject({ expected: 'shorter' });
  });

  test('an answer to an older text is dropped', async () => {
    const { store, settle } = setUp();
    store.setText('(', true);
    store.setText('a', true);
    await settle();
    expect(store.getSnapshot().problem).toBeNull();
  });

  test('clearing the text leads back to every row', async () => {
    const { store, settle, showNext } = setUp();
    store.setText('a', true);
    await settle();
    store.applyProgress(aPush());
    showNext();
    store.setText('', true);
    await settle();
    expect(store.getSnapshot().next).toBe('all');
    showNext();
    expect(store.getSnapshot()).toMatchObject({ shown: null, next: null, progress: null });
  });

  test('a query that takes too long is told; as a shown one it gives way to every row', async () => {
    const { store, settle, showNext } = setUp();
    store.setText('a', true);
    await settle();
    store.applyProgress(aPush({ state: { kind: 'too-slow', seq: 4 }, matched: 0 }));
    expect(store.getSnapshot()).toMatchObject({ problem: { kind: 'too-slow' }, next: null });
    store.setText('b', true);
    await settle();
    store.applyProgress(aPush({ queryId: 2 }));
    showNext();
    store.applyProgress(aPush({ queryId: 2, state: { kind: 'too-slow', seq: 9 } }));
    expect(store.getSnapshot()).toMatchObject({ problem: { kind: 'too-slow' }, next: 'all' });
  });

  test('a run of comments that grows without a new match is read again', async () => {
    const queryPage = vi.fn<Bridge['queryPage']>(async () =>
      ok({
        fromRow: 0,
        rows: [{ kind: 'comments', seq: 3, atMs: 0, lastAtMs: 0, count: 2 }],
        rowNumbers: [3],
      } as unknown as QueryPage),
    );
    const { store, pause, showNext, settle } = setUp(queryPage);
    store.setText('kind:comment');
    await pause();
    store.applyProgress(aPush({ matched: 1, matchedEvents: 0 }));
    showNext();
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0));
    const { timeline } = store.getSnapshot().shown as FilteredList;
    timeline.subscribe(() => undefined);
    timeline.setWanted(0, 1);
    await settle();
    expect(queryPage).toHaveBeenCalledTimes(1);
    store.applyProgress(aPush({ matched: 1, matchedEvents: 0, scanned: 11, total: 11 }));
    await settle();
    expect(queryPage).toHaveBeenCalledTimes(2);
    vi.unstubAllGlobals();
  });

  test('another reading asks again, with the same text', async () => {
    const { store, querySet, settle, showNext } = setUp();
    store.setText('a', true);
    await settle();
    store.applyProgress(aPush());
    showNext();
    store.applyReading();
    expect(store.getSnapshot().shown).toBeNull();
    await settle();
    expect(querySet).toHaveBeenCalledTimes(2);
  });
});
