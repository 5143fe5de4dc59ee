import { isAscii } from 'node:buffer';

/** A part of the body, each byte as one character, so that places in it are places in the body. */
export class BodyBlock {
  /** Place of the first byte in the body. */
  readonly offset: number;
  readonly bytes: Buffer;
  /** One character per byte: searched natively, and cut without being copied. */
  readonly text: string;
  /** Whether every byte is a character by itself. */
  readonly isAscii: boolean;
  readonly hasCr: boolean;

  constructor(offset: number, bytes: Buffer) {
    this.offset = offset;
    this.bytes = bytes;
    this.text = bytes.toString('latin1');
    this.isAscii = isAscii(bytes);
    this.hasCr = bytes.includes(0x0d);
  }

  /** The characters that the bytes of a part of the block stand for. */
  decode(from: number, to: number): string {
    return this.isAscii ? this.text.slice(from, to) : this.bytes.toString('utf8', from, to);
  }
}

/**
 * Where something occurs in a block, searched for from left to right and once: asking again before the
 * place that was found costs nothing.
 */
export class Occurrences {
  readonly #find: (text: string, from: number) => number;
  #block: BodyBlock | null = null;
  #from = 0;
  #found = 0;

  /** `find` gives the first place from `from` on, or -1. */
  constructor(find: (text: string, from: number) => number) {
    this.#find = find;
  }

  /** The first place at or after `from`; `Infinity` if there is none. */
  next(block: BodyBlock, from: number): number {
    if (block === this.#block && from >= this.#from && from <= this.#found) return this.#found;
    const found = this.#find(block.text, from);
    this.#block = block;
    this.#from = from;
    this.#found = found === -1 ? Infinity : found;
    return this.#found;
  }
}
