import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeQueryText,
  encodeQueryText,
  readQueryRows,
  withRowName,
  withRowValue,
  writeQueryRows,
} from '../../../renderer/features/request/query-rows.ts';
import type { QueryRow } from '../../../renderer/features/request/query-rows.ts';

let lastId = 0;
const nextId = (): number => ++lastId;
const read = (url: string, previous: readonly QueryRow[] = []): readonly QueryRow[] =>
  readQueryRows(url, previous, nextId);

const segment = fc.stringMatching(/^[a-z0-9%+=.~ä]{0,8}$/);
const url = fc
  .tuple(
    fc.constantFrom('http://a.test/p', 'a.test', ''),
    fc.option(fc.array(segment, { minLength: 1, maxLength: 6 })),
    fc.constantFrom('', '#', '#x?y&z'),
  )
  .map(([head, query, hash]) => `${head}${query === null ? '' : `?${query.join('&')}`}${hash}`);

test('any URL comes back from its rows as it was typed', () => {
  fc.assert(
    fc.property(url, (typed) => {
      expect(writeQueryRows(typed, read(typed))).toBe(typed);
    }),
  );
});

test('any text that is typed into a cell is read back from the URL', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(url, text, text, (typed, name, value) => {
      const blank = {
        isEnabled: true,
        rawName: '',
        rawValue: null,
        isFiller: false,
        description: '',
      };
      const row = withRowValue(withRowName({ id: nextId(), ...blank }, name), value);
      const next = writeQueryRows(typed, [...read(typed), row]);
      const back = read(next).at(-1);
      expect(decodeQueryText(back?.rawName ?? '')).toBe(name);
      expect(decodeQueryText(back?.rawValue ?? '')).toBe(value);
    }),
  );
});

test('editing one row leaves the encoding of the others alone', () => {
  const rows = read('http://a.test/?a=%7e+x&b=1&c=%zz');
  const edited = rows.map((row, index) => (index === 1 ? withRowValue(row, 'ü & 2') : row));
  expect(writeQueryRows('http://a.test/?a=%7e+x&b=1&c=%zz', edited)).toBe(
    'http://a.test/?a=%7e+x&b=%C3%BC%20%26%202&c=%zz',
  );
});

test('a disabled row leaves the URL and keeps its place when the URL is edited', () => {
  const rows = read('a.test?x=1&y=2&z=3').map((row, index) =>
    index === 1 ? { ...row, isEnabled: false } : row,
  );
  expect(writeQueryRows('a.test?x=1&y=2&z=3', rows)).toBe('a.test?x=1&z=3');
  const after = read('a.test?x=9&z=3&w=4', rows);
  expect(after.map((row) => `${row.rawName}${row.isEnabled ? '' : ' off'}`)).toEqual([
    'x',
    'y off',
    'z',
    'w',
  ]);
});

test('rows keep their id by position, so that a focused cell stays', () => {
  const rows = read('a.test?x=1&y=2');
  expect(read('a.test?x=12&y=2', rows).map((row) => row.id)).toEqual(rows.map((row) => row.id));
});

test('an equals sign is encoded in a name and kept in a value', () => {
  expect(encodeQueryText('a=b', true)).toBe('a%3Db');
  expect(encodeQueryText('a=b', false)).toBe('a=b');
});

test('a lone surrogate becomes a replacement character', () => {
  expect(encodeQueryText('\ud800', false)).toBe('%EF%BF%BD');
});
