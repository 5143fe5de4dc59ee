import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveExchanges } from '../../../main/ipc/live-exchanges.ts';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { systemClock } from '../../../main/stream/clock.ts';
import {
  FIRST_SCREEN_BYTES,
  FIRST_SCREEN_MS,
  HEADS_MAX,
  RACE_DRAW_MS,
  RACING_EVENTS_PER_SECOND,
  RATE_SPAN_MS,
} from '../../../shared/limits.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import { aRequest } from '../../support/collect.ts';
import { fillDisk } from '../../support/full-disk.ts';
import { StreamLog } from '../../support/stream-log.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

let folder: string;
let exchanges: LiveExchanges;
let pushes: { readonly windowId: number; readonly progress: ExchangeProgress }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-live-'));
  pushes = [];
  exchanges = new LiveExchanges({
    spoolsFolder: join(folder, 'spools'),
    userAgent: 'Tideline/test',
    push: (windowId, progress) => pushes.push({ windowId, progress }),
  });
});
afterEach(async () => {
  await exchanges.releaseWindow(1);
  await rm(folder, { recursive: true, force: true });
});

async function send(url: string): Promise<ExchangeId> {
  const sent = await exchanges.send(1, aRequest(url));
  if (!sent.ok) throw new Error(sent.error.kind);
  return sent.value;
}

const last = (): ExchangeProgress | undefined => pushes.at(-1)?.progress;

test('progress comes at most once per frame, without rows, and ends with the state closed', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    for (let index = 0; index < 2000; index++) await connection.write(`data: ${index}\n\n`);
    connection.end();
  });
  const startedMs = performance.now();
  const exchangeId = await send(server.origin);
  await vi.waitFor(() => expect(last()?.state.kind).toBe('closed'));
  const frames = (performance.now() - startedMs) / 16;
  expect(pushes.length).toBeLessThan(frames + 3);
  expect(last()).toMatchObject({
    exchangeId,
    counters: { events: 2000, entries: 2003 },
    types: [{ type: 'message', count: 2000 }],
    head: { status: 200, shape: 'event-stream' },
  });
  const page = await exchanges.readPage(1, { exchangeId, fromRow: 1999, toRow: 2002 });
  expect(page.ok && page.value.rows.map((row) => row.kind)).toEqual(['event', 'event', 'close']);
});

test('a server that takes the request and says nothing is waited for, and that is told', async () => {
  let answer = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (answer = resolve));
  await using server = await startScriptedServer(async (connection) => {
    await isAsked;
    await connection.openStream();
    await connection.closed();
  });
  const exchangeId = await send(server.origin);
  await vi.waitFor(() => expect(last()?.state).toMatchObject({ requestSent: {} }));
  expect(last()?.head).toBeNull();
  const state = last()?.state;
  if (state?.kind !== 'connecting' || state.requestSent === null) throw new Error('not waiting');
  const { atMs, timings } = state.requestSent;
  expect(timings).toMatchObject({ headersMs: null, firstByteMs: null });
  expect(timings.requestMs).toBeGreaterThanOrEqual(timings.connectMs ?? Infinity);
  expect(atMs).toBeGreaterThanOrEqual(timings.requestMs ?? Infinity);
  answer();
  await vi.waitFor(() => expect(last()?.state.kind).toBe('open'));
  await exchanges.stop(1, exchangeId);
});

test('the rate falls to nothing while the server is silent', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    await connection.write('data: a\n\n');
    await connection.closed();
  });
  const exchangeId = await send(server.origin);
  await vi.waitFor(() => expect(last()?.counters.eventsPerSecond).toBeGreaterThan(0));
  const pushedBefore = pushes.length;
  await vi.waitFor(() => expect(last()?.counters.eventsPerSecond).toBe(0), 3 * RATE_SPAN_MS);
  expect(last()).toMatchObject({ state: { kind: 'open' }, counters: { events: 1 } });
  expect(pushes.length).toBeLessThanOrEqual(pushedBefore + 2);
  await exchanges.stop(1, exchangeId);
});

