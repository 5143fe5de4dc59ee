import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTransport } from '../../../main/http/transport.ts';
import { streamInto } from '../../support/collect.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

const FIRST_BYTES = 64 * 1024;
/** More than may wait between the socket and its reader, by a little and by much. */
const REST_BYTES = [1024 * 1024 + 1, 1024 * 1024 + 30_000, 3 * 1024 * 1024];

const FRAMINGS = [
  { name: 'until the connection ends', toFields: () => [], wrap: (bytes: Buffer) => [bytes] },
  {
    name: 'with a length',
    toFields: (length: number) => [`Content-Length: ${length}`],
    wrap: (bytes: Buffer) => [bytes],
  },
  {
    name: 'in chunks',
    toFields: () => ['Transfer-Encoding: chunked'],
    wrap: (bytes: Buffer, isLast: boolean) => [
      Buffer.from(`${bytes.length.toString(16)}\r\n`),
      bytes,
      Buffer.from(isLast ? '\r\n0\r\n\r\n' : '\r\n'),
    ],
  },
];

test.each(FRAMINGS)(
  'content $name is whole where the connection ends before its reader has caught up',
  async ({ toFields, wrap }) => {
    for (const restBytes of REST_BYTES) {
      const body = Buffer.alloc(FIRST_BYTES + restBytes, 'tideline ');
      await using server = await startScriptedServer(async (connection) => {
        const fields = ['Content-Type: text/plain', 'Connection: close', ...toFields(body.length)];
        await connection.write(`HTTP/1.1 200 OK\r\n${fields.join('\r\n')}\r\n\r\n`);
        await connection.write(Buffer.concat(wrap(body.subarray(0, FIRST_BYTES), false)));
        await connection.pause(50);
        await connection.write(Buffer.concat(wrap(body.subarray(FIRST_BYTES), true)));
        connection.end();
      });
      const received = createHash('sha256');
      let waits = 1;
      const stream = streamInto(server.origin, async (bytes) => {
        received.update(bytes);
        if (waits-- > 0) await setTimeout(300);
      });
      for (;;) {
        const step = await stream.next();
        if (step.done !== true) continue;
        expect(step.value).toEqual({ kind: 'ended' });
        break;
      }
      expect(received.digest('hex')).toBe(createHash('sha256').update(body).digest('hex'));
    }
  },
);

test('a connection that is used again is read again, though its last reader was behind', async () => {
  const body = Buffer.alloc(FIRST_BYTES + 1024 * 1024 + 1, 'x');
  await using server = await startScriptedServer(async (connection) => {
    await connection.write(
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await connection.write(body);
  });
  const transport = createTransport();
  for (let round = 0; round < 3; round++) {
    let bodyBytes = 0;
    const stream = streamInto(
      server.origin,
      async (bytes) => {
        if (bodyBytes === 0) await setTimeout(100);
        bodyBytes += bytes.length;
      },
      transport,
    );
    while ((await stream.next()).done !== true);
    expect(bodyBytes).toBe(body.length);
  }
  expect(new Set(server.connections.map(({ socketId }) => socketId)).size).toBe(1);
});
