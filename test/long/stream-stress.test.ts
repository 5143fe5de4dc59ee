import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  StressEngine,
  countResources,
  measureKib,
  startPacedServer,
} from '../support/stream-stress.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-stress-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('T54: 600,000 events in a minute are all stored, in order and exact', async () => {
  const server = await startPacedServer({
    events: 600_000,
    eventsPerSecond: 10_000,
    dataBytes: 200,
  });
  const engine = new StressEngine(folder);
  const exchangeId = await engine.send(server.origin);
  const { counters } = await engine.until(exchangeId, ({ state }) => state.kind === 'closed');
  expect(counters).toMatchObject({ events: 600_000, dropped: 0 });
  expect(await engine.readBack(exchangeId)).toEqual({
    hash: server.getSentHash(),
    isInOrder: true,
  });
  await engine.release(exchangeId);
  await server.close();
});

test('T55: memory stays flat where the server is held back', async () => {
  const seconds = 10;
  let firstHeldBack: number | null = null;
  for (const eventsPerSecond of [5_000, 10_000, 20_000, 50_000, 100_000, 200_000]) {
    const events = eventsPerSecond * seconds;
    const server = await startPacedServer({ events, eventsPerSecond, dataBytes: 200 });
    const engine = new StressEngine(folder);
    const exchangeId = await engine.send(server.origin);
    await engine.until(exchangeId, ({ counters }) => counters.events > events / 4);
    const quarterKib = measureKib();
    await engine.until(exchangeId, ({ state }) => state.kind === 'closed');
    const growthMib = (measureKib() - quarterKib) / 1024;
    // Less is the system's own coming and going.
    if (server.getLagMs() > 100) firstHeldBack ??= eventsPerSecond;
    console.log(
      `${eventsPerSecond} events/s: held back for ${server.getLagMs().toFixed(0)} ms at most, ${growthMib.toFixed(0)} MiB more`,
    );
    expect(growthMib).toBeLessThan(100);
    await engine.release(exchangeId);
    await server.close();
  }
  console.log(`the server is first held back at ${firstHeldBack ?? 'more than 200000'} events/s`);
});

test('T59: starting and stopping a stream 2,000 times', async () => {
  const server = await startPacedServer({ events: 1e9, eventsPerSecond: 1000, dataBytes: 100 });
  const engine = new StressEngine(folder);
  const cycle = async (): Promise<void> => {
    const exchangeId = await engine.send(server.origin);
    await engine.until(exchangeId, ({ counters }) => counters.events > 0);
    await engine.release(exchangeId);
  };
  for (let round = 0; round < 200; round++) await cycle();
  const before = { ...(await countResources()), kib: measureKib() };
  for (let round = 0; round < 1_800; round++) await cycle();
  const after = { ...(await countResources()), kib: measureKib() };
  const slopeKib = (after.kib - before.kib) / 1_800;
  console.log(`${slopeKib.toFixed(2)} KiB a cycle`);
  expect(after.files).toBeLessThanOrEqual(before.files + 2);
  expect(slopeKib).toBeLessThan(5);
  await server.close();
});
