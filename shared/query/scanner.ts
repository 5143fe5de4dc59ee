import type { QueryExpectation, QuerySyntaxError } from './query.ts';

/** Thrown inside of the parser alone; `parseQuery` makes a value of it. */
export class QueryFault extends Error {
  readonly fault: QuerySyntaxError;

  constructor(from: number, to: number, expected: QueryExpectation, detail: string | null = null) {
    super(expected);
    this.fault = { kind: 'query-syntax', from, to, expected, detail };
  }
}

const SPACE = /\s/;
/** Ends a word; what stands before it is taken as it is. */
const WORD_END = /[\s()"]/;
const VALUE_END = /[\s()",]/;

/** Reads a query's text from left to right. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The character at the place; empty at the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  skipSpace(): void {
    while (!this.isAtEnd && SPACE.test(this.peek())) this.at++;
  }

  /** Whether what comes next is white space or the end. */
  isSpaceAt(ahead: number): boolean {
    const character = this.peek(ahead);
    return character === '' || SPACE.test(character);
  }

  /** Takes the text if it comes next. */
  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes what a sticky expression finds here; null if it finds nothing. */
  takeMatch(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  /** The word here, up to white space, a parenthesis or a quote; not taken. */
  peekWord(): string {
    let end = this.at;
    while (end < this.text.length && !WORD_END.test(this.text.charAt(end))) end++;
    return this.text.slice(this.at, end);
  }

  takeWord(): string {
    const word = this.peekWord();
    this.at += word.length;
    return word;
  }

  /** An unquoted value of a list; empty if there is none. */
  takeValue(): string {
    const from = this.at;
    while (!this.isAtEnd && !VALUE_END.test(this.peek())) this.at++;
    return this.text.slice(from, this.at);
  }

  /** A string in double quotes, with the escapes of JSON. Throws a `QueryFault`. */
  takeQuoted(): string {
    const from = this.at;
    let at = from + 1;
    while (at < this.text.length && this.text.charAt(at) !== '"') {
      at += this.text.charAt(at) === '\\' ? 2 : 1;
    }
    if (at >= this.text.length) throw new QueryFault(from, this.text.length, 'closing-quote');
    this.at = at + 1;
    return readEscapes(this.text.slice(from + 1, at), from + 1);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Undoes the escapes of JSON, and `\'`; `offset` is the place of the text in the query. */
export function readEscapes(text: string, offset: number): string {
  let read = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character !== '\\') {
      read += character;
      continue;
    }
    at++;
    const name = text.charAt(at);
    const code = name === 'u' ? /^[0-9a-fA-F]{4}$/.exec(text.slice(at + 1, at + 5)) : null;
    const escaped = ESCAPES[name];
    if (code !== null) {
      read += String.fromCharCode(parseInt(code[0], 16));
      at += 4;
    } else if (escaped !== undefined) {
      read += escaped;
    } else {
      throw new QueryFault(offset + at - 1, offset + Math.min(at + 1, text.length), 'escape');
    }
  }
  return read;
}
