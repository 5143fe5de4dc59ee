import type { TimelineEntry } from '../../shared/model/timeline.ts';
import type { Framing, FramingOptions } from './framing.ts';
import { RecordCollector } from './record-collector.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const ARRAY_START = 0x5b;
const ARRAY_END = 0x5d;
const OBJECT_START = 0x7b;
const OBJECT_END = 0x7d;
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * JSON values one after the other, with or without white space between them; a top-level array
 * gives its elements one by one. Only brackets and strings are looked at, so that depth costs a
 * counter: a value that is not valid JSON is still one value.
 */
export class JsonFraming implements Framing {
  readonly lastEventId = '';
  readonly #record: RecordCollector;
  #position: number;
  /** Brackets open within the value at hand. */
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isInValue = false;
  /** The top-level array whose elements are the values. */
  #isInArray = false;

  constructor(options: FramingOptions) {
    this.#record = new RecordCollector(options);
    this.#position = options.offset;
  }

  push(chunk: Uint8Array, atMs: number): readonly TimelineEntry[] {
    this.#record.atMs = atMs;
    let from = 0;
    const finish = (to: number): void => {
      if (to > from) this.#record.add(chunk, from, to, this.#position + from);
      this.#record.finish();
      this.#isInValue = false;
    };
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) {
          this.#isInString = false;
          if (this.#depth === 0) finish(at + 1);
        }
        continue;
      }
      if (!this.#isInValue && !this.#startsValue(byte)) continue;
      if (!this.#isInValue) {
        this.#isInValue = true;
        from = at;
      }
      if (byte === QUOTE) {
        this.#isInString = true;
      } else if (byte === OBJECT_START || byte === ARRAY_START) {
        this.#depth++;
      } else if (this.#depth > 0) {
        if (byte !== OBJECT_END && byte !== ARRAY_END) continue;
        this.#depth--;
        if (this.#depth === 0) finish(at + 1);
      } else if (this.#endsScalar(byte)) {
        finish(at);
        // The byte belongs to what follows: look at it again.
        at--;
      }
    }
    if (this.#isInValue && from < chunk.length) {
      this.#record.add(chunk, from, chunk.length, this.#position + from);
    }
    this.#position += chunk.length;
    return this.#record.take();
  }

  end(atMs: number): readonly TimelineEntry[] {
    this.#record.atMs = atMs;
    // A number or literal has no end of its own.
    if (this.#isInValue && this.#depth === 0 && !this.#isInString) this.#record.finish();
    else this.#record.finishUnfinished();
    return this.#record.take();
  }

  /** Between values: white space, and the punctuation of the top-level array, start none. */
  #startsValue(byte: number): boolean {
    if (WHITE_SPACE.has(byte) || byte === COMMA || byte === OBJECT_END) return false;
    if (byte === ARRAY_START && !this.#isInArray) {
      this.#isInArray = true;
      return false;
    }
    if (byte === ARRAY_END) {
      this.#isInArray = false;
      return false;
    }
    return true;
  }

  #endsScalar(byte: number): boolean {
    return WHITE_SPACE.has(byte) || byte === COMMA || byte === ARRAY_END || byte === OBJECT_END;
  }
}
