/** Text as one argument of a POSIX shell. */
export function toShellArgument(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
