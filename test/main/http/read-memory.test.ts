import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ReadMemory } from '../../../main/http/connect/read-memory.ts';
import { toEntries } from '../../../shared/model/plain-events.ts';
import { streamInto } from '../../support/collect.ts';
import { createRandom } from '../../support/framed.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

/** Reads a whole block that holds one value. */
function read(memory: ReadMemory, value: number): Buffer {
  memory.getBlock().fill(value);
  return memory.take(memory.getBlock().length);
}

test('a block is read into again once bytes that came after it are released', () => {
  const memory = new ReadMemory();
  const [first, second, third] = [1, 2, 3].map((value) => read(memory, value));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three');
  memory.release(second.subarray(100, 200));
  const fourth = read(memory, 4);
  expect(fourth.buffer).not.toBe(second.buffer);
  // The block at hand was taken before the release; the one after it is the first again.
  const fifth = read(memory, 5);
  expect(fifth.buffer).toBe(first.buffer);
  expect([second[0], third[0], fourth[0], fifth[0]]).toEqual([2, 3, 4, 5]);
});

test('nothing is read into again for bytes that came from elsewhere, or were never released', () => {
  const memory = new ReadMemory();
  const blocks = Array.from({ length: 200 }, (_, value) => read(memory, value));
  memory.release(Buffer.alloc(64 * 1024));
  blocks.push(read(memory, 200), read(memory, 201));
  expect(new Set(blocks.map(({ buffer }) => buffer)).size).toBe(blocks.length);
  expect(blocks.map((block) => block[0])).toEqual(blocks.map((_, value) => value));
});

test('a short read leaves its block to the next one, and has memory of its own', () => {
  const memory = new ReadMemory();
  const block = memory.getBlock();
  block.write('short');
  const bytes = memory.take(5);
  block.write('other');
  expect(memory.getBlock()).toBe(block);
  expect(bytes.toString()).toBe('short');
});

test.each([
  ['sent in chunks', true],
  ['until the connection ends', false],
])('content %s arrives as it was sent, however slowly it is taken', async (_name, isChunked) => {
  const random = createRandom(isChunked ? 1 : 2);
  const sent = createHash('sha256');
  const dataSent = createHash('sha256');
  let events = 0;
  await using server = await startScriptedServer(async (connection) => {
    await connection.openStream(isChunked ? ['Transfer-Encoding: chunked'] : []);
    for (let part = 0; part < 120; part++) {
      let text = '';
      const size = random() * 400_000;
      while (text.length < size) {
        const data = `${events}-${random()}`.repeat(1 + Math.floor(random() * 40));
        dataSent.update(data);
        text +=
          events++ % 7 === 0
            ? `: beat\nretry: 10\ndata:${data}\r\n\n`
            : `id: ${events}\ndata: ${data}\n\n`;
      }
      sent.update(text);
      await connection.write(isChunked ? `${text.length.toString(16)}\r\n${text}\r\n` : text);
    }
    if (isChunked) await connection.write('0\r\n\r\n');
    connection.end();
  });
  const received = createHash('sha256');
  const dataReceived = createHash('sha256');
  let held: { readonly bytes: Uint8Array; readonly copy: Buffer } | null = null;
  const stream = streamInto(server.origin, async (bytes) => {
    held = { bytes, copy: Buffer.from(bytes) };
    received.update(bytes);
    if (random() < 0.02) await setTimeout(random() * 30);
    // The bytes belong to the sink until here.
    expect(held.copy.equals(bytes)).toBe(true);
  });
  let eventsReceived = 0;
  for await (const parts of stream) {
    for (const entry of toEntries(parts)) {
      if (entry.kind !== 'event') continue;
      eventsReceived++;
      dataReceived.update(entry.data);
    }
  }
  expect(eventsReceived).toBe(events);
  expect(dataReceived.digest('hex')).toBe(dataSent.digest('hex'));
  expect(received.digest('hex')).toBe(sent.digest('hex'));
});