/** Exchanges whose clock stands still, so that a stream races on any computer. It takes note of the waits. */
function createRacing() {
  const waited: number[] = [];
  const racing = new LiveExchanges({
    spoolsFolder: join(folder, 'spools'),
    userAgent: 'Tideline/test',
    push: (windowId, progress) => pushes.push({ windowId, progress }),
    clock: {
      ...systemClock,
      monotonicMs: () => 0,
      wait: async (waitMs) => void waited.push(waitMs),
    },
  });
  return { racing, waited };
}

test.each([
  { contentType: 'text/event-stream', waits: [FIRST_SCREEN_MS] },
  { contentType: 'application/json', waits: [] },
])('a racing $contentType is held back: $waits', async ({ contentType, waits }) => {
  const body = `data: ${'x'.repeat(1000)}\n\n`.repeat((4 * FIRST_SCREEN_BYTES) / 1000);
  await using server = await startScriptedServer(async (connection) => {
    await connection.write(`HTTP/1.1 200 OK\r\nContent-Type: ${contentType}\r\n`);
    await connection.write(`Connection: close\r\n\r\n${body}`);
    connection.end();
  });
  const { racing, waited } = createRacing();
  await racing.send(1, aRequest(server.origin));
  await vi.waitFor(() => expect(last()?.state.kind).toBe('closed'));
  expect(last()?.counters.bodyBytes).toBe(body.length);
  expect(waited).toEqual(waits);
  await racing.releaseWindow(1);
});

test('a race rests after a push, and longer when the window was given rows', async () => {
  const events = 'data: x\n\n'.repeat(2 * RACING_EVENTS_PER_SECOND);
  let goOn = (): void => undefined;
  const isRowRead = new Promise<void>((resolve) => (goOn = resolve));
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    await connection.write(events);
    await isRowRead;
    await connection.write(events);
    connection.end();
  });
  const { racing, waited } = createRacing();
  const sent = await racing.send(1, aRequest(server.origin));
  if (!sent.ok) throw new Error(sent.error.kind);
  await vi.waitFor(() =>
    expect(last()?.counters.eventsPerSecond).toBeGreaterThanOrEqual(RACING_EVENTS_PER_SECOND),
  );
  expect(waited).not.toContain(RACE_DRAW_MS);
  await racing.readPage(1, { exchangeId: sent.value, fromRow: 0, toRow: 10 });
  goOn();
  await vi.waitFor(() => expect(last()?.state.kind).toBe('closed'));
  expect(waited).toContain(RACE_DRAW_MS);
  await racing.releaseWindow(1);
});

test('of many attempts the newest heads are kept, and the others counted', async () => {
  const attempts = HEADS_MAX + 5;
  let answered = 0;
  await using server = await startScriptedServer(async (connection) => {
    answered++;
    if (answered === attempts) return connection.write('HTTP/1.1 204 No Content\r\n\r\n');
    await connection.openStream();
    await connection.write('data: a\n\n');
    connection.end();
  });
  let passedMs = 0;
  const patient = new LiveExchanges({
    spoolsFolder: join(folder, 'spools'),
    userAgent: 'Tideline/test',
    push: (windowId, progress) => pushes.push({ windowId, progress }),
    // Waiting takes no time, and the clock goes on all the same.
    clock: {
      ...systemClock,
      monotonicMs: () => performance.now() + passedMs,
      wait: async (waitMs) => void (passedMs += waitMs),
    },
  });
  const settings = { ...DEFAULT_STREAM_SETTINGS, reconnect: 'on' } as const;
  const sent = await patient.send(1, aRequest(server.origin, { stream: settings }));
  if (!sent.ok) throw new Error(sent.error.kind);
  await vi.waitFor(() => expect(last()?.state.kind).toBe('closed'), 20_000);
  const checkSummary = async (): Promise<void> => {
    const summary = await patient.getSummary(1, sent.value);
    if (!summary.ok) throw new Error(summary.error.kind);
    const { responses, leftOut } = summary.value;
    expect(leftOut).toEqual({ sent: 5, responses: 5 });
    expect(summary.value.sent).toHaveLength(HEADS_MAX);
    expect(responses).toHaveLength(HEADS_MAX);
    expect(responses.at(-1)?.status).toBe(204);
  };
  await checkSummary();
  await patient.release(1, sent.value);
  await patient.open(1, sent.value, { end: null, settings });
  await checkSummary();
  await patient.releaseWindow(1);
});

