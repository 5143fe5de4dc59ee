import type { RegexPattern } from '../../../shared/ipc/timeline-contract.ts';
import { FOUND_PATTERNS_MAX } from '../../../shared/limits.ts';
import { findRanges, mergeRanges } from '../../../shared/query/find-ranges.ts';
import type { Finder } from '../../../shared/query/find-ranges.ts';
import { parseQuery } from '../../../shared/query/parse-query.ts';
import type { QueryNode } from '../../../shared/query/query.ts';

/** What a query looks for in texts, so that it can be marked in them. */
export interface QueryMarks {
  /** Its words, and strings that paths are compared with, as patterns that take no time to speak of. */
  readonly literals: readonly RegExp[];
  /** Its regular expressions, which may take any time: they run where they can be ended. */
  readonly regexes: readonly RegexPattern[];
}

export const NO_MARKS: QueryMarks = { literals: [], regexes: [] };

function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

/** The value of a comparison with a path, as it may stand in the data. */
function getPathPattern(node: Extract<QueryNode, { readonly kind: 'path' }>): RegExp | null {
  const { comparison } = node;
  if (comparison === null || comparison.operator !== '=') return null;
  const { value } = comparison;
  return typeof value === 'string' && value !== ''
    ? new RegExp(escapeRegex(JSON.stringify(value).slice(1, -1)), 'g')
    : null;
}

function collect(
  node: QueryNode,
  matchesCase: boolean,
  marks: { readonly literals: RegExp[]; readonly regexes: RegexPattern[] },
): void {
  if (marks.literals.length + marks.regexes.length >= FOUND_PATTERNS_MAX) return;
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const term of node.terms) collect(term, matchesCase, marks);
      return;
    case 'text':
      marks.literals.push(new RegExp(escapeRegex(node.text), matchesCase ? 'g' : 'gi'));
      return;
    case 'regex':
      marks.regexes.push({ source: node.source, flags: node.flags });
      return;
    case 'path': {
      const pattern = getPathPattern(node);
      if (pattern !== null) marks.literals.push(pattern);
      return;
    }
    default:
      // What is left out, and what is about the event as a whole, stands nowhere in the text.
      return;
  }
}

/** What is to be marked for a query; nothing for a text that is none. */
export function toQueryMarks(text: string, matchesCase: boolean): QueryMarks {
  const marks = { literals: [], regexes: [] };
  const parsed = parseQuery(text);
  if (parsed.ok && parsed.value !== null) collect(parsed.value, matchesCase, marks);
  return marks;
}

/**
 * Finds what is to be marked; null where there is nothing of that kind. `findRegexes` is for the regular expressions,
 * null while there are none.
 */
export function toFinder(literals: readonly RegExp[], findRegexes: Finder | null): Finder | null {
  if (literals.length === 0) return findRegexes;
  if (findRegexes === null) return (text) => findRanges(text, literals);
  return (text) => mergeRanges([...findRanges(text, literals), ...findRegexes(text)]);
}
