import type { StoredVariable } from '../../../shared/model/workspace/stored-variable.ts';

/**
 * Reads the text of a `.env` file: `NAME=value` lines, `#` comments, an optional `export`. Values may be in
 * single quotes (as they stand), or double quotes (with \n, \r, \t, \" and \\), over several lines. There is
 * no expansion.
 */
export function readDotEnv(text: string): readonly StoredVariable[] {
  const variables = new Map<string, string>();
  const pattern =
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(?:'([^']*)'|"((?:\\.|[^"\\])*)"|([^\n]*?))[ \t]*(?:#[^\n]*)?$/gm;
  for (const match of text.replaceAll('\r\n', '\n').matchAll(pattern)) {
    const [, name = '', single, double, plain = ''] = match;
    const value =
      single ?? (double === undefined ? plain.replace(/\s+#.*$/, '') : unescape(double));
    variables.set(name, value);
  }
  return [...variables].map(([name, value]) => ({
    name,
    value,
    isSecret: false,
    isEnabled: true,
    description: '',
  }));
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
};

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, (whole, char: string) => ESCAPES[char] ?? whole);
}
