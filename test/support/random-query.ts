import fc from 'fast-check';
import { ENTRY_KINDS } from '../../shared/model/timeline.ts';
import type { FieldValue, QueryNode, QueryOperator } from '../../shared/query/query.ts';

type Bare = QueryNode extends infer Node
  ? Node extends QueryNode
    ? Omit<Node, 'from' | 'to'>
    : never
  : never;

const operator = fc.constantFrom<QueryOperator>('=', '!=', '<', '<=', '>', '>=');
const text = fc.oneof(
  fc.constantFrom(
    'and',
    'OR',
    'not',
    '-',
    '-x',
    '/',
    '/a/',
    '$',
    '$.a',
    'type:',
    'gap',
    '>2s',
    'a"b',
  ),
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
  fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
);
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  text.map((literal) => ({ text: literal, hasWildcard: false })),
  fc.constantFrom('a*', '*', 'content_*', '*.tick').map((pattern) => ({
    text: pattern,
    hasWildcard: true,
  })),
);
/** A number as it is read when it is printed. */
function toRead(number: number): number | bigint {
  if (number === 0) return 0;
  const isMixedUp = Number.isInteger(number) && !Number.isSafeInteger(number);
  return isMixedUp && Math.abs(number) < 1e21 ? BigInt(number) : number;
}

const scalar = fc.oneof(
  text,
  fc.double({ noDefaultInfinity: true, noNaN: true }).map(toRead),
  fc.bigInt({ min: 2n ** 53n, max: 10n ** 30n }),
  fc.boolean(),
  fc.constant(null),
);
const milliseconds = fc.oneof(
  fc.nat(1e9),
  fc.nat(1e9).map((tenths) => tenths / 10),
);

const leaf = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text }),
  fc.record({
    kind: fc.constant('regex' as const),
    source: fc.constantFrom('a', 'a b', '\\/', '[/]', '(?:x|y)+', '\\d{2}'),
    flags: fc.constantFrom('', 'i', 'ims', 'u'),
  }),
  fc.record({
    kind: fc.constantFrom('type' as const),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('id' as const), values: fc.array(value, { maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('entry-kind' as const),
    kinds: fc.array(fc.constantFrom(...ENTRY_KINDS), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('id-number' as const),
    operator,
    digits: fc.bigInt(0n, 10n ** 39n).map(String),
  }),
  fc.record({
    kind: fc.constant('number' as const),
    field: fc.constantFrom('gap' as const, 'at' as const),
    operator,
    value: milliseconds,
  }),
  fc.record({
    kind: fc.constant('number' as const),
    field: fc.constantFrom('size' as const, 'number' as const),
    operator,
    value: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('path' as const),
    path: fc.constantFrom(
      '$',
      '$.a',
      "$['a b'][0]",
      '$..x',
      '$.a[?@.b > 1]',
      '$[?match(@.a, "x.")]',
    ),
    comparison: fc.option(fc.record({ operator, value: scalar })),
  }),
) as fc.Arbitrary<Bare>;

/** Queries of every form, without places. */
export const randomQuery: fc.Arbitrary<Bare> = fc.letrec<{ query: Bare }>((tie) => {
  const inner = tie('query');
  const terms = fc.array(inner, { minLength: 2, maxLength: 3 });
  const list = (kind: 'and' | 'or') => terms.map((found) => ({ kind, terms: found }));
  return {
    query: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.oneof(
        list('and'),
        list('or'),
        inner.map((term) => ({ kind: 'not', term })),
      ) as fc.Arbitrary<Bare>,
    ),
  };
}).query;

/** The same tree without its places, to compare what was read with what was meant. */
export function withoutPlaces(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutPlaces);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => name !== 'from' && name !== 'to')
      .map(([name, part]) => [name, withoutPlaces(part)]),
  );
}
