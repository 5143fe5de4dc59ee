/** Rows as lines of text: `name: value`, with `//` before those that are not sent. */

/** What a line says about its row. */
export interface BulkRow {
  readonly isEnabled: boolean;
  readonly name: string;
  readonly value: string;
}

/** Writes a row per line. Line breaks in values become `\n`, and backslashes are doubled, so that every row stays one line. */
export function writeBulkText(rows: readonly BulkRow[]): string {
  return rows
    .map(({ isEnabled, name, value }) => {
      const line = value === '' ? `${escape(name)}:` : `${escape(name)}: ${escape(value)}`;
      return isEnabled ? line : `// ${line}`;
    })
    .join('\n');
}

/** Reads what {@link writeBulkText} writes; lines that are blank hold no row. The first colon ends the name. */
export function readBulkText(text: string): readonly BulkRow[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const isOff = /^\s*\/\//.test(line);
      const rest = isOff ? line.replace(/^\s*\/\/\s?/, '') : line;
      // A name of HTTP/2 begins with a colon; a row without a name has a space after it.
      const colon = /^:( |$)/.test(rest) ? 0 : rest.indexOf(':', 1);
      const name = colon === -1 ? rest : rest.slice(0, colon);
      const value = colon === -1 ? '' : rest.slice(colon + 1).replace(/^ /, '');
      return { isEnabled: !isOff, name: unescape(name.trim()), value: unescape(value) };
    });
}

/** The rows that a text stands for; a row keeps its id and what the text does not tell by its name. */
export function mergeBulkRows<T extends BulkRow & { readonly id: number }>(
  old: readonly T[],
  text: string,
  create: (row: BulkRow) => T,
): readonly T[] {
  const left = [...old];
  return readBulkText(text).map((row) => {
    const at = left.findIndex(({ name }) => name === row.name);
    const [kept] = at === -1 ? [] : left.splice(at, 1);
    return kept === undefined ? create(row) : { ...kept, ...row };
  });
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', '\\': '\\' };

function unescape(text: string): string {
  return text.replace(/\\([nr\\])/g, (_, letter: string) => ESCAPED[letter] ?? letter);
}
