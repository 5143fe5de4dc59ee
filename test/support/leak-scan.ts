import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Values of secrets of many kinds: each is unique, and hard to write somewhere. */
export const CANARIES: readonly string[] = [
  'canary00plain', 'canary01 with space', 'canary02/slash+plus=', 'canary03"quote\'', 'canary04\\back\\slash',
  'canary05&amp;?x=1#h', 'canary06%41%zz', 'canary07{{name}}', 'canary08:colon@host', 'canary09éüß',
  'canary10🐕', 'canary11<b>&</b>', 'canary12\ttab', 'canary13;semi,comma', 'canary14[brackets](x)',
  'canary15$HOME`id`', 'canary16~^|', 'eyJjYW5hcnkxNyI6MX0.canary17.sig-_', '0123456789abcdef-canary18-0123456789abcdef',
  'canary19.'.padEnd(300, 'long'),
]; // prettier-ignore

/** Every form in which a value may stand in a file. */
function listForms(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  // What stands before it in the same base64 text moves it by none, one or two bytes.
  const base64 = [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift, 'x'), bytes]).toString('base64');
    const inner = whole
      .slice(shift === 0 ? 0 : 4)
      .replace(/=+$/, '')
      .slice(0, -2);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const forms = [
    value,
    encodeURIComponent(value),
    encodeURI(value),
    new URLSearchParams({ v: value }).toString().slice(2),
    JSON.stringify(value).slice(1, -1),
    html,
    bytes.toString('latin1'),
    bytes.toString('hex'),
    ...base64,
  ];
  return [...new Set(forms)].filter((form) => form.length >= 8);
}

/** Canaries that a text holds in any form. */
export function findLeaks(text: string): readonly string[] {
  // Each part of a URL encodes other characters, so that it is also looked at without any encoding.
  const bytes = Buffer.from(
    Buffer.from(text, 'utf8')
      .toString('latin1')
      .replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
  const plain = bytes.toString('utf8');
  const texts = [text, plain, plain.replaceAll('+', ' ')];
  return CANARIES.filter((canary) =>
    listForms(canary).some((form) => texts.some((each) => each.includes(form))),
  );
}

/** The same for every file of a folder, and its name. */
export async function findLeaksIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    for (const text of [path, bytes.toString('utf8'), bytes.toString('latin1')]) {
      for (const canary of findLeaks(text))
        found.push(`${path.slice(folder.length + 1)}: ${canary}`);
    }
  }
  return [...new Set(found)];
}
