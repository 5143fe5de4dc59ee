import { parseMediaType } from '../../shared/model/media-type.ts';
import { readPartHead } from '../../shared/model/multipart-part.ts';
import type { MultipartPart } from '../../shared/model/multipart-part.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';
import type { Framing, FramingOptions } from './framing.ts';
import { RecordCollector } from './record-collector.ts';

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const SPACE = 0x20;
const TAB = 0x09;
/** Longest boundary, RFC 2046; also the longest first line that is taken for one. */
const BOUNDARY_CHARS_MAX = 70;
/** White space that a transport may put between a delimiter and its line end. */
const PADDING_BYTES_MAX = 64;

/**
 * Parts of a multipart body: `multipart/x-mixed-replace` as cameras and long polls send it, and its
 * kin. Each part is an event whose type is the part's media type. A part with a Content-Length is
 * complete with its last byte; any other with the delimiter after it.
 *
 * Without a boundary in the Content-Type the first line that starts with `--` gives it.
 * @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1
 */
export class MultipartFraming implements Framing {
  readonly lastEventId = '';
  readonly #record: RecordCollector;
  #delimiter: Buffer | null;
  /** Bytes that may be the beginning of a delimiter, with the line end before it. */
  #held: Buffer = Buffer.alloc(0);
  /** Place of the first held byte, or of the next one. */
  #position: number;
  /** `between`: outside of any part; what stands there is nobody's. */
  #state: 'between' | 'part' | 'ended' = 'between';
  #part: MultipartPart | null = null;
  /** A place where a delimiter may stand though no line end before it is at hand. */
  #allowedAt: number;

  constructor(contentType: string | null, options: FramingOptions) {
    const boundary = parseMediaType(contentType ?? '')?.parameters.get('boundary');
    this.#delimiter = boundary === undefined || boundary === '' ? null : toDelimiter(boundary);
    this.#record = new RecordCollector(options);
    this.#position = options.offset;
    this.#allowedAt = options.offset;
  }

  push(chunk: Uint8Array, atMs: number): readonly TimelineEntry[] {
    this.#record.atMs = atMs;
    const bytes = Buffer.concat([this.#held, chunk]);
    const from = this.#delimiter === null ? this.#findBoundary(bytes) : 0;
    const used = this.#delimiter === null ? from : this.#read(bytes, this.#delimiter, from);
    this.#held = bytes.subarray(used);
    this.#position += used;
    return this.#record.take();
  }

  end(atMs: number): readonly TimelineEntry[] {
    this.#record.atMs = atMs;
    if (this.#state === 'part') {
      this.#add(this.#held, 0, this.#held.length);
      this.#record.finishUnfinished();
    }
    return this.#record.take();
  }

  /** Takes the boundary from the first line that looks like one; gives the bytes that are done with. */
  #findBoundary(bytes: Buffer): number {
    for (let at = 0; at < bytes.length;) {
      const lineEnd = bytes.indexOf(LF, at);
      if (lineEnd === -1) return at;
      const line = bytes.toString('latin1', at, lineEnd).trimEnd();
      if (line.startsWith('--') && line.length > 2 && line.length <= BOUNDARY_CHARS_MAX + 2) {
        this.#delimiter = toDelimiter(line.slice(2));
        this.#allowedAt = this.#position + at;
        return this.#read(bytes, this.#delimiter, at);
      }
      at = lineEnd + 1;
    }
    return bytes.length;
  }

  /** Reads delimiters and parts from `from`; gives the number of bytes that are done with. */
  #read(bytes: Buffer, delimiter: Buffer, from: number): number {
    let done = from;
    let searchFrom = from;
    while (this.#state !== 'ended') {
      const announced = this.#getBytesToEnd();
      if (announced !== Infinity) {
        // Whatever looks like a delimiter in an announced content is content.
        const end = Math.min(bytes.length, done + announced);
        this.#add(bytes, done, end);
        if (this.#state === 'part') return end;
        done = end;
        searchFrom = end;
        continue;
      }
      const found = bytes.indexOf(delimiter, searchFrom);
      const line = found === -1 ? 'unfinished' : this.#judge(bytes, delimiter, found);
      if (line === 'other') {
        searchFrom = found + 1;
        continue;
      }
      // The line end before a delimiter belongs to the delimiter, so it is held back as well.
      const end =
        found === -1
          ? Math.max(done, bytes.length - delimiter.length - 1)
          : Math.max(done, found - lengthOfLineEnd(bytes, found));
      this.#add(bytes, done, end);
      done = end;
      if (this.#getBytesToEnd() !== Infinity) continue;
      if (line === 'unfinished') return end;
      this.#endPart();
      this.#state = line === 'last' ? 'ended' : 'part';
      done = bytes.indexOf(LF, found) + 1;
      searchFrom = done;
    }
    return bytes.length;
  }

  /** What the line is that a delimiter may begin. */
  #judge(
    bytes: Buffer,
    delimiter: Buffer,
    at: number,
  ): 'delimiter' | 'last' | 'other' | 'unfinished' {
    const place = this.#position + at;
    const isLineStart = at > 0 && bytes[at - 1] === LF;
    if (!isLineStart && place !== this.#allowedAt) return 'other';
    const rest = at + delimiter.length;
    if (bytes[rest] === DASH && bytes[rest + 1] === DASH) return 'last';
    const end = Math.min(bytes.length, rest + PADDING_BYTES_MAX);
    for (let next = rest; next < end; next++) {
      const byte = bytes[next];
      if (byte === LF) return 'delimiter';
      const mayFollow = byte === CR || byte === SPACE || byte === TAB;
      // One dash at the end of what came so far may become two.
      if (!mayFollow && !(byte === DASH && next === rest && next === bytes.length - 1))
        return 'other';
    }
    return end - rest === PADDING_BYTES_MAX ? 'other' : 'unfinished';
  }

  /** Adds bytes to the part at hand, and ends it where its length says so. */
  #add(bytes: Buffer, from: number, to: number): void {
    if (this.#state !== 'part' || to <= from) return;
    this.#record.add(bytes, from, to, this.#position + from);
    this.#part ??= readPartHead(this.#record.peek());
    const left = this.#getBytesToEnd();
    if (left < 0) this.#record.shorten(-left);
    if (left > 0) return;
    this.#allowedAt = this.#position + to + left;
    this.#endPart();
    this.#state = 'between';
  }

  /** Bytes that the part at hand still announces; Infinity if it announces nothing. */
  #getBytesToEnd(): number {
    if (this.#part === null || this.#part.contentLength === null) return Infinity;
    return this.#part.headBytes + this.#part.contentLength - this.#record.length;
  }

  #endPart(): void {
    if (this.#state !== 'part') return;
    const part = this.#part ?? readPartHead(this.#record.peek());
    this.#part = null;
    if (this.#record.length === 0) return;
    this.#record.finish({ type: part?.mediaType ?? 'text/plain', headBytes: part?.headBytes ?? 0 });
  }
}

function toDelimiter(boundary: string): Buffer {
  // Many cameras write the two dashes into the parameter as well.
  return Buffer.from(boundary.startsWith('--') ? boundary : `--${boundary}`, 'latin1');
}

function lengthOfLineEnd(bytes: Buffer, at: number): number {
  if (bytes[at - 1] !== LF) return 0;
  return bytes[at - 2] === CR ? 2 : 1;
}
