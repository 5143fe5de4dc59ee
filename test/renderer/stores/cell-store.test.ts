import { expect, test, vi } from 'vitest';
import { createCellStore } from '../../../renderer/stores/cell-store.ts';
import type { Bridge } from '../../../shared/ipc/contract.ts';
import type { Cell } from '../../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { fail, ok } from '../../../shared/result.ts';

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

test('an event on which a path takes too long is found one by one, and told; the others have their values', async () => {
  const { timelineCells, store } = setUp();
  const answer = timelineCells.getMockImplementation() as Bridge['timelineCells'];
  timelineCells.mockImplementation(async (input) =>
    input.seqs.includes(2) ? fail({ kind: 'too-slow' }) : answer(input),
  );
  store.setWanted([1, 2, 3], ['$.a']);
  await settle();
  expect(timelineCells.mock.calls.map(([{ seqs }]) => seqs)).toEqual([[1, 2, 3], [1], [2], [3]]);
  expect(store.getSnapshot().get(2)?.get('$.a')).toEqual({ kind: 'too-slow' });
  expect(store.getSnapshot().get(3)?.get('$.a')).toMatchObject({ text: '$.a 3' });
});

test('after three such events no more are asked for, until the paths are others', async () => {
  const { timelineCells, store } = setUp();
  timelineCells.mockImplementation(async () => fail({ kind: 'too-slow' }));
  store.setWanted([1, 2, 3, 4, 5], ['$.a']);
  await settle();
  expect(timelineCells).toHaveBeenCalledTimes(4);
  store.setWanted([6], ['$.a']);
  await settle();
  expect(timelineCells).toHaveBeenCalledTimes(4);
  expect(store.getSnapshot().get(6)?.get('$.a')).toEqual({ kind: 'too-slow' });
  store.setWanted([6], ['$.b']);
  await settle();
  expect(timelineCells).toHaveBeenCalledTimes(5);
});

test('an event that cannot be read is told, and asked for again after a while', async () => {
  const { timelineCells, store } = setUp();
  timelineCells.mockResolvedValueOnce(fail({ kind: 'unknown-exchange' }));
  const now = vi.spyOn(performance, 'now').mockReturnValue(1_000);
  store.setWanted([1], ['$.a']);
  await settle();
  expect(store.getSnapshot().get(1)?.get('$.a')).toEqual({ kind: 'failed' });
  store.setWanted([1], ['$.a']);
  await settle();
  expect(timelineCells).toHaveBeenCalledTimes(1);
  now.mockReturnValue(9_000);
  store.setWanted([1], ['$.a']);
  await settle();
  expect(store.getSnapshot().get(1)?.get('$.a')).toMatchObject({ text: '$.a 1' });
  now.mockRestore();
});
