// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useShownProgress } from '../../../../renderer/features/timeline/use-shown-progress.ts';
import type { FilterSnapshot } from '../../../../renderer/stores/filter-store.ts';
import { getStreamSession } from '../../../../renderer/stores/stream-sessions.ts';
import type { StreamSession } from '../../../../renderer/stores/stream-sessions.ts';
import { createTimelineStore } from '../../../../renderer/stores/timeline-store.ts';
import type { ExchangeProgress } from '../../../../shared/ipc/contract.ts';
import { RACE_SETTLE_MS, RACING_EVENTS_PER_SECOND } from '../../../../shared/limits.ts';
import type { TimelineRow } from '../../../../shared/model/timeline.ts';
import { ok } from '../../../../shared/result.ts';
import { COUNTERS, ENDED, OPEN, aProgress, createFakeApi, exchangeId } from '../../fake-api.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function aPush(rows: number, part: Partial<ExchangeProgress> = {}, rate?: number) {
  const eventsPerSecond = rate ?? RACING_EVENTS_PER_SECOND;
  return aProgress({
    state: OPEN,
    counters: { ...COUNTERS, entries: rows, rows, eventsPerSecond },
    ...part,
  });
}

/** The pane of a stream, whose pages come when the test answers them. */
function setUp(change: (session: StreamSession) => void = () => undefined) {
  const answers: (() => void)[] = [];
  const timeline = createTimelineStore(exchangeId(1), {
    loadPage: ({ fromRow, toRow }) =>
      new Promise((resolve) => {
        const rows = Array.from({ length: toRow - fromRow }, (_, index) => ({
          kind: 'event',
          seq: fromRow + index,
          id: null,
        }));
        answers.push(() =>
          resolve(ok({ fromRow, rows: rows as unknown as readonly TimelineRow[] })),
        );
      }),
  });
  const session = { ...getStreamSession(createFakeApi().api, exchangeId(1)), timeline };
  change(session);
  timeline.applyReading(1);
  const { result, rerender } = renderHook(({ newest }) => useShownProgress(newest, session), {
    initialProps: { newest: aPush(0, {}, 0) },
  });
  return {
    getRows: () => result.current.counters.rows,
    getState: () => result.current.state,
    push: (newest: ExchangeProgress) => {
      rerender({ newest });
      const rows = result.current.counters.rows;
      act(() => timeline.applyCount(newest.counters.rows));
      return rows;
    },
    countAsked: () => answers.length,
    pass: (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms))),
    answer: () =>
      act(async () => {
        answers.shift()?.();
        await vi.advanceTimersByTimeAsync(20);
      }),
  };
}

test('the numbers of a race wait for the rows that came with them', async () => {
  const { push, getRows, answer } = setUp();
  push(aPush(1_000));
  expect(getRows()).toBe(0);
  await answer();
  expect(getRows()).toBe(1_000);
});

test('they wait for one push at most', () => {
  const { push, getRows } = setUp();
  push(aPush(1_000));
  push(aPush(2_000));
  expect(getRows()).toBe(1_000);
  push(aPush(3_000));
  expect(getRows()).toBe(2_000);
});

test('the end of a race waits for its rows, but not long', async () => {
  const { push, getState, pass } = setUp();
  push(aPush(1_000));
  push(aPush(2_000, { state: ENDED }));
  expect(getState()).toEqual(OPEN);
  await pass(RACE_SETTLE_MS);
  expect(getState()).toEqual(ENDED);
});

test('a slow stream waits for nothing', () => {
  const { push, getRows } = setUp();
  push(aPush(1_000, {}, RACING_EVENTS_PER_SECOND - 1));
  expect(getRows()).toBe(1_000);
});

test('another reading is shown at once', () => {
  const { push, getRows } = setUp();
  push(aPush(1_000));
  push(aPush(2_000, { reading: 2 }));
  expect(getRows()).toBe(2_000);
});

test('where the list does not follow, nothing waits', () => {
  const { push } = setUp((session) => session.timeline.setFollowing(false));
  // The rows of the push are not known to the list yet.
  expect(push(aPush(1_000))).toBe(1_000);
});

test('behind another tab nothing waits, and no rows are asked for', () => {
  const { push, getRows, countAsked } = setUp((session) => {
    session.view = { ...session.view, tab: 'raw' };
  });
  push(aPush(1_000));
  expect(getRows()).toBe(1_000);
  expect(countAsked()).toBe(0);
});

test('behind a filter nothing waits for the rows that it hides', () => {
  const { push, getRows, countAsked } = setUp((session) => {
    const { filter } = session;
    const shown = { timeline: session.timeline } as NonNullable<FilterSnapshot['shown']>;
    const getSnapshot = () => ({ ...filter.getSnapshot(), shown });
    Object.assign(session, { filter: { ...filter, getSnapshot } });
  });
  push(aPush(1_000));
  expect(getRows()).toBe(1_000);
  expect(countAsked()).toBe(0);
});
