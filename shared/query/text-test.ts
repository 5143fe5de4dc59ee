const SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;

/**
 * Whether a text holds another. Without regard to case, characters are the same when they have the
 * same upper case, as in a regular expression with the flag `i`.
 */
export function compileText(wanted: string, matchesCase: boolean): (text: string) => boolean {
  if (matchesCase) return (text) => text.includes(wanted);
  const regex = new RegExp(escapeRegex(wanted), 'i');
  return (text) => regex.test(text);
}

/** The text as a regular expression that finds it. */
export function escapeRegex(text: string): string {
  return text.replace(SPECIAL, '\\$&');
}
