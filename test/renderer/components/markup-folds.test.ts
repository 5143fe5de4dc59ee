import { expect, test } from 'vitest';
import { findMarkupFolds } from '../../../renderer/components/markup-folds.ts';

function fold(text: string, isHtml = false): readonly string[] {
  return [...findMarkupFolds(text, isHtml)].map(
    ([line, { from, to }]) => `${line}:${text.slice(from, to)}`,
  );
}

test('the content of an element that ends on a later line folds', () => {
  expect(fold('<a>\n<b>x</b>\n<c>\n</c>\n</a>')).toEqual(['13:\n', '0:\n<b>x</b>\n<c>\n</c>\n']);
});

test('comments, CDATA and quoted angle brackets are no elements', () => {
  expect(fold('<a t="<b>">\n<!-- <c> -->\n<![CDATA[<d>]]>\n</a>')).toHaveLength(1);
});

test('HTML elements without an end tag hold nothing open', () => {
  expect(fold('<div>\n<br>\n<img src=x>\n<p>y\n</DIV>', true)).toEqual([
    '0:\n<br>\n<img src=x>\n<p>y\n',
  ]);
});

test.each([
  ['unclosed tags', '<a '.repeat(300_000)],
  ['unclosed quotes', `<a "x <b '`.repeat(100_000)],
  ['unclosed declarations', '<!x '.repeat(300_000)],
  ['one long name', `<${'a'.repeat(500_000)}<`],
  ['end tags without a start', `${'<a>'.repeat(100_000)}${'</b>'.repeat(100_000)}`],
])('%s are read in time', (_, text) => {
  const startedMs = performance.now();
  findMarkupFolds(text, true);
  expect(performance.now() - startedMs).toBeLessThan(1_500);
});
