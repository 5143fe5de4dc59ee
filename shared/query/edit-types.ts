import { parseQuery } from './parse-query.ts';
import { printValues } from './print-query.ts';
import type { FieldValue, QueryNode } from './query.ts';

/** What a query says about event types at its top level. */
export interface TypeChoice {
  /** Types that are the only ones shown; null: the query does not choose. */
  readonly only: readonly string[] | null;
  readonly hidden: readonly string[];
}

type TypeTerm = {
  readonly from: number;
  readonly to: number;
  readonly isHiding: boolean;
  readonly values: readonly FieldValue[];
};

/**
 * Which types the query's own `type:` and `-type:` terms choose, for the state of the type chips. Terms inside
 * of `or` and parentheses, and types with a wildcard, are left out. Nothing is chosen by a text that is no query.
 */
export function readTypes(text: string): TypeChoice {
  const terms = findTypeTerms(text);
  const only = terms.filter((term) => !term.isHiding);
  return {
    only: only.length === 0 ? null : only.flatMap(toNames),
    hidden: terms.filter((term) => term.isHiding).flatMap(toNames),
  };
}

/**
 * The text of the query with one type shown, hidden, or shown alone. Everything else in it stays as it
 * is written. A text that is no query gets the term at its end.
 */
export function withType(text: string, type: string, wanted: 'shown' | 'hidden' | 'only'): string {
  const terms = findTypeTerms(text);
  if (wanted === 'only') {
    return append(
      replaceTerms(text, terms, () => []),
      `type:${printType(type)}`,
    );
  }
  const isWanted = (term: TypeTerm): boolean => term.isHiding === (wanted === 'hidden');
  const other = terms.filter((term) => !isWanted(term));
  const chosen = terms.filter(isWanted);
  const without = (term: TypeTerm): readonly FieldValue[] =>
    term.values.filter((value) => value.hasWildcard || value.text !== type);
  const isNamed = chosen.some((term) => toNames(term).includes(type));
  // Where some types are the only ones, showing one more puts it into their list, and hiding takes it out.
  const list = chosen.find((term) => term.values.every((value) => !value.hasWildcard));
  const adds = wanted === 'hidden' ? !isHiddenByList(other, type) : list !== undefined;
  const changed = replaceTerms(text, terms, (term) => {
    if (!isWanted(term)) return without(term);
    return term === list && adds && !isNamed
      ? [...term.values, { text: type, hasWildcard: false }]
      : term.values;
  });
  if (wanted === 'shown' || isNamed || list !== undefined || !adds) return changed;
  return append(changed, `-type:${printType(type)}`);
}

/** Whether taking the type out of a list of the only ones hides it: others are left there. */
function isHiddenByList(terms: readonly TypeTerm[], type: string): boolean {
  return terms.some(
    (term) => toNames(term).includes(type) && term.values.some((value) => value.text !== type),
  );
}

function findTypeTerms(text: string): readonly TypeTerm[] {
  const parsed = parseQuery(text);
  if (!parsed.ok || parsed.value === null) return [];
  const query = parsed.value;
  // A list in parentheses begins before its first term, and is left alone.
  const isList = query.kind === 'and' && query.from === query.terms[0]?.from;
  return (isList ? query.terms : [query]).flatMap((term) => toTypeTerm(term, text));
}

function toTypeTerm(term: QueryNode, text: string): readonly TypeTerm[] {
  const { from, to } = term;
  if (text.charAt(from) === '(') return [];
  if (term.kind === 'type') return [{ from, to, isHiding: false, values: term.values }];
  return term.kind === 'not' && term.term.kind === 'type'
    ? [{ from, to, isHiding: true, values: term.term.values }]
    : [];
}

function toNames(term: TypeTerm): readonly string[] {
  return term.values.filter((value) => !value.hasWildcard).map((value) => value.text);
}

function printType(type: string): string {
  return printValues([{ text: type, hasWildcard: false }]);
}

/** The text with the values of its type terms changed; a term without values goes, and the space around it. */
function replaceTerms(
  text: string,
  terms: readonly TypeTerm[],
  change: (term: TypeTerm) => readonly FieldValue[],
): string {
  let changed = text;
  for (const term of [...terms].reverse()) {
    const values = change(term);
    if (values === term.values || values.length === term.values.length) continue;
    const printed = `${term.isHiding ? '-' : ''}type:${printValues(values)}`;
    const before = changed.slice(0, term.from);
    const after = changed.slice(term.to);
    changed = values.length === 0 ? join(before, after) : `${before}${printed}${after}`;
  }
  return changed;
}

/** Joins what stood around a term, without an `and` that has lost one of its sides. */
function join(before: string, after: string): string {
  const left = before.replace(/(?:\s+and)?\s*$/i, '');
  const right = after.trimStart();
  if (left.trim() === '') return right.replace(/^and(?=[\s(])\s*/i, '');
  return right === '' ? left : `${left} ${right}`;
}

/** Adds a term that holds for the whole query. */
function append(text: string, term: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return term;
  const parsed = parseQuery(trimmed);
  const isAlternative =
    parsed.ok && parsed.value?.kind === 'or' && parsed.value.from === parsed.value.terms[0]?.from;
  return isAlternative ? `(${trimmed}) ${term}` : `${trimmed} ${term}`;
}
