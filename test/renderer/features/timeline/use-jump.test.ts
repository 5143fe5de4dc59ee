// @vitest-environment jsdom
import { renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { useJump } from '../../../../renderer/features/timeline/use-jump.ts';
import type { StreamSession } from '../../../../renderer/stores/stream-sessions.ts';
import type { ScrollPosition } from '../../../../renderer/components/anchored-scroll.ts';
import type { Bridge } from '../../../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../../../shared/model/ids.ts';
import { ok } from '../../../../shared/result.ts';

/** Rows at these times; the list shows all of them. */
function setUp(times: readonly number[], position: ScrollPosition) {
  const session = {
    view: { position },
    filter: { getSnapshot: () => ({ shown: null }) },
  };
  const timelineFind = async ({ target }: { readonly target: { readonly atMs: number } }) => {
    const row = times.findIndex((atMs) => atMs >= target.atMs);
    return ok(row === -1 ? null : { seq: row, row });
  };
  const setPosition = vi.fn<(position: ScrollPosition) => void>((next) => {
    session.view = { position: next };
  });
  const { result } = renderHook(() =>
    useJump(
      { timelineFind } as unknown as Bridge,
      'x-00000001' as ExchangeId,
      session as unknown as StreamSession,
      { change: vi.fn<() => void>(), setPosition },
    ),
  );
  return { jump: result.current, getPosition: () => session.view.position };
}

const at = (index: number): ScrollPosition => ({ kind: 'anchor', index, offsetPx: 0 });

test('a step back leads over a silence, a row at a time', async () => {
  const times = [0, 10_000, 20_000, 50_000, 51_000];
  const { jump, getPosition } = setUp(times, at(3));
  await jump.scrollToTime(49_400);
  expect(getPosition()).toEqual(at(3));
  await jump.scrollToTime(49_400, true);
  expect(getPosition()).toEqual(at(2));
  await jump.scrollToTime(19_400, true);
  expect(getPosition()).toEqual(at(1));
  await jump.scrollToTime(0, true);
  await jump.scrollToTime(0, true);
  expect(getPosition()).toEqual(at(0));
});

test('a step back to the row whose half is hidden shows it whole', async () => {
  const { jump, getPosition } = setUp([0, 50_000], { kind: 'anchor', index: 1, offsetPx: 9 });
  await jump.scrollToTime(49_000, true);
  expect(getPosition()).toEqual(at(1));
});

test('a time after the last row means the end', async () => {
  const { jump, getPosition } = setUp([0], at(0));
  await jump.scrollToTime(1);
  expect(getPosition()).toEqual({ kind: 'end' });
});
