/** Tokens of JSON text, for the readers that keep it as written: RFC 8259. */

/** Why a text is not JSON, and where. Lines and columns count from 1, columns in UTF-16 units. */
export interface JsonProblem {
  readonly kind: 'empty' | 'unexpected-end' | 'unexpected-character';
  readonly index: number;
  readonly line: number;
  readonly column: number;
  /** The character that does not fit, null at the end of the text. */
  readonly character: string | null;
}

/** Sticky: a number. */
export const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** Sticky: a literal name. */
export const LITERAL = /true|false|null/y;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What may come next. */
export type Expected =
  'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end';

/** Whether a character stands between tokens. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The problem at an index of the text. */
export function toProblem(text: string, index: number): JsonProblem {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line++;
  const code = text.codePointAt(index);
  const kind =
    text.trim() === '' ? 'empty' : code === undefined ? 'unexpected-end' : 'unexpected-character';
  const character = code === undefined ? null : String.fromCodePoint(code);
  return { kind, index, line, column: index - lineStart + 1, character };
}

/** Index after the closing quote, or minus the index of the fault minus 1. */
export function scanString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < 0x20) return -at - 1;
    if (code !== BACKSLASH) continue;
    ESCAPE.lastIndex = at + 1;
    if (!ESCAPE.test(text)) return -Math.min(at + 1, text.length) - 1;
    at = ESCAPE.lastIndex - 1;
  }
  return -text.length - 1;
}

/** Where a match that begins at `at` ends, null if there is none. */
export function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
