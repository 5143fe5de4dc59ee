import { expect, test } from 'vitest';
import { toDraft } from '../../../renderer/features/request/draft-mapping.ts';
import { toRunSendable, toSendable, withSendChange } from '../../../renderer/stores/sendable.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { StoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import { SECRET_MARK } from '../../../shared/template/hide-secrets.ts';

const stored: StoredRequest = {
  ...createStoredRequest('Get pet'),
  url: 'http://a.test/?key={{token}}',
  auth: { kind: 'bearer', values: { token: '{{token}}' } },
};
const shown = {
  method: 'GET',
  url: `http://a.test/?key=${SECRET_MARK}`,
  headers: [],
  body: { kind: 'none' },
} as const;
const exchangeId = 'x-00000001' as ExchangeId;

test('a run goes out as it was; changed, it is made anew of its placeholders', () => {
  const sent = toRunSendable({ shown, stored }, exchangeId);
  expect(sent.run).toEqual({ exchangeId, allowsNewHost: false });
  const changed = withSendChange(sent, { header: { name: 'Accept', value: 'text/plain' } });
  expect(changed.run).toBeNull();
  expect(changed.stored?.request).toMatchObject({
    url: stored.url,
    headers: [{ name: 'Accept', value: 'text/plain' }],
    auth: stored.auth,
  });
  const edited = { ...toDraft(stored), method: 'POST' };
  const anew = toSendable(edited, { itemId: null, hasWorkspace: false });
  expect(anew.stored?.request).toMatchObject({ url: stored.url, auth: stored.auth });
  expect(JSON.stringify([changed.stored, anew])).not.toContain(SECRET_MARK);
});

test('a run without secrets is changed as it was sent', () => {
  const plain = { ...shown, url: 'http://a.test/' };
  const sent = toRunSendable({ shown: plain, stored: null }, exchangeId);
  const changed = withSendChange(sent, { header: { name: 'Accept', value: 'text/plain' } });
  expect([changed.run, changed.stored]).toEqual([null, null]);
  expect(changed.shown.headers).toEqual([{ name: 'Accept', value: 'text/plain' }]);
});
