import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RowIndex } from '../../../main/log/row-index.ts';
import { FOLD_SEGMENT_ROWS, INDEX_SEGMENTS_IN_MEMORY } from '../../../shared/limits.ts';
import { startsRow } from '../../../shared/model/timeline.ts';
import type { EntryKind } from '../../../shared/model/timeline.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-rows-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An attempt that fails and is repeated, then one that opens, with the entries of a stream. */
const KINDS: readonly EntryKind[] = [
  'connecting',
  'error',
  'close',
  'reconnect-wait',
  'connecting',
  'open',
  'event',
  'comment',
  'event',
  'event',
  'comment',
  'comment',
  'comment',
  'problem',
  'comment',
  'retry',
  'event',
  'close',
];

/** What rows there are, told the slow way. */
function toRows(kinds: readonly EntryKind[]): { seq: number; endSeq: number; comments: number }[] {
  const rows: { seq: number; endSeq: number; comments: number }[] = [];
  kinds.forEach((kind, seq) => {
    const last = rows.at(-1);
    if (last === undefined || startsRow(kinds[seq - 1] ?? null, kind)) {
      rows.push({ seq, endSeq: seq + 1, comments: kind === 'comment' ? 1 : 0 });
      return;
    }
    last.endSeq = seq + 1;
    if (kind === 'comment') last.comments++;
  });
  return rows;
}

test.each([
  ['a few', KINDS],
  // More folds than fit into memory, so that most of them come back from the file.
  [
    'many segments of folds',
    Array.from(
      { length: FOLD_SEGMENT_ROWS * (INDEX_SEGMENTS_IN_MEMORY + 2) * 4 },
      (_, seq) => KINDS[(seq * 7 + (seq >> 5)) % KINDS.length] as EntryKind,
    ),
  ],
  ['events alone', Array.from({ length: 1000 }, (): EntryKind => 'event')],
])('every row has its entries, and every entry its row: %s', async (_name, kinds) => {
  const index = new RowIndex(join(folder, 'rows.bin'));
  kinds.forEach((kind, seq) => index.append(kind, seq * 10));
  const rows = toRows(kinds);
  expect(index.rows).toBe(rows.length);

  const numbers = rows.map((_row, number) => number);
  const found = await index.readMany(numbers);
  expect(
    found.map(({ seq, endSeq, run }) => ({ seq, endSeq, comments: run?.count ?? 0 })),
  ).toStrictEqual(rows);
  const sample = numbers.filter((number) => number % 97 === 0 || number < 40);
  for (const number of sample) {
    const { seq, endSeq } = rows[number] ?? { seq: -1, endSeq: -1 };
    expect(await index.findRowOf(seq)).toBe(number);
    expect(await index.findRowOf(endSeq - 1)).toBe(number);
  }
  expect(await index.findRowOf(kinds.length + 5)).toBe(rows.length - 1);
  await index.close();
});

test('a run of comments tells its interval and its longest silence', async () => {
  const index = new RowIndex(join(folder, 'rows.bin'));
  index.append('event', 0);
  for (const atMs of [100, 200, 500]) index.append('comment', atMs);
  const [, row] = await index.readMany([0, 1, 2]);
  expect(row).toMatchObject({ row: 1, seq: 1, endSeq: 4 });
  expect(row?.run).toMatchObject({ count: 3, lastAtMs: 500, intervalMs: 200, longestMs: 300 });
  expect(row?.run?.jitterMs).toBeCloseTo(100);
  await index.close();
});
