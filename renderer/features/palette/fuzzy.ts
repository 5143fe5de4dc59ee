/** A match: which characters of the text were meant, and how good it is (lower is better). */
export interface FuzzyMatch {
  readonly positions: readonly number[];
  readonly cost: number;
}

/**
 * Looks for the letters of `wanted` in `text`, in order and in any case; spaces are left out. Runs
 * and beginnings of words are better than scattered letters. Null if a letter is missing.
 */
export function matchFuzzy(text: string, wanted: string): FuzzyMatch | null {
  const letters = wanted.toLowerCase().replace(/\s+/g, '').split('');
  const lower = text.toLowerCase();
  if (letters.length === 0) return { positions: [], cost: 0 };
  const whole = lower.indexOf(letters.join(''));
  if (whole !== -1) {
    const isStart = whole === 0 || /\W/.test(lower[whole - 1] ?? '');
    return {
      positions: letters.map((_, index) => whole + index),
      cost: whole / 100 + (isStart ? 0 : 1),
    };
  }
  const positions: number[] = [];
  let cost = 2;
  let from = 0;
  for (const letter of letters) {
    const at = findLetter(lower, letter, from);
    if (at === -1) return null;
    cost += at === from ? 0 : 1;
    positions.push(at);
    from = at + 1;
  }
  return { positions, cost };
}

/** The next place of a letter: right here, else at the start of a word, else anywhere. */
function findLetter(text: string, letter: string, from: number): number {
  if (text[from] === letter) return from;
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === letter && /\W/.test(text[at - 1] ?? '')) return at;
  }
  return text.indexOf(letter, from);
}
