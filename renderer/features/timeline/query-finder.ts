import { parseQuery } from '../../../shared/query/parse-query.ts';
import type { QueryNode } from '../../../shared/query/query.ts';
import { toFinder } from '../../components/find-ranges.ts';
import type { Finder } from '../../components/find-ranges.ts';

/** Patterns that are looked for at the same time. */
const PATTERNS_MAX = 16;

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

function collect(node: QueryNode, matchesCase: boolean, patterns: RegExp[]): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const term of node.terms) collect(term, matchesCase, patterns);
      return;
    case 'text':
      patterns.push(new RegExp(escapeRegex(node.text), matchesCase ? 'g' : 'gi'));
      return;
    case 'regex':
      patterns.push(new RegExp(node.source, `${node.flags}g`));
      return;
    case 'path': {
      const pattern = getPathPattern(node);
      if (pattern !== null) patterns.push(pattern);
      return;
    }
    default:
      // What is left out, and what is about the event as a whole, stands nowhere in the text.
      return;
  }
}

/**
 * What a query looks for in texts, so that it can be marked in them: its words, regular expressions, and strings that
 * paths are compared with. Null when there is nothing of that kind.
 */
export function toQueryFinder(text: string, matchesCase: boolean): Finder | null {
  const parsed = parseQuery(text);
  if (!parsed.ok || parsed.value === null) return null;
  const patterns: RegExp[] = [];
  collect(parsed.value, matchesCase, patterns);
  return toFinder(patterns.slice(0, PATTERNS_MAX));
}
