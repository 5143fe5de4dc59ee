import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { QueryId } from '../../../shared/ipc/timeline-contract.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import { SHOP, TimelineRoom, WINDOW, value } from '../../support/timeline-room.ts';

let room: TimelineRoom;
beforeEach(async () => {
  room = await TimelineRoom.open();
});
afterEach(() => room.close());

test('a query gives pages of its rows, numbered as in the whole timeline', async () => {
  const exchangeId = await room.receive(SHOP);
  const queryId = await room.setQuery(exchangeId, 'type:tick');
  expect(await room.settle(queryId)).toMatchObject({
    exchangeId,
    state: { kind: 'up-to-date' },
    matched: 3,
    matchedEvents: 3,
    scanned: 9,
    total: 9,
  });
  const page = await value(
    room.handlers['query:page']({ exchangeId, queryId, fromRow: 0, toRow: 10 }, WINDOW),
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
    room.handlers['query:page']({ exchangeId, queryId, fromRow: 1, toRow: 2 }, WINDOW),
  );
  expect(part.rows[0]).toEqual(second);
  const find = (seq: number) =>
    room.handlers['query:find-row']({ exchangeId, queryId, seq }, WINDOW);
  expect(await find(6)).toEqual({ ok: true, value: { row: 1, isExact: true } });
  expect(await find(3)).toEqual({ ok: true, value: { row: 1, isExact: false } });
  expect(await find(8)).toEqual({ ok: true, value: { row: 3, isExact: false } });
});

test('a wrong query changes nothing, and an empty one ends the last', async () => {
  const exchangeId = await room.receive(SHOP);
  const queryId = await room.setQuery(exchangeId, 'type:tick');
  await room.settle(queryId);
  const page = { exchangeId, queryId, fromRow: 0, toRow: 1 };
  const wrong = room.handlers['query:set'](
    { exchangeId, text: 'type:', matchesCase: false },
    WINDOW,
  );
  expect(await wrong).toMatchObject({ ok: false, error: { kind: 'query-syntax', from: 5 } });
  expect(await room.handlers['query:page'](page, WINDOW)).toMatchObject({ ok: true });
  await room.handlers['query:set']({ exchangeId, text: ' ', matchesCase: false }, WINDOW);
  expect(await room.handlers['query:page'](page, WINDOW)).toMatchObject({
    ok: false,
    error: { kind: 'unknown-query' },
  });
});

test('the rows of before stay until those of the next query are asked for', async () => {
  const exchangeId = await room.receive(`${SHOP}data: ${'a'.repeat(50)}!\n\n`);
  const first = await room.setQuery(exchangeId, 'type:tick');
  await room.settle(first);
  const read = (queryId: QueryId) =>
    room.handlers['query:page']({ exchangeId, queryId, fromRow: 0, toRow: 9 }, WINDOW);
  expect((await read(first)).ok).toBe(true);
  const slow = await room.setQuery(exchangeId, '/(a+)+$/');
  expect(await room.settle(slow)).toMatchObject({ state: { kind: 'too-slow', seq: 8 } });
  expect((await read(first)).ok).toBe(true);
  const next = await room.setQuery(exchangeId, 'ann');
  await room.settle(next);
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
  const exchangeId = await room.send(server.origin);
  await vi.waitFor(() => sendMore(SHOP));
  const queryId = await room.setQuery(exchangeId, '$.n > 2');
  await vi.waitFor(() => expect(room.lastOf(queryId)?.matched).toBe(1));
  for (let number = 4; number < 40; number++) await sendMore(`data: {"n":${number}}\n\n`);
  await vi.waitFor(() => expect(room.lastOf(queryId)?.matched).toBe(37));
  end();
});

