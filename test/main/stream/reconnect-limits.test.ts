import { describe, expect, test } from 'vitest';
import { StreamControl } from '../../../main/stream/stream-control.ts';
import { LAST_EVENT_ID_BYTES_MAX } from '../../../shared/limits.ts';
import type { ReconnectMode, StreamSettings } from '../../../shared/model/stream-settings.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import { aRequest, collect, skippingClock } from '../../support/collect.ts';
import { seeded } from '../../support/random-request.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n';

function streaming(url: string, changes: Partial<StreamSettings> = {}): RequestDefinition {
  return {
    ...aRequest(url),
    stream: { ...DEFAULT_STREAM_SETTINGS, reconnect: 'browser', ...changes },
  };
}

/** A server that sends `stream` on each connection and closes it, and answers 204 in the end. */
function serve(stream: string, connections: number): ReturnType<typeof startScriptedServer> {
  return startScriptedServer(async (connection, index) => {
    if (index >= connections) return connection.write(NO_CONTENT);
    await connection.openStream();
    await connection.write(stream);
    connection.end();
  });
}

describe('T19: the reconnection time that a stream asks for', () => {
  test.each([
    ['0', 250],
    ['-1', 3_000],
    ['1000', 1_000],
    ['2147483647', 86_400_000],
    ['1000000000000000000000000000000', 86_400_000],
    ['5x', 3_000],
    ['', 3_000],
  ])('`retry: %s` gives a wait of %i ms', async (retry, waitMs) => {
    await using server = await serve(`retry: ${retry}\ndata: a\n\n`, 2);
    const clock = skippingClock();
    await collect(streaming(server.origin), { deps: { clock } });
    expect(clock.waits).toEqual([waitMs, waitMs]);
  });

  test.each(['0', '-1', '1000', '2147483647', '5x', ''])(
    '`retry: %s` leads to at most 5 connections in any 10 s when on',
    async (retry) => {
      for (let seed = 0; seed < 10; seed++) {
        await using server = await serve(`retry: ${retry}\ndata: a\n\n`, 12);
        const random = seeded(seed);
        // Now and then the machine has something else to do.
        const clock = skippingClock(() => (random() < 0.1 ? 50 : 0));
        const { entries } = await collect(streaming(server.origin, { reconnect: 'on' }), {
          deps: { clock },
        });
        const connects = entries.flatMap((entry) =>
          entry.kind === 'connecting' ? [entry.atMs] : [],
        );
        expect(connects).toHaveLength(13);
        for (const [index, atMs] of connects.entries()) {
          const next = connects[index + 5];
          if (next !== undefined) expect(next - atMs).toBeGreaterThanOrEqual(9_999);
        }
      }
    },
  );
});

describe('T20: the last event ID on the wire', () => {
  test.each([
    ['emoji', '🌊 é'],
    ['spaces inside', 'a  b'],
    ['a colon', 'a:b: c'],
    ['a tab', 'a\tb'],
  ])('%s: the bytes are the UTF-8 of the id', async (_name, id) => {
    await using server = await serve(`id: ${id}\ndata: a\n\n`, 1);
    await collect(streaming(server.origin), { deps: { clock: skippingClock() } });
    const field = /^last-event-id: ?(.*)$/im.exec(server.connections[1]?.request.head ?? '')?.[1];
    expect(Buffer.from(field ?? '', 'latin1').toString('utf8')).toBe(id);
  });

  test('an id with U+0000 is not taken, the one before it is sent', async () => {
    await using server = await serve('id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n', 1);
    await collect(streaming(server.origin), { deps: { clock: skippingClock() } });
    expect(server.connections[1]?.getField('last-event-id')).toBe('1');
  });

  test('an id that an id-only block set is sent, and an empty one ends it', async () => {
    await using server = await startScriptedServer(async (connection, index) => {
      const stream = ['id: 7\n\n', 'id\n\n'][index];
      if (stream === undefined) return connection.write(NO_CONTENT);
      await connection.openStream();
      await connection.write(stream);
      connection.end();
    });
    await collect(streaming(server.origin), { deps: { clock: skippingClock() } });
    expect(server.connections.map((connection) => connection.getField('last-event-id'))).toEqual([
      null,
      '7',
      null,
    ]);
  });

  test.each([1024 * 1024, LAST_EVENT_ID_BYTES_MAX + 1])(
    'an id of %i bytes is not sent, and that is told',
    async (length) => {
      await using server = await serve(`id: ${'x'.repeat(length)}\ndata: a\n\n`, 1);
      const run = await collect(streaming(server.origin), { deps: { clock: skippingClock() } });
      expect(server.connections[1]?.getField('last-event-id')).toBeNull();
      expect(run.entries).toContainEqual(
        expect.objectContaining({ problem: 'last-event-id-not-sent', detail: `${length} bytes` }),
      );
    },
  );
});

