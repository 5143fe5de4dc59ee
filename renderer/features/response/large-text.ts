/**
 * Large texts, turned into editor documents in steps that leave the window free between them.
 * A body of 16 MB at once would hold it for more than a second.
 */
import { Text } from '@codemirror/state';
import { inSteps } from '../../components/in-steps.ts';
import type { OnStep } from '../../components/in-steps.ts';

/** Characters between two looks at the clock. */
const SLICE_CHARS = 128 * 1024;

/** Deeper levels are indented like this one, so that depth n does not cost n squared characters. */
const INDENT_LEVELS_MAX = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Grows a document by lines; the last line stays open for the next piece. */
class DocumentBuilder {
  #document = Text.empty;
  #open = '';
  #lines: string[] = [];

  /** Adds text that may hold line ends. */
  add(text: string): void {
    const lines = text.split(/\r\n?|\n/);
    if (lines.length === 1) {
      this.#open += text;
      return;
    }
    this.#lines.push(this.#open + lines[0]);
    for (let at = 1; at < lines.length - 1; at += 1) this.#lines.push(lines[at] ?? '');
    this.#open = lines.at(-1) ?? '';
  }

  /** Moves the gathered lines into the document. */
  flush(): void {
    if (this.#lines.length === 0) return;
    this.#document = this.#document.append(Text.of([...this.#lines, '']));
    this.#lines = [];
  }

  finish(): Text {
    this.flush();
    return this.#document.append(Text.of([this.#open]));
  }
}

/** The text as it is. Null: stopped. */
export async function toDocument(text: string, onStep: OnStep): Promise<Text | null> {
  const builder = new DocumentBuilder();
  let at = 0;
  const isDone = await inSteps(text.length, onStep, () => {
    let end = Math.min(text.length, at + SLICE_CHARS);
    // A line end of two characters stays together.
    if (text[end - 1] === '\r') end += 1;
    builder.add(text.slice(at, end));
    builder.flush();
    at = end;
    return at;
  });
  return isDone ? builder.finish() : null;
}

/**
 * JSON with two spaces a level; numbers, escapes and order stay as written. Only brackets and
 * strings are checked. Null: stopped, or a bracket or quote has no partner.
 */
export async function toJsonDocument(text: string, onStep: OnStep): Promise<Text | null> {
  const builder = new DocumentBuilder();
  const layout = new JsonLayout(text);
  const isDone = await inSteps(text.length, onStep, () => {
    builder.add(layout.layOut(SLICE_CHARS));
    builder.flush();
    return layout.isBroken ? Infinity : layout.at;
  });
  return isDone && layout.isComplete ? builder.finish() : null;
}

/** The scanner; it goes on where it stopped. */
class JsonLayout {
  readonly #text: string;
  readonly #closers: string[] = [];
  at: number;
  isBroken = false;

  constructor(text: string) {
    this.#text = text;
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  get isComplete(): boolean {
    return !this.isBroken && this.#closers.length === 0;
  }

  /** Lays out about `chars` more characters. */
  layOut(chars: number): string {
    const text = this.#text;
    const end = Math.min(text.length, this.at + chars);
    let out = '';
    while (this.at < end && !this.isBroken) {
      const character = text[this.at] ?? '';
      switch (character) {
        case '"':
          out += this.#takeString();
          break;
        case '{':
        case '[':
          out += this.#open(character);
          break;
        case '}':
        case ']':
          this.at += 1;
          if (this.#closers.pop() !== character) this.isBroken = true;
          out += this.#newLine() + character;
          break;
        case ',':
          this.at += 1;
          out += `,${this.#newLine()}`;
          break;
        case ':':
          this.at += 1;
          out += ': ';
          break;
        case ' ':
        case '\n':
        case '\r':
        case '\t':
          this.at += 1;
          break;
        default:
          out += this.#takeWord();
      }
    }
    return out;
  }

  #newLine(): string {
    return `\n${'  '.repeat(Math.min(this.#closers.length, INDENT_LEVELS_MAX))}`;
  }

  /** An opening bracket; with nothing inside, its partner follows on the same line. */
  #open(bracket: string): string {
    const closer = bracket === '{' ? '}' : ']';
    let next = this.at + 1;
    while (/\s/.test(this.#text[next] ?? 'x')) next += 1;
    if (this.#text[next] === closer) {
      this.at = next + 1;
      return bracket + closer;
    }
    this.at = next;
    this.#closers.push(closer);
    return bracket + this.#newLine();
  }

  #takeString(): string {
    const start = this.at;
    for (let at = start + 1; ; at += 1) {
      at = this.#text.indexOf('"', at);
      if (at === -1) {
        this.isBroken = true;
        this.at = this.#text.length;
        return this.#text.slice(start);
      }
      if (this.#countBackslashes(at, start) % 2 === 1) continue;
      this.at = at + 1;
      return this.#text.slice(start, this.at);
    }
  }

  #countBackslashes(quoteAt: number, start: number): number {
    let at = quoteAt;
    while (at - 1 > start && this.#text.charCodeAt(at - 1) === BACKSLASH) at -= 1;
    return quoteAt - at;
  }

  /** A number, `true`, `false`, `null`, or something that is no JSON: kept as it is. */
  #takeWord(): string {
    const start = this.at;
    let at = start + 1;
    for (; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code <= 0x20 || code === QUOTE || ',:[]{}'.includes(this.#text[at] ?? '')) break;
    }
    this.at = at;
    return this.#text.slice(start, at);
  }
}
