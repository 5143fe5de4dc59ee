import { expect, test } from 'vitest';
import { ITEMS_PER_ACTION_MAX, REQUEST_ROWS_MAX } from '../../../shared/limits.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import { bindInvocations } from '../../../main/ipc/bind-invocations.ts';
import type { InvocationHandlers } from '../../../main/ipc/bind-invocations.ts';
import type { InvocationSender } from '../../../main/ipc/ipc-host.ts';
import { INVOCATION_CHANNELS } from '../../../shared/ipc/contract.ts';
import type { InvocationChannel } from '../../../shared/ipc/contract.ts';
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';
import { ok } from '../../../shared/result.ts';

const APP: InvocationSender = { windowId: 1, isTopFrame: true, origin: 'tideline://app' };
const INVALID = { ok: false, error: { kind: 'invalid-input' } };

test('a valid invocation of the app page reaches its handler with its window', async () => {
  const bound = bind();
  expect(await bound.invoke('settings:write', APP, DEFAULT_SETTINGS)).toEqual(ok(null));
  expect(bound.calls).toEqual([['settings:write', DEFAULT_SETTINGS, 1]]);
});

test('every channel of the contract is bound', () => {
  expect([...bind().channels].sort()).toEqual([...INVOCATION_CHANNELS].sort());
});

test.each<[string, InvocationSender]>([
  ['a window of another kind', { ...APP, windowId: null }],
  ['a frame in the page', { ...APP, isTopFrame: false }],
  ['a page from the web', { ...APP, origin: 'https://example.com' }],
  ['an origin that only begins like the app', { ...APP, origin: 'tideline://app.example.com' }],
  ['another host of the scheme', { ...APP, origin: 'tideline://other' }],
  ['a file', { ...APP, origin: 'file://' }],
  ['an opaque origin', { ...APP, origin: 'null' }],
  ['a frame that is gone', { ...APP, origin: '' }],
])('%s is refused on every channel, before its input is looked at', async (_name, sender) => {
  const bound = bind();
  for (const channel of INVOCATION_CHANNELS) {
    const untouchable = new Proxy({}, { get: () => expect.unreachable('the input was read') });
    expect(await bound.invoke(channel, sender, untouchable)).toMatchObject(INVALID);
  }
  expect(bound.calls).toEqual([]);
});

test.each<[string, InvocationChannel, unknown]>([
  ['no input', 'exchange:stop', undefined],
  ['an unknown key', 'exchange:stop', { exchangeId: 'x-00000000', extra: 1 }],
  ['a path as an id', 'exchange:stop', { exchangeId: '../../etc/passwd' }],
  ['a wrong type', 'timeline:entry', { exchangeId: 'x-00000000', seq: '0' }],
  ['too many rows', 'timeline:page', { exchangeId: 'x-00000000', fromSeq: 0, toSeq: 1e9 }],
  ['an object where nothing is expected', 'app:info', {}],
])('%s is refused as a value', async (_name, channel, input) => {
  const bound = bind();
  expect(await bound.invoke(channel, APP, input)).toMatchObject(INVALID);
  expect(bound.calls).toEqual([]);
});

test('the answer to bad input does not repeat the input', async () => {
  const answer = await bind().invoke('clipboard:write', APP, { text: 1, secret: 'hunter2' });
  expect(JSON.stringify(answer)).not.toContain('hunter2');
});

test('an absurdly large input is refused without validation', async () => {
  const bound = bind();
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = [cyclic, cyclic];
  const inputs: readonly unknown[] = [
    { exchangeId: 'x'.repeat(1024 * 1024) },
    { exchangeId: Array.from({ length: 100_000 }, () => 'x') },
    { exchangeId: new Uint8Array(1024 * 1024) },
    Object.assign([], { length: 4_000_000_000 }),
    cyclic,
  ];
  for (const input of inputs) {
    const answer = await bound.invoke('exchange:stop', APP, input);
    expect(answer).toMatchObject(INVALID);
    expect(JSON.stringify(answer)).toContain('too large');
  }
});

test('a request with a body of 60 million characters is not too large', async () => {
  const bound = bind();
  const request = {
    method: 'POST',
    url: 'http://127.0.0.1/',
    headers: Array.from({ length: 256 }, () => ({ name: 'x', value: 'y'.repeat(60_000) })),
    body: { kind: 'text', text: 'z'.repeat(60_000_000) },
  };
  await bound.invoke('exchange:send', APP, request);
  expect(bound.calls.length).toBe(1);
});

test('a stored request with full tables and a large body is not too large, nor is a long list of ids', async () => {
  const bound = bind();
  const row = { name: 'x', value: 'y'.repeat(100), isEnabled: true, description: 'd' };
  const rows = Array.from({ length: REQUEST_ROWS_MAX }, () => row);
  const request = {
    ...createStoredRequest('Large'),
    headers: rows,
    params: rows.map((each) => ({ ...each, kind: 'query' })),
    body: { kind: 'json', text: 'z'.repeat(60_000_000) },
  };
  const change = { kind: 'request', request };
  await bound.invoke('item:save', APP, { itemId: 'i-0', version: null, change });
  const itemIds = Array.from({ length: ITEMS_PER_ACTION_MAX }, () => `i-${'0'.repeat(36)}`);
  await bound.invoke('item:delete', APP, { itemIds });
  expect(bound.calls.length).toBe(2);
});

test('a handler that throws or rejects is logged once and answered as a value', async () => {
  const bug = new Error('broken invariant');
  for (const handler of [
    () => Promise.reject(bug),
    () => {
      throw bug;
    },
  ]) {
    const bound = bind({ 'app:info': handler });
    expect(await bound.invoke('app:info', APP, null)).toMatchObject(INVALID);
    expect(bound.bugs).toEqual([['app:info', bug]]);
  }
});

type Answer = (sender: InvocationSender, input: unknown) => Promise<unknown>;

/** All channels bound to handlers that only note their calls. */
function bind(replaced: Partial<InvocationHandlers> = {}): {
  readonly invoke: (
    channel: InvocationChannel,
    sender: InvocationSender,
    input: unknown,
  ) => Promise<unknown>;
  readonly channels: ReadonlySet<InvocationChannel>;
  readonly calls: readonly unknown[];
  readonly bugs: readonly unknown[];
} {
  const answers = new Map<InvocationChannel, Answer>();
  const calls: unknown[] = [];
  const bugs: unknown[] = [];
  const noting = Object.fromEntries(
    INVOCATION_CHANNELS.map((channel) => [
      channel,
      (input: unknown, windowId: number) => {
        calls.push([channel, input, windowId]);
        return Promise.resolve(ok(null));
      },
    ]),
  ) as unknown as InvocationHandlers;
  bindInvocations(
    {
      appOrigin: 'tideline://app',
      handleInvocation: (channel, answer) => void answers.set(channel, answer),
    },
    { ...noting, ...replaced },
    (channel, cause) => bugs.push([channel, cause]),
  );
  return {
    invoke: (channel, sender, input) => {
      const answer = answers.get(channel);
      if (answer === undefined) throw new Error(`${channel} is not bound`);
      return answer(sender, input);
    },
    channels: new Set(answers.keys()),
    calls,
    bugs,
  };
}
