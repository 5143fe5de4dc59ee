import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LastEventIds } from '../../../main/log/last-event-ids.ts';
import { seededRandom } from '../../../main/replay/seeded-random.ts';
import { StreamLog } from '../../support/stream-log.ts';

let folder: string;
let stream: StreamLog;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-ids-'));
});
afterEach(async () => {
  await stream.log.close();
  await rm(folder, { recursive: true, force: true });
});

/** Seq and last event ID of the events of some rows, read in parts. */
async function tellRows(rows: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const ids = new LastEventIds(stream.log);
  const told = new Map<number, string>();
  for await (const part of stream.log.readFullRows(rows)) {
    for (const { entry } of await ids.tell(part)) {
      if (entry.kind === 'event') told.set(entry.seq, entry.lastEventId);
    }
  }
  return told;
}

test('every choice of rows tells the ids that the stream told', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = seededRandom(seed);
  stream = await StreamLog.create(folder, 'event-stream', 'x-00000000-ids', 'sent');
  const blocks = [
    'data: without\n\n',
    'data: without\n\n',
    () => `id: ${Math.floor(random() * 100)}\ndata: with\n\n`,
    () => `id: ${Math.floor(random() * 100)}\n\n`,
    'id\n\n',
    'id:\ndata: empty\n\n',
    ': beat\n\n',
    'retry: 10\n\n',
  ] as const;
  stream.open();
  for (let number = 0; number < 600; number++) {
    if (random() < 0.02) {
      stream.close(true);
      stream.open();
    }
    const block = blocks[Math.floor(random() * blocks.length)] ?? '';
    await stream.push(typeof block === 'string' ? block : block());
  }
  const expected = new Map(
    stream.entries.flatMap((entry) =>
      entry.kind === 'event' ? [[entry.seq, entry.lastEventId] as const] : [],
    ),
  );
  for (const share of [1, 0.5, 0.05]) {
    const rows = Array.from({ length: stream.log.rows }, (_, row) => row).filter(
      () => random() < share,
    );
    const told = await tellRows(rows);
    for (const [seq, id] of told) {
      expect(id, `seed ${seed}, share ${share}, seq ${seq}`).toBe(expected.get(seq));
    }
    if (share === 1) expect(told.size).toBe(expected.size);
  }
});

test('an id is looked for once, and not again for each event that has none', async () => {
  stream = await StreamLog.create(folder);
  stream.open();
  await stream.push(`id: 1\n\n${'data: x\n\n'.repeat(3000)}`);
  const read = vi.spyOn(stream.log, 'readLastEventId');
  const half = Array.from({ length: stream.log.rows }, (_, row) => row).filter((row) => row % 2);
  expect(new Set((await tellRows(half)).values())).toEqual(new Set(['1']));
  expect(read).toHaveBeenCalledTimes(1);
});
