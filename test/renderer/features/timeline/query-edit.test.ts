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
import { parseQuery } from '../../../../shared/query/parse-query.ts';

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
  ])('click, in %j on %s', (text, type, next) => {
    expect(toggleType(text, type)).toBe(next);
  });

  test.each([
    ['', 'tick', 'type:tick'],
    ['type:tick', 'tick', ''],
    ['-type:ping x', 'tick', 'x type:tick'],
    ['type:ping x', 'tick', 'x type:tick'],
  ])('Alt and click, in %j on %s', (text, type, next) => {
    expect(toggleOnlyType(text, type)).toBe(next);
  });

  test('H leaves out comments and heartbeat events, and shows both again', () => {
    const hidden = toggleComments('Biscuit', ['tick', 'ping']);
    expect(hidden).toBe('Biscuit -kind:comment -type:ping');
    expect(hidesComments(hidden)).toBe(true);
    expect(toggleComments(hidden, ['tick', 'ping'])).toBe('Biscuit');
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
    expect(toggleRegex('a/b -type:x', false)).toBe(String.raw`-type:x /a\/b/i`);
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
