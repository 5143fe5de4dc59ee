import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  mergeBulkRows,
  readBulkText,
  writeBulkText,
} from '../../../../renderer/features/request/bulk-text.ts';

test('any row comes back as it was', () => {
  const name = fc
    .string({ unit: 'binary' })
    .filter(
      (text) => text.trim() === text && text !== '' && !text.includes(':') && !text.startsWith('/'),
    )
    .filter((text) => !/[\u0085\u2028\u2029]/.test(text));
  const row = fc.record({ isEnabled: fc.boolean(), name, value: fc.string({ unit: 'binary' }) });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(readBulkText(writeBulkText(rows))).toEqual(rows);
    }),
  );
});

test('people write it in many ways', () => {
  expect(
    readBulkText('Accept:text/html\n\n  //X-Off : 1\nno colon\n:path: /x\n: 7\nurl: http://a:1'),
  ).toEqual([
    { isEnabled: true, name: 'Accept', value: 'text/html' },
    { isEnabled: false, name: 'X-Off', value: '1' },
    { isEnabled: true, name: 'no colon', value: '' },
    { isEnabled: true, name: ':path', value: '/x' },
    { isEnabled: true, name: '', value: '7' },
    { isEnabled: true, name: 'url', value: 'http://a:1' },
  ]);
});

test('rows keep their id and description by their name, duplicates in order', () => {
  const old = [
    { id: 1, isEnabled: true, name: 'a', value: '1', description: 'first' },
    { id: 2, isEnabled: true, name: 'a', value: '2', description: 'second' },
  ];
  const merged = mergeBulkRows(old, 'b: 9\na: 3\n// a: 4', (row) => ({
    ...row,
    id: 3,
    description: '',
  }));
  expect(merged).toEqual([
    { id: 3, isEnabled: true, name: 'b', value: '9', description: '' },
    { id: 1, isEnabled: true, name: 'a', value: '3', description: 'first' },
    { id: 2, isEnabled: false, name: 'a', value: '4', description: 'second' },
  ]);
});
