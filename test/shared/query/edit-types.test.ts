import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTypes, withType } from '../../../shared/query/edit-types.ts';
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
  ['open (', 'ping', 'hidden', 'open ( -type:ping'],
] as const)('%s with %s %s is %s', (text, type, wanted, expected) => {
  expect(withType(text, type, wanted)).toBe(expected);
});

test('the choice is read from the terms of the whole query', () => {
  expect(readTypes('hello -type:ping,"a b" type:x*')).toEqual({
    only: [],
    hidden: ['ping', 'a b'],
  });
  expect(readTypes('type:a,b gap>2s')).toEqual({ only: ['a', 'b'], hidden: [] });
  expect(readTypes('type:a or type:b')).toEqual({ only: null, hidden: [] });
  expect(readTypes('(type:a)')).toEqual({ only: null, hidden: [] });
  expect(readTypes('broken (')).toEqual({ only: null, hidden: [] });
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
      expect(after.hidden.includes(type) || (before.only ?? []).includes(type)).toBe(true);
      expect((after.only ?? []).includes(type)).toBe(false);
      expect(readTypes(withType(hidden, type, 'shown')).hidden).not.toContain(type);
      expect(readTypes(withType(text, type, 'only'))).toEqual({ only: [type], hidden: [] });
    }),
    { numRuns: 2_000, seed: 20_261_125 },
  );
});
