import { expect, test, vi } from 'vitest';
import { createCellStore } from '../../../renderer/stores/cell-store.ts';
import type { Bridge } from '../../../shared/ipc/contract.ts';
import type { Cell } from '../../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/result.ts';

const ID = 'x-00000001' as ExchangeId;
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

function setUp() {
  const timelineCells = vi.fn<Bridge['timelineCells']>(async ({ seqs, paths }) =>
    ok(
      seqs.map((seq) =>
        paths.map((path): Cell => ({
          kind: 'value',
          text: `${path} ${seq}`,
          type: 'string',
          isCut: false,
          more: 0,
        })),
      ),
    ),
  );
  return { timelineCells, store: createCellStore({ timelineCells }, ID) };
}

test('values are asked for once, and one request is under way at a time', async () => {
  const { timelineCells, store } = setUp();
  store.setWanted([1, 2], ['$.a']);
  store.setWanted([2, 3], ['$.a']);
  store.setWanted([3, 4], ['$.a']);
  await settle();
  expect(timelineCells.mock.calls.map(([{ seqs }]) => seqs)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(store.getSnapshot().get(4)?.get('$.a')).toMatchObject({ text: '$.a 4' });
});

test('without a path nothing is asked for; another path drops what is known', async () => {
  const { timelineCells, store } = setUp();
  store.setWanted([1], []);
  await settle();
  expect(timelineCells).not.toHaveBeenCalled();
  store.setWanted([1], ['$.a']);
  await settle();
  store.setWanted([1], ['$.a', '$.b']);
  await settle();
  expect([...(store.getSnapshot().get(1)?.keys() ?? [])]).toEqual(['$.a', '$.b']);
});

test('an answer for columns that are gone is dropped', async () => {
  const { store } = setUp();
  store.setWanted([1], ['$.a']);
  store.setWanted([1], ['$.b']);
  await settle();
  expect([...(store.getSnapshot().get(1)?.keys() ?? [])]).toEqual(['$.b']);
});
