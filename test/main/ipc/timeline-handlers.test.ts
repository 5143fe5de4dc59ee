import { mkdir, mkdtemp, readFile, readdir, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveExchanges } from '../../../main/ipc/live-exchanges.ts';
import { createTimelineHandlers } from '../../../main/ipc/timeline-handlers.ts';
import type { TimelineHandlers } from '../../../main/ipc/lazy-handlers.ts';
import { QueryHost } from '../../../main/log/query/query-host.ts';
import type {
  ExportProgress,
  QueryId,
  QueryProgress,
} from '../../../shared/ipc/timeline-contract.ts';
import {
  CELL_EVENT_BYTES_MAX,
  COPY_CHARS_MAX,
  EVENT_BYTES_MAX,
  INDEX_SEGMENT_ROWS,
  MATCH_SEGMENTS_IN_MEMORY,
  PATH_LEVELS_MAX,
} from '../../../shared/limits.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import { WORKER_PATH } from '../../support/build-worker.ts';
import { aRequest } from '../../support/collect.ts';
import { fillDisk } from '../../support/full-disk.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

const WINDOW = 1;

let folder: string;
let exchanges: LiveExchanges;
let handlers: TimelineHandlers;
let queryHost: QueryHost;
let pushed: QueryProgress[];
let exported: ExportProgress[];
let copied: string;
let savePath: string | null;
let onAsk: () => Promise<unknown>;
let isOver: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-timeline-'));
  pushed = [];
  exported = [];
  copied = '';
  savePath = join(folder, 'export.txt');
  onAsk = async () => undefined;
  isOver = false;
  queryHost = new QueryHost(WORKER_PATH);
  exchanges = new LiveExchanges({
    spoolsFolder: join(folder, 'spools'),
    userAgent: 'Tideline/test',
    push: (_windowId, progress) => {
      isOver = progress.state.kind === 'closed';
    },
  });
  handlers = createTimelineHandlers({
    host: {
      askSavePath: async () => {
        await onAsk();
        return savePath;
      },
      writeClipboard: async (text) => {
        copied = text;
      },
      push: (_windowId, channel, push) => {
        if (channel === 'query:progress') pushed.push(push as QueryProgress);
        if (channel === 'export:progress') exported.push(push as ExportProgress);
      },
    },
    getExchanges: async () => exchanges,
    queryHost,
  });
});
afterEach(async () => {
  await exchanges.releaseWindow(WINDOW);
  await queryHost.close();
  await rm(folder, { recursive: true, force: true });
});

async function send(url: string): Promise<ExchangeId> {
  const sent = await exchanges.send(WINDOW, aRequest(url));
  if (!sent.ok) throw new Error(sent.error.kind);
  return sent.value;
}

/** Sends a request whose answer is a whole stream, and waits for its end. */
async function receive(body: string): Promise<ExchangeId> {
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    await connection.write(body);
    connection.end();
  });
  const exchangeId = await send(server.origin);
  await vi.waitFor(() => expect(isOver).toBe(true), 30_000);
  return exchangeId;
}

/** The value of an answer that has to be one. */
async function value<T>(
  answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false }>,
): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

async function setQuery(exchangeId: ExchangeId, text: string): Promise<QueryId> {
  const queryId = await value(
    handlers['query:set']({ exchangeId, text, matchesCase: false }, WINDOW),
  );
  if (queryId === null) throw new Error('no query');
  return queryId;
}

const lastOf = (queryId: QueryId) => pushed.findLast((push) => push.queryId === queryId);

async function settle(queryId: QueryId): Promise<QueryProgress> {
  await vi.waitFor(
    () => expect(lastOf(queryId)?.state.kind ?? 'scanning').not.toBe('scanning'),
    30_000,
  );
  const last = lastOf(queryId);
  if (last === undefined) throw new Error('no push');
  return last;
}

const SHOP = [
  'id: 1\nevent: tick\ndata: {"n":1}\n\n',
  'id: 2\nevent: note\ndata: {"n":2,"by":"Ann"}\n\n',
  ': beat\n\n: beat\n\n',
  'id: 3\nevent: tick\ndata: {"n":3}\n\n',
  'id: 4\nevent: tick\ndata: two\ndata: "lines", really\n\n',
].join('');