describe('T61: a connection that stalls without an end', () => {
  test('is told after the idle time; asked to reconnect, it goes on with the last event ID', async () => {
    await using server = await startScriptedServer(async (connection, index) => {
      if (index === 2) return connection.write(NO_CONTENT);
      await connection.openStream();
      await connection.write(`id: ${index + 1}\ndata: ${index}\n\n`);
      if (index === 1) connection.end();
    });
    const control = new StreamControl();
    const run = await collect(streaming(server.origin, { reconnect: 'on', stallAfterMs: 100 }), {
      deps: { clock: skippingClock(), control },
      onEntry: (entry) => {
        if (entry.kind === 'problem' && entry.problem === 'stalled') control.reconnectNow();
      },
    });
    expect(run.entries.filter((entry) => entry.kind === 'problem')).toMatchObject([
      { problem: 'stalled', detail: '100' },
    ]);
    expect(run.events.map((event) => event.data)).toEqual(['0', '1']);
    expect(server.connections[1]?.getField('last-event-id')).toBe('1');
    expect(run.entries.find((entry) => entry.kind === 'verdict')).toMatchObject({
      kind: 'verdict',
    });
  });

  test('comments keep it from counting as stalled', async () => {
    await using server = await startScriptedServer(async (connection, index) => {
      if (index === 1) return connection.write(NO_CONTENT);
      await connection.openStream();
      for (let beat = 0; beat < 12; beat++) {
        await connection.write(':\n\n');
        await connection.pause(25);
      }
      connection.end();
    });
    const run = await collect(streaming(server.origin, { stallAfterMs: 200 }), {
      deps: { clock: skippingClock() },
    });
    expect(run.entries.some((entry) => entry.kind === 'problem')).toBe(false);
    expect(run.entries.filter((entry) => entry.kind === 'comment')).toHaveLength(12);
  });
});

