import type { FieldValue, NumberField, QueryNode, QueryScalar } from './query.ts';

/** A word that would be read as something else stands in quotes. */
const PLAIN_WORD = /^(?!(?:and|or|not)$)(?![-/$<>=!])[^\s()"]+$/i;
const FIELD_START =
  /^(?:(?:type|id|kind|gap|at|size|number):|(?:id|gap|at|size|number)(?:[<>=]|!=|$))/;
const PLAIN_VALUE = /^[^\s()",*]+$/;

/** The query as text: `parseQuery` gives the same tree for it, but for the places. */
export function printQuery(query: QueryNode): string {
  switch (query.kind) {
    case 'or':
      return query.terms
        .map((term) => (term.kind === 'or' ? group(term) : printQuery(term)))
        .join(' or ');
    case 'and':
      return query.terms.map(printFactor).join(' ');
    case 'not':
      return query.term.kind === 'and' || query.term.kind === 'or'
        ? `-${group(query.term)}`
        : `-${printQuery(query.term)}`;
    case 'text':
      return printText(query.text);
    case 'regex':
      return `/${query.source}/${query.flags}`;
    case 'type':
      return `type:${printValues(query.values)}`;
    case 'entry-kind':
      return `kind:${query.kinds.join(',')}`;
    case 'id':
      return `id:${printValues(query.values)}`;
    case 'id-number':
      return `id${query.operator}${query.digits}`;
    case 'number':
      return `${query.field}${query.operator}${printNumber(query.field, query.value)}`;
    case 'path': {
      const { path, comparison } = query;
      return comparison === null
        ? path
        : `${path} ${comparison.operator} ${printScalar(comparison.value)}`;
    }
  }
}

function printScalar(value: QueryScalar): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

/** A list of values, quoted where that is needed. */
export function printValues(values: readonly FieldValue[]): string {
  return values
    .map(({ text, hasWildcard }) =>
      hasWildcard || PLAIN_VALUE.test(text) ? text : JSON.stringify(text),
    )
    .join(',');
}

function printFactor(term: QueryNode): string {
  return term.kind === 'and' || term.kind === 'or' ? group(term) : printQuery(term);
}

function group(query: QueryNode): string {
  return `(${printQuery(query)})`;
}

function printText(text: string): string {
  return PLAIN_WORD.test(text) && !FIELD_START.test(text) ? text : JSON.stringify(text);
}

function printNumber(field: NumberField, value: number): string {
  if (field === 'number') return String(value);
  if (field === 'size')
    return printInUnits(value, [
      ['MB', 1e6],
      ['KB', 1e3],
      ['B', 1],
    ]);
  return printInUnits(value, [
    ['s', 1e3],
    ['ms', 1],
  ]);
}

/** The value in the first unit in which it is whole, else in the last one. */
function printInUnits(value: number, units: readonly (readonly [string, number])[]): string {
  const [unit, size] = units.find(([, factor]) => value !== 0 && value % factor === 0) ??
    units.at(-1) ?? ['', 1];
  return `${value / size}${unit}`;
}
