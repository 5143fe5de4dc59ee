import type { TextRange } from '../../shared/query/find-ranges.ts';

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