describe('T63: what a server may answer to a reconnection', () => {
  const answer = (status: string, fields = '', body = ''): string =>
    `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`;
  const EVENTS = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: b\n\n';
  const HTML = answer('200 OK', 'Content-Type: text/html\r\n', '<p>hello</p>');

  test.each<[string, ReconnectMode, string | null, string]>([
    ['200 with a stream', 'browser', EVENTS, 'reconnects'],
    ['200 with a stream', 'on', EVENTS, 'reconnects'],
    ['204', 'browser', answer('204 No Content'), 'no-content'],
    ['204', 'on', answer('204 No Content'), 'no-content'],
    ['401', 'browser', answer('401 Unauthorized'), 'status'],
    ['404', 'on', answer('404 Not Found'), 'status'],
    ['500', 'browser', answer('500 Internal Server Error'), 'status'],
    ['500', 'on', answer('500 Internal Server Error'), 'status'],
    ['503', 'browser', answer('503 Service Unavailable', 'Retry-After: 1\r\n'), 'status'],
    ['503', 'on', answer('503 Service Unavailable', 'Retry-After: 1\r\n'), 'status'],
    ['HTML', 'browser', HTML, 'media-type'],
    ['HTML', 'on', HTML, 'media-type'],
    ['a dropped connection', 'browser', null, 'reconnects'],
    ['a dropped connection', 'on', null, 'reconnects'],
  ])('%s in mode %s: %s', async (_name, reconnect, text, expected) => {
    await using server = await startScriptedServer(async (connection, index) => {
      if (index === 0) {
        await connection.openStream();
        await connection.write('id: 1\ndata: a\n\n');
        return connection.end();
      }
      if (index > 1) return connection.write(NO_CONTENT);
      if (text === null) return connection.reset();
      await connection.write(text);
      connection.end();
    });
    const clock = skippingClock();
    const run = await collect(streaming(server.origin, { reconnect }), { deps: { clock } });
    const last = run.entries.at(-1);
    if (expected === 'reconnects') {
      expect(server.connections).toHaveLength(3);
      expect(last).toMatchObject({ kind: 'close', refusal: 'no-content' });
    } else {
      expect(server.connections).toHaveLength(2);
      expect(last).toMatchObject({ kind: 'close', willReconnect: false, refusal: expected });
    }
    // Each wait was announced with the id that follows, before it began.
    const waits = run.entries.filter((entry) => entry.kind === 'reconnect-wait');
    expect(waits.map((wait) => wait.waitMs)).toEqual(clock.waits);
    expect(waits[0]).toMatchObject({ lastEventId: '1', attempt: 2 });
  });

  const STREAM = 'HTTP/1.1 200 OK\r\nContent-Type: ';
  const STOP = 'event: message_stop\ndata: {"type": "message_stop"}\n\n';

  test.each<[string, ReconnectMode, string, number]>([
    ['an event stream', 'on', 'text/event-stream\r\n\r\ndata: a\n\n', 2],
    ['[DONE]', 'on', 'text/event-stream\r\n\r\ndata: a\n\ndata: [DONE]\n\n', 1],
    ['[DONE] without a space', 'on', 'text/event-stream\r\n\r\ndata:[DONE]\r\n\r\n', 1],
    ['[DONE] in front of more', 'on', 'text/event-stream\r\n\r\ndata: [DONE]\n\n:\n\n', 2],
    ['[DONE] inside of data', 'on', 'text/event-stream\r\n\r\ndata: "[DONE]"\n\n', 2],
    ['message_stop', 'on', `text/event-stream\r\n\r\n${STOP}`, 1],
    ['[DONE] as a browser', 'browser', 'text/event-stream\r\n\r\ndata: [DONE]\n\n', 2],
    ['JSON lines', 'on', 'application/x-ndjson\r\n\r\n{"a":1}\n', 1],
    ['JSON lines as a browser', 'browser', 'application/x-ndjson\r\n\r\n{"a":1}\n', 2],
    [
      'JSON lines that are cut',
      'on',
      'application/x-ndjson\r\nContent-Length: 99\r\n\r\n{"a":1}\n',
      2,
    ],
  ])('after %s with %s there are %s %i connections', async (_name, reconnect, text, count) => {
    await using server = await startScriptedServer(async (connection, index) => {
      if (index === 1) return connection.write(NO_CONTENT);
      await connection.write(STREAM + text);
      connection.end();
    });
    const run = await collect(streaming(server.origin, { reconnect }), {
      deps: { clock: skippingClock() },
    });
    expect(server.connections).toHaveLength(count);
    const last = run.entries.at(-1);
    expect(last).toMatchObject({
      kind: 'close',
      willReconnect: false,
      refusal: count === 1 ? null : 'no-content',
    });
  });

  test('a server that is gone is asked with growing waits up to the cap, until the attempts end', async () => {
    const server = await serve('data: a\n\n', 99);
    const clock = skippingClock();
    const run = await collect(streaming(server.origin, { reconnect: 'on', attemptsMax: 8 }), {
      deps: { clock, random: () => 0 },
      onEntry: (entry) => {
        if (entry.kind === 'event') void server.close();
      },
    });
    expect(clock.waits).toEqual([3_000, 3_000, 6_000, 12_000, 24_000, 30_000, 30_000, 30_000]);
    expect(run.end).toMatchObject({ kind: 'failed', error: { kind: 'connection-refused' } });
  });

  test.each([
    ['on', true, 2],
    ['on', false, 0],
    ['browser', false, 2],
  ] as const)(
    'with %s and retriesFirstFailure %s, a first failure is followed by %i more attempts',
    async (reconnect, retriesFirstFailure, more) => {
      await using server = await startScriptedServer(async (connection, index) => {
        if (index < 2) return connection.reset();
        await connection.openStream();
        connection.end();
      });
      const settings = { reconnect, retriesFirstFailure, attemptsMax: 3 };
      const stop = new AbortController();
      const run = await collect(streaming(server.origin, settings), {
        deps: { clock: skippingClock() },
        signal: stop.signal,
        onEntry: (entry) => {
          if (entry.kind === 'open') stop.abort();
        },
      });
      expect(server.connections).toHaveLength(1 + more);
      expect(run.end.kind).toBe(more === 0 ? 'failed' : 'stopped');
    },
  );

  test('asked from the start of its redirects again', async () => {
    await using server = await startScriptedServer(async (connection, index) => {
      if (index === 4) return connection.write(NO_CONTENT);
      if (index % 2 === 0) return connection.write(answer('307 Moved', 'Location: /stream\r\n'));
      await connection.openStream();
      await connection.write(`id: ${index}\ndata: a\n\n`);
      connection.end();
    });
    await collect(streaming(`${server.origin}/start`), { deps: { clock: skippingClock() } });
    const targets = server.connections.map(({ request }) => request.head.split(' ')[1]);
    expect(targets).toEqual(['/start', '/stream', '/start', '/stream', '/start']);
    expect(server.connections[2]?.getField('last-event-id')).toBe('1');
  });
});
