/** A placeholder that is being typed: what is between the braces so far, and where. */
export interface TypedName {
  readonly from: number;
  readonly typed: string;
}

/** The placeholder before the caret that has no end yet; null: there is none. */
export function findTypedName(text: string, caret: number): TypedName | null {
  const match = /\{\{[ \t]*([^{}\s]*)$/.exec(text.slice(0, caret));
  const typed = match?.[1];
  return typed === undefined ? null : { from: caret - typed.length, typed };
}

/** Names that fit what is typed: those that begin with it first. */
export function findNames(
  names: Iterable<string>,
  typed: string,
  count: number,
): readonly string[] {
  const wanted = typed.toLowerCase();
  const found = [...names].filter((name) => name.toLowerCase().includes(wanted));
  const begins = (name: string): number => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return found.toSorted((one, other) => begins(one) - begins(other)).slice(0, count);
}

/** The text with the name put in and the braces closed, and where the caret goes. */
export function completeName(
  text: string,
  { from, typed }: TypedName,
  name: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(from + typed.length);
  const close = /^[ \t]*\}\}/.exec(rest)?.[0];
  const before = text.slice(0, from) + name;
  return close === undefined
    ? { text: `${before}}}${rest}`, caret: before.length + 2 }
    : { text: before + rest, caret: before.length + close.length };
}

/** Words that go on from what is typed, those that begin with it first. The very word is none. */
export function findWords(words: readonly string[], typed: string): readonly string[] {
  const wanted = typed.toLowerCase();
  const lower = words.map((word) => [word, word.toLowerCase()] as const);
  const starts = lower.filter(([, text]) => text.startsWith(wanted) && text !== wanted);
  const holds = lower.filter(([, text]) => text.indexOf(wanted) > 0);
  return [...starts, ...(wanted === '' ? [] : holds)].map(([word]) => word);
}
