import { gzipSync } from 'node:zlib';
import zlib from 'node:zlib';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { StopReason } from '../../../main/stream/stop-reason.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

const kindsOf = (entries: readonly { readonly kind: string }[]): readonly string[] =>
  entries.map((entry) => entry.kind);

/** A promise that the test resolves itself. */
function aSignal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('a stream', () => {
  test('gives connecting, open, its events and close, with seqs without holes', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.openStream();
      await connection.write(': hi\nretry: 1000\n\nid: 1\nevent: tick\ndata: a\n\n');
      await connection.write('data: b\n\n');
      connection.end();
    });
    const run = await collect(aRequest(server.origin));
    expect(kindsOf(run.entries)).toEqual([
      'connecting',
      'open',
      'comment',
      'retry',
      'event',
      'event',
      'close',
    ]);
    expect(run.entries.map((entry) => entry.seq)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(run.events).toMatchObject([
      { type: 'tick', data: 'a', id: '1', lastEventId: '1' },
      { type: 'message', data: 'b', id: null, lastEventId: '1' },
    ]);
    expect(run.entries.at(-1)).toMatchObject({ kind: 'close', by: 'server', willReconnect: false });
    expect(run.end).toEqual({ kind: 'ended' });
    expect(run.entries[1]).toMatchObject({ accepted: true, shape: 'event-stream', status: 200 });
    const times = run.entries.map((entry) => entry.atMs);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  test.each([
    'Text/Event-Stream',
    'text/event-stream;charset=utf-8',
    'text/event-stream ; a="b;c"',
  ])('is recognised by the media type %s on any method', async (type) => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.write(`HTTP/1.1 200 OK\r\nCONTENT-type: ${type}\r\n\r\ndata: a\n\n`);
      connection.end();
    });
    const run = await collect(
      aRequest(server.origin, { method: 'POST', body: { kind: 'json', text: '{"a":1}' } }),
    );
    expect(run.events).toHaveLength(1);
    expect(server.connections[0]?.request.body.toString()).toBe('{"a":1}');
    expect(server.connections[0]?.getField('content-type')).toBe('application/json');
  });

  test('every flush of a compressed stream is an event at once', async () => {
    for (const [coding, create] of [
      ['gzip', () => zlib.createGzip()],
      ['deflate', () => zlib.createDeflate()],
      ['br', () => zlib.createBrotliCompress()],
    ] as const) {
      const seen: (() => void)[] = [];
      const arrived = [1, 2, 3].map(() => new Promise<void>((resolve) => seen.push(resolve)));
      await using server = await startScriptedServer(async (connection) => {
        await connection.openStream([`Content-Encoding: ${coding}`]);
        const encoder = create();
        encoder.on('data', (bytes: Buffer) => void connection.write(bytes));
        for (let index = 0; index < 3; index++) {
          encoder.write(`data: ${index}\n\n`);
          await new Promise<void>((resolve) => encoder.flush(() => resolve()));
          // The next event is written only when this one was shown.
          await arrived[index];
        }
        encoder.end();
        await once(encoder, 'end');
        connection.end();
      });
      const run = await collect(aRequest(server.origin), {
        onEntry: (entry) => {
          if (entry.kind === 'event') seen.shift()?.();
        },
      });
      expect(run.events.map((event) => event.data)).toEqual(['0', '1', '2']);
      expect(run.end).toEqual({ kind: 'ended' });
      expect(run.sink.wireBytes).toBeGreaterThan(0);
    }
  });

  test('a reset in the middle keeps what arrived and names the cut', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.openStream();
      await connection.write('data: a\n\ndata: cu');
      await received.promise;
      connection.reset();
    });
    const received = aSignal();
    const run = await collect(aRequest(server.origin), {
      onEntry: (entry) => {
        if (entry.kind === 'event') received.resolve();
      },
    });
    expect(kindsOf(run.entries)).toEqual([
      'connecting',
      'open',
      'event',
      'problem',
      'error',
      'close',
    ]);
    expect(run.entries.at(-2)).toMatchObject({ errorKind: 'connection-reset', afterHeaders: true });
    expect(run.entries.at(-1)).toMatchObject({ by: 'network' });
    expect(run.end).toMatchObject({ kind: 'failed' });
    expect(run.sink.body.toString()).toBe('data: a\n\ndata: cu');
  });

  test('a chunked body that ends early is a cut body', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.write(
        'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: a\n\n\r\n',
      );
      connection.end();
    });
    const run = await collect(aRequest(server.origin));
    expect(run.events).toHaveLength(1);
    expect(run.end).toMatchObject({ kind: 'failed', error: { kind: 'body-cut' } });
  });

  test('truncated gzip keeps what could be decoded and fails as such', async () => {
    const whole = gzipSync('data: a\n\n'.repeat(10_000));
    await using server = await startScriptedServer(async (connection) => {
      await connection.openStream(['Content-Encoding: gzip']);
      await connection.write(whole.subarray(0, whole.length - 20));
      connection.end();
    });
    const run = await collect(aRequest(server.origin));
    expect(run.end).toMatchObject({ kind: 'failed', error: { kind: 'decode-failed' } });
    expect(run.events.length).toBeGreaterThan(0);
  });
});

