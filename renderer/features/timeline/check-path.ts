import { JSON_PATH_CHARS_MAX } from '../../../shared/limits.ts';

/** Why a text cannot be a JSONPath of a column, as a sentence; null if it can. */
export function checkPath(path: string): string | null {
  if (!path.startsWith('$')) return 'A JSONPath begins with $.';
  if (path.length > JSON_PATH_CHARS_MAX) return 'This JSONPath is too long.';
  return null;
}