test('what is shown is on disk while the stream is open', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    await connection.write('data: a\n\n');
    await connection.closed();
  });
  const exchangeId = await send(server.origin);
  await vi.waitFor(() => expect(last()?.counters.events).toBe(1));
  const page = await exchanges.readPage(1, { exchangeId, fromRow: 1, toRow: 2 });
  expect(page).toMatchObject({ ok: true, value: { rows: [{ preview: 'a' }] } });
  expect(await readFile(join(folder, 'spools', exchangeId, 'body.raw'), 'utf8')).toBe(
    'data: a\n\n',
  );
  expect(await exchanges.stop(1, exchangeId)).toEqual({ ok: true, value: null });
  expect(last()).toMatchObject({ state: { kind: 'closed', end: { kind: 'stopped' } } });
  await server.connections[0]?.closed();
});

test('an exchange answers only to its window', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    await connection.closed();
  });
  const exchangeId = await send(server.origin);
  const unknown = { ok: false, error: { kind: 'unknown-exchange' } };
  expect(await exchanges.stop(2, exchangeId)).toEqual(unknown);
  expect(await exchanges.readPage(2, { exchangeId, fromRow: 0, toRow: 1 })).toEqual(unknown);
  expect(await exchanges.getSummary(2, exchangeId)).toEqual(unknown);
  expect((await exchanges.getSummary(1, exchangeId)).ok).toBe(true);
});

test('a window that goes away closes its connections and keeps the spool', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    await connection.closed();
  });
  const exchangeId = await send(server.origin);
  await vi.waitFor(() => expect(server.connections).toHaveLength(1));
  await exchanges.releaseWindow(1);
  await server.connections[0]?.closed();
  expect(await exchanges.getSummary(1, exchangeId)).toMatchObject({ ok: false });
  expect(await readdir(join(folder, 'spools'))).toEqual([exchangeId]);
});

test('a window that goes away while a send is under way leaves nothing open', async () => {
  await using server = await startScriptedServer(() => undefined);
  const sending = exchanges.send(1, aRequest(server.origin));
  await exchanges.releaseWindow(1);
  expect(await sending).toMatchObject({ ok: false });
  expect(server.connections).toHaveLength(0);
});

