import { FOUND_RANGES_MAX } from '../limits.ts';

/** A stretch of a text; `to` is exclusive. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Finds what is to be highlighted in a text: ranges in order that do not overlap. */
export type Finder = (text: string) => readonly TextRange[];

/** Where a text has what the patterns match, which need the flag `g`: ranges in order that do not overlap. */
export function findRanges(text: string, patterns: readonly RegExp[]): readonly TextRange[] {
  const found: TextRange[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      if (match[0] !== '') found.push({ from: match.index, to: match.index + match[0].length });
      if (found.length >= FOUND_RANGES_MAX) break;
    }
  }
  return patterns.length === 1 ? found : mergeRanges(found);
}

/** Puts ranges in order and joins those that touch. */
export function mergeRanges(ranges: readonly TextRange[]): readonly TextRange[] {
  const merged: TextRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to) merged.push(range);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return merged;
}