test('a query gives pages of its rows, numbered as in the whole timeline', async () => {
  const exchangeId = await receive(SHOP);
  const queryId = await setQuery(exchangeId, 'type:tick');
  expect(await settle(queryId)).toMatchObject({
    exchangeId,
    state: { kind: 'up-to-date' },
    matched: 3,
    matchedEvents: 3,
    scanned: 9,
    total: 9,
  });
  const page = await value(
    handlers['query:page']({ exchangeId, queryId, fromRow: 0, toRow: 10 }, WINDOW),
  );
  expect(page.rowNumbers).toEqual([1, 4, 5]);
  expect(page.rows).toMatchObject([
    { kind: 'event', number: 1, gapMs: null, repeatsType: false },
    { kind: 'event', number: 3, repeatsType: true },
    { kind: 'event', number: 4, repeatsType: true },
  ]);
  const first = page.rows[0];
  const second = page.rows[1];
  // The gap is the time since the row before, not since the event that is hidden.
  expect(second?.kind === 'event' && second.gapMs).toBe((second?.atMs ?? 0) - (first?.atMs ?? 0));
  const part = await value(
    handlers['query:page']({ exchangeId, queryId, fromRow: 1, toRow: 2 }, WINDOW),
  );
  expect(part.rows[0]).toEqual(second);
  const find = (seq: number) => handlers['query:find-row']({ exchangeId, queryId, seq }, WINDOW);
  expect(await find(6)).toEqual({ ok: true, value: { row: 1, isExact: true } });
  expect(await find(3)).toEqual({ ok: true, value: { row: 1, isExact: false } });
  expect(await find(8)).toEqual({ ok: true, value: { row: 3, isExact: false } });
});

test('a wrong query changes nothing, and an empty one ends the last', async () => {
  const exchangeId = await receive(SHOP);
  const queryId = await setQuery(exchangeId, 'type:tick');
  await settle(queryId);
  const page = { exchangeId, queryId, fromRow: 0, toRow: 1 };
  const wrong = handlers['query:set']({ exchangeId, text: 'type:', matchesCase: false }, WINDOW);
  expect(await wrong).toMatchObject({ ok: false, error: { kind: 'query-syntax', from: 5 } });
  expect(await handlers['query:page'](page, WINDOW)).toMatchObject({ ok: true });
  await handlers['query:set']({ exchangeId, text: ' ', matchesCase: false }, WINDOW);
  expect(await handlers['query:page'](page, WINDOW)).toMatchObject({
    ok: false,
    error: { kind: 'unknown-query' },
  });
});

test('the rows of before stay until those of the next query are asked for', async () => {
  const exchangeId = await receive(`${SHOP}data: ${'a'.repeat(50)}!\n\n`);
  const first = await setQuery(exchangeId, 'type:tick');
  await settle(first);
  const read = (queryId: QueryId) =>
    handlers['query:page']({ exchangeId, queryId, fromRow: 0, toRow: 9 }, WINDOW);
  expect((await read(first)).ok).toBe(true);
  const slow = await setQuery(exchangeId, '/(a+)+$/');
  expect(await settle(slow)).toMatchObject({ state: { kind: 'too-slow', seq: 8 } });
  expect((await read(first)).ok).toBe(true);
  const next = await setQuery(exchangeId, 'ann');
  await settle(next);
  expect((await read(first)).ok).toBe(true);
  expect(await read(next)).toMatchObject({ ok: true, value: { rowNumbers: [2] } });
  expect(await read(first)).toMatchObject({ ok: false, error: { kind: 'unknown-query' } });
});

test('a query follows a live stream', async () => {
  let sendMore: (text: string) => Promise<void> = () => Promise.reject(new Error('not open'));
  let end: () => void = () => undefined;
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    sendMore = async (text) => {
      await connection.write(text);
    };
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    connection.end();
  });
  const exchangeId = await send(server.origin);
  await vi.waitFor(() => sendMore(SHOP));
  const queryId = await setQuery(exchangeId, '$.n > 2');
  await vi.waitFor(() => expect(lastOf(queryId)?.matched).toBe(1));
  for (let number = 4; number < 40; number++) await sendMore(`data: {"n":${number}}\n\n`);
  await vi.waitFor(() => expect(lastOf(queryId)?.matched).toBe(37));
  end();
});

