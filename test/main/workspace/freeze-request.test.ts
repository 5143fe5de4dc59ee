import { expect, test } from 'vitest';
import { freezeRequest, toMarkSource } from '../../../main/workspace/variables/freeze-request.ts';
import { resolveRequest } from '../../../main/workspace/variables/resolve-request.ts';
import { VariableScopes } from '../../../main/workspace/variables/variable-scopes.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import type { StoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import { RandomRequests, seeded } from '../../support/random-request.ts';

const SECRET = 's3cr&t {{plain}}';
const DYNAMIC = { nowMs: () => 7, random: () => 0.5, uuid: () => 'u-1' };

function aVariable(name: string, value: string, isSecret = false) {
  return { name, value, isSecret, isEnabled: true, description: '' };
}

const LAYERS = [
  {
    scope: 'environment',
    origin: 'Local',
    place: 'environment:Local',
    variables: [aVariable('plain', 'v&{{token}}'), aVariable('token', '', true)],
  },
] as const;

function scopesOf(): VariableScopes {
  return new VariableScopes(
    LAYERS,
    (_layer, name) => (name === 'token' ? SECRET : undefined),
    DYNAMIC,
  );
}

test('a frozen request is sent as the request was, whatever the variables are by then', () => {
  const random = new RandomRequests(20_261_125);
  const next = seeded(3);
  const names = ['{{plain}}', '{{token}}', '{{$uuid}}', '{{nothing}}', 'text'];
  const sprinkle = <T>(value: T): T => {
    if (typeof value === 'string') {
      return `${value}${names[Math.floor(next() * names.length)]}` as T;
    }
    if (Array.isArray(value)) return value.map(sprinkle) as T;
    if (typeof value !== 'object' || value === null) return value;
    const keys = new Set(['kind', 'settings', 'stream', 'transport', 'kept', 'seq']);
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, keys.has(key) ? part : sprinkle(part)]),
    ) as T;
  };
  let compared = 0;
  for (let run = 0; run < 2_000; run++) {
    const request: StoredRequest = sprinkle(random.request());
    const { name, seq, headers, auth, variables, docs } = sprinkle(random.request());
    const above = [{ name, seq, headers, auth, variables, docs }];
    const live = resolveRequest(request, above, scopesOf(), DEFAULT_STREAM_SETTINGS);
    const frozen = freezeRequest(request, above, scopesOf());
    expect(JSON.stringify(frozen)).not.toContain('s3cr');
    const source = toMarkSource(frozen, () => SECRET);
    const again = resolveRequest(frozen.request, frozen.above, source, DEFAULT_STREAM_SETTINGS);
    expect(again.ok).toBe(live.ok);
    if (!live.ok || !again.ok) continue;
    compared++;
    expect(again.value.request).toEqual(live.value.request);
    expect(again.value.hides.toSorted()).toEqual(live.value.hides.toSorted());
  }
  expect(compared).toBeGreaterThan(500);
});

test('a value that looks like a mark is sent as it stands', () => {
  const random = new RandomRequests(1);
  const request = {
    ...random.request(),
    url: 'http://x/{{plain}}/{{token}}',
    params: [],
    body: { kind: 'none' } as const,
    auth: { kind: 'none' } as const,
    headers: [],
  };
  const frozen = freezeRequest(request, [], scopesOf());
  const again = resolveRequest(
    frozen.request,
    [],
    toMarkSource(frozen, () => 'S'),
    DEFAULT_STREAM_SETTINGS,
  );
  expect(again.ok && again.value.request.url).toBe('http://x/v&{{token}}/S');
});
