import { expect, test } from 'vitest';
import { decideReconnect, clampReconnectionTime } from '../../../main/stream/reconnection.ts';
import type { AttemptOutcome } from '../../../main/stream/reconnection.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import type { StreamSettings } from '../../../shared/model/stream-settings.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

function streaming(url: string, changes: Partial<StreamSettings> = {}): RequestDefinition {
  const stream: StreamSettings = {
    ...DEFAULT_STREAM_SETTINGS,
    reconnect: 'browser',
    reconnectionTimeMs: 250,
    ...changes,
  };
  return { ...aRequest(url), stream };
}

const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n';

test('a stream that ends is asked for again with the last event ID, until 204', async () => {
  await using server = await startScriptedServer(async (connection, index) => {
    if (index === 2) return connection.write(NO_CONTENT);
    await connection.openStream();
    await connection.write(`id: ${index + 1} é\ndata: ${index}\n\n`);
    connection.end();
  });
  const run = await collect(streaming(server.origin));
  expect(run.events.map((event) => event.data)).toEqual(['0', '1']);
  const sentIds = server.connections.map((connection) => connection.getField('last-event-id'));
  expect(sentIds.map((id) => (id === null ? null : Buffer.from(id, 'latin1').toString()))).toEqual([
    null,
    '1 é',
    '2 é',
  ]);
  expect(run.entries.at(-1)).toMatchObject({ kind: 'close', refusal: 'no-content' });
  expect(run.end).toEqual({ kind: 'ended' });
  expect(run.entries.map((entry) => entry.seq)).toEqual(run.entries.map((_, index) => index));
});

test('a cut in the middle is resumed, and the verdict tells what the ids say', async () => {
  const runs = ['id: 1\ndata: a\n\nid: 2\ndata: b\n\ndata: cut', 'id: 5\ndata: e\n\n'];
  await using server = await startScriptedServer(async (connection, index) => {
    const text = runs[index];
    if (text === undefined) return connection.write(NO_CONTENT);
    await connection.openStream();
    await connection.write(text);
    connection.end();
  });
  const run = await collect(streaming(server.origin));
  expect(run.entries.find((entry) => entry.kind === 'verdict')).toMatchObject({
    verdict: 'lost',
    count: 2,
    beforeId: '2',
    afterId: '5',
  });
});

test('the retry field of the stream sets the wait', async () => {
  await using server = await startScriptedServer(async (connection, index) => {
    if (index === 1) return connection.write(NO_CONTENT);
    await connection.openStream();
    await connection.write('retry: 300\n\ndata: a\n\n');
    connection.end();
  });
  const run = await collect(streaming(server.origin));
  expect(run.entries.find((entry) => entry.kind === 'reconnect-wait')).toMatchObject({
    waitMs: 300,
    attempt: 2,
    attemptsMax: null,
  });
});

test('with reconnection off one response is all', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream();
    connection.end();
  });
  const run = await collect(streaming(server.origin, { reconnect: 'off' }));
  expect(run.entries.at(-1)).toMatchObject({ kind: 'close', willReconnect: false, refusal: null });
  expect(server.connections).toHaveLength(1);
});

const ENDED: AttemptOutcome = { kind: 'stream-ended' };
const refused = (status: number, isEventStream = true): AttemptOutcome => ({
  kind: 'refused',
  status,
  isEventStream,
});

test.each([
  ['browser', ENDED, 0, 'reconnect'],
  ['browser', { kind: 'failed', errorKind: 'connection-refused' }, 999, 'reconnect'],
  ['browser', { kind: 'failed', errorKind: 'tls-expired' }, 1, 'futile'],
  ['browser', refused(204), 0, 'no-content'],
  ['browser', refused(503), 0, 'status'],
  ['browser', refused(200, false), 0, 'media-type'],
  ['on', { kind: 'failed', errorKind: 'connection-refused' }, 9, 'reconnect'],
  ['on', { kind: 'failed', errorKind: 'connection-refused' }, 10, 'attempts'],
  ['off', ENDED, 0, 'off'],
] as const)('%s after %j with %i failures: %s', (mode, outcome, failuresInRow, expected) => {
  const decision = decideReconnect({
    mode,
    outcome,
    reconnectionTimeMs: 1000,
    failuresInRow,
    attemptsMax: 10,
    isFirstFailureFinal: false,
    random: 0,
    hasJustWoken: false,
    connectsAgoMs: [],
  });
  expect(decision.kind === 'reconnect' ? 'reconnect' : decision.because).toBe(expected);
});

test('waits double up to the cap and spread by up to a quarter, only when on', () => {
  const outcome: AttemptOutcome = { kind: 'failed', errorKind: 'connection-refused' };
  const wait = (mode: 'on' | 'browser', failuresInRow: number, random: number): number => {
    const decision = decideReconnect({
      mode,
      outcome,
      reconnectionTimeMs: 1000,
      failuresInRow,
      attemptsMax: 100,
      isFirstFailureFinal: false,
      random,
      hasJustWoken: false,
      connectsAgoMs: [],
    });
    return decision.kind === 'reconnect' ? decision.waitMs : -1;
  };
  expect([1, 2, 3, 4, 50].map((failures) => wait('on', failures, 0))).toEqual([
    1000, 2000, 4000, 8000, 30_000,
  ]);
  expect(wait('on', 1, 1)).toBe(1250);
  expect(wait('browser', 9, 1)).toBe(1000);
});

test.each([
  [0, 250],
  [-1, 250],
  [1000, 1000],
  [2_147_483_647, 86_400_000],
  [1e30, 86_400_000],
  [Infinity, 86_400_000],
])('a reconnection time of %d is kept to %d', (ms, kept) => {
  expect(clampReconnectionTime(ms)).toBe(kept);
});

test('read as text, every network chunk is an entry', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello');
    connection.end();
  });
  const run = await collect(streaming(server.origin, { reconnect: 'off', readAs: 'text' }));
  const texts = run.entries.flatMap((entry) => (entry.kind === 'chunk' ? [entry.text] : []));
  expect(texts.join('')).toBe('hello');
});

test('NDJSON is read line by line, wherever the network cuts it', async () => {
  await using server = await startScriptedServer(async (connection) => {
    await connection.write(
      'HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n{"a":1}\n{"b"',
    );
    await connection.write(':2}\n\n{"c":3}');
    connection.end();
  });
  const run = await collect(streaming(server.origin, { reconnect: 'off' }));
  expect(run.events.map((event) => event.data)).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
});