test('reading the content another way ends the query', async () => {
  const exchangeId = await receive(SHOP);
  const queryId = await setQuery(exchangeId, 'type:tick');
  await settle(queryId);
  await exchanges.readAs(WINDOW, { exchangeId, shape: 'text' });
  const page = { exchangeId, queryId, fromRow: 0, toRow: 1 };
  expect(await handlers['query:page'](page, WINDOW)).toMatchObject({
    error: { kind: 'unknown-query' },
  });
  const again = await setQuery(exchangeId, 'kind:chunk');
  expect(await settle(again)).toMatchObject({ reading: 2, matched: 1 });
});

test('jumps lead to a number, a time and an id', async () => {
  const exchangeId = await receive(`${SHOP}id: 1\ndata: again\n\n`);
  const find = (target: Parameters<(typeof handlers)['timeline:find']>[0]['target']) =>
    value(handlers['timeline:find']({ exchangeId, target }, WINDOW));
  expect(await find({ kind: 'number', number: 3 })).toEqual({ seq: 6, row: 4 });
  expect(await find({ kind: 'number', number: 99 })).toBeNull();
  expect(await find({ kind: 'time', atMs: 0 })).toEqual({ seq: 0, row: 0 });
  expect(await find({ kind: 'time', atMs: 1e9 })).toBeNull();
  expect(await find({ kind: 'id', id: '1', afterSeq: null })).toEqual({ seq: 2, row: 1 });
  expect(await find({ kind: 'id', id: '1', afterSeq: 2 })).toEqual({ seq: 8, row: 6 });
  expect(await find({ kind: 'id', id: '1', afterSeq: 8 })).toBeNull();
  const previous = (seq: number) =>
    value(handlers['timeline:previous-of-type']({ exchangeId, seq }, WINDOW));
  expect(await previous(6)).toEqual({ seq: 2, row: 1 });
  expect(await previous(2)).toBeNull();
  expect(await previous(0)).toBeNull();
});

test('columns give values, and tell a path that is none', async () => {
  const exchangeId = await receive(SHOP);
  const cells = await value(
    handlers['timeline:cells']({ exchangeId, seqs: [3, 7], paths: ['$.by', '$.n'] }, WINDOW),
  );
  expect(cells).toMatchObject([
    [
      { kind: 'value', text: 'Ann', type: 'string' },
      { kind: 'value', text: '2', type: 'number' },
    ],
    [{ kind: 'none' }, { kind: 'none' }],
  ]);
  const wrong = handlers['timeline:cells']({ exchangeId, seqs: [3], paths: ['$.'] }, WINDOW);
  expect(await wrong).toMatchObject({
    error: { kind: 'query-syntax', expected: 'json-path', from: 2 },
  });
});

