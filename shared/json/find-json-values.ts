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

/** Ways that share their beginning, and where the value stands that it leads to. */
interface Branch {
  readonly from: number;
  readonly level: number;
  /** Places of the ways in the list of all. */
  readonly indices: readonly number[];
}

/**
 * Where the values stand that the ways lead to in a valid JSON text, in the order of the ways; null: nowhere. Of
 * members with the same name the last one counts, as it does for `JSON.parse`. What ways have in common is read
 * once for each step, without recursion.
 */
export function findJsonValues(
  text: string,
  ways: readonly (readonly JsonStep[])[],
): readonly (JsonSpan | null)[] {
  const found: (JsonSpan | null)[] = ways.map(() => null);
  const start = skipSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const pending: Branch[] = [{ from: start, level: 0, indices: [...ways.keys()] }];
  for (let branch = pending.pop(); branch !== undefined; branch = pending.pop()) {
    const { from, level, indices } = branch;
    const wanted = new Map<JsonStep, number[]>();
    let span: JsonSpan | null = null;
    for (const index of indices) {
      const step = ways[index]?.[level];
      if (step === undefined) found[index] = span ??= { from, to: skipValue(text, from) };
      else push(wanted, step, index);
    }
    for (const [step, at] of text[from] === '['
      ? findItems(text, from, wanted)
      : findMembers(text, from, wanted)) {
      pending.push({ from: at, level: level + 1, indices: wanted.get(step) ?? [] });
    }
  }
  return found;
}

function push(wanted: Map<JsonStep, number[]>, step: JsonStep, index: number): void {
  const indices = wanted.get(step);
  if (indices === undefined) wanted.set(step, [index]);
  else indices.push(index);
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

/** Starts of the items of the list at `from` that are wanted. */
function findItems(
  text: string,
  from: number,
  wanted: ReadonlyMap<JsonStep, unknown>,
): ReadonlyMap<JsonStep, number> {
  const found = new Map<JsonStep, number>();
  let at = skipSpace(text, from + 1);
  for (let index = 0; found.size < wanted.size && at < text.length && text[at] !== ']'; index++) {
    if (wanted.has(index)) found.set(index, at);
    at = skipItem(text, at);
  }
  return found;
}

/** Starts of the values of the wanted members of the object at `from`; the last one of each name. */
function findMembers(
  text: string,
  from: number,
  wanted: ReadonlyMap<JsonStep, unknown>,
): ReadonlyMap<JsonStep, number> {
  const found = new Map<JsonStep, number>();
  if (wanted.size === 0 || text[from] !== '{') return found;
  for (let at = skipSpace(text, from + 1); at < text.length && text[at] !== '}';) {
    const end = skipString(text, at);
    const colon = skipSpace(text, end);
    const value = skipSpace(text, colon + 1);
    const name = readName(text, at, end);
    if (wanted.has(name)) found.set(name, value);
    at = skipItem(text, value);
  }
  return found;
}

function readName(text: string, from: number, to: number): string {
  const written = text.slice(from + 1, to - 1);
  return written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
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
