import { PATH_PLACES_MAX } from '../limits.ts';
import { assertNever } from '../result.ts';
import type { EntryFacts } from './entry-facts.ts';
import { compilePath, compilePlaces } from './read-path.ts';
import type { PlaceFinder } from './read-path.ts';
import type { FieldValue, QueryNode, QueryOperator, QueryScalar } from './query.ts';
import { compileText } from './text-test.ts';

/** Whether an entry matches. */
export type Predicate<Facts extends EntryFacts> = (facts: Facts) => boolean;

export interface CompileOptions<Facts extends EntryFacts> {
  /** Whether bare and quoted text is found only in the case in which it is written. */
  readonly matchesCase: boolean;
  /** A faster predicate with the same answers for a term; null where there is none. */
  readonly compileTerm?: (term: QueryNode) => Predicate<Facts> | null;
}

/**
 * Makes a function of a query. It never throws; a regular expression or a path may take as long as it likes,
 * so it runs where it can be ended from outside.
 */
export function compileQuery<Facts extends EntryFacts>(
  query: QueryNode,
  options: CompileOptions<Facts>,
): Predicate<Facts> {
  switch (query.kind) {
    case 'and': {
      const terms = [...query.terms].sort(byCost).map((term) => compileQuery(term, options));
      return (facts) => terms.every((matches) => matches(facts));
    }
    case 'or': {
      const terms = [...query.terms].sort(byCost).map((term) => compileQuery(term, options));
      return (facts) => terms.some((matches) => matches(facts));
    }
    case 'not': {
      const matches = compileQuery(query.term, options);
      return (facts) => !matches(facts);
    }
    default:
      return options.compileTerm?.(query) ?? compileTerm(query, options.matchesCase);
  }
}

/** Whether any term of the query has to be read from the entry's bytes. */
export function needsBytes(query: QueryNode): boolean {
  return getCost(query) > 1;
}

/** Whether any term of the query is about the event's type. */
export function asksForType(query: QueryNode): boolean {
  switch (query.kind) {
    case 'not':
      return asksForType(query.term);
    case 'and':
    case 'or':
      return query.terms.some(asksForType);
    default:
      return query.kind === 'type';
  }
}

type Term = Exclude<QueryNode, { kind: 'and' | 'or' | 'not' }>;

function compileTerm(term: Term, matchesCase: boolean): Predicate<EntryFacts> {
  switch (term.kind) {
    case 'text': {
      const isIn = compileText(term.text, matchesCase);
      return (facts) => facts.getTexts().some(isIn);
    }
    case 'regex': {
      const regex = new RegExp(term.source, term.flags);
      return (facts) => facts.getTexts().some((text) => regex.test(text));
    }
    case 'type': {
      const isOne = compileValues(term.values);
      return (facts) => facts.kind === 'event' && isOne(facts.getType());
    }
    case 'entry-kind':
      return (facts) => term.kinds.includes(facts.kind);
    case 'id': {
      if (term.values.length === 0) return (facts) => facts.getId() !== null;
      const isOne = compileValues(term.values);
      return (facts) => {
        const id = facts.getId();
        return id !== null && isOne(id);
      };
    }
    case 'id-number': {
      const { operator, digits } = term;
      return (facts) => compareIds(facts.getId(), operator, digits);
    }
    case 'number':
      return compileNumber(term);
    case 'path': {
      const { comparison } = term;
      const read = compilePath(term.path);
      const findPlaces = compilePlaces(term.path);
      return (facts) => {
        if (facts.kind !== 'event') return false;
        const json = facts.getJson();
        if (json === undefined) return false;
        const values = read(json);
        if (comparison === null) return values.length > 0;
        const { operator, value: wanted } = comparison;
        return toExact(values, json, facts, findPlaces).some((value) =>
          compareScalars(value, operator, wanted),
        );
      };
    }
    default:
      return assertNever(term);
  }
}

function compileNumber(term: Extract<Term, { kind: 'number' }>): Predicate<EntryFacts> {
  const { field, operator, value } = term;
  switch (field) {
    case 'at':
      return (facts) => compare(facts.atMs, operator, value);
    case 'gap':
      return (facts) => facts.gapMs !== null && compare(facts.gapMs, operator, value);
    case 'size':
      return (facts) => facts.kind === 'event' && compare(facts.sizeBytes, operator, value);
    case 'number':
      return (facts) => facts.kind === 'event' && compare(facts.number, operator, value);
    default:
      return assertNever(field);
  }
}

/** Whether a text is one of the values. */
export function compileValues(values: readonly FieldValue[]): (text: string) => boolean {
  const exact = new Set(values.filter((value) => !value.hasWildcard).map((value) => value.text));
  const patterns = values
    .filter((value) => value.hasWildcard)
    .map((value) => value.text.split('*'));
  return (text) => exact.has(text) || patterns.some((pieces) => fitsPattern(text, pieces));
}

/** Whether the pieces stand in the text in order, the first at its start and the last at its end. Linear. */
function fitsPattern(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** Compares whole numbers of any length; what is no whole number is never compared. */
function compareIds(id: string | null, operator: QueryOperator, digits: string): boolean {
  if (id === null || !/^\d+$/.test(id)) return false;
  const number = id.replace(/^0+(?=\d)/, '');
  if (number.length !== digits.length) return compare(number.length, operator, digits.length);
  return compare(number, operator, digits);
}

/** Whole numbers that doubles mix up with others, as they are written in the data; other values as they are. */
function toExact(
  values: readonly unknown[],
  json: unknown,
  facts: EntryFacts,
  findPlaces: PlaceFinder,
): readonly unknown[] {
  if (!values.some(isInexact)) return values;
  const data = facts.getData();
  const places = findPlaces(json, data, PATH_PLACES_MAX);
  return values.map((value, index) => {
    const place = isInexact(value) ? (places[index] ?? null) : null;
    const written = place === null ? '' : data.slice(place.from, place.to);
    return /^-?\d+$/.test(written) ? BigInt(written) : value;
  });
}

function isInexact(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function compareScalars(value: unknown, operator: QueryOperator, wanted: QueryScalar): boolean {
  if (isNumeric(value) && isNumeric(wanted)) {
    // Numbers and bigints have one order, but are never identical.
    return compare(value < wanted ? -1 : value > wanted ? 1 : 0, operator, 0);
  }
  if (operator === '=') return value === wanted;
  if (operator === '!=') return value !== wanted;
  return (
    typeof value === 'string' && typeof wanted === 'string' && compare(value, operator, wanted)
  );
}

function compare<T extends number | string>(value: T, operator: QueryOperator, wanted: T): boolean {
  switch (operator) {
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    default:
      return assertNever(operator);
  }
}

/** Terms that need no bytes come first, those that parse come last. */
function byCost(left: QueryNode, right: QueryNode): number {
  return getCost(left) - getCost(right);
}

function getCost(query: QueryNode): number {
  switch (query.kind) {
    case 'entry-kind':
    case 'number':
      return 0;
    case 'type':
      return 1;
    case 'id':
    case 'id-number':
      return query.kind === 'id' && query.values.length === 0 ? 0 : 2;
    case 'text':
      return 3;
    case 'regex':
      return 4;
    case 'path':
      return 5;
    case 'not':
      return getCost(query.term);
    case 'and':
    case 'or':
      return Math.max(...query.terms.map(getCost));
    default:
      return assertNever(query);
  }
}
