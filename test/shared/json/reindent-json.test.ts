import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeJsonProblem, reindentJson } from '../../../shared/json/reindent-json.ts';

function getText(source: string): string {
  const result = reindentJson(source);
  if (!result.ok) throw new Error(describeJsonProblem(result.problem));
  return result.text;
}

function getProblem(source: string) {
  const result = reindentJson(source);
  return result.ok ? null : result.problem;
}

describe('reindentJson', () => {
  test('lays objects and lists out with two spaces a level', () => {
    expect(getText('{"a":[1,{"b":null}],"c":{},"d":[]}')).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "c": {},\n  "d": []\n}',
    );
  });

  test('keeps number text, duplicate keys, key order and escapes as written', () => {
    expect(getText('{"2":1.10e+05,"1":-0,"1":12345678901234567890,"s":"\\u00e9\\/"}')).toBe(
      '{\n  "2": 1.10e+05,\n  "1": -0,\n  "1": 12345678901234567890,\n  "s": "\\u00e9\\/"\n}',
    );
  });

  test('gives what JSON.stringify gives for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(getText(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
        expect(getText(JSON.stringify(value, null, 1))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test('accepts and refuses the same texts as JSON.parse', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'true',
      'nul',
      ' ',
      '\\n',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const source = pieces.join('');
        let isJson = true;
        try {
          JSON.parse(source);
        } catch {
          isJson = false;
        }
        expect(reindentJson(source).ok).toBe(isJson);
      }),
      { numRuns: 3000 },
    );
  });

  test('tells where a cut text ends', () => {
    const problem = getProblem('{"cut":[1,2,3,{"deep":tru');
    expect(problem).toMatchObject({ kind: 'unexpected-character', line: 1, column: 23 });
    expect(getProblem('{"a":"open')).toMatchObject({ kind: 'unexpected-end', column: 11 });
    expect(getProblem('{"a":1,')).toMatchObject({ kind: 'unexpected-end', column: 8 });
  });

  test('tells line and column in a text of several lines', () => {
    expect(getProblem('{\n  "a": 1\n  "b": 2\n}')).toMatchObject({
      line: 3,
      column: 3,
      character: '"',
    });
  });

  test.each([
    ['[DONE]', 2],
    ['hello', 1],
    ['{"a":01}', 7],
    ['[1,]', 4],
    ['{"a":1,}', 8],
    ['"bad \\x"', 7],
    ['1 2', 3],
  ])('%s is not JSON from column %i', (source, column) => {
    expect(getProblem(source)).toMatchObject({ kind: 'unexpected-character', column });
  });

  test('an empty text is told as empty', () => {
    expect(getProblem('')).toMatchObject({ kind: 'empty' });
    expect(getProblem(' \n')).toMatchObject({ kind: 'empty' });
  });

  test('a byte order mark is passed over', () => {
    expect(getText('\ufeff[1]')).toBe('[\n  1\n]');
  });

  test('200,000 levels neither overflow the stack nor grow without bound', () => {
    const levels = 200_000;
    const text = getText('['.repeat(levels) + ']'.repeat(levels));
    // At most 64 levels of two spaces and a line break for each bracket.
    expect(text.length).toBeLessThan(levels * 2 * 130);
  });

  test('a string of 8 MiB is read at once', () => {
    const source = `{"a":"${'x\\n'.repeat(2_700_000)}"}`;
    expect(getText(source)).toHaveLength(source.length + 5);
  });
});
