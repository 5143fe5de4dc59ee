import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compactJson,
  countJsonLevels,
  findJsonValues,
} from '../../../shared/json/find-json-values.ts';
import type { JsonStep } from '../../../shared/json/find-json-values.ts';

function read(text: string, ...steps: JsonStep[]): string | null {
  const [span = null] = findJsonValues(text, [steps]);
  return span === null ? null : text.slice(span.from, span.to);
}

test('a value is found as it is written', () => {
  const text =
    '\ufeff { "n" : 29.0, "id":9007199254740993 ,"s":"}\\"]" , "a":[ 1 , [ ] , {"b":-1E+2}]}\n';
  expect(read(text, 'n')).toBe('29.0');
  expect(read(text, 'id')).toBe('9007199254740993');
  expect(read(text, 's')).toBe('"}\\"]"');
  expect(read(text, 'a', 1)).toBe('[ ]');
  expect(read(text, 'a', 2, 'b')).toBe('-1E+2');
  expect(read(text)).toBe(text.trim());
  expect(read(' 1 ')).toBe('1');
});

test('of members with one name the last one counts, however the name is written', () => {
  expect(read('{"a":1,"\\u0061":{"b":2},"b":3}', 'a', 'b')).toBe('2');
  expect(read('{"":1,"a":2}', '')).toBe('1');
});

test.each([
  ['{"a":1}', ['b']],
  ['{"a":1}', [0]],
  ['{}', ['a']],
  ['[1,2]', [2]],
  ['[]', [0]],
  ['[1]', ['0']],
  ['"a"', ['a']],
] as const)('%s has nothing at %j', (text, steps) => {
  expect(findJsonValues(text, [steps])).toEqual([null]);
});

/** Each place of a value, with the value. */
function listPlaces(value: unknown, way: readonly JsonStep[] = []): [JsonStep[], unknown][] {
  const steps: JsonStep[] = Array.isArray(value)
    ? [...value.keys()]
    : typeof value === 'object' && value !== null
      ? Object.keys(value)
      : [];
  const inner = steps.flatMap((step) =>
    listPlaces((value as Record<JsonStep, unknown>)[step], [...way, step]),
  );
  return [[[...way], value], ...inner];
}

test('every place of every document holds what JSON.parse finds there', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\n\t'), (value, space) => {
      const text = JSON.stringify(value, null, space);
      const places = listPlaces(JSON.parse(text));
      const spans = findJsonValues(
        text,
        places.map(([way]) => way),
      );
      for (const [index, [way, expected]] of places.entries()) {
        const span = spans[index] ?? null;
        if (span === null) throw new Error(`nothing at ${JSON.stringify(way)}`);
        expect(JSON.parse(text.slice(span.from, span.to))).toEqual(expected);
        expect(compactJson(text, span)).toBe(JSON.stringify(expected));
      }
    }),
  );
});

test('levels are counted outside of strings', () => {
  expect(countJsonLevels('1')).toBe(0);
  expect(countJsonLevels('{"[[[":"{\\"{","a":[[1],[2]]}')).toBe(3);
});
