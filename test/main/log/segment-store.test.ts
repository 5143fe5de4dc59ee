import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { getHandles } from '../../support/full-disk.ts';
import { SegmentStore } from '../../../main/log/segment-store.ts';

interface Columns {
  readonly big: Float64Array;
  readonly small: Uint16Array;
}

const ROWS_PER_SEGMENT = 32;
const FIRST_ROWS = 8;

let folder: string;
let store: SegmentStore<Columns>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-segments-'));
  store = new SegmentStore(join(folder, 'rows.bin'), {
    rowsPerSegment: ROWS_PER_SEGMENT,
    firstRows: FIRST_ROWS,
    bytesPerRow: 10,
    segmentsInMemory: 2,
    createColumns: (buffer, rows) => ({
      big: new Float64Array(buffer, 0, rows),
      small: new Uint16Array(buffer, rows * 8, rows),
    }),
  });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function append(rows: number): void {
  for (let row = 0; row < rows; row++) {
    const value = store.rows;
    const at = store.claim();
    store.columns.big[at] = value * 1000;
    store.columns.small[at] = value + 1;
  }
}

/** Full segments that have left memory can only come from the file. */
async function waitForFile(segments: number): Promise<void> {
  await expect
    .poll(async () => (await stat(join(folder, 'rows.bin'))).size)
    .toBe(segments * ROWS_PER_SEGMENT * 10);
}

describe('a segment store', () => {
  test.each([0, 1, FIRST_ROWS, FIRST_ROWS + 1, 2 * FIRST_ROWS + 1, ROWS_PER_SEGMENT])(
    'keeps %d rows while its first segment grows',
    async (rows) => {
      append(rows);
      const { big, small } = await store.readSegment(0);
      expect([...big.subarray(0, rows)]).toEqual(
        Array.from({ length: rows }, (_, at) => at * 1000),
      );
      expect([...small.subarray(0, rows)]).toEqual(Array.from({ length: rows }, (_, at) => at + 1));
    },
  );

  test('has room for few rows at first, and for no more than a segment', () => {
    expect(store.columns.big).toHaveLength(FIRST_ROWS);
    append(FIRST_ROWS + 1);
    expect(store.columns.big).toHaveLength(2 * FIRST_ROWS);
    append(ROWS_PER_SEGMENT);
    expect(store.columns.big).toHaveLength(ROWS_PER_SEGMENT);
  });

  test('gives a column of a small segment, of one in memory and of one in the file alike', async () => {
    append(3);
    expect([...(await store.readColumn(0, 'small')).subarray(0, 3)]).toEqual([1, 2, 3]);
    append(5 * ROWS_PER_SEGMENT);
    await waitForFile(5);
    for (const segment of [0, 4]) {
      const first = segment * ROWS_PER_SEGMENT;
      const small = await store.readColumn(segment, 'small');
      expect([...small]).toEqual(
        Array.from({ length: ROWS_PER_SEGMENT }, (_, at) => first + at + 1),
      );
      const big = await store.readColumn(segment, 'big');
      expect(big.at(-1)).toBe((first + ROWS_PER_SEGMENT - 1) * 1000);
    }
  });

  test('gives a column as a copy', async () => {
    append(1);
    (await store.readColumn(0, 'small'))[0] = 99;
    expect(store.columns.small[0]).toBe(1);
  });

  test('hands over the rows of a small segment for another thread', () => {
    append(FIRST_ROWS + 2);
    const { rows, parts } = store.getSnapshot(FIRST_ROWS);
    expect(rows).toBe(FIRST_ROWS + 2);
    expect(parts).toMatchObject([{ segment: 0, from: FIRST_ROWS, rows: 2 }]);
    expect([...new Float64Array(parts[0]!.buffer, 0, 2)]).toEqual([8000, 9000]);
  });

  test('a segment of which the disk took a part stays in memory', async () => {
    const handles = await getHandles();
    const write = vi
      .spyOn(handles, 'write')
      .mockImplementation(() => Promise.resolve({ bytesWritten: 100, buffer: '' }));
    append(3 * ROWS_PER_SEGMENT + 1);
    await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(3));
    await Promise.all(write.mock.results.map(({ value }) => value));
    write.mockRestore();
    const { big } = await store.readSegment(0);
    expect([...big]).toEqual(Array.from({ length: ROWS_PER_SEGMENT }, (_, at) => at * 1000));
    expect(store.getSnapshot(0).parts).toHaveLength(4);
  });
});