test('an invalid request is told at its field and nothing is created', async () => {
  const sent = await exchanges.send(1, {
    ...aRequest('http://x/'),
    headers: [{ name: 'a b', value: '' }],
  });
  expect(sent).toMatchObject({ ok: false, error: { field: 'headers', index: 0 } });
  await expect(readdir(join(folder, 'spools'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('the body is copied whole', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.write(
      `HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n${'z'.repeat(3_000_000)}`,
    );
  });
  const exchangeId = await send(server.origin);
  await vi.waitFor(() => expect(last()?.state.kind).toBe('closed'));
  const path = join(folder, 'copy');
  expect(await exchanges.copyBody(1, exchangeId, path)).toEqual({ ok: true, value: null });
  expect((await readFile(path)).length).toBe(3_000_000);
});

/** A run of the history that takes a while to open. */
async function leaveLongRun(events = 60_000): Promise<ExchangeId> {
  const exchangeId = 'x-00000000-long' as ExchangeId;
  const stream = await StreamLog.create(join(folder, 'spools'), 'event-stream', exchangeId);
  stream.open();
  await stream.push('data: a\n\n'.repeat(events));
  stream.close();
  await stream.log.flush();
  await stream.log.close();
  return exchangeId;
}

const PAST = { end: null, settings: DEFAULT_STREAM_SETTINGS };

test('a run that is being opened is in use: a clean-up lets it be', async () => {
  const exchangeId = await leaveLongRun();
  const [opened, cleaned] = await Promise.all([
    exchanges.open(1, exchangeId, PAST),
    exchanges.cleanUnused(),
  ]);
  expect(opened).toMatchObject({ ok: true, value: { counters: { events: 60_000 } } });
  expect(cleaned).toMatchObject({ ok: true, value: { runs: 1, deletableRuns: 0 } });
  expect(await readdir(join(folder, 'spools', exchangeId))).toContain('body.raw');
});

test('a run that is deleted while it is being opened goes when it is shown no more', async () => {
  const exchangeId = await leaveLongRun();
  const opening = exchanges.open(1, exchangeId, PAST);
  await exchanges.forget([exchangeId]);
  expect(await opening).toMatchObject({ ok: true });
  const page = await exchanges.readPage(1, { exchangeId, fromRow: 1, toRow: 2 });
  expect(page).toMatchObject({ ok: true, value: { rows: [{ preview: 'a' }] } });
  expect(await readdir(join(folder, 'spools'))).toEqual([exchangeId]);
  await exchanges.release(1, exchangeId);
  expect(await readdir(join(folder, 'spools'))).toEqual([]);
});

test('a run that is opened twice at a time is opened once', async () => {
  const exchangeId = await leaveLongRun();
  const [one, same, other] = await Promise.all([
    exchanges.open(1, exchangeId, PAST),
    exchanges.open(1, exchangeId, PAST),
    exchanges.open(2, exchangeId, PAST),
  ]);
  expect(one).toMatchObject({ ok: true, value: { counters: { events: 60_000 } } });
  expect(same).toEqual(one);
  expect(other).toEqual({ ok: false, error: { kind: 'run-in-use' } });
  const page = await exchanges.readPage(1, { exchangeId, fromRow: 60_000, toRow: 60_001 });
  expect(page).toMatchObject({ ok: true, value: { rows: [{ number: 60_000, preview: 'a' }] } });
});

test('a window that goes away while it opens a run leaves it to be deleted', async () => {
  const exchangeId = await leaveLongRun();
  const opening = exchanges.open(1, exchangeId, PAST);
  await exchanges.releaseWindow(1);
  expect(await opening).toMatchObject({ ok: false });
  expect(await exchanges.cleanUnused()).toMatchObject({ ok: true, value: { runs: 0 } });
});

test('a stream that fills the disk ends with that, and what was stored before stays readable', async () => {
  let goOn: () => void = () => undefined;
  const filled = new Promise<void>((resolve) => (goOn = resolve));
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    await connection.write('data: stored\n\n');
    await filled;
    let isOver = false;
    void connection.closed().then(() => (isOver = true));
    while (!isOver) {
      await connection.write('data: lost\n\n');
      await connection.pause(5);
    }
  });
  const exchangeId = await send(server.origin);
  await vi.waitFor(() => expect(last()?.counters.events).toBe(1));
  await exchanges.readPage(1, { exchangeId, fromRow: 0, toRow: 2 });
  using _full = await fillDisk();
  goOn();
  await vi.waitFor(() => expect(last()?.state.kind).toBe('closed'));
  expect(last()?.state).toMatchObject({
    end: { kind: 'failed', error: { kind: 'storage-failed', code: 'ENOSPC' } },
  });
  const page = await exchanges.readPage(1, { exchangeId, fromRow: 0, toRow: 3 });
  expect(page).toMatchObject({
    ok: true,
    value: { rows: [{ kind: 'open' }, { preview: 'stored' }, { problem: 'not-stored' }] },
  });
  const path = join(folder, 'copy');
  await exchanges.copyBody(1, exchangeId, path);
  expect(await exchanges.release(1, exchangeId)).toEqual({ ok: true, value: null });
});
