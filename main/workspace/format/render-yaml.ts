import { Document, visit } from 'yaml';
import { prune } from './wanted.ts';
import type { Wanted, WantedMap } from './wanted.ts';

/** Text of a new file. */
export function renderYaml(wanted: WantedMap): string {
  return render(wanted, 0);
}

/** Lines of a map or a list that begin in `column`. */
export function render(wanted: Wanted, column: number): string {
  return indent(toText(prune(wanted)), column);
}

/** A scalar as the value of a key that stands in `column`; without the line end. */
export function renderValue(
  value: string | number | boolean,
  column: number,
  quotes: QuoteType | null,
): string {
  const text = toText({ k: value }, quotes).slice('k: '.length);
  return indent(text, column).slice(column).replace(/\n$/, '');
}

type QuoteType = 'QUOTE_DOUBLE' | 'QUOTE_SINGLE';

/** Characters that a block would lose or that nobody would see in it. */
const UNSAFE = /[\r\u0085\u2028\u2029\ufeff\p{Cc}]/u;

function toText(wanted: Wanted, quotes: QuoteType | null = null): string {
  const doc = new Document(wanted, { aliasDuplicateObjects: false });
  visit(doc, {
    Scalar: (key, node) => {
      if (typeof node.value !== 'string' || key === 'key') return;
      if (UNSAFE.test(node.value.replaceAll(/[\n\t]/g, ''))) node.type = 'QUOTE_DOUBLE';
      // A block that begins with white space, or ends with empty lines, is easily broken by hand.
      else if (/^\s|\n\n$/.test(node.value) && node.value.includes('\n')) {
        node.type = 'QUOTE_DOUBLE';
      } else if (quotes !== null && !node.value.includes('\n')) node.type = quotes;
    },
  });
  return doc.toString({ lineWidth: 0, indentSeq: true });
}

function indent(text: string, column: number): string {
  // Not `^`: that is also after U+2028, which ends no line here.
  return text.replace(/(^|\n)(?=[^\n])/g, `$1${' '.repeat(column)}`);
}
