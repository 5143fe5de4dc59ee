import { escapeRegex } from '../../../shared/query/text-test.ts';

/** Finds the first place from `from` on in a text of one character per byte; -1 if there is none. */
export type ByteSearch = (text: string, from: number) => number;

/** Every character of one code unit, to find those that are the same without regard to case. */
let allCharacters: string | null = null;

/**
 * A search for the UTF-8 bytes of a text. Wherever the text is in what an entry says, its bytes are in the entry;
 * not the other way round. Null for a text of which that is not so: line ends are other bytes there, and
 * U+FFFD stands for bytes that are no UTF-8.
 */
export function compileByteSearch(wanted: string, matchesCase: boolean): ByteSearch | null {
  if (/[\r\n\ufffd\p{Surrogate}]/u.test(wanted)) return null;
  if (matchesCase || wanted.toLowerCase() === wanted.toUpperCase()) {
    const bytes = toByteText(wanted);
    return (text, from) => text.indexOf(bytes, from);
  }
  const source = Array.from(wanted, toByteSource).join('');
  const regex = new RegExp(source, 'g');
  return (text, from) => {
    regex.lastIndex = from;
    return regex.exec(text)?.index ?? -1;
  };
}

function toByteSource(character: string): string {
  const variants = findCaseVariants(character);
  if (variants.length === 1) return escapeRegex(toByteText(character));
  return variants.every((variant) => variant < '\x80')
    ? `[${variants.join('')}]`
    : `(?:${variants.map((variant) => escapeRegex(toByteText(variant))).join('|')})`;
}

/** The characters that a regular expression with the flag `i` takes for this one. */
function findCaseVariants(character: string): readonly string[] {
  const isSimple = character.length === 1 && character.toLowerCase() !== character.toUpperCase();
  if (!isSimple) return [character];
  if (character < '\x80') return [character.toLowerCase(), character.toUpperCase()];
  allCharacters ??= Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))
    .filter((unit) => !/\p{Surrogate}/u.test(unit))
    .join('');
  return allCharacters.match(new RegExp(character, 'gi')) ?? [character];
}

function toByteText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
