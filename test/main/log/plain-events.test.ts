import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ExchangeLog } from '../../../main/log/exchange-log.ts';
import { SseFraming } from '../../../main/stream/sse-framing.ts';
import { PlainEvents, toEntries } from '../../../shared/model/plain-events.ts';
import type { TimelinePart } from '../../../shared/model/plain-events.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-plain-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Everything that the log says of entries, in one way or another. */
async function fillLog(body: Buffer, parts: readonly TimelinePart[], name: string) {
  const log = await ExchangeLog.open(join(folder, name));
  try {
    await log.writeChunk(body, 1);
    log.appendEntries(parts);
    const seqs = Array.from({ length: log.entries }, (_, seq) => seq);
    return {
      rows: await log.readRows(0, log.rows),
      counters: log.counters.getCounters(10, log.rows),
      types: log.counters.getTypeCounts(),
      stats: await log.readStats(10),
      lastIds: await Promise.all(seqs.map((seq) => log.readLastEventId(seq))),
      details: await Promise.all(seqs.map((seq) => log.readEntry(seq))),
      places: await Promise.all(
        ['1', '22', 'id with words', 'x'.repeat(200)].map((id) =>
          log.find({ kind: 'id', id, afterSeq: null }),
        ),
      ),
    };
  } finally {
    await log.close();
  }
}

const aField = fc.constantFrom(
  'data: {"a":1}',
  'data:b',
  'data: another line',
  'event: delta',
  'event: done',
  'event:message',
  'id: 1',
  'id: 22',
  'id: id with words',
  `id: ${'x'.repeat(200)}`,
  'id',
  ': comment',
  'retry: 5',
);
const aBlock = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('data: {"a":1}\n\n', 'event: delta\ndata: b\n\n') },
  fc.array(aField, { minLength: 1, maxLength: 4 }).map((lines) => `${lines.join('\n')}\n\n`),
);

test('plain events are the same in the log as entries, one by one', async () => {
  let round = 0;
  let plain = 0;
  const blocks = fc.array(aBlock, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(blocks, fc.boolean(), async (texts, isMoved) => {
      const body = Buffer.from(isMoved ? `id: moved\n\n${texts.join('')}` : texts.join(''));
      const framing = new SseFraming({ seqs: { next: 0 }, offset: 0, lastEventId: '' });
      const parts = framing.push(body, 1);
      plain += parts.filter((part) => part instanceof PlainEvents).length;
      const name = `x-${round++}`;
      expect(await fillLog(body, parts, `${name}-parts`)).toEqual(
        await fillLog(body, toEntries(parts), `${name}-entries`),
      );
    }),
    { numRuns: 60 },
  );
  expect(plain).toBeGreaterThan(60);
});
