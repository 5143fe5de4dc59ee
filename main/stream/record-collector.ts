import { StringDecoder } from 'node:string_decoder';
import { EVENT_BYTES_MAX } from '../../shared/limits.ts';
import type { ProblemKind, TimelineEntry } from '../../shared/model/timeline.ts';
import { CarryBuffer } from './carry-buffer.ts';
import type { FramingOptions } from './framing.ts';

/** Characters of a problem's detail. */
const DETAIL_CHARS_MAX = 200;
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Collects the bytes of one record at a time (a line, a JSON value, a part) and makes its event.
 * A record over the limit keeps its beginning and is marked.
 */
export class RecordCollector {
  readonly #options: FramingOptions;
  readonly #eventBytesMax: number;
  readonly #carry = new CarryBuffer();
  #start = 0;
  #length = 0;
  #out: TimelineEntry[] = [];
  atMs = 0;

  constructor(options: FramingOptions) {
    this.#options = options;
    this.#eventBytesMax = options.eventBytesMax ?? EVENT_BYTES_MAX;
  }

  /** Bytes of the record at hand, kept or not. */
  get length(): number {
    return this.#length;
  }

  /** The bytes kept of the record at hand; valid until the next call. */
  peek(): Buffer {
    return this.#carry.peek();
  }

  /** Takes bytes back from the end of the record at hand. */
  shorten(by: number): void {
    this.#length -= by;
    this.#carry.cut(this.#length);
  }

  /** The entries made since the last call. */
  take(): readonly TimelineEntry[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  /** Adds bytes to the record at hand; `place` is where `from` stands in the body. */
  add(bytes: Uint8Array, from: number, to: number, place: number): void {
    if (this.#length === 0) this.#start = place;
    const room = Math.max(0, this.#eventBytesMax - this.#carry.length);
    if (room > 0) this.#carry.append(bytes, from, Math.min(to, from + room));
    this.#length += to - from;
  }

  /** Forgets the record at hand. */
  drop(): void {
    this.#carry.clear();
    this.#length = 0;
  }

  /**
   * Makes an event of the record at hand, white space around it left out of the data. A record of
   * white space only makes none. A part of a multipart body has a type and a head, which are not data;
   * its content is kept as it is.
   */
  finish(part?: { readonly type: string; readonly headBytes: number }): void {
    const isTruncated = this.#carry.length < this.#length;
    const bytes = this.#carry.peek();
    const content = part === undefined ? bytes : bytes.subarray(part.headBytes);
    const text = isTruncated ? new StringDecoder('utf8').write(content) : content.toString('utf8');
    const data = part === undefined ? text.trim() : text;
    if (part !== undefined || data !== '') {
      this.#out.push({
        kind: 'event',
        ...this.#nextBase(),
        offset: this.#start,
        length: this.#length,
        type: part?.type ?? 'message',
        data,
        sizeBytes: part === undefined ? Buffer.byteLength(data) : this.#length - part.headBytes,
        id: null,
        lastEventId: '',
        isTruncated,
      });
      if (isTruncated) {
        const kept = `${this.#length} bytes received, the first ${this.#eventBytesMax} kept`;
        this.#pushProblem('truncated-event', kept);
      }
    }
    this.drop();
  }

  /** The connection ended inside the record: a problem, if it holds anything. */
  finishUnfinished(): void {
    const bytes = this.#carry.peek();
    if (this.#length > 0 && !isBlank(bytes)) {
      this.#pushProblem('unfinished-event', bytes.toString('utf8', 0, DETAIL_CHARS_MAX));
    }
    this.drop();
  }

  #pushProblem(problem: ProblemKind, detail: string): void {
    this.#out.push({
      kind: 'problem',
      ...this.#nextBase(),
      offset: this.#start,
      length: this.#length,
      problem,
      line: null,
      detail,
    });
  }

  #nextBase(): { seq: number; atMs: number } {
    return { seq: this.#options.seqs.next++, atMs: this.atMs };
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => WHITE_SPACE.has(byte));
}
