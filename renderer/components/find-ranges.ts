/** A stretch of a text; `to` is exclusive. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Finds what is to be highlighted in a text: ranges in order that do not overlap. */
export type Finder = (text: string) => readonly TextRange[];

/** Ranges of one text that are highlighted. More would only cost time. */
const RANGES_MAX = 1_000;

/** A finder for everything that the patterns match; they need the flag `g`. Null where there is none. */
export function toFinder(patterns: readonly RegExp[]): Finder | null {
  if (patterns.length === 0) return null;
  return (text) => {
    const found: TextRange[] = [];
    for (const pattern of patterns) {
      for (const match of text.matchAll(pattern)) {
        if (match[0] !== '') found.push({ from: match.index, to: match.index + match[0].length });
        if (found.length >= RANGES_MAX) break;
      }
    }
    return patterns.length === 1 ? found : mergeRanges(found);
  };
}

function mergeRanges(ranges: readonly TextRange[]): readonly TextRange[] {
  const merged: TextRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to) merged.push(range);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return merged;
}

/** Cuts a piece of a text, which begins at `offset`, where ranges begin and end. */
export function cutAtRanges(
  piece: string,
  offset: number,
  ranges: readonly TextRange[],
): readonly { readonly text: string; readonly isFound: boolean }[] {
  const end = offset + piece.length;
  const cuts: { text: string; isFound: boolean }[] = [];
  let at = offset;
  for (const { from, to } of ranges) {
    if (to <= at || from >= end) continue;
    if (from > at) cuts.push({ text: piece.slice(at - offset, from - offset), isFound: false });
    const start = Math.max(from, at);
    at = Math.min(to, end);
    cuts.push({ text: piece.slice(start - offset, at - offset), isFound: true });
  }
  if (at < end) cuts.push({ text: piece.slice(at - offset), isFound: false });
  return cuts;
}
