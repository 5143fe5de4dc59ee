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

/** What is wrong with a path, and how far into it. */
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

function toFault(cause: unknown, path: string): PathFault {
  const { message, location } = cause as {
    readonly message?: unknown;
    readonly location?: { readonly start?: { readonly offset?: unknown } };
  };
  const offset = location?.start?.offset;
  return {
    offset: typeof offset === 'number' ? Math.min(offset, path.length) : 0,
    detail: typeof message === 'string' ? message.slice(0, 300) : 'no JSONPath',
  };
}
