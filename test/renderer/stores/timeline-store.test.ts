import { describe, expect, test } from 'vitest';
import { CACHED_ROWS_MAX, createTimelineStore } from '../../../renderer/stores/timeline-store.ts';
import type { TimelineStore } from '../../../renderer/stores/timeline-store.ts';
import type { PageInput } from '../../../shared/ipc/contract.ts';
import { PAGE_ROWS_MAX } from '../../../shared/limits.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import type { CommentRow, EventRow, TimelineRow } from '../../../shared/model/timeline.ts';

const ID = 'x-00000001' as ExchangeId;

function makeRow(seq: number): EventRow {
  return {
    kind: 'event',
    seq,
    atMs: seq,
    number: seq + 1,
    gapMs: 1,
    repeatsType: false,
    type: 'message',
    id: null,
    preview: `row ${seq}`,
    isPreviewCut: false,
    delta: null,
    sizeBytes: 5,
    isTruncated: false,
    offset: 0,
    length: 5,
  };
}

function makeCommentRow(seq: number, count: number): CommentRow {
  return {
    kind: 'comments',
    seq,
    atMs: seq,
    count,
    lastAtMs: seq,
    intervalMs: null,
    jitterMs: null,
    longestMs: null,
    text: 'keep-alive',
  };
}

/** The rows of a page, with one that is no event. */
function fill({ fromRow, toRow }: PageInput, other: TimelineRow): readonly TimelineRow[] {
  return Array.from({ length: toRow - fromRow }, (_, place) =>
    fromRow + place === other.seq ? other : makeRow(fromRow + place),
  );
}

/** A main that answers when it is told to, and a clock of frames. */
function setUp() {
  const asked: {
    input: PageInput;
    answer: (rows?: readonly TimelineRow[] | 'fail' | 'throw') => Promise<void>;
  }[] = [];
  let frames: (() => void)[] = [];
  let timeouts: (() => void)[] = [];
  let nowMs = 0;
  const store = createTimelineStore(ID, {
    loadPage: (input) =>
      new Promise((resolve, reject) => {
        asked.push({
          input,
          answer: async (rows) => {
            const { fromRow, toRow } = input;
            const all = Array.from({ length: toRow - fromRow }, (_, i) => makeRow(fromRow + i));
            if (rows === 'throw') reject(new Error('bridge gone'));
            else if (rows === 'fail')
              resolve({
                ok: false,
                error: { kind: 'storage-error' },
              });
            else resolve({ ok: true, value: { fromRow, rows: rows ?? all } });
            await new Promise((next) => setTimeout(next, 0));
          },
        });
      }),
    requestFrame: (callback) => void frames.push(callback),
    requestTimeout: (callback) => void timeouts.push(callback),
    now: () => nowMs,
  });
  const heard = { count: 0 };
  store.subscribe(() => heard.count++);
  return {
    store,
    asked,
    heard,
    passFrame: () => {
      const due = frames;
      frames = [];
      for (const callback of due) callback();
    },
    passTime: (ms: number) => {
      nowMs += ms;
      const due = timeouts;
      timeouts = [];
      for (const callback of due) callback();
    },
  };
}

function countLoaded(store: TimelineStore, to: number): number {
  let loaded = 0;
  for (let seq = 0; seq < to; seq++) if (store.getRow(seq) !== undefined) loaded++;
  return loaded;
}

