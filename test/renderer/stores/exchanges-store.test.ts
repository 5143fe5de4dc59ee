import { beforeEach, expect, test, vi } from 'vitest';
import { createExchangesStore, isLive } from '../../../renderer/stores/exchanges-store.ts';
import type { ExchangesStore } from '../../../renderer/stores/exchanges-store.ts';
import { toPlainSendable } from '../../../renderer/stores/sendable.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import { ENDED, HEAD, OPEN, aProgress, createFakeApi, exchangeId } from '../fake-api.ts';
import type { FakeApi } from '../fake-api.ts';

const DEFINITION: RequestDefinition = {
  method: 'GET',
  url: 'http://a.test/',
  headers: [],
  body: { kind: 'none' },
};
const REQUEST = toPlainSendable(DEFINITION);

/** Until main was asked this many times. */
const untilSent = (times: number): Promise<void> =>
  vi.waitFor(() => expect(fake.sent).toHaveLength(times));

let fake: FakeApi;
let exchanges: ExchangesStore;

beforeEach(() => {
  fake = createFakeApi();
  exchanges = createExchangesStore(fake.api);
});

test('sending again stops and releases the old exchange before the new one', async () => {
  await exchanges.send(1, REQUEST);
  fake.push(aProgress({ state: OPEN, head: HEAD }));
  await exchanges.send(1, REQUEST);
  const [first, second] = [exchangeId(1), exchangeId(2)];
  expect(fake.calls).toEqual([
    `send ${first}`,
    `stop ${first}`,
    `release ${first}`,
    `send ${second}`,
  ]);
  expect(exchanges.store.get().get(1)?.exchangeId).toBe(second);
});

test('an exchange that is over is released without a stop', async () => {
  await exchanges.send(1, REQUEST);
  fake.push(aProgress({ state: ENDED }));
  await exchanges.release(1);
  expect(fake.calls).toEqual([`send ${exchangeId(1)}`, `release ${exchangeId(1)}`]);
  expect(exchanges.store.get().has(1)).toBe(false);
});

test('a Send that was overtaken is released when its answer comes', async () => {
  const letGo = fake.holdSends();
  const first = exchanges.send(1, REQUEST);
  await untilSent(1);
  const second = exchanges.send(1, REQUEST);
  await untilSent(2);
  letGo();
  await Promise.all([first, second]);
  expect(fake.calls).toContain(`release ${exchangeId(1)}`);
  expect(exchanges.store.get().get(1)?.exchangeId).toBe(exchangeId(2));
});

test('Stop before the answer of Send lets nothing run on', async () => {
  const letGo = fake.holdSends();
  const sending = exchanges.send(1, REQUEST);
  await untilSent(1);
  await exchanges.stop(1);
  letGo();
  await sending;
  expect(fake.calls).toContain(`release ${exchangeId(1)}`);
  expect(exchanges.store.get().has(1)).toBe(false);
});

test('a push that comes before the answer of Send is not lost', async () => {
  const letGo = fake.holdSends();
  const sending = exchanges.send(1, REQUEST);
  await untilSent(1);
  fake.push(aProgress({ state: ENDED, head: HEAD }));
  letGo();
  await sending;
  expect(exchanges.store.get().get(1)?.progress?.state.kind).toBe('closed');
});

test('an invalid request is told, not sent, and leaves the running exchange alone', async () => {
  await exchanges.send(1, REQUEST);
  fake.push(aProgress({ state: OPEN }));
  await exchanges.send(1, toPlainSendable({ ...DEFINITION, url: '' }));
  const exchange = exchanges.store.get().get(1);
  expect(fake.sent).toHaveLength(1);
  expect(exchange?.error).toMatchObject({ kind: 'invalid-request', field: 'url' });
  expect(isLive(exchange)).toBe(true);
});

test('tabs have exchanges of their own', async () => {
  await exchanges.send(1, REQUEST);
  await exchanges.send(2, REQUEST);
  fake.push(aProgress({ exchangeId: exchangeId(2), state: OPEN }));
  expect(exchanges.store.get().get(1)?.progress).toBeNull();
  expect(exchanges.store.get().get(2)?.progress?.state.kind).toBe('open');
  expect(fake.calls).not.toContain(`release ${exchangeId(1)}`);
});
