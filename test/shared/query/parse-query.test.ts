import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QUERY_CHARS_MAX, QUERY_DEPTH_MAX } from '../../../shared/limits.ts';
import { describeExpectation } from '../../../shared/query/expectation-text.ts';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import { printQuery } from '../../../shared/query/print-query.ts';
import type { QueryNode } from '../../../shared/query/query.ts';
import { randomQuery, withoutPlaces } from '../../support/random-query.ts';

const SEED = 20_261_125;

function read(text: string): unknown {
  const parsed = parseQuery(text);
  return parsed.ok ? withoutPlaces(parsed.value) : parsed.error;
}

const word = (text: string) => ({ kind: 'text', text });
const values = (...texts: readonly string[]) =>
  texts.map((text) => ({ text, hasWildcard: text.includes('*') }));
const delta = { kind: 'type', values: values('delta') };

test.each([
  ['', null],
  [' \t\n', null],
  ['hello', word('hello')],
  ['"two words"', word('two words')],
  ['"a \\"b\\" \\u0041\\n"', word('a "b" A\n')],
  ['http://a.example/x?y=1', word('http://a.example/x?y=1')],
  ['error:', word('error:')],
  ['foo:bar', word('foo:bar')],
  ['12:30', word('12:30')],
  ['"number:5"', word('number:5')],
  ['Number:5', word('Number:5')],
  ['format:x', word('format:x')],
  ['-', word('-')],
  ['a-b', word('a-b')],
  ['android', word('android')],
  ['"and"', word('and')],
  ['/ab+/i', { kind: 'regex', source: 'ab+', flags: 'i' }],
  ['/a\\/b [/] c/', { kind: 'regex', source: 'a\\/b [/] c', flags: '' }],
  ['type:delta', delta],
  ['type:a,b', { kind: 'type', values: values('a', 'b') }],
  ['type:content_*', { kind: 'type', values: values('content_*') }],
  ['type:"a,b *"', { kind: 'type', values: [{ text: 'a,b *', hasWildcard: false }] }],
  ['-type:ping', { kind: 'not', term: { kind: 'type', values: values('ping') } }],
  ['id:', { kind: 'id', values: [] }],
  ['id:42', { kind: 'id', values: values('42') }],
  ['id>100', { kind: 'id-number', operator: '>', digits: '100' }],
  ['id >= 007', { kind: 'id-number', operator: '>=', digits: '7' }],
  ['id>9007199254740993', { kind: 'id-number', operator: '>', digits: '9007199254740993' }],
  ['gap>2s', { kind: 'number', field: 'gap', operator: '>', value: 2000 }],
  ['gap > 2.3s', { kind: 'number', field: 'gap', operator: '>', value: 2300 }],
  ['at<=1m', { kind: 'number', field: 'at', operator: '<=', value: 60_000 }],
  ['size>1KB', { kind: 'number', field: 'size', operator: '>', value: 1000 }],
  ['size==5', { kind: 'number', field: 'size', operator: '=', value: 5 }],
  ['number!=3', { kind: 'number', field: 'number', operator: '!=', value: 3 }],
  ['kind:problem', { kind: 'entry-kind', kinds: ['problem'] }],
  ['kind:open,close', { kind: 'entry-kind', kinds: ['open', 'close'] }],
  [
    '$.usage.total_tokens > 0',
    { kind: 'path', path: '$.usage.total_tokens', comparison: { operator: '>', value: 0 } },
  ],
  ['$.a', { kind: 'path', path: '$.a', comparison: null }],
  [
    '$.a > 9007199254740993',
    { kind: 'path', path: '$.a', comparison: { operator: '>', value: 9007199254740993n } },
  ],
  ['$.a=-1e2', { kind: 'path', path: '$.a', comparison: { operator: '=', value: -100 } }],
  [
    "$['a b)'] == 'x'",
    { kind: 'path', path: "$['a b)']", comparison: { operator: '=', value: 'x' } },
  ],
  [
    '$.pet.name == "Biscuit"',
    { kind: 'path', path: '$.pet.name', comparison: { operator: '=', value: 'Biscuit' } },
  ],
  [
    '$.a[?@.b > 1 && @.c == ")"]',
    { kind: 'path', path: '$.a[?@.b > 1 && @.c == ")"]', comparison: null },
  ],
  ['$.a != null', { kind: 'path', path: '$.a', comparison: { operator: '!=', value: null } }],
  ['a b', { kind: 'and', terms: [word('a'), word('b')] }],
  ['a and b AND c', { kind: 'and', terms: [word('a'), word('b'), word('c')] }],
  ['a b or c', { kind: 'or', terms: [{ kind: 'and', terms: [word('a'), word('b')] }, word('c')] }],
  [
    'a (b or c)',
    { kind: 'and', terms: [word('a'), { kind: 'or', terms: [word('b'), word('c')] }] },
  ],
  ['not a b', { kind: 'and', terms: [{ kind: 'not', term: word('a') }, word('b')] }],
  ['not(a)', { kind: 'not', term: word('a') }],
  ['--a', { kind: 'not', term: { kind: 'not', term: word('a') } }],
  [
    '$.a or $.b = 1 x',
    {
      kind: 'or',
      terms: [
        { kind: 'path', path: '$.a', comparison: null },
        {
          kind: 'and',
          terms: [
            { kind: 'path', path: '$.b', comparison: { operator: '=', value: 1 } },
            word('x'),
          ],
        },
      ],
    },
  ],
])('%s is read', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ['(', 1, 1, 'term'],
  ['(a', 0, 2, 'closing-parenthesis'],
  ['a)', 1, 2, 'term'],
  ['()', 1, 1, 'term'],
  ['a and', 5, 5, 'term'],
  ['a or or b', 5, 7, 'term'],
  ['not', 3, 3, 'term'],
  ['""', 0, 2, 'term'],
  ['"open', 0, 5, 'closing-quote'],
  ['"a\\x"', 2, 4, 'escape'],
  ['/open', 0, 5, 'closing-slash'],
  ['/api/v1', 5, 7, 'regex-flags'],
  ['/a/ii', 3, 5, 'regex-flags'],
  ['/(/', 0, 3, 'regex'],
  ['type:', 5, 5, 'value'],
  ['type:a,', 7, 7, 'value'],
  ['kind:probelm', 5, 12, 'entry-kind'],
  ['number:5', 6, 7, 'operator'],
  ['at:1s', 2, 3, 'operator'],
  ['size:3', 4, 5, 'operator'],
  ['gap:2s', 3, 4, 'operator'],
  ['a -gap: 2s', 6, 7, 'operator'],
  ['id>abc', 3, 6, 'digits'],
  ['number>1.5', 7, 10, 'digits'],
  ['gap>2', 4, 5, 'time'],
  ['gap>2 s', 4, 5, 'time'],
  ['gap>', 4, 4, 'time'],
  ['at>1y', 3, 5, 'time'],
  ['size>1PB', 5, 8, 'bytes'],
  ['$.', 2, 2, 'json-path'],
  ['$.a[0', 5, 5, 'json-path'],
  ['$.a[?foo(@.b)]', 5, 14, 'json-path'],
  ['$.a > x', 6, 7, 'json-value'],
  ['$.a > 1e999', 6, 11, 'json-value'],
  ["$.a = 'x", 6, 8, 'closing-quote'],
] as const)('%s is refused at its place', (text, from, to, expected) => {
  expect(read(text)).toMatchObject({ kind: 'query-syntax', from, to, expected });
  expect(describeExpectation({ expected })).not.toBe('');
});