describe('while following', () => {
  test('the list ends with the newest row that is loaded', async () => {
    const { store, asked, passFrame } = setUp();
    store.applyCount(3);
    passFrame();
    expect(store.getSnapshot().rowCount).toBe(0);
    await asked[0]?.answer();
    passFrame();
    expect(store.getSnapshot().rowCount).toBe(3);
    expect(store.getRow(2)?.seq).toBe(2);
  });

  test('a slow stream asks for the new rows only', async () => {
    const { store, asked } = setUp();
    store.applyCount(3);
    await asked[0]?.answer();
    store.applyCount(5);
    expect(asked[1]?.input).toMatchObject({ fromRow: 3, toRow: 5 });
  });

  test('rows of a slow stream are told at once, rows that race by with the next frame', async () => {
    const { store, asked, heard, passFrame } = setUp();
    store.applyCount(3);
    await asked[0]?.answer();
    expect(heard.count).toBe(1);
    passFrame();
    store.applyCount(1_000);
    await asked[1]?.answer();
    expect(asked[1]?.input.fromRow).toBeGreaterThan(3);
    expect(heard.count).toBe(1);
    expect(store.getSnapshot().rowCount).toBe(3);
    passFrame();
    expect(heard.count).toBe(2);
    expect(store.getSnapshot().rowCount).toBe(1_000);
    // The race is over: the next rows join the last ones.
    passFrame();
    store.applyCount(1_001);
    await asked[2]?.answer();
    expect(heard.count).toBe(3);
  });

  test('a second listener takes nothing from the first', async () => {
    const { store, asked, heard, passFrame } = setUp();
    store.applyCount(3);
    await asked[0]?.answer();
    passFrame();
    store.applyCount(1_000);
    await asked[1]?.answer();
    // The race is to be told with the next frame.
    expect(heard.count).toBe(1);
    store.subscribe(() => undefined);
    passFrame();
    expect(heard.count).toBe(2);
  });

  test('a fast stream has one request under way and skips to the newest tail', async () => {
    const { store, asked, passFrame } = setUp();
    store.setWanted(0, 30);
    for (let count = 1000; count <= 1_000_000; count += 1000) store.applyCount(count);
    expect(asked).toHaveLength(1);
    await asked[0]?.answer();
    expect(asked).toHaveLength(2);
    expect(asked[1]?.input).toMatchObject({ fromRow: 1_000_000 - 64, toRow: 1_000_000 });
    await asked[1]?.answer();
    passFrame();
    expect(store.getSnapshot().rowCount).toBe(1_000_000);
    expect(asked).toHaveLength(2);
  });

  test('no row in the shown tail is ever missing', async () => {
    const { store, asked, passFrame } = setUp();
    let entries = 0;
    for (let frame = 0; frame < 50; frame++) {
      entries += 1600;
      store.applyCount(entries);
      await asked.at(-1)?.answer();
      passFrame();
      const { rowCount } = store.getSnapshot();
      store.setWanted(rowCount - 30, rowCount);
      for (let seq = rowCount - 30; seq < rowCount; seq++) expect(store.getRow(seq)).toBeDefined();
    }
  });

  test('memory stays bounded', async () => {
    const { store, asked } = setUp();
    for (let count = 60; count <= 12_000; count += 60) {
      store.applyCount(count);
      await asked.at(-1)?.answer();
    }
    expect(countLoaded(store, 12_000)).toBeLessThanOrEqual(CACHED_ROWS_MAX);
    expect(store.getRow(11_999)).toBeDefined();
  });
});

describe('while reading', () => {
  test('appended rows change the count and ask for nothing', async () => {
    const { store, asked, passFrame } = setUp();
    store.applyCount(100);
    await asked[0]?.answer();
    store.setFollowing(false);
    store.setWanted(40, 60);
    const before = asked.length;
    for (const input of asked.slice(1)) await input.answer();
    store.applyCount(50_000);
    passFrame();
    expect(store.getSnapshot()).toMatchObject({ rowCount: 50_000, isFollowing: false });
    expect(asked.length).toBe(before);
  });

  test('a jump asks for the rows on screen and a few around', async () => {
    const { store, asked } = setUp();
    store.applyCount(1_000_000);
    await asked[0]?.answer();
    store.setFollowing(false);
    store.setWanted(500_000, 500_030);
    expect(asked.at(-1)?.input).toMatchObject({ fromRow: 499_984, toRow: 500_046 });
  });

  test('while a page is on its way only the newest place counts, and the late answer is dropped', async () => {
    const { store, asked } = setUp();
    store.applyCount(1_000_000);
    await asked[0]?.answer();
    store.setFollowing(false);
    store.setWanted(100, 130);
    for (let from = 1000; from <= 9000; from += 1000) store.setWanted(from, from + 30);
    expect(asked).toHaveLength(2);
    await asked[1]?.answer();
    expect(store.getRow(110)).toBeUndefined();
    expect(asked[2]?.input).toMatchObject({ fromRow: 8984, toRow: 9046 });
  });

  test('a page is never longer than main allows', async () => {
    const { store, asked } = setUp();
    store.applyCount(1_000_000);
    await asked[0]?.answer();
    store.setFollowing(false);
    store.setWanted(0, 5000);
    const input = asked.at(-1)?.input;
    expect((input?.toRow ?? 0) - (input?.fromRow ?? 0)).toBe(PAGE_ROWS_MAX);
  });

  test('following again goes to the newest row', async () => {
    const { store, asked, passFrame } = setUp();
    store.applyCount(100);
    await asked[0]?.answer();
    store.setFollowing(false);
    store.applyCount(9000);
    store.setFollowing(true);
    expect(store.getSnapshot()).toMatchObject({ rowCount: 9000, isFollowing: true });
    store.setWanted(8970, 9000);
    expect(asked.at(-1)?.input).toMatchObject({ toRow: 9000 });
    await asked.at(-1)?.answer();
    passFrame();
    expect(store.getRow(8999)).toBeDefined();
  });
});

