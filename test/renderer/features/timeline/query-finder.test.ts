import { describe, expect, test } from 'vitest';
import { toFinder, toQueryMarks } from '../../../../renderer/features/timeline/query-finder.ts';
import { cutAtRanges } from '../../../../renderer/components/cut-at-ranges.ts';
import { findRanges } from '../../../../shared/query/find-ranges.ts';

/** The text with what was found in brackets. */
function mark(query: string, text: string, matchesCase = false): string {
  const { literals, regexes } = toQueryMarks(query, matchesCase);
  const patterns = regexes.map(({ source, flags }) => new RegExp(source, `${flags}g`));
  const find = toFinder(
    literals,
    patterns.length === 0 ? null : (one) => findRanges(one, patterns),
  );
  return cutAtRanges(text, 0, find?.(text) ?? [])
    .map((cut) => (cut.isFound ? `[${cut.text}]` : cut.text))
    .join('');
}

test('regular expressions are never run here', () => {
  const { literals, regexes } = toQueryMarks('x or /(a+)+$/i', false);
  expect(literals).toEqual([/x/gi]);
  expect(regexes).toEqual([{ source: '(a+)+$', flags: 'i' }]);
});

describe('what a query marks', () => {
  test.each([
    ['biscuit', '{"name":"Biscuit"}', '{"name":"[Biscuit]"}'],
    ['/"name":"(Biscuit|Juniper)"/', '{"name":"Juniper"}', '{["name":"Juniper"]}'],
    ['$.pet.name == "Biscuit"', '"Biscuit"', '"[Biscuit]"'],
    ['a.c or b', 'abc a.c', 'a[b]c [a.c]'],
    ['bc or /c+/', 'abcc c', 'a[bcc] [c]'],
    ['abc bcd', 'xabcdx', 'x[abcd]x'],
    ['-tick type:tick', 'tick', 'tick'],
    ['(', 'a (', 'a ('],
    ['', 'a', 'a'],
  ])('%s in %s', (query, text, marked) => expect(mark(query, text)).toBe(marked));

  test('case counts when it is asked for', () => {
    expect(mark('biscuit', 'Biscuit', true)).toBe('Biscuit');
    expect(mark('/biscuit/i', 'Biscuit', true)).toBe('[Biscuit]');
  });
});

test('a piece of a text is cut where ranges begin and end in it', () => {
  const ranges = [
    { from: 2, to: 5 },
    { from: 6, to: 12 },
  ];
  expect(cutAtRanges('defgh', 3, ranges)).toEqual([
    { text: 'de', isFound: true },
    { text: 'f', isFound: false },
    { text: 'gh', isFound: true },
  ]);
});
