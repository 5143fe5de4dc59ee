import { compileValues } from './compile-query.ts';
import { parseQuery } from './parse-query.ts';
import { printValues } from './print-query.ts';
import type { FieldValue, QueryNode } from './query.ts';

/** Types that a query names, one by one or by wildcards. */
export interface TypeList {
  /** How many terms name them. */
  readonly length: number;
  readonly includes: (type: string) => boolean;
}

/** What a query says about event types at its top level. */
export interface TypeChoice {
  /** Types that are the only ones shown; null: the query does not choose, or chooses all as `type:*` does. */
  readonly only: TypeList | null;
  readonly hidden: TypeList;
}

type TypeTerm = {
  readonly from: number;
  readonly to: number;
  readonly isHiding: boolean;
  readonly values: readonly FieldValue[];
};

/**
 * Which types the query's own `type:` and `-type:` terms choose, for the state of the type chips. Terms inside
 * of `or` and parentheses are left out. Nothing is chosen by a text that is no query.
 */
export function readTypes(text: string): TypeChoice {
  const terms = findTypeTerms(text).map((term) => ({ ...term, has: compileValues(term.values) }));
  const only = terms.filter((term) => !term.isHiding && !term.values.some(isEvery));
  const hiding = terms.filter((term) => term.isHiding);
  const isHidden = (type: string): boolean => hiding.some((term) => term.has(type));
  return {
    only:
      only.length === 0
        ? null
        : {
            length: only.length,
            includes: (type) => only.every((term) => term.has(type)) && !isHidden(type),
          },
    hidden: { length: hiding.length, includes: isHidden },
  };
}

/** Whether the query names one type and no other as the one that is shown. */
export function isOnlyType(text: string, type: string): boolean {
  const only = findTypeTerms(text).filter((term) => !term.isHiding && !term.values.some(isEvery));
  return (
    only.length > 0 &&
    only.every((term) => term.values.every((value) => !value.hasWildcard && value.text === type))
  );
}

/**
 * The text of the query with one type shown, hidden, or shown alone. Everything else in it stays as it
 * is written. A wildcard that hides the type is taken out, for nothing less shows it; other types that it hid
 * are shown too. A text that is no query stays as it is.
 */
export function withType(text: string, type: string, wanted: 'shown' | 'hidden' | 'only'): string {
  if (!parseQuery(text).ok) return text;
  const terms = findTypeTerms(text);
  if (wanted === 'only') {
    return append(
      replaceTerms(text, terms, () => []),
      `type:${printType(type)}`,
    );
  }
  return wanted === 'shown' ? withTypeShown(text, terms, type) : withTypeHidden(text, terms, type);
}

function withTypeShown(text: string, terms: readonly TypeTerm[], type: string): string {
  return replaceTerms(text, terms, ({ isHiding, values }) => {
    if (isHiding) return values.filter((value) => !fits([value], type));
    return fits(values, type) ? values : [...values, toValue(type)];
  });
}

function withTypeHidden(text: string, terms: readonly TypeTerm[], type: string): string {
  const without = ({ values }: TypeTerm): readonly FieldValue[] =>
    values.filter((value) => value.hasWildcard || value.text !== type);
  // Taking the type out of a list of the only ones hides it where others are left there.
  const isLeftOut = terms.some((term) => {
    const left = without(term);
    return !term.isHiding && fits(term.values, type) && left.length > 0 && !fits(left, type);
  });
  const lists = terms.filter((term) => !term.isHiding);
  const changed = replaceTerms(text, lists, without);
  return isLeftOut ? changed : withTypeExcluded(changed, type, true);
}

/**
 * The text of the query with one type hidden by its name in a `-type:`, or without its name there. A list of the
 * only types shown keeps the type, so that the one undoes the other. A text that is no query stays as it is.
 */
export function withTypeExcluded(text: string, type: string, isExcluded: boolean): string {
  if (!parseQuery(text).ok) return text;
  const hiding = findTypeTerms(text).filter((term) => term.isHiding);
  if (isExcluded) return withTypeAdded(text, hiding, type);
  return replaceTerms(text, hiding, ({ values }) =>
    values.filter((value) => value.hasWildcard || value.text !== type),
  );
}

/** Hides the type by the terms that hide some, or by a new one. */
function withTypeAdded(text: string, hiding: readonly TypeTerm[], type: string): string {
  if (hiding.some((term) => fits(term.values, type))) return text;
  const list = hiding.find((term) => term.values.every((value) => !value.hasWildcard));
  if (list === undefined) return append(text, `-type:${printType(type)}`);
  return replaceTerms(text, [list], ({ values }) => [...values, toValue(type)]);
}

/** Whether the value stands for every type. */
function isEvery(value: FieldValue): boolean {
  return value.hasWildcard && /^\*+$/.test(value.text);
}

function fits(values: readonly FieldValue[], type: string): boolean {
  return compileValues(values)(type);
}

function toValue(type: string): FieldValue {
  return { text: type, hasWildcard: false };
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

function printType(type: string): string {
  return printValues([toValue(type)]);
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
