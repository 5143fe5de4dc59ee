import { LITERAL, NUMBER, isSpace, matchEnd, scanString, toProblem } from './json-scan.ts';
import type { Expected, JsonProblem } from './json-scan.ts';

/** The direct children of a list or object, one place of each array per child, in order as written. */
export interface JsonChildren {
  /** Where the key stands, quotes included; -1 in a list. */
  readonly keyFrom: number[];
  readonly keyTo: number[];
  /** Where the value stands; `to` is exclusive. */
  readonly from: number[];
  readonly to: number[];
  /** Direct children of the value; -1: it is no list and no object. */
  readonly size: number[];
}

const BRACE = 0x7b;
const BRACKET = 0x5b;

/**
 * Reads the direct children of one value and passes over what is inside of them, in as many steps as
 * the caller likes. Keeps places in the text, so that numbers, escapes and duplicate keys stay as
 * written. Linear in the length of the value; memory grows with its direct children only. Nested
 * values are checked, not kept. Never throws.
 */
export class ChildrenScan {
  readonly children: JsonChildren = { keyFrom: [], keyTo: [], from: [], to: [], size: [] };
  /** Set when the text is no JSON; nothing more is read then. */
  problem: JsonProblem | null = null;
  isDone = false;
  readonly #text: string;
  /** True: what follows the value belongs to something else. */
  readonly #isInner: boolean;
  readonly #isObject: boolean[] = [];
  #expected: Expected = 'value';
  #at: number;

  /** Reads the value at `from`; `isInner`: it stands in another one, which was read before. */
  constructor(text: string, from: number, isInner: boolean) {
    this.#text = text;
    this.#isInner = isInner;
    this.#at = from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : from;
  }

  /** Place in the text up to which it was read. */
  get at(): number {
    return this.#at;
  }

  /** Reads about `chars` more characters; a token is read whole. */
  scan(chars: number): void {
    const end = this.#at + chars;
    while (!this.isDone && this.problem === null && this.#at < end) this.#step();
  }

  #step(): void {
    const text = this.#text;
    while (isSpace(text.charCodeAt(this.#at))) this.#at += 1;
    if (this.#expected === 'end' && (this.#isInner || this.#at >= text.length)) {
      this.isDone = true;
      return;
    }
    if (this.#at >= text.length || this.#expected === 'end') return this.#fail(this.#at);
    const code = text.charCodeAt(this.#at);
    switch (this.#expected) {
      case 'colon':
        return this.#takeMark(code, 0x3a, 'value');
      case 'comma-or-close':
        if (this.#isClose(code)) return this.#close();
        return this.#takeMark(code, 0x2c, this.#isObject.at(-1) === true ? 'key' : 'value');
      case 'key-or-close':
        return this.#isClose(code) ? this.#close() : this.#takeKey(code);
      case 'key':
        return this.#takeKey(code);
      case 'value-or-close':
        return this.#isClose(code) ? this.#close() : this.#takeValue(code);
      case 'value':
        return this.#takeValue(code);
    }
  }

  #isClose(code: number): boolean {
    return code === (this.#isObject.at(-1) === true ? 0x7d : 0x5d);
  }

  #takeMark(code: number, wanted: number, next: Expected): void {
    if (code !== wanted) return this.#fail(this.#at);
    this.#at += 1;
    this.#expected = next;
  }

  #takeKey(code: number): void {
    const end = code === 0x22 ? scanString(this.#text, this.#at) : -this.#at - 1;
    if (end < 0) return this.#fail(-end - 1);
    if (this.#isObject.length === 1) {
      this.children.keyFrom.push(this.#at);
      this.children.keyTo.push(end);
    }
    this.#at = end;
    this.#expected = 'colon';
  }

  #takeValue(code: number): void {
    const { children } = this;
    const depth = this.#isObject.length;
    if (depth === 1) {
      children.from.push(this.#at);
      if (this.#isObject[0] !== true) {
        children.keyFrom.push(-1);
        children.keyTo.push(-1);
      }
    } else if (depth === 2) {
      children.size[children.size.length - 1] = (children.size.at(-1) ?? 0) + 1;
    }
    if (code === BRACE || code === BRACKET) {
      if (depth === 1) children.size.push(0);
      this.#isObject.push(code === BRACE);
      this.#at += 1;
      this.#expected = code === BRACE ? 'key-or-close' : 'value-or-close';
      return;
    }
    const end =
      code === 0x22
        ? scanString(this.#text, this.#at)
        : (matchEnd(NUMBER, this.#text, this.#at) ?? matchEnd(LITERAL, this.#text, this.#at));
    if (end === null) return this.#fail(this.#at);
    if (end < 0) return this.#fail(-end - 1);
    if (depth === 1) children.size.push(-1);
    this.#at = end;
    this.#endValue();
  }

  #close(): void {
    this.#isObject.pop();
    this.#at += 1;
    this.#endValue();
  }

  #endValue(): void {
    const depth = this.#isObject.length;
    if (depth === 1) this.children.to.push(this.#at);
    this.#expected = depth === 0 ? 'end' : 'comma-or-close';
  }

  #fail(index: number): void {
    this.problem = toProblem(this.#text, index);
  }
}
