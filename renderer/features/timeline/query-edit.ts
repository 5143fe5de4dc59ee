import type { EntryKind } from '../../../shared/model/timeline.ts';
import {
  isOnlyType,
  readTypes,
  withType,
  withTypeExcluded,
} from '../../../shared/query/edit-types.ts';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import { printQuery } from '../../../shared/query/print-query.ts';
import type { QueryNode } from '../../../shared/query/query.ts';
import type { TimeSpan } from '../../stores/stream-sessions.ts';

/** The terms that all have to match; one term when the query is anything but a list of them. */
function getTerms(query: QueryNode | null): readonly QueryNode[] {
  if (query === null) return [];
  // Parentheses around everything are not looked into: cutting in them would leave a half.
  const isBare = query.kind === 'and' && query.terms[0]?.from === query.from;
  return isBare ? query.terms : [query];
}

/**
 * Puts terms in the place of some of the terms of a query. What else was written stays as it is, and so does a
 * text that is no query.
 */
function replaceTerms(
  text: string,
  isReplaced: (term: QueryNode) => boolean,
  newTerms: readonly string[],
): string {
  const parsed = parseQuery(text);
  // A wrong text cannot be cut up, and nothing is found by one more term. Its mistake stays told.
  if (!parsed.ok) return text;
  const kept = getTerms(parsed.value)
    .filter((term) => !isReplaced(term))
    .map((term) => {
      const written = text.slice(term.from, term.to);
      return term.kind === 'or' && !written.startsWith('(') ? `(${written})` : written;
    });
  // One `or` by itself needs no parentheses.
  if (kept.length === 1 && newTerms.length === 0) {
    const only = getTerms(parsed.value).find((term) => !isReplaced(term));
    if (only !== undefined) return text.slice(only.from, only.to);
  }
  return [...kept, ...newTerms].join(' ');
}

function isTypeShown(text: string, type: string): boolean {
  const { only, hidden } = readTypes(text);
  return only === null ? !hidden.includes(type) : only.includes(type);
}

/** Shows or hides events of a type; where some types alone are shown, puts it among them or takes it out. */
export function toggleType(text: string, type: string): string {
  return withType(text, type, isTypeShown(text, type) ? 'hidden' : 'shown');
}

/** Shows events of one type alone; again shows all types. */
export function toggleOnlyType(text: string, type: string): string {
  return isOnlyType(text, type)
    ? replaceTerms(text, (term) => term.kind === 'type', [])
    : withType(text, type, 'only');
}

const COMMENT: EntryKind = 'comment';

function isNoComments(term: QueryNode): boolean {
  return (
    term.kind === 'not' &&
    term.term.kind === 'entry-kind' &&
    term.term.kinds.length === 1 &&
    term.term.kinds[0] === COMMENT
  );
}

/** Whether the query leaves comments out by a term of its own. */
export function hidesComments(text: string): boolean {
  const parsed = parseQuery(text);
  return parsed.ok && getTerms(parsed.value).some(isNoComments);
}

/** Event types that servers send to keep a connection open. */
const HEARTBEAT_TYPES: ReadonlySet<string> = new Set([
  'ping',
  'heartbeat',
  'keep-alive',
  'keepalive',
]);

/** Shows or hides comments, and the events among `types` that are there to keep the connection open. */
export function toggleComments(text: string, types: readonly string[]): string {
  const isHidden = hidesComments(text);
  const next = replaceTerms(text, isNoComments, isHidden ? [] : [`-kind:${COMMENT}`]);
  return types
    .filter((type) => HEARTBEAT_TYPES.has(type))
    .filter((type) => isHidden || isTypeShown(next, type))
    .reduce((changed, type) => withTypeExcluded(changed, type, !isHidden), next);
}

function isTimeTerm(term: QueryNode): boolean {
  return term.kind === 'number' && term.field === 'at';
}

/** Seconds with milliseconds where there are some, as the language writes a time. */
function toTime(ms: number): string {
  return `${Number((Math.max(0, ms) / 1000).toFixed(3))}s`;
}

/** Shows what came in a span of time; null: at any time. */
export function setTimeSpan(text: string, span: TimeSpan | null): string {
  const terms = span === null ? [] : [`at>=${toTime(span.fromMs)}`, `at<=${toTime(span.toMs)}`];
  return replaceTerms(text, isTimeTerm, terms);
}

