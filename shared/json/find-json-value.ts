import { isSpace, scanString } from './json-scan.ts';

/** A member's name, or the index of an item from the start. */
export type JsonStep = string | number;

/** Where a value stands in a text; `to` is exclusive. */
export interface JsonSpan {
  readonly from: number;
  readonly to: number;
}

const COMMA = 0x2c;
const QUOTE = 0x22;
const COLON = 0x3a;

/**
 * Where the value stands that `steps` lead to in a valid JSON text; null: nowhere. Of members with the same name the
 * last one counts, as it does for `JSON.parse`. Reads what it passes over once for each step, without recursion.
 */
export function findJsonValue(text: string, steps: readonly JsonStep[]): JsonSpan | null {
  let from = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  for (const step of steps) {
    const found =
      typeof step === 'number' ? findItem(text, from, step) : findMember(text, from, step);
    if (found === null) return null;
    from = found;
  }
  return { from, to: skipValue(text, from) };
}

/** A value as it is written, without the space between its tokens. */
export function compactJson(text: string, { from, to }: JsonSpan): string {
  const parts: string[] = [];
  let start = from;
  for (let at = from; at < to;) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      if (start < at) parts.push(text.slice(start, at));
      at = skipSpace(text, at);
      start = at;
    } else at = code === QUOTE ? skipString(text, at) : at + 1;
  }
  if (parts.length === 0) return text.slice(start, to);
  parts.push(text.slice(start, to));
  return parts.join('');
}

/** How many lists and objects of a JSON text stand in one another at most. */
export function countJsonLevels(text: string): number {
  let levels = 0;
  let most = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = skipString(text, at);
      continue;
    }
    if (isOpen(code)) most = Math.max(most, ++levels);
    else if (isClose(code)) levels--;
    at++;
  }
  return most;
}

/** Start of an item of the list at `from`. */
function findItem(text: string, from: number, index: number): number | null {
  if (text[from] !== '[') return null;
  let at = skipSpace(text, from + 1);
  for (let passed = 0; passed < index && text[at] !== ']'; passed++) at = skipItem(text, at);
  return at >= text.length || text[at] === ']' ? null : at;
}

/** Start of the value of the last member with a name in the object at `from`. */
function findMember(text: string, from: number, name: string): number | null {
  if (text[from] !== '{') return null;
  let found: number | null = null;
  for (let at = skipSpace(text, from + 1); at < text.length && text[at] !== '}';) {
    const end = skipString(text, at);
    const colon = skipSpace(text, end);
    const value = skipSpace(text, colon + 1);
    if (isNamed(text, at, end, name)) found = value;
    at = skipItem(text, value);
  }
  return found;
}

function isNamed(text: string, from: number, to: number, name: string): boolean {
  const written = text.slice(from + 1, to - 1);
  return written.includes('\\') ? JSON.parse(`"${written}"`) === name : written === name;
}

/** Passes over a value and the comma behind it. */
function skipItem(text: string, from: number): number {
  const end = skipSpace(text, skipValue(text, from));
  return text.charCodeAt(end) === COMMA ? skipSpace(text, end + 1) : end;
}

function skipValue(text: string, from: number): number {
  let levels = 0;
  for (let at = from; at < text.length;) {
    const code = text.charCodeAt(at);
    if (isOpen(code)) levels++;
    else if (isClose(code)) levels--;
    if (code === QUOTE) at = skipString(text, at);
    else at = isMark(code) ? at + 1 : skipWord(text, at);
    if (levels === 0) return at;
  }
  return text.length;
}

/** Passes over a number or a literal name. */
function skipWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isMark(text.charCodeAt(at))) at++;
  return at;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function skipString(text: string, from: number): number {
  const end = scanString(text, from);
  return end < 0 ? text.length : end;
}

function isOpen(code: number): boolean {
  return code === 0x5b || code === 0x7b;
}

function isClose(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}

/** Whether a character is a token by itself, or stands between tokens. */
function isMark(code: number): boolean {
  return isOpen(code) || isClose(code) || code === COMMA || code === COLON || isSpace(code);
}
