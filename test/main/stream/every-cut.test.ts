import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import { aRequest, collect, skippingClock } from '../../support/collect.ts';
import type { Collected } from '../../support/collect.ts';
import { readReference } from '../../support/reference-parser.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

/** What the server has to tell: each block with the id that it carries. 300 bytes. */
const BLOCKS = [
  'id: 1\ndata: first\n\n',
  ': a comment\n\n',
  'id: 2\r\nevent: é\r\ndata: {"pet":"Biscuit","city":"Zürich"}\r\n\r\n',
  'event: 🌊\nid: 3\ndata: one\ndata: two\n\n',
  'retry: 1000\n\n',
  'id: 4\rdata: with carriage returns\r\r',
  'id: 5\ndata: 0123456789012345678901234567890123456789\n\n',
  'data: an event with no id of its own\nid: 6\n\n',
];
const FIXTURE = Buffer.from(BLOCKS.join('').padEnd(290, ':') + '\n\n');
const EVENTS = ['1', '2', '3', '4', '5', '6'];

/** The blocks that a server sends to a client that has seen the events up to `lastEventId`. */
function blocksAfter(lastEventId: string | null): string {
  const seen = lastEventId === null ? 0 : Number(lastEventId);
  return BLOCKS.filter((block) => Number(/^id: (\d)/m.exec(block)?.[1] ?? 0) > seen).join('');
}

/** Cuts the first connection after `cut` bytes that the client has taken, and serves the rest on the next. */
async function runWithCut(cut: number, by: 'FIN' | 'RST'): Promise<Collected> {
  const client = new EventEmitter();
  let clientBytes = 0;
  await using server = await startScriptedServer(async (connection, index) => {
    if (index > 1) return connection.write('HTTP/1.1 204 No Content\r\n\r\n');
    const opened = once(client, 'open');
    await connection.openStream();
    await opened;
    if (index === 1) {
      await connection.write(blocksAfter(connection.getField('last-event-id')));
      return connection.end();
    }
    const written = connection.write(FIXTURE.subarray(0, cut));
    // A reset right after a write may overtake the bytes; the client has to have them first.
    while (clientBytes < cut) await once(client, 'bytes');
    await written;
    if (by === 'FIN') connection.end();
    else connection.reset();
  });
  const stream = { ...DEFAULT_STREAM_SETTINGS, reconnect: 'browser' as const };
  return await collect(
    { ...aRequest(server.origin), stream },
    {
      deps: { clock: skippingClock() },
      onEntry: (entry) => {
        if (entry.kind === 'open') client.emit('open');
      },
      onBytes: (bytes) => {
        clientBytes = bytes;
        client.emit('bytes');
      },
    },
  );
}

describe.each(['FIN', 'RST'] as const)('T60: a stream cut by %s', (by) => {
  test('at every byte loses nothing, repeats nothing, and asks once with the right id', async () => {
    for (let cut = 0; cut <= FIXTURE.length; cut++) {
      const { entries, events } = await runWithCut(cut, by);
      const received = FIXTURE.subarray(0, cut);
      const lastId = readReference(received).lastEventId || null;
      const facts = { cut, by };
      expect({ ...facts, ids: events.map((event) => event.id) }).toEqual({ ...facts, ids: EVENTS });
      const connects = entries.filter((entry) => entry.kind === 'connecting');
      expect({ ...facts, ids: connects.map((entry) => entry.lastEventId) }).toEqual({
        ...facts,
        ids: [null, lastId, '6'],
      });
      const unfinished = entries.filter(
        (entry) => entry.kind === 'problem' && entry.problem === 'unfinished-event',
      );
      const lines = received.toString('utf8').split(/\r\n|\n|\r/);
      const block = lines.slice(lines.slice(0, -1).lastIndexOf('') + 1);
      // A whole `retry` line has taken effect by itself.
      const isInside = block.some(
        (line, index) =>
          !/^(:|$)/.test(line) && !(index < block.length - 1 && line.startsWith('retry')),
      );
      expect({ ...facts, unfinished: unfinished.length }).toEqual({
        ...facts,
        unfinished: isInside ? 1 : 0,
      });
      const firstClose = entries.find((entry) => entry.kind === 'close');
      expect({ ...facts, by: firstClose?.by }).toEqual({
        ...facts,
        by: by === 'FIN' ? 'server' : 'network',
      });
    }
  });
});
