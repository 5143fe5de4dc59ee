import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  CELL_EVENT_BYTES_MAX,
  COPY_CHARS_MAX,
  EVENT_BYTES_MAX,
  INDEX_SEGMENT_ROWS,
  MATCH_SEGMENTS_IN_MEMORY,
  PATH_LEVELS_MAX,
} from '../../../shared/limits.ts';
import { SHOP, TimelineRoom, WINDOW, value } from '../../support/timeline-room.ts';

let room: TimelineRoom;
beforeEach(async () => {
  room = await TimelineRoom.open();
});
afterEach(() => room.close());

test('rows are copied in every form', async () => {
  const exchangeId = await room.receive(SHOP);
  const copy = async (format: 'data' | 'text' | 'json-lines' | 'raw') => {
    const range = { fromRow: 3, toRow: 6 };
    const done = await value(
      room.handlers['timeline:copy']({ exchangeId, queryId: null, ...range, format }, WINDOW),
    );
    expect(done).toMatchObject({ rows: 3, chars: room.copied.length, isCut: false });
    return room.copied;
  };
  expect(await copy('data')).toBe('beat\nbeat\n{"n":3}\ntwo\n"lines", really\n');
  expect(await copy('raw')).toBe(
    ': beat\n: beat\nid: 3\nevent: tick\ndata: {"n":3}\n\nid: 4\nevent: tick\ndata: two\ndata: "lines", really\n\n',
  );
  const lines = (await copy('text'))
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  expect(lines.map((line) => [line[0], ...line.slice(3)])).toEqual([
    ['', 'comment', '', 'beat'],
    ['', 'comment', '', 'beat'],
    ['3', 'tick', '3', '{"n":3}'],
    ['4', 'tick', '4', 'two "lines", really'],
  ]);
  const objects = (await copy('json-lines'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(objects).toMatchObject([
    { kind: 'comment' },
    { kind: 'comment' },
    { kind: 'event', id: '3' },
    { data: 'two\n"lines", really' },
  ]);
});

test('one entry is copied whole, for the clipboard and for a shell', async () => {
  const long = `it's ${'x'.repeat(3 * 1024 * 1024)} the end`;
  const kept = EVENT_BYTES_MAX - 'data: \n'.length;
  const exchangeId = await room.receive(
    [long, "'".repeat(kept), 'y'.repeat(EVENT_BYTES_MAX), '=ls']
      .map((data) => `data: ${data}\n\n`)
      .join(': beat\n\n'),
  );
  const page = await room.exchanges.readPage(WINDOW, { exchangeId, fromRow: 0, toRow: 99 });
  const rows = page.ok ? page.value.rows : [];
  const [first = -1, quotes = -1, tooLong = -1, word = -1] = rows
    .filter(({ kind }) => kind === 'event')
    .map(({ seq }) => seq);
  const beat = rows.find(({ kind }) => kind === 'comments')?.seq ?? -1;
  const copy = (seq: number, format: 'data' | 'raw' | 'curl') =>
    room.handlers['timeline:copy']({ exchangeId, seq, format }, WINDOW);
  expect(await copy(first, 'data')).toEqual({
    ok: true,
    value: { rows: 1, chars: long.length, isCut: false },
  });
  expect(room.copied === long).toBe(true);
  expect(await copy(first, 'raw')).toMatchObject({ value: { isCut: false } });
  expect(room.copied.startsWith(`data: ${long}\n`)).toBe(true);
  expect(await copy(first, 'curl')).toMatchObject({ value: { isCut: false } });
  expect(room.copied === `--data-raw '${long.replace("'", String.raw`'\''`)}'`).toBe(true);
  await copy(word, 'curl');
  expect(room.copied).toBe("--data-raw '=ls'");
  await copy(beat, 'data');
  expect(room.copied).toBe('beat');

  expect(await copy(tooLong, 'data')).toMatchObject({ ok: true, value: { isCut: true } });
  room.copied = '';
  expect(await copy(quotes, 'curl')).toMatchObject({
    ok: false,
    error: { kind: 'too-long-to-copy', limit: COPY_CHARS_MAX },
  });
  expect(await copy(9999, 'data')).toMatchObject({ error: { kind: 'invalid-input' } });
  expect(room.copied).toBe('');
});

test('all or the filtered entries are exported in every form', async () => {
  const exchangeId = await room.receive(`${SHOP}nothing: a row\n\n`);
  const all = { queryId: null, columns: [] };
  expect(await room.exportAs(exchangeId, { ...all, format: 'event-stream' })).toBe(
    `${SHOP}nothing: a row\n\n`,
  );
  const lines = (await room.exportAs(exchangeId, { ...all, format: 'json-lines' }))
    .trimEnd()
    .split('\n');
  expect(lines.length).toBe(10);
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({
    kind: 'event',
    type: 'tick',
    data: '{"n":1}',
    seq: 2,
  });

  const queryId = await room.setQuery(exchangeId, 'type:tick -id:1');
  await room.settle(queryId);
  expect(await room.exportAs(exchangeId, { queryId, format: 'event-stream', columns: [] })).toBe(
    'id: 3\nevent: tick\ndata: {"n":3}\n\nid: 4\nevent: tick\ndata: two\ndata: "lines", really\n\n',
  );
  const columns = [
    { kind: 'field', field: 'number' },
    { kind: 'field', field: 'data' },
    { kind: 'path', path: '$.n' },
  ] as const;
  expect(await room.exportAs(exchangeId, { queryId, format: 'csv', columns })).toBe(
    'number,data,$.n\r\n3,"{""n"":3}",3\r\n4,"two\n""lines"", really",\r\n',
  );
  expect((await readdir(room.folder)).sort()).toEqual(['export.txt', 'spools']);

  const times = [
    { kind: 'field', field: 'atMs' },
    { kind: 'field', field: 'gapMs' },
  ] as const;
  const csv = await room.exportAs(exchangeId, { queryId, format: 'csv', columns: times });
  const [, atMs = '', gapMs = ''] = /^atMs,gapMs\r\n(.*),(.*)\r\n/.exec(csv) ?? [];
  // As in JSON Lines: microseconds are what the clock gives.
  expect(lines.some((line) => line.includes(`"atMs":${atMs},`))).toBe(true);
  expect(gapMs).toMatch(/^\d+(\.\d{1,3})?$/);
});

test('a long filtered list is exported and copied whole while the filter changes', async () => {
  // More than the list holds in memory.
  const events = (MATCH_SEGMENTS_IN_MEMORY + 1) * INDEX_SEGMENT_ROWS + 1;
  const exchangeId = await room.receive('data:x\n\n'.repeat(events));
  const endQuery = () =>
    room.handlers['query:set']({ exchangeId, text: '', matchesCase: false }, WINDOW);
  const queryFiles = async () => {
    const names = await readdir(join(room.folder, 'spools'), { recursive: true });
    return names.filter((name) => name.includes('query.bin'));
  };
  const first = await room.setQuery(exchangeId, 'type:message');
  expect(await room.settle(first)).toMatchObject({ matched: events });
  room.onAsk = endQuery;
  const all = { columns: [], format: 'event-stream' } as const;
  const text = await room.exportAs(exchangeId, { queryId: first, ...all });
  expect(text.length).toBe(events * 'data:x\n\n'.length);
  await vi.waitFor(async () => expect(await queryFiles()).toEqual([]), 5000);

  const second = await room.setQuery(exchangeId, 'type:message');
  await room.settle(second);
  const range = { queryId: second, fromRow: 0, toRow: events };
  const copying = room.handlers['timeline:copy']({ exchangeId, ...range, format: 'data' }, WINDOW);
  await endQuery();
  expect(await copying).toMatchObject({ ok: true, value: { rows: events, isCut: false } });
  expect(room.copied.length).toBe(events * 2);
  expect(await queryFiles()).toEqual([]);
});

test('values of a column are exported as written, and what is left out has a word', async () => {
  const deep = `${'{"a":'.repeat(PATH_LEVELS_MAX)}{"n":1}${'}'.repeat(PATH_LEVELS_MAX)}`;
  const data = [
    '{"n":9007199254740993}',
    '{"n":29.0}',
    deep,
    `{"n":1,"s":"${'x'.repeat(CELL_EVENT_BYTES_MAX)}"}`,
    `{"n":"${'y'.repeat(CELL_EVENT_BYTES_MAX - 100)}"}`,
    'no JSON',
  ];
  const exchangeId = await room.receive(data.map((each) => `data: ${each}\n\n`).join(''));
  const columns = [{ kind: 'path', path: '$..n' }] as const;
  const queryId = await room.setQuery(exchangeId, 'kind:event');
  await room.settle(queryId);
  const lines = (await room.exportAs(exchangeId, { queryId, format: 'csv', columns })).split(
    '\r\n',
  );
  expect(lines.map((line) => line.slice(0, 20))).toEqual([
    '$..n',
    '9007199254740993',
    '29.0',
    '#too-deep',
    '#too-large',
    'y'.repeat(20),
    '',
    '',
  ]);
});

test('an export that is cancelled leaves no file, and one that may not be written is told', async () => {
  const exchangeId = await room.receive(SHOP.repeat(4000));
  const input = { exchangeId, queryId: null, format: 'json-lines', columns: [] } as const;
  const started = await value(room.handlers['export:start'](input, WINDOW));
  await room.handlers['export:cancel']({ exportId: started?.exportId ?? 0 }, WINDOW);
  await vi.waitFor(() => expect(room.exported.at(-1)?.state.kind).toBe('cancelled'));
  expect(await readdir(room.folder)).toEqual(['spools']);
  room.savePath = join(room.folder, 'no-such-folder', 'x');
  await value(room.handlers['export:start'](input, WINDOW));
  await vi.waitFor(() =>
    expect(room.exported.at(-1)).toMatchObject({
      state: { kind: 'failed', error: { kind: 'storage-error', problem: 'not-found' } },
    }),
  );
  room.savePath = null;
  expect(await room.handlers['export:start'](input, WINDOW)).toEqual({ ok: true, value: null });
});