describe('a row that entries still join', () => {
  test('is asked for again when more has come since it was read', async () => {
    const { store, asked } = setUp();
    store.applyCount(1, 1);
    await asked[0]?.answer([makeCommentRow(0, 1)]);
    store.applyCount(1, 2);
    expect(asked[1]?.input).toMatchObject({ fromRow: 0, toRow: 1 });
    await asked[1]?.answer([makeCommentRow(0, 2)]);
    expect(store.getRow(0)).toMatchObject({ count: 2 });
    expect(asked).toHaveLength(2);
  });

  test('is asked for again when more came while its page was on the way', async () => {
    const { store, asked } = setUp();
    store.applyCount(1, 1);
    // The answer was read before the second comment and the event.
    store.applyCount(2, 3);
    await asked[0]?.answer([makeCommentRow(0, 1)]);
    expect(asked[1]?.input).toMatchObject({ fromRow: 0, toRow: 2 });
    await asked[1]?.answer([makeCommentRow(0, 2), makeRow(1)]);
    expect(store.getRow(0)).toMatchObject({ count: 2 });
    expect(asked).toHaveLength(2);
  });

  test('is asked for again when more came while it was asked for again', async () => {
    const { store, asked } = setUp();
    store.applyCount(1, 1);
    await asked[0]?.answer([makeCommentRow(0, 1)]);
    store.applyCount(1, 2);
    store.applyCount(2, 4);
    await asked[1]?.answer([makeCommentRow(0, 2)]);
    expect(asked[2]?.input).toMatchObject({ fromRow: 0, toRow: 2 });
    await asked[2]?.answer([makeCommentRow(0, 3), makeRow(1)]);
    expect(store.getRow(0)).toMatchObject({ count: 3 });
  });

  test('is not kept as it was when the list has gone elsewhere', async () => {
    const { store, asked } = setUp();
    store.applyCount(1000, 1000);
    await asked[0]?.answer(fill(asked[0].input, makeCommentRow(999, 1)));
    expect(store.getRow(999)).toMatchObject({ count: 1 });
    store.setFollowing(false);
    store.setWanted(0, 20);
    await asked[1]?.answer();
    store.applyCount(1001, 1002);
    await asked[2]?.answer(fill(asked[2].input, makeCommentRow(999, 2)));
    expect(store.getRow(999)).toBeUndefined();
    // And it is had again when it is on screen.
    store.setWanted(990, 1001);
    expect(asked[3]?.input).toMatchObject({ toRow: 1001 });
    await asked[3]?.answer(fill(asked[3].input, makeCommentRow(999, 3)));
    expect(store.getRow(999)).toMatchObject({ count: 3 });
  });
});

describe('listeners', () => {
  test('hear of the first change at once, and at most once a frame', async () => {
    const { store, asked, heard, passFrame } = setUp();
    for (let count = 1; count < 500; count++) store.applyCount(count);
    await asked[0]?.answer();
    await asked[1]?.answer();
    expect(heard.count).toBe(1);
    passFrame();
    expect(heard.count).toBe(2);
    passFrame();
    expect(heard.count).toBe(2);
  });

  test('nothing is asked for while nobody listens', () => {
    const asked: PageInput[] = [];
    const store = createTimelineStore(ID, {
      loadPage: (input) => {
        asked.push(input);
        return new Promise(() => undefined);
      },
    });
    store.applyCount(100);
    expect(asked).toHaveLength(0);
    store.subscribe(() => undefined);
    expect(asked).toHaveLength(1);
  });

  test('the snapshot is the same object until something changes', () => {
    const { store, passFrame } = setUp();
    const first = store.getSnapshot();
    passFrame();
    expect(store.getSnapshot()).toBe(first);
  });
});

describe('errors', () => {
  test.each(['fail', 'throw'] as const)(
    'a page that cannot be had is told and tried again later (%s)',
    async (how) => {
      const { store, asked, passFrame, passTime } = setUp();
      store.applyCount(10);
      await asked[0]?.answer(how);
      passFrame();
      expect(store.getSnapshot().problem).not.toBeNull();
      store.applyCount(20);
      expect(asked).toHaveLength(1);
      passTime(600);
      expect(asked).toHaveLength(2);
      await asked[1]?.answer();
      passFrame();
      expect(store.getSnapshot()).toMatchObject({ problem: null, rowCount: 20 });
    },
  );

  test('an empty page does not lead to a busy loop', async () => {
    const { store, asked } = setUp();
    store.applyCount(10);
    await asked[0]?.answer([]);
    expect(asked).toHaveLength(1);
  });
});
