/**
 * Characters that move the cursor, change the terminal, turn the writing direction or cannot be
 * seen: C0, DEL and C1 controls; bidirectional, zero-width and other invisible formatting
 * characters; line separators; tags; lone surrogates.
 */
const UNSAFE =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Makes text harmless and visible on a terminal: `\n`, `\x1b`, `\u202e`, `\u{e0001}`. One line. */
export function escapeLine(text: string): string {
  return text.replace(UNSAFE, toEscape);
}

/** Like {@link escapeLine}, but line breaks (LF, CRLF) and tabs stay, for text shown as it is. */
export function escapeText(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(UNSAFE, (character) =>
      character === '\n' || character === '\t' ? character : toEscape(character),
    );
}

/** Escapes inside JSON text what JSON leaves as it is; the parsed value stays the same. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

function toEscape(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
