const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{Mark}/u;

/** Columns that a terminal needs for one character: CJK and emoji two, combining marks none. */
function getWidth(character: string): number {
  if (character < '\u0300') return 1;
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Cuts escaped text to a number of columns, with an ellipsis as the last one if it was longer. */
export function cutToWidth(text: string, columns: number): string {
  let used = 0;
  let kept = '';
  let keptBeforeLast = '';
  for (const character of text) {
    const width = getWidth(character);
    if (used + width > columns) return `${keptBeforeLast}…`;
    used += width;
    kept += character;
    if (used < columns) keptBeforeLast = kept;
  }
  return kept;
}

/** Cuts and fills with spaces, so that the text takes exactly this many columns. */
export function fit(text: string, columns: number): string {
  const cut = cutToWidth(text, columns);
  let used = 0;
  for (const character of cut) used += getWidth(character);
  return cut + ' '.repeat(Math.max(0, columns - used));
}
