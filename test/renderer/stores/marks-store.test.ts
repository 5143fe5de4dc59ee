import { expect, test } from 'vitest';
import { createMarksStore, findMark } from '../../../renderer/stores/marks-store.ts';
import type { Mark } from '../../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { toStorageError } from '../../../shared/model/to-storage-error.ts';
import { fail, ok } from '../../../shared/result.ts';

const ID = 'x-00000001' as ExchangeId;

const DISK_FULL = fail(toStorageError(Object.assign(new Error('full'), { code: 'ENOSPC' })));

/** Main's side: keeps the marks, at most two. */
function setUp(marks: readonly Mark[] = []) {
  const fault = { isDiskFull: false, isBridgeGone: false };
  const refuse = () => {
    if (fault.isBridgeGone) throw new Error('gone');
    return fault.isDiskFull ? DISK_FULL : null;
  };
  const store = createMarksStore(
    {
      markList: async () => refuse() ?? ok(marks),
      markSet: async ({ seq, note }) => {
        const refused = refuse();
        if (refused !== null) return refused;
        const others = marks.filter((mark) => mark.seq !== seq);
        if (others.length === 2) return fail({ kind: 'too-many-marks', limit: 2 });
        marks = [...others, { seq, row: seq, atMs: seq, note }];
        return ok(marks);
      },
      markRemove: async ({ seq }) => {
        const refused = refuse();
        if (refused !== null) return refused;
        marks = marks.filter((mark) => mark.seq !== seq);
        return ok(marks);
      },
    },
    ID,
  );
  return { store, fault, seqs: () => [...store.store.get().keys()] };
}

test('a mark is put and taken away, and one too many is told', async () => {
  const { store, seqs } = setUp();
  expect(await store.toggle(4)).toBeNull();
  expect(await store.toggle(9)).toBeNull();
  expect(await store.toggle(12)).toEqual({
    doing: 'mark',
    error: { kind: 'too-many-marks', limit: 2 },
  });
  expect(seqs()).toEqual([4, 9]);
  await store.toggle(4);
  expect(seqs()).toEqual([9]);
  await store.setNote(9, 'here it began');
  expect(store.store.get().get(9)?.note).toBe('here it began');
});

const MARK: Mark = { seq: 9, row: 9, atMs: 9, note: 'here it began' };

test('marks that could not be read are read when somebody asks again', async () => {
  const { store, fault, seqs } = setUp([MARK]);
  fault.isBridgeGone = true;
  expect(await store.load()).toMatchObject({ doing: 'read', error: { kind: 'storage-error' } });
  fault.isBridgeGone = false;
  expect(await Promise.all([store.load(), store.load()])).toEqual([null, null]);
  expect(seqs()).toEqual([9]);
});

test('a mark is toggled only when the marks are known, so that no note is lost', async () => {
  const { store, fault, seqs } = setUp([MARK]);
  fault.isDiskFull = true;
  expect(await store.toggle(9)).toMatchObject({ doing: 'read' });
  fault.isDiskFull = false;
  expect(await store.toggle(9)).toBeNull();
  expect(seqs()).toEqual([]);
});

test('what could not be done is told with its reason, and a typed note stays', async () => {
  const { store, fault, seqs } = setUp([MARK]);
  await store.load();
  fault.isDiskFull = true;
  const error = { kind: 'storage-error', problem: 'disk-full' };
  expect(await store.toggle(4)).toMatchObject({ doing: 'mark', error });
  expect(await store.toggle(9)).toMatchObject({ doing: 'unmark', error });
  expect(await store.setNote(9, 'typed')).toMatchObject({ doing: 'note', error });
  expect(store.getUnsavedNote(9)).toBe('typed');
  expect(store.store.get().get(9)?.note).toBe('here it began');
  fault.isDiskFull = false;
  expect(await store.setNote(9, 'typed')).toBeNull();
  expect(store.getUnsavedNote(9)).toBeNull();
  expect(store.store.get().get(9)?.note).toBe('typed');
  expect(seqs()).toEqual([9]);
});

test('an answer about the reading before is passed over', async () => {
  const { store, seqs } = setUp([MARK]);
  const loading = store.load();
  store.clear();
  expect(await loading).toBeNull();
  expect(seqs()).toEqual([]);
});

test('marks are found in both directions, round the end', async () => {
  const { store } = setUp();
  await store.toggle(9);
  await store.toggle(4);
  const find = (from: number | null, direction: 1 | -1) =>
    findMark(store.store.get(), from, direction)?.seq;
  expect([find(null, 1), find(4, 1), find(9, 1), find(5, -1), find(4, -1)]).toEqual([
    4, 9, 4, 4, 9,
  ]);
  expect(findMark(new Map(), 3, 1)).toBeNull();
});
