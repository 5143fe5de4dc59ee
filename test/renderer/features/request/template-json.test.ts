import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  findTemplateJsonProblem,
  formatTemplateJson,
} from '../../../../renderer/features/request/template-json.ts';

test('placeholders survive formatting, in strings and outside of them', () => {
  const text = '{"a":{{number}},"b":"x {{name}} \\" {{ other }}","c":[ {{list}} ,true]}';
  expect(formatTemplateJson(text)).toBe(
    '{\n  "a": {{number}},\n  "b": "x {{name}} \\" {{ other }}",\n  "c": [\n    {{list}},\n    true\n  ]\n}',
  );
});

test('numbers and duplicate keys stay as written', () => {
  expect(formatTemplateJson('{"n":9007199254740993,"n":1.50}')).toBe(
    '{\n  "n": 9007199254740993,\n  "n": 1.50\n}',
  );
});

test('a mistake is told where it stands, with placeholders before it', () => {
  expect(findTemplateJsonProblem('{"a": {{x}}, }')).toMatchObject({ index: 13 });
  expect(findTemplateJsonProblem('{"a": {{x}}}')).toBeNull();
  expect(findTemplateJsonProblem('{"a": {{x}} {{y}}}')).toMatchObject({ index: 12 });
  expect(formatTemplateJson('{"a": }')).toBeNull();
});

test('formatting twice is formatting once', () => {
  const value = fc
    .jsonValue()
    .map((json) => JSON.stringify(json).replaceAll('null', '{{nothing}}'));
  fc.assert(
    fc.property(value, (text) => {
      const once = formatTemplateJson(text);
      // A key or string may have got a placeholder with a quote next to it; those are no JSON.
      if (once !== null) expect(formatTemplateJson(once)).toBe(once);
    }),
  );
});
