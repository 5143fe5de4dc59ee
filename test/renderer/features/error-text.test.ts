import { expect, test } from 'vitest';
import { NETWORK_ERROR_KINDS } from '../../../shared/model/network-error.ts';
import { toErrorText } from '../../../renderer/features/response/error-text.ts';
import { aNetworkError } from '../fake-api.ts';

const WITHOUT_HOST = new Set(['storage-failed', 'aborted']);

test.each(NETWORK_ERROR_KINDS)('%s says what is wrong, why, and what to do', (kind) => {
  const text = toErrorText(aNetworkError({ kind }), 'http://feed.petstore.test:8080/live');
  if (!WITHOUT_HOST.has(kind)) expect(text.title).toContain('feed.petstore.test');
  expect(text.cause).toMatch(/[.]$/);
  expect(text.steps.length).toBeGreaterThan(0);
  expect(text.steps.some((step) => step.action === 'send-again')).toBe(true);
});

test('every kind has a title of its own', () => {
  const titles = NETWORK_ERROR_KINDS.map(
    (kind) => toErrorText(aNetworkError({ kind }), 'https://a.test').title,
  );
  expect(new Set(titles).size).toBe(NETWORK_ERROR_KINDS.length);
});

test('the port is named also when the URL leaves it out', () => {
  const title = (url: string): string => toErrorText(aNetworkError(), url).title;
  expect(title('https://a.test/x')).toContain('a.test:443');
  expect(title('localhost/x')).toContain('localhost:80');
});