test('a query may be only so long and so deep', () => {
  expect(read('a'.repeat(QUERY_CHARS_MAX))).toMatchObject({ kind: 'text' });
  expect(read('a'.repeat(QUERY_CHARS_MAX + 1))).toMatchObject({ expected: 'shorter' });
  const nest = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
  expect(read(nest(QUERY_DEPTH_MAX))).toEqual(word('a'));
  expect(read(nest(QUERY_DEPTH_MAX + 1))).toMatchObject({ expected: 'fewer-levels' });
  expect(read('-'.repeat(2000) + 'a')).toMatchObject({ expected: 'fewer-levels' });
});

test('a path that would keep its library busy never reaches it', () => {
  const startedMs = performance.now();
  expect(read(`$[?${'length('.repeat(400)}@.a`)).toMatchObject({ expected: 'json-path' });
  expect(read(`$${'[?@'.repeat(400)}.a${']'.repeat(400)}`)).toMatchObject({
    expected: 'json-path',
  });
  expect(performance.now() - startedMs).toBeLessThan(1000);
});

test('every term knows its place', () => {
  const text = ' type:a (gap>2s or not $.x > 1)  "b c"';
  const pieces: string[] = [];
  const visit = (node: QueryNode): void => {
    if (node.kind === 'and' || node.kind === 'or') node.terms.forEach(visit);
    else if (node.kind === 'not') visit(node.term);
    else pieces.push(text.slice(node.from, node.to));
  };
  const parsed = parseQuery(text);
  if (!parsed.ok || parsed.value === null) throw new Error('not read');
  visit(parsed.value);
  expect(pieces).toEqual(['type:a', 'gap>2s', '$.x > 1', '"b c"']);
});

test('what is printed is read as the same query', () => {
  fc.assert(
    fc.property(randomQuery, (query) => {
      const printed = printQuery({ ...query, from: 0, to: 0 } as QueryNode);
      fc.pre(printed.length <= QUERY_CHARS_MAX);
      expect(read(printed)).toEqual(withoutPlaces(query));
    }),
    { numRuns: 5_000, seed: SEED },
  );
});

test('no text makes it throw, and every error lies inside of the text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'type:',
      'gap:',
      '-',
      '(',
      ')',
      '"',
      '/',
      '$.a',
      '[',
      ']',
      'and ',
      'or ',
      'not ',
      '>',
      '=',
      '2s',
      'id',
      '\\',
      "'",
      '?',
      ' ',
    ),
    fc.string({ maxLength: 6, unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      const parsed = parseQuery(text);
      if (parsed.ok) {
        if (parsed.value === null) expect(text.trim()).toBe('');
        else expect(read(printQuery(parsed.value))).toEqual(withoutPlaces(parsed.value));
      } else {
        const { from, to } = parsed.error;
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 10_000, seed: SEED },
  );
});
