import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPath } from '../../../shared/query/json-path.ts';

test.each([
  ['$.', 2, 'a name or * goes after the dot'],
  ['$.a..', 5, 'a name, * or [ goes after two dots'],
  ['$.a.[0]', 4, 'no dot goes before ['],
  ['$.a.0', 4, 'a name after a dot does not begin with a digit; elements are written as [0]'],
  ['$100', 1, 'a dot or [ goes after $; quote the text if it is no path'],
  ['$.a-b', 3, 'a name with other characters than letters, digits and _ is written as ["a-b"]'],
  ['$[abc]', 2, 'a name in brackets stands in quotes'],
  ['$.a[]', 4, 'a quoted name, a number, * or a filter such as ?@.price > 10 goes in brackets'],
  ['$.a[?@.b = 1]', 9, 'in brackets == compares'],
  ['$.a[?]', 5, 'a filter is written as [?@.price > 10]'],
  ['$.a[?foo(@.b)]', 5, 'no function foo'],
  ['$.a[0', 5, '[ is not closed'],
])('what is wrong with %s is told in plain words', (path, offset, detail) => {
  expect(checkPath(path)).toEqual({ offset, detail });
});

test('no mistake is told in the words of a grammar', () => {
  const piece = fc.constantFrom(
    '.',
    '[',
    ']',
    '*',
    '?',
    '@',
    '"a"',
    "'",
    'a',
    '0',
    '-',
    '=',
    ' ',
    ',',
    ':',
    'é',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const checked = checkPath(`$${pieces.join('')}`);
      if ('detail' in checked) expect(checked.detail).not.toMatch(/expected|found|\\x|\[A-Z/i);
    }),
    { numRuns: 5_000, seed: 20_261_126 },
  );
});
