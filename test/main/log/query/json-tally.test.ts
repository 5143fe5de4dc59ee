import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JsonTally } from '../../../../main/log/query/json-tally.ts';
import { QueryHost } from '../../../../main/log/query/query-host.ts';
import { toValidShare } from '../../../../shared/stats/valid-share.ts';
import type { TypeStats } from '../../../../shared/model/stream-stats.ts';
import { WORKER_PATH } from '../../../support/build-worker.ts';
import { StreamLog } from '../../../support/stream-log.ts';

let folder: string;
let host: QueryHost;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-tally-'));
  host = new QueryHost(WORKER_PATH);
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

async function readTypes(stream: StreamLog, tally: JsonTally): Promise<readonly TypeStats[]> {
  tally.goOn();
  return (await stream.log.readStats(0, tally.getCount)).types;
}

/** What was counted of each type, once every event was looked at. */
async function waitForAll(stream: StreamLog, tally: JsonTally) {
  let types: readonly TypeStats[] = [];
  const countMissing = async (): Promise<number> => {
    types = await readTypes(stream, tally);
    return types.reduce((sum, { json, events }) => sum + events - (json?.looked ?? 0), 0);
  };
  await expect.poll(countMissing).toBe(0);
  return Object.fromEntries(types.map(({ type, json }) => [type ?? 'others', json]));
}

test('events whose data is JSON are counted by type, and those that come later as well', async () => {
  const stream = await StreamLog.create(folder);
  stream.open();
  const tally = new JsonTally(host, (fromSeq) => stream.log.getSnapshot(fromSeq));
  expect(await readTypes(stream, tally)).toStrictEqual([]);
  await stream.push(
    [
      'event: a\ndata: {"x":1}\n\n',
      'event: a\ndata: [1,\ndata: 2]\n\n',
      'event: b\ndata: [DONE]\n\n',
      ': a comment\n\n',
      'event: b\ndata: 7\n\n',
      'event: b\ndata:\n\n',
    ].join(''),
  );
  await stream.log.flush();
  expect(await waitForAll(stream, tally)).toStrictEqual({
    a: { looked: 2, valid: 2 },
    b: { looked: 3, valid: 1 },
  });
  await stream.push('event: b\ndata: null\n\nevent: c\ndata: {"x":\n\n');
  await stream.log.flush();
  expect(await waitForAll(stream, tally)).toStrictEqual({
    a: { looked: 2, valid: 2 },
    b: { looked: 4, valid: 2 },
    c: { looked: 1, valid: 0 },
  });
  tally.close();
  expect(tally.getCount(0)).toBeNull();
  await stream.log.close();
});

test('types beyond the limit are counted together, over many steps of the worker', async () => {
  const stream = await StreamLog.create(folder);
  stream.open();
  for (let part = 0; part < 20; part++) {
    const events = Array.from({ length: 1500 }, (_, at) => {
      const number = part * 1500 + at;
      return `event: t${number % 300}\ndata: ${number % 2 === 0 ? number : `no ${number}`}\n\n`;
    });
    await stream.push(events.join(''));
  }
  await stream.log.flush();
  const counts = await waitForAll(
    stream,
    new JsonTally(host, (fromSeq) => stream.log.getSnapshot(fromSeq)),
  );
  expect(counts['t0']).toStrictEqual({ looked: 100, valid: 100 });
  expect(counts['t1']).toStrictEqual({ looked: 100, valid: 0 });
  expect(counts['others']).toStrictEqual({ looked: 10_000, valid: 5000 });
  await stream.log.close();
});

test.each([
  [0, 3, 0],
  [3, 3, 100],
  [1, 1000, 1],
  [999, 1000, 99],
  [1, 3, 33],
])('%i of %i are %i percent', (valid, looked, share) => {
  expect(toValidShare({ looked, valid })).toBe(share);
});
