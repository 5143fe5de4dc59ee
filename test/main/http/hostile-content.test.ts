import { brotliCompressSync, constants, createDeflateRaw, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DECODED_BYTES_FREE, DECODED_RATIO_MAX } from '../../../shared/limits.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import { createTransport } from '../../../main/http/transport.ts';
import { systemClock } from '../../../main/stream/clock.ts';
import { openStream } from '../../../main/stream/open-stream.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';
import type { ScriptedConnection } from '../../support/scripted-server.ts';

const MIB = 1024 * 1024;
const WITHIN_MS = 5_000;
const GROWTH_MIB_MAX = 128;

/** Runs a request whose content is not kept, and looks at time and memory. */
async function run(
  script: (connection: ScriptedConnection) => Promise<void>,
  transport: RequestDefinition['transport'] = {},
) {
  await using server = await startScriptedServer(script);
  const base = process.memoryUsage.rss();
  let peak = base;
  let decodedBytes = 0;
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
  const startedMs = performance.now();
  const stream = openStream(
    aRequest(server.origin, { transport }),
    {
      transport: createTransport(),
      clock: systemClock,
      userAgent: 'Tideline/test',
      sink: {
        noteSent: () => undefined,
        noteTrailers: () => undefined,
        countWireBytes: () => undefined,
        writeChunk: (bytes) => void (decodedBytes += bytes.length),
      },
    },
    new AbortController().signal,
  );
  let step = await stream.next();
  while (step.done !== true) step = await stream.next();
  clearInterval(sampler);
  return {
    end: step.value,
    decodedBytes,
    tookMs: performance.now() - startedMs,
    growthMib: (peak - base) / MIB,
  };
}

/** The deflate blocks of a mebibyte of zeros, closed so that they can be repeated for ever. */
async function makeZeroBlocks(): Promise<Buffer> {
  const deflate = createDeflateRaw({ level: 9 });
  const chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  deflate.write(Buffer.alloc(MIB));
  await new Promise<void>((resolve) => deflate.flush(constants.Z_FULL_FLUSH, () => resolve()));
  return Buffer.concat(chunks);
}