test('rows are copied in every form', async () => {
  const exchangeId = await receive(SHOP);
  const copy = async (format: 'data' | 'text' | 'json-lines' | 'raw') => {
    const range = { fromRow: 3, toRow: 6 };
    const done = await value(
      handlers['timeline:copy']({ exchangeId, queryId: null, ...range, format }, WINDOW),
    );
    expect(done).toMatchObject({ rows: 3, chars: copied.length, isCut: false });
    return copied;
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
  const exchangeId = await receive(
    [long, "'".repeat(kept), 'y'.repeat(EVENT_BYTES_MAX), '=ls']
      .map((data) => `data: ${data}\n\n`)
      .join(': beat\n\n'),
  );
  const page = await exchanges.readPage(WINDOW, { exchangeId, fromRow: 0, toRow: 99 });
  const rows = page.ok ? page.value.rows : [];
  const [first = -1, quotes = -1, tooLong = -1, word = -1] = rows
    .filter(({ kind }) => kind === 'event')
    .map(({ seq }) => seq);
  const beat = rows.find(({ kind }) => kind === 'comments')?.seq ?? -1;
  const copy = (seq: number, format: 'data' | 'raw' | 'curl') =>
    handlers['timeline:copy']({ exchangeId, seq, format }, WINDOW);
  expect(await copy(first, 'data')).toEqual({
    ok: true,
    value: { rows: 1, chars: long.length, isCut: false },
  });
  expect(copied === long).toBe(true);
  expect(await copy(first, 'raw')).toMatchObject({ value: { isCut: false } });
  expect(copied.startsWith(`data: ${long}\n`)).toBe(true);
  expect(await copy(first, 'curl')).toMatchObject({ value: { isCut: false } });
  expect(copied === `--data-raw '${long.replace("'", String.raw`'\''`)}'`).toBe(true);
  await copy(word, 'curl');
  expect(copied).toBe("--data-raw '=ls'");
  await copy(beat, 'data');
  expect(copied).toBe('beat');

  expect(await copy(tooLong, 'data')).toMatchObject({ ok: true, value: { isCut: true } });
  copied = '';
  expect(await copy(quotes, 'curl')).toMatchObject({
    ok: false,
    error: { kind: 'too-long-to-copy', limit: COPY_CHARS_MAX },
  });
  expect(await copy(9999, 'data')).toMatchObject({ error: { kind: 'invalid-input' } });
  expect(copied).toBe('');
});

test('marks stay with their entries, over a restart of the room and another reading', async () => {
  const exchangeId = await receive(SHOP);
  const set = (seq: number, note: string) =>
    value(handlers['mark:set']({ exchangeId, seq, note }, WINDOW));
  await set(6, 'later');
  await set(2, 'first');
  expect(await set(6, 'third tick')).toMatchObject([
    { seq: 2, row: 1, note: 'first' },
    { seq: 6, row: 4, note: 'third tick' },
  ]);
  expect(await handlers['mark:set']({ exchangeId, seq: 99, note: '' }, WINDOW)).toMatchObject({
    error: { kind: 'invalid-input' },
  });
  await handlers['mark:remove']({ exchangeId, seq: 2 }, WINDOW);
  await exchanges.readAs(WINDOW, { exchangeId, shape: 'text' });
  // The whole stream came in one chunk, which is one entry now.
  expect(await value(handlers['mark:list']({ exchangeId }, WINDOW))).toMatchObject([
    { seq: 2, note: 'third tick' },
  ]);
});

test('marks that cannot be read are asked for again the next time', async () => {
  const exchangeId = await receive(SHOP);
  const path = join(folder, 'spools', exchangeId, 'marks.jsonl');
  await mkdir(path);
  for (let time = 0; time < 2; time++) {
    expect(await handlers['mark:list']({ exchangeId }, WINDOW)).toMatchObject({
      error: { kind: 'storage-error', code: 'EISDIR' },
    });
  }
  await rmdir(path);
  expect(await value(handlers['mark:list']({ exchangeId }, WINDOW))).toEqual([]);
});

test('a mark that cannot be written is told and is as it was; with room again it can', async () => {
  const exchangeId = await receive(SHOP);
  const set = (seq: number, note: string) =>
    handlers['mark:set']({ exchangeId, seq, note }, WINDOW);
  const list = () => value(handlers['mark:list']({ exchangeId }, WINDOW));
  await value(set(2, 'kept'));
  const diskFull = { error: { kind: 'storage-error', problem: 'disk-full' } };
  {
    using _full = await fillDisk(7);
    expect(await set(6, 'new')).toMatchObject(diskFull);
    expect(await set(2, 'other')).toMatchObject(diskFull);
    expect(await handlers['mark:remove']({ exchangeId, seq: 2 }, WINDOW)).toMatchObject(diskFull);
    expect(await list()).toMatchObject([{ seq: 2, note: 'kept' }]);
  }
  await value(set(6, 'new'));
  await value(set(2, 'other'));
  const expected = [
    { seq: 2, note: 'other' },
    { seq: 6, note: 'new' },
  ];
  expect(await list()).toMatchObject(expected);
  await exchanges.release(WINDOW, exchangeId);
  const past = { end: null, settings: DEFAULT_STREAM_SETTINGS };
  expect(await exchanges.open(WINDOW, exchangeId, past)).toMatchObject({ ok: true });
  expect(await list()).toMatchObject(expected);
});

async function exportAs(
  exchangeId: ExchangeId,
  rest: Omit<Parameters<(typeof handlers)['export:start']>[0], 'exchangeId'>,
): Promise<string> {
  exported = [];
  const started = await value(handlers['export:start']({ exchangeId, ...rest }, WINDOW));
  expect(started?.fileName).toBe('export.txt');
  await vi.waitFor(
    () => expect(exported.at(-1)?.state.kind ?? 'writing').not.toBe('writing'),
    30_000,
  );
  expect(exported.at(-1)).toMatchObject({ exportId: started?.exportId, state: { kind: 'done' } });
  return readFile(savePath ?? '', 'utf8');
}

test('all or the filtered entries are exported in every form', async () => {
  const exchangeId = await receive(`${SHOP}nothing: a row\n\n`);
  const all = { queryId: null, columns: [] };
  expect(await exportAs(exchangeId, { ...all, format: 'event-stream' })).toBe(
    `${SHOP}nothing: a row\n\n`,
  );
  const lines = (await exportAs(exchangeId, { ...all, format: 'json-lines' }))
    .trimEnd()
    .split('\n');
  expect(lines.length).toBe(10);
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({
    kind: 'event',
    type: 'tick',
    data: '{"n":1}',
    seq: 2,
  });

  const queryId = await setQuery(exchangeId, 'type:tick -id:1');
  await settle(queryId);
  expect(await exportAs(exchangeId, { queryId, format: 'event-stream', columns: [] })).toBe(
    'id: 3\nevent: tick\ndata: {"n":3}\n\nid: 4\nevent: tick\ndata: two\ndata: "lines", really\n\n',
  );
  const columns = [
    { kind: 'field', field: 'number' },
    { kind: 'field', field: 'data' },
    { kind: 'path', path: '$.n' },
  ] as const;
  expect(await exportAs(exchangeId, { queryId, format: 'csv', columns })).toBe(
    'number,data,$.n\r\n3,"{""n"":3}",3\r\n4,"two\n""lines"", really",\r\n',
  );
  expect((await readdir(folder)).sort()).toEqual(['export.txt', 'spools']);

  const times = [
    { kind: 'field', field: 'atMs' },
    { kind: 'field', field: 'gapMs' },
  ] as const;
  const csv = await exportAs(exchangeId, { queryId, format: 'csv', columns: times });
  const [, atMs = '', gapMs = ''] = /^atMs,gapMs\r\n(.*),(.*)\r\n/.exec(csv) ?? [];
  // As in JSON Lines: microseconds are what the clock gives.
  expect(lines.some((line) => line.includes(`"atMs":${atMs},`))).toBe(true);
  expect(gapMs).toMatch(/^\d+(\.\d{1,3})?$/);
});

test('a long filtered list is exported and copied whole while the filter changes', async () => {
  // More than the list holds in memory.
  const events = (MATCH_SEGMENTS_IN_MEMORY + 1) * INDEX_SEGMENT_ROWS + 1;
  const exchangeId = await receive('data:x\n\n'.repeat(events));
  const endQuery = () =>
    handlers['query:set']({ exchangeId, text: '', matchesCase: false }, WINDOW);
  const queryFiles = async () => {
    const names = await readdir(join(folder, 'spools'), { recursive: true });
    return names.filter((name) => name.includes('query.bin'));
  };
  const first = await setQuery(exchangeId, 'type:message');
  expect(await settle(first)).toMatchObject({ matched: events });
  onAsk = endQuery;
  const all = { columns: [], format: 'event-stream' } as const;
  const text = await exportAs(exchangeId, { queryId: first, ...all });
  expect(text.length).toBe(events * 'data:x\n\n'.length);
  await vi.waitFor(async () => expect(await queryFiles()).toEqual([]), 5000);

  const second = await setQuery(exchangeId, 'type:message');
  await settle(second);
  const range = { queryId: second, fromRow: 0, toRow: events };
  const copying = handlers['timeline:copy']({ exchangeId, ...range, format: 'data' }, WINDOW);
  await endQuery();
  expect(await copying).toMatchObject({ ok: true, value: { rows: events, isCut: false } });
  expect(copied.length).toBe(events * 2);
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
  const exchangeId = await receive(data.map((each) => `data: ${each}\n\n`).join(''));
  const columns = [{ kind: 'path', path: '$..n' }] as const;
  const queryId = await setQuery(exchangeId, 'kind:event');
  await settle(queryId);
  const lines = (await exportAs(exchangeId, { queryId, format: 'csv', columns })).split('\r\n');
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
  const exchangeId = await receive(SHOP.repeat(4000));
  const input = { exchangeId, queryId: null, format: 'json-lines', columns: [] } as const;
  const started = await value(handlers['export:start'](input, WINDOW));
  await handlers['export:cancel']({ exportId: started?.exportId ?? 0 }, WINDOW);
  await vi.waitFor(() => expect(exported.at(-1)?.state.kind).toBe('cancelled'));
  expect(await readdir(folder)).toEqual(['spools']);
  savePath = join(folder, 'no-such-folder', 'x');
  await value(handlers['export:start'](input, WINDOW));
  await vi.waitFor(() =>
    expect(exported.at(-1)).toMatchObject({
      state: { kind: 'failed', error: { kind: 'storage-error', problem: 'not-found' } },
    }),
  );
  savePath = null;
  expect(await handlers['export:start'](input, WINDOW)).toEqual({ ok: true, value: null });
});

test('statistics and the time axis count every entry', async () => {
  const exchangeId = await receive(`${SHOP}what: is this\n\n`);
  const stats = await value(handlers['timeline:stats']({ exchangeId }, WINDOW));
  expect(stats).toMatchObject({
    events: 4,
    comments: 2,
    problems: 1,
    gap: { count: 3 },
    size: { count: 4, minimum: 7, maximum: 19 },
    heartbeats: { count: 1 },
    types: [
      { type: 'tick', events: 3, bytes: 33 },
      { type: 'note', events: 1, gap: null },
    ],
    connections: [{ attempt: 1, closedBy: 'server', events: 4, lastEventIdSent: null }],
  });
  const queryId = await setQuery(exchangeId, 'type:tick');
  await settle(queryId);
  const axis = await value(
    handlers['timeline:axis']({ exchangeId, span: null, bins: 50, queryId }, WINDOW),
  );
  const sum = (numbers: readonly number[] | undefined) =>
    (numbers ?? []).reduce((all, one) => all + one, 0);
  expect(axis.bins.length).toBeLessThanOrEqual(50);
  expect(sum(axis.bins.map((bin) => bin[0] ?? 0))).toBe(3);
  expect(sum(axis.bins.map((bin) => bin[1] ?? 0))).toBe(1);
  expect(sum(axis.problems)).toBe(1);
  expect(sum(axis.matches ?? undefined)).toBe(3);
  expect(axis.connections).toMatchObject([
    { attempt: 1, closedBy: 'server', openedRow: 0, closedRow: 7 },
  ]);
  expect(axis.firstProblems).toMatchObject([{ problem: 'unknown-field', row: 6 }]);
});

test('the disk space of kept runs is told, and runs that nobody shows can be deleted', async () => {
  const first = await receive(SHOP);
  await receive(SHOP);
  await exchanges.release(WINDOW, first);
  const usage = await value(handlers['spools:usage'](null, WINDOW));
  expect(usage).toMatchObject({ runs: 2, deletableRuns: 1 });
  expect(usage.usedBytes).toBeGreaterThan(usage.deletableBytes);
  const left = await value(handlers['spools:clean'](null, WINDOW));
  expect(left).toMatchObject({ runs: 1, deletableRuns: 0, deletableBytes: 0 });
});

test('an exchange of another window is unknown', async () => {
  const exchangeId = await receive(SHOP);
  const other = WINDOW + 1;
  const input = { exchangeId, text: 'x', matchesCase: false };
  expect(await handlers['query:set'](input, other)).toMatchObject({
    error: { kind: 'unknown-exchange' },
  });
  expect(await handlers['timeline:stats']({ exchangeId }, other)).toMatchObject({
    error: { kind: 'unknown-exchange' },
  });
});

test('marks are there again when the run is opened later, also those of another reading', async () => {
  const exchangeId = await receive(SHOP);
  await exchanges.readAs(WINDOW, { exchangeId, shape: 'text' });
  await value(handlers['mark:set']({ exchangeId, seq: 2, note: 'chunk' }, WINDOW));
  await exchanges.release(WINDOW, exchangeId);
  const settings = { readAs: 'auto', lastEventId: null } as const;
  const opened = await exchanges.open(WINDOW, exchangeId, { end: null, settings });
  expect(opened.ok).toBe(true);
  const marks = await value(handlers['mark:list']({ exchangeId }, WINDOW));
  expect(marks).toMatchObject([{ note: 'chunk', row: 1 }]);
  const queryId = await setQuery(exchangeId, 'type:tick');
  expect(await settle(queryId)).toMatchObject({ matched: 3 });
});
