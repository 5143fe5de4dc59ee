/** What a piece of JSON text is; `text` is anything between the tokens. */
export type JsonTokenKind = 'key' | 'string' | 'number' | 'literal' | 'punctuation' | 'text';

/** Classes that colour them. */
export const JSON_CLASSES: Readonly<Record<JsonTokenKind, string | undefined>> = {
  key: 'jk',
  string: 'js',
  number: 'jn',
  literal: 'jl',
  punctuation: 'jp',
  text: undefined,
};

export interface JsonToken {
  readonly kind: JsonTokenKind;
  readonly text: string;
}

// A cut text may end inside a string, so the closing quote is optional. The parts of each
// alternative exclude each other: matching is linear.
const TOKEN =
  /"(?:[^"\\]|\\[^])*(?:"|\\?$)|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\b(?:true|false|null)\b|[{}[\],:]/g;

/** Whether a text begins like a JSON object or list, and is worth colouring. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[[{"\]\d-]|true|false|null|$))/.test(text);
}

/** Splits a text, which may be cut anywhere, into coloured pieces. Together they are the text again. */
export function toJsonTokens(text: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) tokens.push({ kind: 'text', text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    tokens.push({ kind: toKind(match[0], text, from), text: match[0] });
  }
  if (from < text.length) tokens.push({ kind: 'text', text: text.slice(from) });
  return tokens;
}

function toKind(token: string, text: string, end: number): JsonTokenKind {
  const first = token[0] ?? '';
  if (first === '"') {
    let next = end;
    while (text[next] === ' ') next++;
    return text[next] === ':' ? 'key' : 'string';
  }
  if ('{}[],:'.includes(first)) return 'punctuation';
  return first === 't' || first === 'f' || first === 'n' ? 'literal' : 'number';
}
