import { expect, test } from 'vitest';
import { createMarksStore, findMark } from '../../../renderer/stores/marks-store.ts';
import type { Mark } from '../../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { fail, ok } from '../../../shared/result.ts';

const ID = 'x-00000001' as ExchangeId;

/** Main's side: keeps the marks, at most two. */
function setUp() {
  let marks: readonly Mark[] = [];
  const store = createMarksStore(
    {
      markList: async () => ok(marks),
      markSet: async ({ seq, note }) => {
        const others = marks.filter((mark) => mark.seq !== seq);
        if (others.length === 2) return fail({ kind: 'too-many-marks', limit: 2 });
        marks = [...others, { seq, row: seq, atMs: seq, note }];
        return ok(marks);
      },
      markRemove: async ({ seq }) => {
        marks = marks.filter((mark) => mark.seq !== seq);
        return ok(marks);
      },
    },
    ID,
  );
  return { store, seqs: () => [...store.store.get().keys()] };
}

test('a mark is put and taken away, and one too many is told', async () => {
  const { store, seqs } = setUp();
  expect(await store.toggle(4)).toBe(true);
  expect(await store.toggle(9)).toBe(true);
  expect(await store.toggle(12)).toBe(false);
  expect(seqs()).toEqual([4, 9]);
  await store.toggle(4);
  expect(seqs()).toEqual([9]);
  await store.setNote(9, 'here it began');
  expect(store.store.get().get(9)?.note).toBe('here it began');
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
