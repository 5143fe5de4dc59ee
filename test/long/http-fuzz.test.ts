// The long version of T25: answers of a server, changed at random, and whatever they are no hang and nothing smuggled.
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createTransport } from '../../main/http/transport.ts';
import { BAD_ANSWERS } from '../support/bad-http.ts';
import { aRequest, collect } from '../support/collect.ts';
import { seeded } from '../support/random-request.ts';

const RUNS = 20_000;
const SEED = 20_261_125;
const WITHIN_MS = 5_000;
const PIECES = [
  '\r\n',
  '\n',
  '\r',
  '0',
  ': ',
  'HTTP/1.1 200 OK\r\n',
  'Content-Length: 3\r\n',
  '\0',
  'ÿ',
];
const GOOD = [
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nc\r\ndata: good\n\n\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 12\r\n\r\ndata: good\n\n',
  'HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nxxxx',
  'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="n"\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 302 Go\r\nLocation: /x\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n',
];

test('T25, long: answers changed at random', async () => {
  const random = seeded(SEED);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const bases = [
    ...GOOD,
    ...BAD_ANSWERS.map(({ bytes }) =>
      Buffer.concat(bytes.map((piece) => Buffer.from(piece as string, 'latin1'))).toString(
        'latin1',
      ),
    ).filter((text) => text.length < 2_000),
  ];
  let answer = Buffer.alloc(0);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const transport = createTransport();
  const ends = new Map<string, number>();
  for (let run = 0; run < RUNS; run++) {
    let text = pick(bases);
    for (let change = 0; change < 1 + random() * 4; change++) {
      const at = Math.floor(random() * text.length);
      const length = Math.floor(random() * 4);
      text = text.slice(0, at) + (random() < 0.7 ? pick(PIECES) : '') + text.slice(at + length);
    }
    answer = Buffer.from(text, 'latin1');
    const startedMs = performance.now();
    const { end } = await collect(
      aRequest(`http://127.0.0.1:${port}/`, {
        auth: { kind: 'digest', username: 'u', password: 'p' },
        transport: { headersTimeoutMs: 2_000, idleTimeoutMs: 2_000 },
      }),
      { deps: { transport } },
    );
    expect(performance.now() - startedMs, JSON.stringify(text)).toBeLessThan(WITHIN_MS);
    const kind = end.kind === 'failed' ? end.error.kind : end.kind;
    expect(kind, JSON.stringify(text)).not.toBe('unknown');
    ends.set(kind, (ends.get(kind) ?? 0) + 1);
  }
  server.close();
  console.log(`T25: ${RUNS} answers, seed ${SEED}: ${JSON.stringify(Object.fromEntries(ends))}`);
  expect(ends.size).toBeGreaterThan(3);
});
