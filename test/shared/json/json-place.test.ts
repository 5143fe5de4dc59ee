import { describe, expect, test } from 'vitest';
import { findJsonPlace } from '../../../shared/json/json-place.ts';

/** The place at `|` in a text. */
function at(text: string): ReturnType<typeof findJsonPlace> {
  const position = text.indexOf('|');
  return findJsonPlace(text.replace('|', ''), position);
}

describe('findJsonPlace', () => {
  test.each([
    ['{"pet": {"name": "Bi|scuit"}}', '$.pet.name', '"Biscuit"'],
    ['{"pet": {"na|me": "Biscuit"}}', '$.pet.name', '"Biscuit"'],
    ['{\n|  "a": 1,\n  "b": 2\n}', '$.a', '1'],
    ['{"a": 1|,\n "b": 2}', '$.a', '1'],
    ['{"items": [10, 2|0]}', '$.items[1]', '20'],
    ['{"a b": {"it\'s": tr|ue}}', "$['a b']['it\\'s']", 'true'],
    ['{"n": 123456789012345678|90}', '$.n', '12345678901234567890'],
    ['"al|one"', '$', '"alone"'],
    ['[[1], [{"x": nul|l}]]', '$[1][0].x', 'null'],
    ['{"a\\u0301\\n": |1}', "$['a\u0301\\n']", '1'],
    ['{"a": 1, "a": |2}', '$.a', '2'],
  ])('%s', (text, path, value) => {
    expect(at(text)).toEqual({ path, kind: 'scalar', text: value });
  });

  test.each([
    ['|{"a": 1}', '$', 'object'],
    ['{"pet"|: {"name": "x"}}', '$.pet', 'object'],
    ['{"pet": {"name": "x"}|, "b": 1}', '$.pet', 'object'],
    ['{"list": [1, 2\n|]}', '$.list', 'array'],
    ['{"a": []|}', '$', 'object'],
  ])('%s is a container', (text, path, kind) => {
    expect(at(text)).toEqual({ path, kind, text: null });
  });

  test('a text without a value has no place', () => {
    expect(findJsonPlace('', 0)).toBeNull();
  });
});