const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
const head = (coding: string, type = 'application/octet-stream'): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Encoding: ${coding}\r\nConnection: close\r\n\r\n`;

describe('T23: content that grows', () => {
  test('10 MiB of gzip that stand for 10 GiB end at the alarm', async () => {
    const blocks = await makeZeroBlocks();
    const { end, decodedBytes, tookMs, growthMib } = await run(async (connection) => {
      await connection.write(head('gzip'));
      await connection.write(GZIP_HEAD);
      for (let sent = 0; sent < 10 * MIB; sent += blocks.length) await connection.write(blocks);
      connection.end();
    });
    expect(end).toMatchObject({ kind: 'failed', error: { kind: 'decoded-too-large' } });
    expect(decodedBytes).toBeGreaterThanOrEqual(DECODED_BYTES_FREE);
    expect(decodedBytes).toBeLessThan(DECODED_BYTES_FREE * 2);
    expect(tookMs).toBeLessThan(WITHIN_MS);
    expect(growthMib).toBeLessThan(GROWTH_MIB_MAX);
  });

  const zeros = Buffer.alloc(200 * MIB);
  const brotli = brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
  test.each([
    ['brotli', 'br', brotli],
    ['gzip twice', 'gzip, gzip', gzipSync(gzipSync(zeros))],
    ['deflate in brotli', 'deflate, br', brotliCompressSync(deflateSync(zeros))],
  ])('%s', async (_name, coding, bytes) => {
    for (const type of ['application/json', 'text/event-stream']) {
      const { end, tookMs, growthMib } = await run(async (connection) => {
        await connection.write(head(coding, type));
        await connection.write(bytes);
        connection.end();
      });
      expect(end).toMatchObject({ kind: 'failed', error: { kind: 'decoded-too-large' } });
      expect(tookMs).toBeLessThan(WITHIN_MS);
      expect(growthMib).toBeLessThan(GROWTH_MIB_MAX);
    }
  });

  test('a bomb that comes byte by byte', async () => {
    const { end, growthMib } = await run(async (connection) => {
      await connection.write(head('br'));
      for (const byte of brotli) {
        await connection.write(Buffer.from([byte]));
        await connection.pause(2);
      }
      connection.end();
    });
    expect(end).toMatchObject({ kind: 'failed', error: { kind: 'decoded-too-large' } });
    expect(growthMib).toBeLessThan(GROWTH_MIB_MAX);
  });

  test('content that is packed well, but not beyond the ratio, is whole', async () => {
    const text = Buffer.from(`{"a":[${'1234567,'.repeat(16 * MIB)}0]}`);
    const packed = gzipSync(text, { level: 9 });
    expect(text.length / packed.length).toBeLessThan(DECODED_RATIO_MAX);
    expect(text.length).toBeGreaterThan(DECODED_BYTES_FREE);
    const { end, decodedBytes } = await run(async (connection) => {
      await connection.write(head('gzip'));
      await connection.write(packed);
      connection.end();
    });
    expect([end, decodedBytes]).toEqual([{ kind: 'ended' }, text.length]);
  });

  test.each([
    ['gzip that is cut', 'gzip', gzipSync(Buffer.from('hello '.repeat(1_000))).subarray(0, -12)],
    ['gzip with a wrong sum', 'gzip', corrupt(gzipSync('hello'))],
    ['plain text as gzip', 'gzip', Buffer.from('hello')],
    ['plain text as brotli', 'br', Buffer.from('hello, this is no brotli at all')],
    ['plain text as deflate', 'deflate', Buffer.from('hello')],
    ['brotli that is cut', 'br', brotliCompressSync('hello '.repeat(1_000)).subarray(0, -3)],
    ['gzip once where twice is told', 'gzip, gzip', gzipSync('hello')],
  ])('%s is told', async (_name, coding, bytes) => {
    const { end } = await run(async (connection) => {
      await connection.write(head(coding));
      await connection.write(bytes);
      connection.end();
    });
    expect(end).toMatchObject({ kind: 'failed', error: { kind: 'decode-failed' } });
  });

  test('garbage after the end of gzip adds nothing, and is told', async () => {
    const { end, decodedBytes } = await run(async (connection) => {
      await connection.write(head('gzip'));
      await connection.write(Buffer.concat([gzipSync('hello'), Buffer.from('garbage')]));
      connection.end();
    });
    // zlib takes it for another member, and may fail before it hands the first one on.
    expect(decodedBytes).toBeLessThanOrEqual(5);
    expect(end).toMatchObject({ kind: 'failed', error: { kind: 'decode-failed' } });
  });

  test('with decoding switched off the bytes are kept as they came', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.write(head('br'));
      await connection.write(brotli.subarray(0, 100));
      connection.end();
    });
    const kept = await collect(aRequest(server.origin, { transport: { decodesContent: false } }));
    expect(kept.sink.body.equals(brotli.subarray(0, 100))).toBe(true);
    expect(kept.entries).toContainEqual(
      expect.objectContaining({ problem: 'content-coding', detail: 'br, as set' }),
    );
  });
});

function corrupt(bytes: Buffer): Buffer {
  const at = bytes.length - 6;
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}

describe('T27: servers that are slow', () => {
  test('a head that comes byte by byte ends at its time', async () => {
    const { end, tookMs } = await run(
      async (connection) => {
        for (const byte of 'HTTP/1.1 200 OK\r\nX-Slow: ' + 'x'.repeat(1_000)) {
          await connection.write(byte);
          await connection.pause(20);
        }
      },
      { headersTimeoutMs: 400 },
    );
    expect(end).toMatchObject({ kind: 'failed', error: { kind: 'headers-timeout' } });
    expect(tookMs).toBeGreaterThan(390);
    expect(tookMs).toBeLessThan(2_000);
  });

  test('slow content is alive: the idle time counts silence, not length', async () => {
    const slow = async (connection: ScriptedConnection): Promise<void> => {
      await connection.openStream();
      for (const byte of 'data: a\n\n') {
        await connection.write(byte);
        await connection.pause(60);
      }
      await connection.pause(600);
      connection.end();
    };
    expect((await run(slow)).end).toEqual({ kind: 'ended' });
    expect((await run(slow, { idleTimeoutMs: 300 })).end).toMatchObject({
      kind: 'failed',
      error: { kind: 'body-timeout', afterHeaders: true },
    });
  });

  test('Stop works at once, whatever the server does', async () => {
    const scripts: readonly ((connection: ScriptedConnection) => Promise<void>)[] = [
      async () => undefined,
      (connection) => connection.write('HTTP/1.1 200 OK\r\nX: '),
      (connection) => connection.openStream(),
      async (connection) => {
        await connection.openStream(['Content-Encoding: gzip']);
        await connection.write(GZIP_HEAD);
      },
    ];
    for (const script of scripts) {
      await using server = await startScriptedServer(script);
      const abort = new AbortController();
      const running = collect(aRequest(server.origin), { signal: abort.signal });
      await waitFor(() => server.connections.length > 0);
      const stoppedMs = performance.now();
      abort.abort();
      expect((await running).end).toEqual({ kind: 'stopped' });
      expect(performance.now() - stoppedMs).toBeLessThan(300);
    }
  });
});

async function waitFor(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

describe('connections that are left open', () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

  test('are used again by the same transport for the same place, and not beyond it', async () => {
    const sockets = new Set<unknown>();
    await using server = await startScriptedServer((connection) => {
      sockets.add(connection.socketId);
      return connection.write(answer);
    });
    const transport = createTransport();
    const runs = [];
    for (let count = 0; count < 3; count++) {
      runs.push(await collect(aRequest(server.origin), { deps: { transport } }));
    }
    expect(sockets.size).toBe(1);
    const opens = runs.map(({ entries }) => entries.find((entry) => entry.kind === 'open'));
    expect(opens.map((open) => open?.isReused)).toEqual([false, true, true]);
    expect(opens[1]?.timings.connectMs).toBeNull();
    expect(runs.every(({ sink }) => sink.sent.length === 1)).toBe(true);
    await collect(aRequest(server.origin, { transport: { keepsAlive: false } }), {
      deps: { transport },
    });
    expect(sockets.size).toBe(2);
    await collect(aRequest(server.origin), { deps: { transport: createTransport() } });
    expect(sockets.size).toBe(3);
  });

  test('that the server has closed meanwhile cost nothing but another try', async () => {
    let requests = 0;
    await using server = await startScriptedServer(async (connection) => {
      requests++;
      // Every second request on a connection meets a server that has just hung up.
      if (requests % 2 === 0) return connection.reset();
      await connection.write(answer);
    });
    const transport = createTransport();
    await collect(aRequest(server.origin), { deps: { transport } });
    const again = await collect(aRequest(server.origin), { deps: { transport } });
    expect(again.end).toEqual({ kind: 'ended' });
    expect(again.sink.sent).toHaveLength(1);
    expect(requests).toBe(3);
    // What may not be done twice is not sent twice.
    const post = await collect(aRequest(server.origin, { method: 'POST' }), {
      deps: { transport },
    });
    expect(post.end).toMatchObject({ kind: 'failed', error: { kind: 'connection-reset' } });
    expect(requests).toBe(4);
  });

  test('a response that nobody asked for is not taken for the next one', async () => {
    await using server = await startScriptedServer((connection, index) =>
      connection.write(
        index === 0 ? `${answer}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil` : answer,
      ),
    );
    const transport = createTransport();
    const bodies = [];
    for (let count = 0; count < 3; count++) {
      bodies.push(
        (await collect(aRequest(server.origin), { deps: { transport } })).sink.body.toString(),
      );
    }
    expect(bodies).toEqual(['ok', 'ok', 'ok']);
  });
});
