import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  getQueryForm,
  getTimeSpan,
  hidesComments,
  setTimeSpan,
  toggleComments,
  toggleOnlyType,
  togglePath,
  toggleRegex,
  toggleTerm,
  toggleType,
} from '../../../../renderer/features/timeline/query-edit.ts';
import { compileQuery } from '../../../../shared/query/compile-query.ts';
import type { EntryFacts } from '../../../../shared/query/entry-facts.ts';
import { parseQuery } from '../../../../shared/query/parse-query.ts';
import { printQuery } from '../../../../shared/query/print-query.ts';
import type { QueryNode } from '../../../../shared/query/query.ts';

describe('chips write into the query', () => {
  test.each([
    ['', 'tick', '-type:tick'],
    ['-type:tick', 'tick', ''],
    ['-type:tick', 'pet.available', '-type:tick,pet.available'],
    ['Biscuit', 'tick', 'Biscuit -type:tick'],
    ['a or b', 'tick', '(a or b) -type:tick'],
    ['type:tick,ping x', 'ping', 'type:tick x'],
    ['type:tick x', 'ping', 'type:tick,ping x'],
    ['', 'two words', '-type:"two words"'],
    ['type:*', 'tick', 'type:* -type:tick'],
    ['type:* -type:tick', 'tick', 'type:*'],
    ['type:ti*', 'tick', 'type:ti* -type:tick'],
    ['type:ti* -type:tick', 'tick', 'type:ti*'],
    ['type:ti*', 'ping', 'type:ti*,ping'],
    ['-type:ti*', 'tick', ''],
    ['x ((', 'tick', 'x (('],
  ])('click, in %j on %s', (text, type, next) => {
    expect(toggleType(text, type)).toBe(next);
  });

  test.each([
    ['', 'tick', 'type:tick'],
    ['type:tick', 'tick', ''],
    ['-type:ping x', 'tick', 'x type:tick'],
    ['type:ping x', 'tick', 'x type:tick'],
    ['type:*', 'tick', 'type:tick'],
    ['type:ti*', 'tick', 'type:tick'],
    ['x ((', 'tick', 'x (('],
  ])('Alt and click, in %j on %s', (text, type, next) => {
    expect(toggleOnlyType(text, type)).toBe(next);
  });

  test('H leaves out comments and heartbeat events, and shows both again', () => {
    const hidden = toggleComments('Biscuit', ['tick', 'ping']);
    expect(hidden).toBe('Biscuit -kind:comment -type:ping');
    expect(hidesComments(hidden)).toBe(true);
    expect(toggleComments(hidden, ['tick', 'ping'])).toBe('Biscuit');
  });

  test.each(['type:tick,ping', 'type:ping', '-type:p*', 'type:p* x', '(a or b)', ''])(
    'H twice gives back `%s`',
    (text) => {
      const hidden = toggleComments(text, ['tick', 'ping']);
      expect(hidden).not.toBe(text);
      expect(toggleComments(hidden, ['tick', 'ping'])).toBe(text);
    },
  );

  test('H does not show heartbeat events that the query leaves out by itself', () => {
    expect(toggleComments('type:tick', ['tick', 'ping'])).toBe('type:tick -kind:comment');
    expect(toggleComments('-type:p*', ['tick', 'ping'])).toBe('-type:p* -kind:comment');
  });

  test('a text that is no query stays as it is', () => {
    const text = ' x ((';
    expect(toggleComments(text, ['tick', 'ping'])).toBe(text);
    expect(toggleTerm(text, '$.a == 1')).toBe(text);
    expect(setTimeSpan(text, { fromMs: 0, toMs: 1 })).toBe(text);
    expect(setTimeSpan(text, null)).toBe(text);
  });
});

describe('the time axis writes into the query', () => {
  test('a span takes the place of the span before', () => {
    const text = setTimeSpan('Biscuit', { fromMs: 1_250, toMs: 8_000.4 });
    expect(text).toBe('Biscuit at>=1.25s at<=8s');
    expect(getTimeSpan(text)).toEqual({ fromMs: 1_250, toMs: 8_000 });
    expect(setTimeSpan(text, { fromMs: 0, toMs: 2_000 })).toBe('Biscuit at>=0s at<=2s');
    expect(setTimeSpan(text, null)).toBe('Biscuit');
  });

  test('an alternative is put in parentheses, one that has some is left as it is', () => {
    const span = { fromMs: 0, toMs: 1_000 };
    expect(setTimeSpan('a or b', span)).toBe('(a or b) at>=0s at<=1s');
    expect(setTimeSpan('(a or b)', span)).toBe('(a or b) at>=0s at<=1s');
    expect(setTimeSpan('(at>5s b)', span)).toBe('(at>5s b) at>=0s at<=1s');
  });
});

