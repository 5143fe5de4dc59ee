/** A part of the text that can be folded away. */
interface Fold {
  readonly from: number;
  readonly to: number;
}

// The parts of each alternative exclude each other, and none reads past the next `<`: linear.
const MARKUP =
  /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<[?!][^<>]*>|<\/([^\s<>/]+)[^<>]*>|<([\p{L}_:][^\s<>/]*)(?=[\s/>])((?:"[^"]*"|'[^']*'|[^<>"'])*)>/gu;

const VOID_ELEMENTS = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);

/** Open elements that an end tag may leave unclosed; more of them is no markup. */
const UNCLOSED_MAX = 64;

/**
 * What can be folded in XML or HTML: the content of each element that ends on a later line, by the
 * start of the line on which its start tag ends.
 */
export function findMarkupFolds(text: string, isHtml: boolean): ReadonlyMap<number, Fold> {
  const folds = new Map<number, Fold>();
  const open: { readonly name: string; readonly contentFrom: number }[] = [];
  for (const match of text.matchAll(MARKUP)) {
    const [all, endName, startName, attributes] = match;
    const end = match.index + all.length;
    if (startName !== undefined) {
      const name = isHtml ? startName.toLowerCase() : startName;
      const isEmpty = attributes?.endsWith('/') === true || (isHtml && VOID_ELEMENTS.has(name));
      if (!isEmpty) open.push({ name, contentFrom: end });
    } else if (endName !== undefined) {
      const name = isHtml ? endName.toLowerCase() : endName;
      const lowest = Math.max(0, open.length - UNCLOSED_MAX);
      let at = open.length - 1;
      while (at >= lowest && open[at]?.name !== name) at -= 1;
      if (at < lowest) continue;
      const contentFrom = open[at]?.contentFrom ?? end;
      open.length = at;
      const lineStart = text.lastIndexOf('\n', contentFrom - 1) + 1;
      const isOnLaterLine = text.lastIndexOf('\n', match.index) >= contentFrom;
      // The outermost element of a line wins; it ends last.
      if (isOnLaterLine) folds.set(lineStart, { from: contentFrom, to: match.index });
    }
  }
  return folds;
}
