import { inSteps } from './in-steps.ts';
import type { OnStep } from './in-steps.ts';

/** A text that can be read in parts. */
export interface SlicedText {
  readonly length: number;
  readonly slice: (from: number, to: number) => string;
}

/** Characters of one part. */
const PART_CHARS = 512 * 1024;

/** Matches that are counted; a higher count is given as one more than this. */
const MATCHES_COUNTED_MAX = 9_999;

/**
 * Finds text in a text of any size, ignoring case, without putting it together: the text is read in
 * parts, which are kept in lower case.
 */
export class SlicedSearch {
  readonly #text: SlicedText;
  readonly #parts: string[] = [];
  #wanted = '';
  /** The part at hand with what follows it: a part can hold thousands of matches. */
  #joined: { readonly part: number; readonly reach: number; readonly text: string } | null = null;

  constructor(text: SlicedText) {
    this.#text = text;
  }

  /** Counts the matches, up to 10,000. Null: `onStep` stopped it. */
  async count(wanted: string, onStep: OnStep): Promise<number | null> {
    this.#wanted = wanted.toLowerCase();
    if (this.#wanted === '') return 0;
    let count = 0;
    let from = 0;
    const isDone = await inSteps(this.#text.length, onStep, () => {
      const end = from + PART_CHARS;
      while (count <= MATCHES_COUNTED_MAX) {
        const found = this.#findFrom(from, end);
        if (found === -1) break;
        count += 1;
        from = found + this.#wanted.length;
      }
      if (count > MATCHES_COUNTED_MAX) return Infinity;
      from = Math.max(from, end);
      return from;
    });
    return isDone ? count : null;
  }

  /** The first match at or after a place, from the start if there is none; -1 without any. */
  next(place: number): number {
    if (this.#wanted === '') return -1;
    const found = this.#findFrom(place, this.#text.length);
    return found === -1 ? this.#findFrom(0, place) : found;
  }

  /** The last match before a place, from the end if there is none; -1 without any. */
  previous(place: number): number {
    if (this.#wanted === '') return -1;
    const found = this.#findBefore(place);
    return found === -1 ? this.#findBefore(this.#text.length) : found;
  }

  /** The first match that begins at or after `from` and before `to`. */
  #findFrom(from: number, to: number): number {
    for (let part = Math.floor(from / PART_CHARS); part * PART_CHARS < to; part += 1) {
      const start = part * PART_CHARS;
      const found = this.#withNext(part).indexOf(this.#wanted, Math.max(0, from - start));
      if (found === -1 || found >= PART_CHARS) continue;
      return start + found < to ? start + found : -1;
    }
    return -1;
  }

  #findBefore(to: number): number {
    for (let part = Math.floor(Math.max(0, to - 1) / PART_CHARS); part >= 0; part -= 1) {
      const start = part * PART_CHARS;
      if (to - 1 - start < 0) continue;
      const last = Math.min(PART_CHARS, to - start) - 1;
      const found = this.#withNext(part).lastIndexOf(this.#wanted, last);
      if (found !== -1) return start + found;
    }
    return -1;
  }

  /** A part and as much of the next one as a match can reach into. */
  #withNext(part: number): string {
    const reach = this.#wanted.length - 1;
    if (reach === 0) return this.#read(part);
    if (this.#joined?.part === part && this.#joined.reach === reach) return this.#joined.text;
    const next = Math.ceil(reach / PART_CHARS);
    const following = Array.from({ length: next }, (_, index) => this.#read(part + 1 + index));
    const text = this.#read(part) + following.join('').slice(0, reach);
    this.#joined = { part, reach, text };
    return text;
  }

  #read(part: number): string {
    const kept = this.#parts[part];
    if (kept !== undefined) return kept;
    const from = part * PART_CHARS;
    const text = this.#text.slice(from, Math.min(this.#text.length, from + PART_CHARS));
    const lower = text.toLowerCase();
    // Some letters get longer in lower case; places would then be wrong.
    return (this.#parts[part] = lower.length === text.length ? lower : text);
  }
}