/** The span of time that terms of the query ask for; an open end is null. */
export function getTimeSpan(
  text: string,
): { readonly fromMs: number | null; readonly toMs: number | null } | null {
  const parsed = parseQuery(text);
  let fromMs: number | null = null;
  let toMs: number | null = null;
  for (const term of parsed.ok ? getTerms(parsed.value) : []) {
    if (term.kind !== 'number' || term.field !== 'at') continue;
    if (term.operator.startsWith('>')) fromMs = term.value;
    else if (term.operator.startsWith('<')) toMs = term.value;
  }
  return fromMs === null && toMs === null ? null : { fromMs, toMs };
}

/** Adds a term, or takes it away when it stands there already. */
export function toggleTerm(text: string, term: string): string {
  const parsed = parseQuery(text);
  const has =
    parsed.ok && getTerms(parsed.value).some((one) => text.slice(one.from, one.to) === term);
  return replaceTerms(text, (one) => text.slice(one.from, one.to) === term, has ? [] : [term]);
}

/** The way in which the whole text is read: as a regular expression, as a JSONPath, or as a query. */
export type QueryForm = 'query' | 'regex' | 'path';

export function getQueryForm(text: string): QueryForm {
  const trimmed = text.trim();
  const parsed = parseQuery(trimmed);
  const kinds = parsed.ok ? getTerms(parsed.value).map((term) => term.kind) : [];
  if (kinds.includes('regex') || (!parsed.ok && trimmed.startsWith('/'))) return 'regex';
  if (kinds.includes('path') || (!parsed.ok && trimmed.startsWith('$'))) return 'path';
  return 'query';
}

/**
 * Makes regular expressions of the texts that the whole query asks for, which find the same; or texts of its
 * regular expressions. A query with neither stays as it is; an empty one gets an expression to be filled in.
 */
export function toggleRegex(text: string, matchesCase: boolean): string {
  const flags = matchesCase ? '' : 'i';
  const trimmed = text.trim();
  if (trimmed === '') return `//${flags}`;
  const next = changeRegex(trimmed, flags);
  return parseQuery(next).ok ? next : text;
}

function changeRegex(text: string, flags: string): string {
  const parsed = parseQuery(text);
  if (!parsed.ok) {
    const begun = /^\/(.*?)(?:\/[a-z]*)?$/.exec(text)?.[1];
    if (begun !== undefined) return begun === '' ? '' : printText(readLiteral(begun));
    // What cannot be read as a query is most often meant as a regular expression.
    const meant = `/${text.replaceAll(/(?<!\\)\//g, String.raw`\/`)}/${flags}`;
    return parseQuery(meant).ok ? meant : toRegex(text, flags);
  }
  const terms = getTerms(parsed.value);
  const isOn = terms.some((term) => term.kind === 'regex');
  if (!isOn && !terms.some((term) => term.kind === 'text')) return text;
  return terms
    .map((term) => {
      if (isOn && term.kind === 'regex') return printText(readLiteral(term.source));
      if (!isOn && term.kind === 'text') return toRegex(term.text, flags);
      return text.slice(term.from, term.to);
    })
    .join(' ');
}

function printText(text: string): string {
  return printQuery({ kind: 'text', text, from: 0, to: 0 });
}

const CONTROL_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  v: '\v',
};

/** The regular expression that finds a text, as the language writes it. */
function toRegex(text: string, flags: string): string {
  const source = text
    .replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replace(/[\0-\x1f\x7f]/g, (character) => {
      const name = Object.keys(CONTROL_ESCAPES).find((one) => CONTROL_ESCAPES[one] === character);
      const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
      return name === undefined ? `\\x${hex}` : `\\${name}`;
    });
  return `/${source}/${flags}`;
}

/** One character of a regular expression that stands for itself, escaped or not. */
const LITERAL_PIECE =
  /\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\([nrtfv])|\\([^a-zA-Z0-9])|(\{(?!\d+(?:,\d*)?\})|[^\\^$.*+?()[{|])/gy;

/** The only text that a regular expression finds; where it finds others too, its source. */
function readLiteral(source: string): string {
  let text = '';
  let end = 0;
  for (const piece of source.matchAll(LITERAL_PIECE)) {
    const [written, hex2, hex4, control, escaped, plain] = piece;
    const hex = hex2 ?? hex4;
    end = piece.index + written.length;
    if (hex !== undefined) text += String.fromCharCode(parseInt(hex, 16));
    else if (control !== undefined) text += CONTROL_ESCAPES[control] ?? '';
    else text += escaped ?? plain ?? '';
  }
  return end === source.length ? text : source.replaceAll(String.raw`\/`, '/');
}

/** Begins a JSONPath in the text, or takes the paths out of it. */
export function togglePath(text: string): string {
  if (getQueryForm(text) === 'path') return replaceTerms(text, (term) => term.kind === 'path', []);
  const trimmed = text.trim();
  return trimmed === '' ? '$.' : `${trimmed} $.`;
}
