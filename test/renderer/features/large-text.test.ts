import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reindentJson } from '../../../shared/json/reindent-json.ts';
import { toDocument, toJsonDocument } from '../../../renderer/features/response/large-text.ts';

const goOn = (): boolean => false;

test('JSON is laid out in steps as it is at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), async (value, indent) => {
      const json = JSON.stringify(value, null, indent);
      const atOnce = reindentJson(json);
      const document = await toJsonDocument(json, goOn);
      expect(document?.toString()).toBe(atOnce.ok ? atOnce.text : null);
    }),
    { numRuns: 50 },
  );
});

test('numbers and escapes stay as written', async () => {
  const document = await toJsonDocument(
    '{"a":12345678901234567890,"b":"\\u00e9\\\\\\"","c":1.50}',
    goOn,
  );
  expect(document?.toString()).toBe(
    '{\n  "a": 12345678901234567890,\n  "b": "\\u00e9\\\\\\"",\n  "c": 1.50\n}',
  );
});

test.each(['{"a":[1}', '["a', '[1]]', '{'])('%s is not laid out', async (text) => {
  expect(await toJsonDocument(text, goOn)).toBeNull();
});

test('line ends of a large text survive the cuts between steps', async () => {
  const text = `${'x'.repeat(131_071)}\r\n${'y'.repeat(200_000)}\nz`;
  const document = await toDocument(text, goOn);
  expect(document?.lines).toBe(3);
  expect(document?.line(3).text).toBe('z');
});

test('the work ends when it is no longer wanted', async () => {
  expect(await toDocument('x'.repeat(10), () => true)).toBeNull();
});