describe('stopping', () => {
  test('closes the connection and ends with who stopped it', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.openStream();
      await connection.write('data: a\n\n');
      await connection.closed();
    });
    const controller = new AbortController();
    const run = await collect(aRequest(server.origin), {
      signal: controller.signal,
      onEntry: (entry) => {
        if (entry.kind === 'event') controller.abort(new StopReason('rule', 'max-events'));
      },
    });
    expect(run.entries.at(-1)).toMatchObject({ kind: 'close', by: 'rule', rule: 'max-events' });
    expect(run.end).toEqual({ kind: 'rule', rule: 'max-events' });
    await server.connections[0]?.closed();
  });

  test('while the server has not answered yet', async () => {
    const asked = aSignal();
    await using server = await startScriptedServer(async (connection) => {
      asked.resolve();
      await connection.closed();
    });
    const controller = new AbortController();
    const run = collect(aRequest(server.origin), { signal: controller.signal });
    await asked.promise;
    controller.abort();
    expect((await run).end).toEqual({ kind: 'stopped' });
    expect(kindsOf((await run).entries)).toEqual(['connecting', 'close']);
  });
});

describe('ordinary responses', () => {
  test('keep header fields in order with case and duplicates, both ways', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.write(
        'HTTP/1.1 404 Not Here\r\nX-b: 1\r\nx-A: 2\r\nX-b: 3\r\nContent-Length: 2\r\n\r\nok',
      );
    });
    const run = await collect(
      aRequest(`${server.origin}/p?a=b%20c#frag`, {
        headers: [
          { name: 'X-Two', value: '1' },
          { name: 'x-one', value: 'é' },
          { name: 'X-Two', value: '2' },
        ],
      }),
    );
    expect(run.entries[1]).toMatchObject({
      status: 404,
      reason: 'Not Here',
      accepted: false,
      headers: [
        { name: 'X-b', value: '1' },
        { name: 'x-A', value: '2' },
        { name: 'X-b', value: '3' },
        { name: 'Content-Length', value: '2' },
      ],
    });
    expect(run.sink.body.toString()).toBe('ok');
    const head = server.connections[0]?.request.head ?? '';
    expect(head).toMatch(/^GET \/p\?a=b%20c HTTP\/1\.1\r\n/);
    expect(head).toContain('X-Two: 1\r\nx-one: é\r\nX-Two: 2\r\n');
    const sent = run.sink.sent[0];
    const lines = sent?.headers.map((field) => `${field.name}: ${field.value}`) ?? [];
    expect(head).toBe([`GET ${sent?.target} HTTP/1.1`, ...lines].join('\r\n'));
  });

  test('trailers are kept', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.write(
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2\r\nhi\r\n0\r\nX-T: end\r\n\r\n',
      );
    });
    const run = await collect(aRequest(server.origin));
    expect(run.sink.trailers).toEqual([{ name: 'X-T', value: 'end' }]);
  });
});

describe('redirects', () => {
  test('are followed, and credentials stay with their origin', async () => {
    await using target = await startScriptedServer(async (connection) => {
      await connection.openStream();
      await connection.write('data: here\n\n');
      connection.end();
    });
    await using server = await startScriptedServer(async (connection) => {
      await connection.write(
        `HTTP/1.1 302 Found\r\nLocation: ${target.origin}/x\r\nContent-Length: 0\r\n\r\n`,
      );
    });
    const run = await collect(
      aRequest(server.origin, {
        method: 'POST',
        headers: [
          { name: 'Authorization', value: 'Bearer s' },
          { name: 'X-Kept', value: '1' },
        ],
        body: { kind: 'text', text: 'b' },
      }),
    );
    expect(kindsOf(run.entries)).toEqual([
      'connecting',
      'open',
      'close',
      'connecting',
      'open',
      'event',
      'close',
    ]);
    const head = target.connections[0]?.request.head ?? '';
    expect(head).toMatch(/^GET \/x /);
    expect(head).not.toMatch(/authorization|content-type/i);
    expect(head).toContain('X-Kept: 1');
  });

  test('stop at the limit with an error of their own', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.write('HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n');
    });
    const run = await collect(aRequest(server.origin));
    expect(run.end).toMatchObject({ kind: 'failed', error: { kind: 'too-many-redirects' } });
    expect(server.connections).toHaveLength(11);
  });
});

describe('failures before a response', () => {
  test('nothing listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const run = await collect(aRequest(`http://127.0.0.1:${port}/`));
    expect(run.entries.at(-1)).toMatchObject({
      kind: 'error',
      errorKind: 'connection-refused',
      code: 'ECONNREFUSED',
      phase: 'connect',
      fatal: true,
      afterHeaders: false,
      addresses: [`127.0.0.1:${port}`],
    });
  });

  test('an unknown host', async () => {
    const run = await collect(aRequest('http://no-such-host.invalid/'));
    expect(run.end).toMatchObject({ kind: 'failed', error: { phase: 'dns' } });
    expect(['host-not-found', 'dns-failed']).toContain(
      run.end.kind === 'failed' ? run.end.error.kind : '',
    );
  });

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 'protocol-error'],
    [
      'a bad chunk size',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'protocol-error',
    ],
    [
      'headers without end',
      `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}\r\n\r\n`,
      'headers-too-large',
    ],
  ])('%s', async (_name, bytes, kind) => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.write(bytes);
      connection.end();
    });
    const run = await collect(aRequest(server.origin));
    expect(run.end).toMatchObject({ kind: 'failed', error: { kind } });
  });

  test('TLS spoken to a plain server', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const run = await collect(aRequest(`https://127.0.0.1:${port}/`));
    server.close();
    expect(run.end).toMatchObject({ kind: 'failed', error: { kind: 'tls-failed', phase: 'tls' } });
  });
});
