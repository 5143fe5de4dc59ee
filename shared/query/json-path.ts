import parse from 'jsonpath-rfc9535/parser';
import { JSON_PATH_BRACKETS_MAX, JSON_PATH_PARENTHESES_MAX } from '../limits.ts';

/** Functions of RFC 9535; others are no error to the library, and would fail at the first event. */
const FUNCTIONS: ReadonlySet<string> = new Set(['length', 'count', 'match', 'search', 'value']);

/** A step of a path that finds at most one value: a member's name or an element's index. */
export type PathStep = string | number;

/** A JSONPath that was checked. */
export interface CheckedPath {
  /** The steps, when the path is a singular query; null: it may find many values. */
  readonly steps: readonly PathStep[] | null;
  /** Names of members without which the path finds nothing. */
  readonly names: readonly string[];
}

/** What is wrong with a path, in words to show, and how far into it. */
export interface PathFault {
  readonly offset: number;
  readonly detail: string;
}

type JsonPathQuery = ReturnType<typeof parse>;
type Segment = JsonPathQuery['segments'][number];

/**
 * Checks a JSONPath. Never throws.
 * @see https://www.rfc-editor.org/rfc/rfc9535
 */
export function checkPath(path: string): CheckedPath | PathFault {
  const fault = findNestingFault(path);
  if (fault !== null) return fault;
  let query: JsonPathQuery;
  try {
    query = parse(path);
  } catch (cause: unknown) {
    return toFault(cause, path);
  }
  const unknown = findUnknownFunction(query);
  if (unknown !== null) {
    return { offset: Math.max(0, path.indexOf(`${unknown}(`)), detail: `no function ${unknown}` };
  }
  const steps = query.segments.map(toStep);
  return {
    steps: steps.every((step) => step !== null) ? steps : null,
    names: steps.filter((step) => typeof step === 'string'),
  };
}

/**
 * What is wrong with the nesting. The library's parser (1.3.0) tries each level in several ways: a path with
 * 16 unclosed function calls ends the whole process, out of memory. So these never reach it.
 */
function findNestingFault(path: string): PathFault | null {
  const open: string[] = [];
  let quote = '';
  for (let at = 0; at < path.length; at++) {
    const character = path.charAt(at);
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (open.length > 0 && (character === '"' || character === "'")) quote = character;
    else if (character === '[' || character === '(') {
      open.push(character);
      const same = open.filter((bracket) => bracket === character).length;
      const max = character === '[' ? JSON_PATH_BRACKETS_MAX : JSON_PATH_PARENTHESES_MAX;
      if (same > max) return { offset: at, detail: `more than ${max} ${character} in one another` };
    } else if (character === ']' || character === ')') {
      if (open.pop() !== (character === ']' ? '[' : '(')) {
        return { offset: at, detail: `${character} closes nothing` };
      }
    }
  }
  return open.length === 0 && quote === ''
    ? null
    : {
        offset: path.length,
        detail: `${quote === '' ? (open.at(-1) ?? '') : quote} is not closed`,
      };
}

/** The step of a segment that finds at most one value. */
function toStep(segment: Segment): PathStep | null {
  if (segment.type === 'DescendantSegment') return null;
  const { node } = segment;
  if (node.type === 'MemberNameShorthand') return node.value;
  if (node.type !== 'BracketedSelection' || node.selectors.length !== 1) return null;
  const [selector] = node.selectors;
  return selector?.type === 'NameSelector' || selector?.type === 'IndexSelector'
    ? selector.value
    : null;
}

/** Walks every object of the tree: filters hold paths, which hold filters. */
function findUnknownFunction(query: JsonPathQuery): string | null {
  const pending: unknown[] = [query];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== 'object' || node === null) continue;
    const { type, name } = node as { readonly type?: unknown; readonly name?: unknown };
    if (type === 'FunctionExpr' && typeof name === 'string' && !FUNCTIONS.has(name)) return name;
    pending.push(...Object.values(node));
  }
  return null;
}

/** The library knows the place; its words are those of a grammar, so ours are shown. */
function toFault(cause: unknown, path: string): PathFault {
  const { location } = cause as {
    readonly location?: { readonly start?: { readonly offset?: unknown } };
  };
  const found = location?.start?.offset;
  const offset = typeof found === 'number' ? Math.min(found, path.length) : 0;
  return { offset, detail: describeFault(path.slice(0, offset), path.charAt(offset)) };
}

/** What should stand behind `before` in place of `next`, which is empty at the end of the path. */
function describeFault(before: string, next: string): string {
  const bracket = getOpenBracket(before);
  if (bracket !== null) return describeFaultInBracket(bracket, next);
  if (before.endsWith('..')) return 'a name, * or [ goes after two dots';
  if (before.endsWith('.')) {
    if (next === '[') return 'no dot goes before [';
    return /\d/.test(next)
      ? 'a name after a dot does not begin with a digit; elements are written as [0]'
      : 'a name or * goes after the dot';
  }
  if (before === '$') return 'a dot or [ goes after $; quote the text if it is no path';
  return 'a name with other characters than letters, digits and _ is written as ["a-b"]';
}

function describeFaultInBracket(bracket: string, next: string): string {
  if (/^\s*\?/.test(bracket)) {
    return next === '=' ? 'in brackets == compares' : 'a filter is written as [?@.price > 10]';
  }
  if (/[\p{L}_]/u.test(next)) return 'a name in brackets stands in quotes';
  return 'a quoted name, a number, * or a filter such as ?@.price > 10 goes in brackets';
}

/** What stands in the innermost bracket that is still open; null outside of brackets. */
function getOpenBracket(before: string): string | null {
  const starts: number[] = [];
  let quote = '';
  for (let at = 0; at < before.length; at++) {
    const character = before.charAt(at);
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') starts.push(at + 1);
    else if (character === ']') starts.pop();
  }
  const start = starts.at(-1);
  return start === undefined ? null : before.slice(start);
}
