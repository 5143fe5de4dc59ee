import { expect, test } from 'vitest';
import { withQuery, withUrl } from '../../../renderer/features/request/draft.ts';
import {
  isSameDraft,
  needsResolving,
  openDefinition,
  toDraft,
  toStoredRequest,
} from '../../../renderer/features/request/draft-mapping.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { StoredParam } from '../../../shared/model/workspace/stored-request.ts';
import { RandomRequests } from '../../support/random-request.ts';

const param = (name: string, value: string, part: Partial<StoredParam> = {}): StoredParam => ({
  kind: 'query',
  name,
  value,
  isEnabled: true,
  description: '',
  ...part,
});
const stored = (url: string, params: readonly StoredParam[] = []) => ({
  ...createStoredRequest('A'),
  url,
  params,
});

test('any request of the format comes back as it was when nobody edits it', () => {
  const requests = new RandomRequests(20_261_125);
  for (let round = 0; round < 300; round += 1) {
    const request = requests.request();
    expect(toStoredRequest(toDraft(request))).toEqual(request);
  }
});

test('a table that says more than the URL is shown in both, and kept as it was', () => {
  const request = stored('https://a.test/p', [
    param('x', '1', { description: 'first' }),
    param('y', '2', { isEnabled: false }),
    param('id', '7', { kind: 'path' }),
  ]);
  const draft = toDraft(request);
  expect(draft.url).toBe('https://a.test/p?x=1');
  expect(draft.query.map((row) => row.description)).toEqual(['first', '']);
  expect(toStoredRequest(draft)).toEqual(request);
  const edited = toStoredRequest(withUrl(draft, 'https://a.test/p?x=9'));
  expect(edited).toMatchObject({ url: 'https://a.test/p?x=9' });
  expect(edited.params).toEqual([
    param('x', '9', { description: 'first' }),
    param('y', '2', { isEnabled: false }),
    param('id', '7', { kind: 'path' }),
  ]);
});

test('the encoding of the URL survives the table, and a name without = too', () => {
  const draft = toDraft(
    stored('a.test?q=%7e+x&flag&&z=1', [param('q', '%7e+x'), param('flag', ''), param('z', '1')]),
  );
  const added = withQuery(
    draft,
    draft.query.filter((row) => row.rawName !== 'z'),
  );
  expect(added.url).toBe('a.test?q=%7e+x&flag&');
  expect(toStoredRequest(added).params).toEqual([param('q', '%7e+x'), param('flag', '')]);
});

test('trying another kind of body or auth loses nothing', () => {
  const draft = toDraft({
    ...stored('a.test'),
    body: { kind: 'xml', text: '<a/>' },
    auth: { kind: 'basic', values: { username: 'u' } },
  });
  const tried = { ...draft, bodyKind: 'none', authKind: 'bearer' } as const;
  expect(toStoredRequest(tried)).toMatchObject({ body: { kind: 'none' }, auth: { values: {} } });
  expect(isSameDraft({ ...tried, bodyKind: 'xml', authKind: 'basic' }, draft)).toBe(true);
});

test('a request that only main can make is told apart', () => {
  const plain = openDefinition({
    method: 'POST',
    url: 'http://a.test',
    headers: [],
    body: { kind: 'json', text: '{"a": {}}' },
  });
  expect(needsResolving(plain)).toBe(false);
  expect(needsResolving({ ...plain, url: '{{base}}/x' })).toBe(true);
  expect(needsResolving({ ...plain, bodyKind: 'form-urlencoded' })).toBe(true);
  expect(needsResolving({ ...plain, authKind: 'bearer' })).toBe(true);
});
