import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOnlyType, readTypes, withType } from '../../../shared/query/edit-types.ts';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import { printQuery } from '../../../shared/query/print-query.ts';
import type { QueryNode } from '../../../shared/query/query.ts';
import { randomQuery } from '../../support/random-query.ts';

test.each([
  ['', 'ping', 'hidden', '-type:ping'],
  ['-type:ping', 'pong', 'hidden', '-type:ping,pong'],
  ['-type:ping', 'ping', 'hidden', '-type:ping'],
  ['-type:ping,pong', 'ping', 'shown', '-type:pong'],
  ['-type:ping', 'ping', 'shown', ''],
  ['hello  -type:ping  "a b"', 'ping', 'shown', 'hello "a b"'],
  ['hello and -type:ping and x', 'ping', 'shown', 'hello and x'],
  ['-type:ping and x', 'ping', 'shown', 'x'],
  ['x and not type:ping', 'ping', 'shown', 'x'],
  ['hello', 'ping', 'shown', 'hello'],
  ['type:a', 'b', 'shown', 'type:a,b'],
  ['type:a,b', 'b', 'hidden', 'type:a'],
  ['type:a', 'a', 'hidden', '-type:a'],
  ['hello -type:a', 'b', 'only', 'hello type:b'],
  ['type:a,c', 'a', 'only', 'type:a'],
  ['a or b', 'ping', 'hidden', '(a or b) -type:ping'],
  ['(a or b)', 'ping', 'hidden', '(a or b) -type:ping'],
  ['a (type:x or b)', 'x', 'hidden', 'a (type:x or b) -type:x'],
  ['type:c*', 'cat', 'hidden', 'type:c* -type:cat'],
  ['', 'two words', 'only', 'type:"two words"'],
  ['type:c*,cat', 'cat', 'hidden', 'type:c* -type:cat'],
  ['type:c* -type:cat', 'cat', 'shown', 'type:c*'],
  ['type:c*', 'ping', 'shown', 'type:c*,ping'],
  ['type:c*', 'cat', 'shown', 'type:c*'],
  ['type:c*', 'cat', 'only', 'type:cat'],
  ['type:*', 'ping', 'hidden', 'type:* -type:ping'],
  ['type:* -type:ping', 'ping', 'shown', 'type:*'],
  ['type:*', 'ping', 'only', 'type:ping'],
  ['-type:c*,ping', 'cat', 'shown', '-type:ping'],
  ['-type:c*', 'cat', 'shown', ''],
  ['-type:c*', 'cat', 'hidden', '-type:c*'],
  ['type:a,b type:b,c', 'a', 'shown', 'type:a,b type:b,c,a'],
  ['open (', 'ping', 'hidden', 'open ('],
  ['open (', 'ping', 'shown', 'open ('],
  ['open (', 'ping', 'only', 'open ('],
] as const)('%s with %s %s is %s', (text, type, wanted, expected) => {
  expect(withType(text, type, wanted)).toBe(expected);
});

/** Which of the types the terms choose; null where the query does not choose. */
function choose(text: string, types: readonly string[]) {
  const { only, hidden } = readTypes(text);
  return {
    only: only === null ? null : types.filter((type) => only.includes(type)),
    hidden: types.filter((type) => hidden.includes(type)),
  };
}

test.each([
  ['hello -type:ping,"a b" type:x*', ['xy'], ['ping', 'a b']],
  ['type:a,b gap>2s', ['a', 'b'], []],
  ['type:a or type:b', null, []],
  ['(type:a)', null, []],
  ['broken (', null, []],
  ['type:*', null, []],
  ['type:a,*', null, []],
  ['type:* -type:a', null, ['a']],
  ['type:x*', ['xy'], []],
  ['type:x* -type:xy', [], ['xy']],
  ['-type:x*', null, ['xy']],
  ['-type:*', null, ['a', 'b', 'ping', 'a b', 'xy']],
  ['type:a,b type:b', ['b'], []],
  ['type:"x*"', [], []],
])('the choice of %j', (text, only, hidden) => {
  expect(choose(text, ['a', 'b', 'ping', 'a b', 'xy'])).toEqual({ only, hidden });
});

test('one type is the only one where a term names nothing else', () => {
  expect(isOnlyType('type:a x', 'a')).toBe(true);
  expect(isOnlyType('type:* type:a', 'a')).toBe(true);
  for (const text of ['', 'type:*', 'type:a,b', 'type:a*', '-type:a', 'type:b']) {
    expect(isOnlyType(text, 'a')).toBe(false);
  }
});

test('a type that was hidden, shown or left alone is so, whatever else the query says', () => {
  fc.assert(
    fc.property(randomQuery, fc.string({ minLength: 1, maxLength: 8 }), (query, type) => {
      const text = printQuery({ ...query, from: 0, to: 0 } as QueryNode);
      fc.pre(text.length < 2000);
      const hidden = withType(text, type, 'hidden');
      const before = readTypes(text);
      const after = readTypes(hidden);
      expect(parseQuery(hidden).ok).toBe(true);
      expect(after.hidden.includes(type) || (before.only?.includes(type) ?? false)).toBe(true);
      expect(after.only?.includes(type) ?? false).toBe(false);
      const shown = readTypes(withType(hidden, type, 'shown'));
      expect(shown.hidden.includes(type)).toBe(false);
      expect(shown.only?.includes(type) ?? true).toBe(true);
      const alone = withType(text, type, 'only');
      expect(isOnlyType(alone, type)).toBe(true);
      expect(choose(alone, [type, `${type}2`])).toEqual({ only: [type], hidden: [] });
    }),
    { numRuns: 2_000, seed: 20_261_125 },
  );
});