test('reading the content another way ends the query', async () => {
  const exchangeId = await room.receive(SHOP);
  const queryId = await room.setQuery(exchangeId, 'type:tick');
  await room.settle(queryId);
  await room.exchanges.readAs(WINDOW, { exchangeId, shape: 'text' });
  const page = { exchangeId, queryId, fromRow: 0, toRow: 1 };
  expect(await room.handlers['query:page'](page, WINDOW)).toMatchObject({
    error: { kind: 'unknown-query' },
  });
  const again = await room.setQuery(exchangeId, 'kind:chunk');
  expect(await room.settle(again)).toMatchObject({ reading: 2, matched: 1 });
});

test('jumps lead to a number, a time and an id', async () => {
  const exchangeId = await room.receive(`${SHOP}id: 1\ndata: again\n\n`);
  const find = (target: Parameters<(typeof room.handlers)['timeline:find']>[0]['target']) =>
    value(room.handlers['timeline:find']({ exchangeId, target }, WINDOW));
  expect(await find({ kind: 'number', number: 3 })).toEqual({ seq: 6, row: 4 });
  expect(await find({ kind: 'number', number: 99 })).toBeNull();
  expect(await find({ kind: 'time', atMs: 0 })).toEqual({ seq: 0, row: 0 });
  expect(await find({ kind: 'time', atMs: 1e9 })).toBeNull();
  expect(await find({ kind: 'id', id: '1', afterSeq: null })).toEqual({ seq: 2, row: 1 });
  expect(await find({ kind: 'id', id: '1', afterSeq: 2 })).toEqual({ seq: 8, row: 6 });
  expect(await find({ kind: 'id', id: '1', afterSeq: 8 })).toBeNull();
  const previous = (seq: number) =>
    value(room.handlers['timeline:previous-of-type']({ exchangeId, seq }, WINDOW));
  expect(await previous(6)).toEqual({ seq: 2, row: 1 });
  expect(await previous(2)).toBeNull();
  expect(await previous(0)).toBeNull();
});

test('columns give values, and tell a path that is none', async () => {
  const exchangeId = await room.receive(SHOP);
  const cells = await value(
    room.handlers['timeline:cells']({ exchangeId, seqs: [3, 7], paths: ['$.by', '$.n'] }, WINDOW),
  );
  expect(cells).toMatchObject([
    [
      { kind: 'value', text: 'Ann', type: 'string' },
      { kind: 'value', text: '2', type: 'number' },
    ],
    [{ kind: 'none' }, { kind: 'none' }],
  ]);
  const wrong = room.handlers['timeline:cells']({ exchangeId, seqs: [3], paths: ['$.'] }, WINDOW);
  expect(await wrong).toMatchObject({
    error: { kind: 'query-syntax', expected: 'json-path', from: 2 },
  });
});

test('statistics and the time axis count every entry', async () => {
  const exchangeId = await room.receive(`${SHOP}what: is this\n\n`);
  const stats = await value(room.handlers['timeline:stats']({ exchangeId }, WINDOW));
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
  const queryId = await room.setQuery(exchangeId, 'type:tick');
  await room.settle(queryId);
  const axis = await value(
    room.handlers['timeline:axis']({ exchangeId, span: null, bins: 50, queryId }, WINDOW),
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
  const first = await room.receive(SHOP);
  await room.receive(SHOP);
  await room.exchanges.release(WINDOW, first);
  const usage = await value(room.handlers['spools:usage'](null, WINDOW));
  expect(usage).toMatchObject({ runs: 2, deletableRuns: 1 });
  expect(usage.usedBytes).toBeGreaterThan(usage.deletableBytes);
  const left = await value(room.handlers['spools:clean'](null, WINDOW));
  expect(left).toMatchObject({ runs: 1, deletableRuns: 0, deletableBytes: 0 });
});

test('an exchange of another window is unknown', async () => {
  const exchangeId = await room.receive(SHOP);
  const other = WINDOW + 1;
  const input = { exchangeId, text: 'x', matchesCase: false };
  expect(await room.handlers['query:set'](input, other)).toMatchObject({
    error: { kind: 'unknown-exchange' },
  });
  expect(await room.handlers['timeline:stats']({ exchangeId }, other)).toMatchObject({
    error: { kind: 'unknown-exchange' },
  });
});
