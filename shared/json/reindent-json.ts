import { LITERAL, NUMBER, isSpace, matchEnd, scanString, toProblem } from './json-scan.ts';
import type { Expected, JsonProblem } from './json-scan.ts';

export type ReindentResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: JsonProblem };

/** Deeper levels are indented like this one: depth n would else cost n squared characters. */
const INDENT_LEVELS_MAX = 64;
const INDENTS = Array.from(
  { length: INDENT_LEVELS_MAX + 1 },
  (_, level) => '\n' + '  '.repeat(level),
);

/**
 * Lays JSON out with two spaces a level, by tokens: numbers, escapes, key order and duplicate keys
 * stay exactly as written, which parsing and writing again would lose. Linear in time and memory,
 * without recursion, so nesting has no limit; beyond 64 levels the indentation stops growing.
 * A byte order mark is passed over. Never throws.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function reindentJson(text: string): ReindentResult {
  const out: string[] = [];
  const isObject: boolean[] = [];
  let expected: Expected = 'value';
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const newLine = (): string => INDENTS[Math.min(isObject.length, INDENT_LEVELS_MAX)] ?? '\n';
  const afterValue = (): Expected => (isObject.length === 0 ? 'end' : 'comma-or-close');
  const fault = (index: number): ReindentResult => ({ ok: false, problem: toProblem(text, index) });

  for (;;) {
    while (isSpace(text.charCodeAt(at))) at++;
    if (at >= text.length) {
      return expected === 'end' ? { ok: true, text: out.join('') } : fault(text.length);
    }
    const character = text[at] ?? '';

    if (expected === 'colon') {
      if (character !== ':') return fault(at);
      out.push(': ');
      expected = 'value';
      at++;
      continue;
    }
    const mayClose =
      expected === 'comma-or-close' || expected === 'value-or-close' || expected === 'key-or-close';
    if (mayClose && character === (isObject.at(-1) ? '}' : ']')) {
      isObject.pop();
      out.push(expected === 'comma-or-close' ? newLine() + character : character);
      expected = afterValue();
      at++;
      continue;
    }
    if (expected === 'comma-or-close') {
      if (character !== ',') return fault(at);
      out.push(',');
      expected = isObject.at(-1) ? 'key' : 'value';
      at++;
      // Items of the container stand on lines of their own.
      while (isSpace(text.charCodeAt(at))) at++;
      out.push(newLine());
      continue;
    }
    if (expected === 'end') return fault(at);
    // The first item after an opening bracket.
    if (expected === 'value-or-close' || expected === 'key-or-close') out.push(newLine());

    if (expected === 'key' || expected === 'key-or-close') {
      if (character !== '"') return fault(at);
      const end = scanString(text, at);
      if (end < 0) return fault(-end - 1);
      out.push(text.slice(at, end));
      at = end;
      expected = 'colon';
      continue;
    }
    if (character === '{' || character === '[') {
      out.push(character);
      isObject.push(character === '{');
      expected = character === '{' ? 'key-or-close' : 'value-or-close';
      at++;
      continue;
    }
    const end =
      character === '"'
        ? scanString(text, at)
        : (matchEnd(NUMBER, text, at) ?? matchEnd(LITERAL, text, at));
    if (end === null) return fault(at);
    if (end < 0) return fault(-end - 1);
    out.push(text.slice(at, end));
    at = end;
    expected = afterValue();
  }
}

/** The problem as a clause: `unexpected end at column 41`, `unexpected "D" at line 2, column 3`. */
export function describeJsonProblem(problem: JsonProblem): string {
  if (problem.kind === 'empty') return 'there is no text';
  const what = problem.character === null ? 'end' : JSON.stringify(problem.character);
  const line = problem.line === 1 ? '' : `line ${problem.line}, `;
  return `unexpected ${what} at ${line}column ${problem.column}`;
}
