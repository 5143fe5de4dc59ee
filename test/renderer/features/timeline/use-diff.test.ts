// @vitest-environment jsdom
import { renderHook, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { useDiff } from '../../../../renderer/features/timeline/use-diff.ts';
import type { DiffBase } from '../../../../renderer/features/timeline/use-diff.ts';
import type { Bridge, EntryDetail } from '../../../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../../../shared/model/ids.ts';
import { fail, ok } from '../../../../shared/result.ts';

const ID = 'x-00000001' as ExchangeId;
const SAME_TYPE: DiffBase = { kind: 'same-type' };

function anEvent(seq: number, data: string, isCut = false): EntryDetail {
  return { entry: { kind: 'event', seq, data }, isCut, number: seq } as unknown as EntryDetail;
}

/** Each event has the one before it for a base. */
function setUp(events: readonly EntryDetail[]) {
  const timelinePreviousOfType = vi.fn<Bridge['timelinePreviousOfType']>(async ({ seq }) =>
    ok(seq === 0 ? null : { seq: seq - 1, row: seq - 1 }),
  );
  const timelineEntry = async ({ seq }: { readonly seq: number }) => {
    const event = events[seq];
    return event === undefined ? fail({ kind: 'no-entry' }) : ok(event);
  };
  const api = { timelinePreviousOfType, timelineEntry } as unknown as Bridge;
  const { result, rerender } = renderHook(({ detail }) => useDiff(api, ID, detail, SAME_TYPE), {
    initialProps: { detail: events[0] ?? null },
  });
  return { timelinePreviousOfType, getState: () => result.current, rerender };
}

test('an event is compared with the one before; what is on its way is never compared', async () => {
  const events = [anEvent(0, '{"a":1}'), anEvent(1, '{"a":2}'), anEvent(2, '{"a":2}')];
  const { getState, rerender } = setUp(events);
  expect(getState()).toEqual({ kind: 'loading' });
  await waitFor(() => expect(getState()).toEqual({ kind: 'none' }));
  rerender({ detail: events[1] as EntryDetail });
  expect(getState()).toEqual({ kind: 'loading' });
  await waitFor(() =>
    expect(getState()).toMatchObject({ kind: 'compared', diff: { added: 1, removed: 1 } }),
  );
  rerender({ detail: events[2] as EntryDetail });
  expect(getState()).toEqual({ kind: 'loading' });
  await waitFor(() =>
    expect(getState()).toMatchObject({ kind: 'compared', diff: { added: 0, removed: 0 } }),
  );
});

test('an event whose end is not here is not compared with', async () => {
  const events = [anEvent(0, '{"a":', true), anEvent(1, '{"a":2}')];
  const { getState, rerender } = setUp(events);
  rerender({ detail: events[1] as EntryDetail });
  await waitFor(() => expect(getState()).toEqual({ kind: 'too-large', other: events[0] }));
});

test('a failure is told as one', async () => {
  const events = [anEvent(0, 'a'), anEvent(1, 'b')];
  const { timelinePreviousOfType, getState, rerender } = setUp(events);
  await waitFor(() => expect(getState()).toEqual({ kind: 'none' }));
  timelinePreviousOfType.mockResolvedValueOnce(fail({ kind: 'unknown-exchange' }));
  rerender({ detail: events[1] as EntryDetail });
  await waitFor(() => expect(getState()).toEqual({ kind: 'failed' }));
});
