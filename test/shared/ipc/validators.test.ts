import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INVOCATION_CHANNELS } from '../../../shared/ipc/contract.ts';
import type { InvocationChannel } from '../../../shared/ipc/contract.ts';
import { VALIDATORS } from '../../../shared/ipc/validators.ts';
import { LOCAL_INPUTS } from '../../support/local-inputs.ts';
import { RUNS_INPUTS } from '../../support/runs-inputs.ts';
import { PREVIEW_INPUTS } from '../../support/preview-inputs.ts';
import { HTTP_INPUTS } from '../../support/http-inputs.ts';
import { TIMELINE_INPUTS } from '../../support/timeline-inputs.ts';
import { WORKSPACE_INPUTS } from '../../support/workspace-inputs.ts';
import { DEFAULT_SETTINGS } from '../../../shared/model/settings.ts';

// The short form of T06: the long one runs over the handlers with 50 MiB strings.
const RUNS = 10_000;
const SEED = 20_261_122;

const ID = 'x-00000000';
const VALID: Readonly<Record<InvocationChannel, unknown>> = {
  'app:info': null,
  'settings:read': null,
  'settings:write': DEFAULT_SETTINGS,
  'demo:start': null,
  'exchange:send': {
    method: 'GET',
    url: 'https://a.example/',
    headers: [{ name: 'accept', value: '*/*' }],
    body: { kind: 'json', text: '{}' },
  },
  'exchange:stop': { exchangeId: ID },
  'exchange:release': { exchangeId: ID },
  'exchange:summary': { exchangeId: ID },
  'exchange:reconnect': { exchangeId: ID },
  'exchange:cut': { exchangeId: ID, when: { kind: 'now' } },
  'exchange:read-as': { exchangeId: ID, shape: 'ndjson' },
  'timeline:last-event-id': { exchangeId: ID, seq: 0 },
  'timeline:rows-of-bytes': { exchangeId: ID, offset: 0, length: 1 },
  'timeline:page': { exchangeId: ID, fromRow: 0, toRow: 512 },
  'timeline:entry': { exchangeId: ID, seq: 0 },
  'body:read': { exchangeId: ID, offset: 0, length: 1024 },
  'body:save': { exchangeId: ID },
  'clipboard:write': { text: 'copied' },
  ...WORKSPACE_INPUTS,
  ...RUNS_INPUTS,
  ...LOCAL_INPUTS,
  ...PREVIEW_INPUTS,
  ...HTTP_INPUTS,
  ...TIMELINE_INPUTS,
};

const TROUBLE = fc.constantFrom<unknown>(
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  0.5,
  2 ** 53,
  '../../etc/passwd',
  'x-../../etc',
  'x-00000000\n',
  'x'.repeat(100_000),
  '__proto__',
  new Date(0),
  new Map([['exchangeId', ID]]),
  new Uint8Array(8),
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  makeCycle(),
  10n,
  Symbol('s'),
  () => undefined,
);

const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
  TROUBLE,
);

test.each(INVOCATION_CHANNELS)('%s takes its valid input unchanged', (channel) => {
  expect(VALIDATORS[channel].parse(VALID[channel])).toEqual(VALID[channel]);
});

test.each(INVOCATION_CHANNELS)(
  `%s never throws over ${RUNS} inputs, and lets only its own form through`,
  (channel) => {
    const valid = VALID[channel];
    const mutated = fc
      .tuple(fc.constantFrom(...Object.keys(valid ?? { key: 1 }), 'extra', '__proto__'), anything)
      .map(([key, value]) => replaceKey(valid, key, value));
    fc.assert(
      fc.property(fc.oneof(anything, mutated), (input) => {
        const checked = VALIDATORS[channel].safeParse(input);
        if (!checked.success) return;
        // What got through has no key that the valid form has not, at any depth, and is plain data.
        expect(collectKeys(checked.data)).toEqual(
          expect.objectContaining({ isPlain: true, hasStrangeKeys: false }),
        );
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  },
);

test('rows or one entry are copied, each in its own formats', () => {
  const rows = { exchangeId: ID, queryId: null, fromRow: 0, toRow: 1 };
  const entry = { exchangeId: ID, seq: 3 };
  const isCopy = (input: unknown): boolean => VALIDATORS['timeline:copy'].safeParse(input).success;
  for (const format of ['data', 'raw', 'curl']) expect(isCopy({ ...entry, format })).toBe(true);
  expect(isCopy({ ...rows, format: 'text' })).toBe(true);
  expect(isCopy({ ...rows, format: 'curl' })).toBe(false);
  expect(isCopy({ ...entry, format: 'json-lines' })).toBe(false);
  expect(isCopy({ ...entry, ...rows, format: 'data' })).toBe(false);
  expect(isCopy({ ...entry, seq: -1, format: 'data' })).toBe(false);
});

function makeCycle(): unknown {
  const cycle: Record<string, unknown> = {};
  cycle['headers'] = [cycle];
  cycle['body'] = cycle;
  return cycle;
}

function replaceKey(valid: unknown, key: string, value: unknown): unknown {
  const copy: Record<string, unknown> = { ...(valid as object | null) };
  // As the structured clone of IPC does it: an own key, also for `__proto__`.
  Object.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true });
  return copy;
}

const KNOWN_KEYS = new Set([
  'name',
  'value',
  'kind',
  'text',
  ...Object.values(VALID).flatMap(listKeys),
]);

/** Keys at any depth. */
function listKeys(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(listKeys);
  return Array.isArray(value) ? inner : [...Object.keys(value), ...inner];
}

function collectKeys(data: unknown): { isPlain: boolean; hasStrangeKeys: boolean } {
  const found = { isPlain: true, hasStrangeKeys: false };
  const visit = (value: unknown): void => {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
      found.isPlain = false;
    }
    if (typeof value !== 'object' || value === null) return;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) {
      found.isPlain = false;
    }
    for (const [key, item] of Object.entries(value)) {
      if (!Array.isArray(value) && !KNOWN_KEYS.has(key)) found.hasStrangeKeys = true;
      visit(item);
    }
  };
  visit(data);
  return found;
}
