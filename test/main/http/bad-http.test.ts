import { describe, expect, test } from 'vitest';
import type { NetworkErrorKind } from '../../../shared/model/network-error.ts';
import { BAD_ANSWERS } from '../../support/bad-http.ts';
import { aRequest, collect } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

/** Kinds that say that the server is at fault. */
const TYPED: readonly NetworkErrorKind[] = [
  'protocol-error',
  'connection-reset',
  'headers-too-large',
  'body-cut',
];

describe('T25: answers that are no good HTTP', () => {
  test('there are enough of them', () => {
    expect(BAD_ANSWERS.length).toBeGreaterThanOrEqual(40);
  });

  test.each(BAD_ANSWERS)('$name', async ({ bytes, outcome, body }) => {
    // In one piece, and byte by byte where that is not a matter of minutes.
    const whole = Buffer.concat(bytes.map((piece) => Buffer.from(piece as string, 'latin1')));
    const cuts =
      whole.length > 2_000 ? [bytes] : [bytes, [...whole].map((byte) => Buffer.from([byte]))];
    for (const pieces of cuts) {
      await using server = await startScriptedServer(async (connection) => {
        for (const piece of pieces) {
          await connection.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
        }
        connection.end();
      });
      const startedMs = performance.now();
      const run = await collect(aRequest(server.origin, { method: 'POST' }));
      expect(performance.now() - startedMs).toBeLessThan(5_000);
      expect(run.sink.body.toString()).not.toContain('evil');
      expect(run.events.map(({ data }) => data)).not.toContain('evil!!');
      expect(server.connections).toHaveLength(1);
      if (outcome === 'whole') {
        expect(run.end).toEqual({ kind: 'ended' });
        expect(run.sink.body.toString()).toBe(body);
        continue;
      }
      expect(run.end.kind).toBe('failed');
      if (run.end.kind !== 'failed') continue;
      expect(TYPED).toContain(run.end.error.kind);
      expect(run.end.error.code).not.toBeNull();
      expect(run.end.error.afterHeaders).toBe(outcome === 'cut');
    }
  });

  test('a head of bare line feeds is refused or read, and never two things', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.write('HTTP/1.1 200 OK\nContent-Length: 2\n\nokHTTP/1.1 200 OK\n\nevil');
      connection.end();
    });
    const run = await collect(aRequest(server.origin));
    expect(['', 'ok']).toContain(run.sink.body.toString());
  });

  test('informational responses in order are kept, and the one that counts is told', async () => {
    await using server = await startScriptedServer(async (connection) => {
      await connection.write('HTTP/1.1 102 Processing\r\n\r\n');
      await connection.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nLINK: </b>\r\n\r\n');
      await connection.write('HTTP/1.1 200 Fine\r\nContent-Length: 2\r\n\r\nok');
    });
    const run = await collect(aRequest(server.origin));
    const open = run.entries.find((entry) => entry.kind === 'open');
    expect(open?.informational).toEqual([
      { status: 102, reason: 'Processing', headers: [] },
      {
        status: 103,
        reason: 'Early Hints',
        headers: [
          { name: 'Link', value: '</a>' },
          { name: 'LINK', value: '</b>' },
        ],
      },
    ]);
    expect(open).toMatchObject({ status: 200, reason: 'Fine' });
  });

  test('trailers are told, and HTTP/1.0 is called by its name', async () => {
    await using server = await startScriptedServer(async (connection, index) => {
      if (index === 0) {
        return connection.write(
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n' +
            '2\r\nok\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n',
        );
      }
      await connection.write('HTTP/1.0 200 OK\r\n\r\nold');
      connection.end();
    });
    const chunked = await collect(aRequest(server.origin));
    expect(chunked.sink.trailers).toEqual([
      { name: 'X-Sum', value: '1' },
      { name: 'x-sum', value: '2' },
    ]);
    const old = await collect(aRequest(server.origin));
    expect(old.entries.find((entry) => entry.kind === 'open')?.httpVersion).toBe('HTTP/1.0');
    expect(old.sink.body.toString()).toBe('old');
  });
});
