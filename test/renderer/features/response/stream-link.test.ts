import { expect, test } from 'vitest';
import { findStreamLink } from '../../../../renderer/features/response/stream-link.ts';

const BASE = 'https://api.test/orders/8421?x=1';

test.each([
  [
    '{"links":{"self":"/orders/8421","events":"/orders/8421/events"}}',
    'links.events',
    'https://api.test/orders/8421/events',
  ],
  ['[{"a":1},{"stream_url":"http://b.test/s"}]', '[1].stream_url', 'http://b.test/s'],
  ['{"deep":{"x":{"feed":"/a"}},"sse":"/b"}', 'sse', 'https://api.test/b'],
])('%s', (text, path, url) => {
  expect(findStreamLink(text, BASE)).toEqual({ path, url });
});

test.each([
  '{"events":"none"}',
  '{"events":3,"self":"/x"}',
  '{"events":"javascript:alert(1)"}',
  '{"events":"//other.test/x"}',
  '{"eventsCount":"/x"}',
  'no JSON',
  '"/events"',
])('%s offers nothing', (text) => {
  expect(findStreamLink(text, BASE)).toBeNull();
});