describe('toggles of the field', () => {
  test.each([
    ['', 'query'],
    ['Biscuit', 'query'],
    ['/a|b/i -type:x', 'regex'],
    ['/a', 'regex'],
    ['$.pet.name == "Biscuit"', 'path'],
    ['$.', 'path'],
  ])('%j is read as %s', (text, form) => expect(getQueryForm(text)).toBe(form));

  test('words become a regular expression and words again', () => {
    expect(toggleRegex('Biscuit', false)).toBe('/Biscuit/i');
    expect(toggleRegex('Biscuit', true)).toBe('/Biscuit/');
    expect(toggleRegex('/Biscuit/i', false)).toBe('Biscuit');
    expect(toggleRegex('a/b -type:x', false)).toBe(String.raw`/a\/b/i -type:x`);
  });

  test.each([
    [String.raw`"\"n\":5"`, String.raw`/"n":5/i`],
    ['"a(b"', String.raw`/a\(b/i`],
    ['a.b*', String.raw`/a\.b\*/i`],
    [String.raw`"a\nb"`, String.raw`/a\nb/i`],
    ['a "b c"', '/a/i /b c/i'],
    ['"a""b"', '/a/i /b/i'],
    ['a type:x b', '/a/i type:x /b/i'],
    ['a (b or c)', '/a/i (b or c)'],
    ['two-words', '/two-words/i'],
  ])('on, in %j', (text, next) => expect(toggleRegex(text, false)).toBe(next));

  test.each(['a or b', '-n', 'type:x', '(a b)', '$.a == 1', 'kind:comment -n'])(
    'without a text of its own %j stays',
    (text) => expect(toggleRegex(text, false)).toBe(text),
  );

  test.each([
    ['/and/', '"and"'],
    ['/type:c/', '"type:c"'],
    ['/-n/', '"-n"'],
    ['/a b/i', '"a b"'],
    [String.raw`/a\(b/i`, '"a(b"'],
    [String.raw`/a\/b/i`, 'a/b'],
    [String.raw`/a\x09b/i`, String.raw`"a\tb"`],
    ['/{"n":5}/i', String.raw`"{\"n\":5}"`],
    // Patterns stay as they are written.
    ['/jun.per/i', 'jun.per'],
    ['/a|b c/', '"a|b c"'],
    [String.raw`/\d+/`, String.raw`\d+`],
    [String.raw`/a{2}\/b/`, String.raw`a{2}/b`],
    ['x /a/i type:t /b/', 'x a type:t b'],
  ])('off, in %j', (text, next) => expect(toggleRegex(text, false)).toBe(next));

  test('an empty field gets a regular expression that is to be filled in, and is empty again', () => {
    expect(toggleRegex('', false)).toBe('//i');
    expect(toggleRegex(' ', true)).toBe('//');
    expect(toggleRegex('//i', false)).toBe('');
    expect(toggleRegex('//', false)).toBe('');
    expect(toggleRegex('/a(/i', false)).toBe('"a("');
  });

  test('on finds the same entries, and on and off again is the same query', () => {
    const word = fc.oneof(
      fc.constantFrom('and', 'OR', '-', '-x', '/', '/a/', '$.a', 'type:c', 'gap', '>2s', 'a"b'),
      fc.string({ minLength: 1, maxLength: 8 }),
      fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
      fc
        .array(fc.constantFrom(...'\\^$.*+?()[]{}|/-"\n\t\b0n '.split('')), {
          minLength: 1,
          maxLength: 6,
        })
        .map((characters) => characters.join('')),
    );
    const print = (words: readonly string[], hasType: boolean): string => {
      const texts = words.map((text): QueryNode => ({ kind: 'text', text, from: 0, to: 0 }));
      const values = [{ text: 'x', hasWildcard: false }];
      const type: QueryNode = { kind: 'type', values, from: 0, to: 0 };
      const terms = hasType ? [...texts.slice(0, 1), type, ...texts.slice(1)] : texts;
      return printQuery({ kind: 'and', terms, from: 0, to: 0 });
    };
    const read = (text: string): QueryNode => {
      const parsed = parseQuery(text);
      if (!parsed.ok || parsed.value === null) throw new Error(`not read: ${text}`);
      return parsed.value;
    };
    const printed = (text: string): string => printQuery(read(text));
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        fc.boolean(),
        fc.array(word, { maxLength: 3 }),
        (words, hasType, matchesCase, others) => {
          const text = print(words, hasType);
          const on = toggleRegex(text, matchesCase);
          expect(getQueryForm(on)).toBe('regex');
          expect(printed(toggleRegex(on, matchesCase))).toBe(printed(text));
          const options = { matchesCase };
          const before = compileQuery(read(text), options);
          const after = compileQuery(read(on), options);
          for (const data of [words.join(''), words.join('').toUpperCase(), others.join('')]) {
            const facts = { kind: 'event', getType: () => 'x', getTexts: () => [data] };
            expect(after(facts as unknown as EntryFacts)).toBe(
              before(facts as unknown as EntryFacts),
            );
          }
        },
      ),
      { numRuns: 3_000, seed: 20_261_126 },
    );
  });

  test('what is no query is taken as a regular expression', () => {
    expect(toggleRegex('"name":"(Biscuit|Juniper)', false)).toBe('/"name":"(Biscuit|Juniper)/i');
  });

  test('a path begins after what stands there, and goes away alone', () => {
    expect(togglePath('')).toBe('$.');
    expect(togglePath('Biscuit')).toBe('Biscuit $.');
    expect(togglePath('Biscuit $.pet.id > 1')).toBe('Biscuit');
  });
});

test('a term is added once, and taken away by the same action', () => {
  const term = '$.pet.name == "Biscuit"';
  const text = toggleTerm('tick', term);
  expect(text).toBe(`tick ${term}`);
  expect(parseQuery(text).ok).toBe(true);
  expect(toggleTerm(text, term)).toBe('tick');
});

test('a long number of the data stays exact in the term', () => {
  const term = '$.id == 12345678901234567890';
  expect(toggleTerm('', term)).toBe(term);
  expect(parseQuery(term).ok).toBe(true);
});
