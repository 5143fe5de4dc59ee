import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StressEngine, countResources, startPacedServer } from '../../support/stream-stress.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-stress-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('T54: 10,000 events a second are all stored, in order and exact', async () => {
  const server = await startPacedServer({
    events: 20_000,
    eventsPerSecond: 10_000,
    dataBytes: 200,
  });
  const engine = new StressEngine(folder);
  const exchangeId = await engine.send(server.origin);
  const { counters } = await engine.until(exchangeId, ({ state }) => state.kind === 'closed');
  expect(counters).toMatchObject({ events: 20_000, dropped: 0 });
  expect(await engine.readBack(exchangeId)).toEqual({
    hash: server.getSentHash(),
    isInOrder: true,
  });
  await engine.release(exchangeId);
  await server.close();
});

test('T58: 50 streams at once leave no file, socket or timer behind', async () => {
  const server = await startPacedServer({ events: 1e9, eventsPerSecond: 200, dataBytes: 100 });
  const engine = new StressEngine(folder);
  const before = await countResources();
  const exchangeIds = await Promise.all(
    Array.from({ length: 50 }, () => engine.send(server.origin)),
  );
  await Promise.all(
    exchangeIds.map((exchangeId) =>
      engine.until(exchangeId, ({ counters }) => counters.events > 50),
    ),
  );
  expect((await countResources()).files).toBeGreaterThan(before.files + 100);
  await Promise.all(exchangeIds.map((exchangeId) => engine.release(exchangeId)));
  await vi.waitFor(async () => {
    const after = await countResources();
    expect(after.files).toBeLessThanOrEqual(before.files + 2);
    expect(after.active).toBeLessThanOrEqual(before.active + 2);
  });
  await server.close();
});

test('T59: starting and stopping a stream again and again keeps the number of files flat', async () => {
  const server = await startPacedServer({ events: 1e9, eventsPerSecond: 1000, dataBytes: 100 });
  const engine = new StressEngine(folder);
  const cycle = async (): Promise<void> => {
    const exchangeId = await engine.send(server.origin);
    await engine.until(exchangeId, ({ counters }) => counters.events > 0);
    await engine.release(exchangeId);
  };
  await cycle();
  const before = await countResources();
  for (let round = 0; round < 60; round++) await cycle();
  await vi.waitFor(async () =>
    expect((await countResources()).files).toBeLessThanOrEqual(before.files + 2),
  );
  await server.close();
});
