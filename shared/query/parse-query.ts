import { QUERY_CHARS_MAX, QUERY_DEPTH_MAX } from '../limits.ts';
import { fail, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { parseFieldTerm } from './parse-field.ts';
import { parsePathTerm } from './parse-path.ts';
import type { QueryNode, QuerySyntaxError } from './query.ts';
import { QueryFault, Scanner } from './scanner.ts';

const KEYWORD = /^(?:and|or|not)$/i;

/**
 * Reads a query. Null: there is nothing but white space. The grammar stands in `query.ts`. The first
 * error is told with its place; never throws.
 */
export function parseQuery(text: string): Result<QueryNode | null, QuerySyntaxError> {
  try {
    if (text.length > QUERY_CHARS_MAX) {
      throw new QueryFault(QUERY_CHARS_MAX, text.length, 'shorter');
    }
    const scanner = new Scanner(text);
    scanner.skipSpace();
    if (scanner.isAtEnd) return ok(null);
    const query = parseOr(scanner, 0);
    // Nothing but a closing parenthesis ends a list of terms before the end.
    if (!scanner.isAtEnd) throw new QueryFault(scanner.at, scanner.at + 1, 'term');
    return ok(query);
  } catch (cause: unknown) {
    if (cause instanceof QueryFault) return fail(cause.fault);
    throw cause;
  }
}

function parseOr(scanner: Scanner, depth: number): QueryNode {
  const terms = [parseAnd(scanner, depth)];
  while (takeKeyword(scanner, 'or')) terms.push(parseAnd(scanner, depth));
  return toList('or', terms);
}

function parseAnd(scanner: Scanner, depth: number): QueryNode {
  const terms = [parseUnary(scanner, depth)];
  for (;;) {
    scanner.skipSpace();
    if (scanner.isAtEnd || scanner.peek() === ')' || isKeyword(scanner, 'or')) break;
    takeKeyword(scanner, 'and');
    terms.push(parseUnary(scanner, depth));
  }
  return toList('and', terms);
}

function parseUnary(scanner: Scanner, depth: number): QueryNode {
  scanner.skipSpace();
  const from = scanner.at;
  if (depth > QUERY_DEPTH_MAX) throw new QueryFault(from, from + 1, 'fewer-levels');
  const isNegated = takeKeyword(scanner, 'not') || takeMinus(scanner);
  if (!isNegated) return parsePrimary(scanner, depth);
  const term = parseUnary(scanner, depth + 1);
  return { kind: 'not', term, from, to: term.to };
}

/** A minus negates what stands right behind it; by itself it is text. */
function takeMinus(scanner: Scanner): boolean {
  return scanner.peek() === '-' && !scanner.isSpaceAt(1) && scanner.peek(1) !== ')'
    ? scanner.take('-')
    : false;
}

function parsePrimary(scanner: Scanner, depth: number): QueryNode {
  const from = scanner.at;
  if (scanner.isAtEnd || scanner.peek() === ')' || KEYWORD.test(scanner.peekWord())) {
    throw new QueryFault(from, from + scanner.peekWord().length, 'term');
  }
  if (scanner.take('(')) return parseGroup(scanner, from, depth);
  if (scanner.peek() === '/') return parseRegex(scanner);
  if (scanner.peek() === '$') return parsePathTerm(scanner);
  const field = parseFieldTerm(scanner);
  if (field !== null) return field;
  const text = scanner.peek() === '"' ? scanner.takeQuoted() : scanner.takeWord();
  if (text === '') throw new QueryFault(from, scanner.at, 'term');
  return { kind: 'text', text, from, to: scanner.at };
}

function parseGroup(scanner: Scanner, from: number, depth: number): QueryNode {
  const inner = parseOr(scanner, depth + 1);
  scanner.skipSpace();
  if (!scanner.take(')')) throw new QueryFault(from, scanner.at, 'closing-parenthesis');
  return { ...inner, from, to: scanner.at };
}

/** The slash that ends a regular expression is the first one outside of `\/` and of a class. */
const REGEX = /\/((?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\[\n])+)\//y;

function parseRegex(scanner: Scanner): QueryNode {
  const from = scanner.at;
  const source = scanner.takeMatch(REGEX)?.[1];
  if (source === undefined) throw new QueryFault(from, scanner.text.length, 'closing-slash');
  const flagsFrom = scanner.at;
  const flags = scanner.takeMatch(/[A-Za-z0-9_/-]*/y)?.[0] ?? '';
  if (!/^[imsu]*$/.test(flags) || new Set(flags).size < flags.length) {
    throw new QueryFault(flagsFrom, scanner.at, 'regex-flags');
  }
  try {
    new RegExp(source, flags);
  } catch (cause: unknown) {
    const detail = cause instanceof Error ? cause.message : null;
    throw new QueryFault(from, scanner.at, 'regex', detail);
  }
  return { kind: 'regex', source, flags, from, to: scanner.at };
}

function isKeyword(scanner: Scanner, keyword: string): boolean {
  return scanner.peekWord().toLowerCase() === keyword;
}

function takeKeyword(scanner: Scanner, keyword: string): boolean {
  scanner.skipSpace();
  if (!isKeyword(scanner, keyword)) return false;
  scanner.at += keyword.length;
  return true;
}

function toList(kind: 'and' | 'or', terms: readonly QueryNode[]): QueryNode {
  const [first] = terms;
  const last = terms.at(-1);
  if (first === undefined || last === undefined) throw new Error('a list without terms');
  return terms.length === 1 ? first : { kind, terms, from: first.from, to: last.to };
}
