import { isAscii } from 'node:buffer';
import { createParser } from 'eventsource-parser';
import type { EventSourceParser, ParseError } from 'eventsource-parser';
import { EVENT_BYTES_MAX } from '../../shared/limits.ts';
import type { TimelinePart } from '../../shared/model/plain-events.ts';
import type { ByteRange, EntryBase } from '../../shared/model/timeline.ts';
import { CarryBuffer } from './carry-buffer.ts';
import type { Framing, FramingOptions, SeqCounter } from './framing.ts';
import { decodeCut, readLargeBlock } from './large-block.ts';
import { LineProblems } from './line-problems.ts';
import type { Line } from './line-problems.ts';
import { PlainBlocks } from './plain-blocks.ts';

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const LETTER_R = 0x72;
const BOM = [0xef, 0xbb, 0xbf] as const;
const NO_BYTE = -1;

/** Characters of a problem's detail. */
const DETAIL_CHARS_MAX = 200;

/** Block whose data lines are joined as bytes. Below, the parser is faster; above, it takes too much memory. */
const LARGE_BLOCK_BYTES = 64 * 1024;

/**
 * Event stream framing: bytes to events, comments and retries, each with its exact place.
 *
 * The parser gives the meaning, a scan over the bytes gives the place: the scan cuts the body at
 * line ends into segments (a block up to its empty line; a comment or `retry` line by itself) and
 * feeds the parser one segment at a time, line ends written as LF. So whatever the parser reports
 * belongs to the segment that was fed, however the network cut the bytes. The LF of a CRLF that
 * ends a segment is between two segments, so that places do not depend on the cuts either. Blocks
 * that are so plain that nothing is left to decide are read without the parser.
 *
 * An event longer than the limit is dispatched with its beginning, marked as truncated, and
 * followed by a `truncated-event` problem with its true length.
 *
 * One instance per connection attempt; only the last event ID passes from one to the next.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export class SseFraming implements Framing {
  #parser: EventSourceParser;
  #isParserQuiet = false;
  readonly #seqs: SeqCounter;
  readonly #problems: LineProblems;
  /** Lines that have ended on this connection. */
  #lines = 0;
  /** Number of the first line of the segment at hand. */
  #firstLine = 1;
  /** Time of the entries that are being made. */
  #atMs = 0;
  readonly #eventBytesMax: number;
  readonly #carry = new CarryBuffer();
  #out: TimelinePart[] = [];
  #lastEventId: string;

  /** Whether the bytes at hand may hold U+0000 or invalid UTF-8. */
  #isSuspect = false;
  /** Whether the bytes of this block's chunks are one character each. */
  #isAscii = true;
  /** Place of the next byte; while the parser is fed, the end of the segment. */
  #position: number;
  #segmentStart: number;
  #blockStart: number;
  /** First byte of the line at hand. */
  #lineFirst = NO_BYTE;
  #segmentHasCr = false;
  #swallowLf = false;
  /** Bytes of the BOM matched so far; -1 once the start of the body has been looked at. */
  #bomMatched = 0;
  /** The segment passed the limit: its beginning is kept, the rest only counted. */
  #isSegmentCut = false;
  /** Bytes of this block that were kept, comments left out. */
  #blockBytesKept = 0;
  #isBlockTruncated = false;
  /** The block at hand was dispatched. */
  #isDispatched = false;
  /** The line of the block at hand that names its event, as far as a browser may drop it. */
  #typeLine: Line | null = null;
  readonly #plain = new PlainBlocks();
  /** Data of the block that is being fed, where the parser is not to join it. */
  #largeData: string | null = null;

  constructor(options: FramingOptions) {
    this.#seqs = options.seqs;
    this.#problems = new LineProblems((problem) => {
      this.#out.push({ kind: 'problem', ...this.#nextBase(), ...problem });
    });
    this.#position = options.offset;
    this.#segmentStart = options.offset;
    this.#blockStart = options.offset;
    this.#lastEventId = options.lastEventId;
    this.#eventBytesMax = options.eventBytesMax ?? EVENT_BYTES_MAX;
    this.#parser = this.#createParser();
  }

  #createParser(): EventSourceParser {
    const parser = createParser({
      onId: (id) => {
        this.#lastEventId = id;
      },
      onEvent: (event) => {
        const data = this.#largeData ?? event.data;
        this.#isDispatched = true;
        this.#out.push({
          kind: 'event',
          seq: this.#seqs.next++,
          atMs: this.#atMs,
          offset: this.#blockStart,
          length: this.#position - this.#blockStart,
          type: event.event ?? 'message',
          data,
          sizeBytes: this.#isAscii ? data.length : Buffer.byteLength(data),
          id: event.id ?? null,
          lastEventId: this.#lastEventId,
          isTruncated: this.#isBlockTruncated,
        });
      },
      // An error object costs microseconds, and nobody reads further ones.
      ...(this.#problems.isFull
        ? {}
        : { onError: (error: ParseError) => this.#problems.noteParserError(error) }),
      onComment: (text) => {
        this.#out.push({ kind: 'comment', ...this.#nextBase(), ...this.#segmentRange(), text });
      },
      onRetry: (ms) => {
        this.#out.push({ kind: 'retry', ...this.#nextBase(), ...this.#segmentRange(), ms });
        this.#problems.checkRetry(ms);
      },
    });
    // The scan strips the one BOM at the start; this keeps the parser from stripping a second one.
    parser.feed('\n');
    return parser;
  }

  /** Last event ID string after everything that was pushed. */
  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** Takes the next bytes and gives the entries that they completed, in order. Never throws. */
  push(chunk: Uint8Array, atMs: number): readonly TimelinePart[] {
    this.#atMs = atMs;
    const out: TimelinePart[] = [];
    this.#out = out;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const base = this.#position;
    const end = bytes.length;
    // One conversion per chunk where one byte is one character; a slice of it costs nothing.
    const ascii = isAscii(bytes) ? bytes.toString('latin1') : null;
    if (ascii === null) this.#isAscii = false;
    // Both are looked for once per chunk, natively; most streams have neither.
    this.#isSuspect ||= ascii === null || bytes.includes(0);

    let at = this.#bomMatched === -1 ? 0 : this.#takeBom(bytes);
    /** Start of the segment's part that lies in this chunk. */
    let from = at;
    let nextLf = -1;
    let nextCr = -1;
    const isPlain = ascii !== null && !this.#isSuspect && !ascii.includes('\r');
    if (isPlain && this.#carry.length > 0) {
      at = this.#takeCarriedBlock(bytes, ascii, at);
      from = at;
    }
    while (at < end) {
      if (isPlain && from === at && this.#blockStart === base + at && !this.#swallowLf) {
        from = this.#takePlainBlocks(bytes, ascii, base, at);
        at = from;
        if (at === end) break;
      }
      const byte = bytes[at] as number;
      if (byte === LF && this.#swallowLf) {
        this.#swallowLf = false;
        at++;
        // Between two segments the LF belongs to neither; inside one it stays.
        if (this.#segmentStart === base + at - 1) {
          from = at;
          this.#segmentStart = base + at;
          if (this.#blockStart === base + at - 1) this.#blockStart = base + at;
        }
        continue;
      }
      this.#swallowLf = false;
      if (byte === LF || byte === CR) {
        at++;
        this.#lines++;
        if (byte === CR) {
          this.#swallowLf = true;
          this.#segmentHasCr = true;
        }
        const isBlank = this.#lineFirst === NO_BYTE;
        if (isBlank || this.#isLineOfItsOwn()) {
          this.#flush(bytes, ascii, base, [from, at], isBlank ? 'blank-line' : 'line-of-its-own');
          from = at;
        }
        this.#lineFirst = NO_BYTE;
        continue;
      }
      if (this.#lineFirst === NO_BYTE) {
        this.#lineFirst = byte;
        if (this.#isLineOfItsOwn() && this.#segmentStart < base + at) {
          this.#flush(bytes, ascii, base, [from, at], 'before-such-a-line');
          from = at;
        }
      }
      // The rest of the line holds nothing to decide; the search for its end is native.
      if (nextLf < at) nextLf = findNext(LF, bytes, ascii, at);
      if (nextCr < at) nextCr = findNext(CR, bytes, ascii, at);
      at = Math.min(nextLf, nextCr);
    }
    if (from < end) this.#keep(bytes, from, end, this.#isLineOfItsOwn());
    this.#position = base + end;
    // What is carried over may still hold them.
    this.#isSuspect &&= this.#carry.length > 0;
    return out;
  }

  /**
   * Ends the connection attempt. An unfinished event is not dispatched, as the standard says;
   * it is given as a problem with its place.
   */
  end(atMs: number): readonly TimelinePart[] {
    this.#atMs = atMs;
    const out: TimelinePart[] = [];
    const length = this.#position - this.#blockStart;
    // A comment that is cut is no part of an event.
    const isInLine = this.#carry.length > 0 && this.#lineFirst !== COLON;
    if (length > 0 && (this.#blockBytesKept > 0 || isInLine)) {
      out.push({
        kind: 'problem',
        ...this.#nextBase(),
        offset: this.#blockStart,
        length,
        problem: 'unfinished-event',
        line: this.#firstLine,
        detail: this.#carry.peek().toString('utf8', 0, DETAIL_CHARS_MAX),
      });
    }
    this.#carry.clear();
    return out;
  }

  #nextBase(): EntryBase {
    return { seq: this.#seqs.next++, atMs: this.#atMs };
  }

  #segmentRange(): { offset: number; length: number } {
    return { offset: this.#segmentStart, length: this.#position - this.#segmentStart };
  }

  /** Takes the block that was carried over, if it needs no parser; gives the place where its rest ends in the chunk. */
  #takeCarriedBlock(bytes: Buffer, ascii: string, at: number): number {
    // What came before has to be as plain as this chunk.
    const isWhole = this.#segmentStart === this.#blockStart && !this.#isSegmentCut;
    if (!isWhole || !this.#isAscii || this.#segmentHasCr) return at;
    const carried = this.#carry.peek();
    const endsLine = carried[carried.length - 1] === LF;
    const blank = endsLine && bytes[at] === LF ? at : ascii.indexOf('\n\n', at) + 1;
    if (blank === 0) return at;
    const end = blank + 1;
    const block = Buffer.concat([carried, bytes.subarray(at, end)]);
    const text = block.toString('latin1');
    if (this.#takePlainBlocks(block, text, this.#blockStart, 0) < block.length) return at;
    this.#carry.clear();
    this.#lineFirst = NO_BYTE;
    return end;
  }

  /** Takes the blocks from `at` on that need no parser; gives the place of the first one that does, or the end. */
  #takePlainBlocks(bytes: Buffer, ascii: string, base: number, at: number): number {
    const start = this.#plain.read(bytes, ascii, at, this.#eventBytesMax);
    if (start === at) return at;
    const events = this.#plain.toEvents({
      seq: this.#seqs.next,
      atMs: this.#atMs,
      offset: base,
      text: ascii,
      start: at,
      lastEventIdBefore: this.#lastEventId,
    });
    this.#out.push(events);
    this.#seqs.next += events.count;
    this.#lastEventId = events.lastEventId;
    // Lines of what was carried over were counted when they came.
    this.#lines = this.#firstLine - 1 + this.#plain.lines;
    this.#firstLine = this.#lines + 1;
    this.#position = base + start;
    this.#segmentStart = this.#position;
    this.#blockStart = this.#position;
    this.#isAscii = true;
    return start;
  }

  /** Comments and `retry` take effect at their line, not with the block, so they are fed alone. */
  #isLineOfItsOwn(): boolean {
    return this.#lineFirst === COLON || this.#lineFirst === LETTER_R;
  }

  /** Gives the index of the first byte after the BOM, whichever way it was cut. */
  #takeBom(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && this.#bomMatched < BOM.length) {
      if (bytes[at] !== BOM[this.#bomMatched]) {
        // No BOM after all: what was matched in earlier chunks is ordinary content.
        const earlier = this.#bomMatched - at;
        this.#bomMatched = -1;
        if (earlier > 0) {
          this.#lineFirst = BOM[0];
          this.#isSuspect = true;
          this.#carry.append(Uint8Array.from(BOM), 0, earlier);
        }
        return 0;
      }
      at++;
      this.#bomMatched++;
    }
    if (this.#bomMatched === BOM.length) {
      this.#bomMatched = -1;
      this.#segmentStart = this.#position + at;
      this.#blockStart = this.#segmentStart;
    }
    return at;
  }

  /** Keeps a part of the segment at hand, as far as the limit allows. A comment has the limit to itself. */
  #keep(bytes: Buffer, from: number, to: number, isAlone: boolean): void {
    const limit = isAlone ? this.#eventBytesMax : this.#eventBytesMax - this.#blockBytesKept;
    const room = Math.max(0, limit - this.#carry.length);
    if (to - from > room) this.#isSegmentCut = true;
    if (room > 0) this.#carry.append(bytes, from, Math.min(to, from + room));
  }

  /** Feeds the segment that ends before `to` to the parser. */
  #flush(
    bytes: Buffer,
    ascii: string | null,
    base: number,
    [from, to]: readonly [number, number],
    ending: 'blank-line' | 'line-of-its-own' | 'before-such-a-line',
  ): void {
    this.#position = base + to;
    const isAlone = ending === 'line-of-its-own';
    let text: string;
    /** Where the segment's bytes are: in this chunk, or in what was carried over. */
    let source = bytes;
    let sourceFrom = from;
    let keptBytes = to - from;
    if (this.#carry.length === 0 && this.#blockBytesKept + keptBytes <= this.#eventBytesMax) {
      text = ascii === null ? bytes.toString('utf8', from, to) : ascii.slice(from, to);
    } else {
      this.#keep(bytes, from, to, isAlone);
      keptBytes = this.#carry.length;
      source = this.#carry.peek();
      const isLarge = keptBytes > LARGE_BLOCK_BYTES && ending === 'blank-line';
      // A block of one segment without CR; what else there is in such a size can do with more memory.
      if (isLarge && this.#segmentStart === this.#blockStart && !this.#segmentHasCr) {
        text = this.#readLarge(source);
      } else {
        text = decodeCut(source, this.#isSegmentCut);
      }
      sourceFrom = 0;
      this.#carry.clear();
    }
    if (this.#segmentHasCr) text = text.replace(/\r\n?/g, '\n');
    if (this.#isSegmentCut) {
      if (!isAlone) text = withoutCutField(text);
      if (!text.endsWith('\n')) text += '\n';
      if (ending === 'blank-line') text += '\n';
      if (isAlone) this.#reportTruncation(this.#segmentRange());
      else this.#isBlockTruncated = true;
    }
    this.#problems.beginSegment(
      source,
      sourceFrom,
      sourceFrom + keptBytes,
      this.#segmentStart,
      this.#firstLine,
    );
    if (this.#isSuspect && !this.#isSegmentCut) this.#problems.checkBytes();
    this.#parser.feed(text);
    this.#largeData = null;
    // Only now it is known whether there was data; blocks that are dispatched are not looked at.
    if (!isAlone && !this.#isDispatched && !this.#problems.isFull) {
      this.#typeLine = this.#problems.findTypeLine() ?? this.#typeLine;
    }
    this.#firstLine = this.#lines + 1;
    if (!isAlone) this.#blockBytesKept += keptBytes;
    if (ending === 'blank-line') this.#endBlock(ascii !== null);
    this.#segmentStart = this.#position;
    this.#segmentHasCr = false;
    this.#isSegmentCut = false;
  }

  /** Gives what the parser is to read of a large block: all fields but the data, which are joined already. */
  #readLarge(source: Buffer): string {
    this.#problems.beginSegment(source, 0, source.length, this.#segmentStart, this.#firstLine);
    const { data, rest } = readLargeBlock(source, this.#isSegmentCut, (from, end) =>
      this.#problems.noteUnknownLine(from, end),
    );
    this.#largeData = data;
    return data === null ? `${rest}\n` : `${rest}data\n\n`;
  }

  #endBlock(isAsciiChunk: boolean): void {
    const length = this.#position - this.#blockStart;
    if (this.#isBlockTruncated) this.#reportTruncation({ offset: this.#blockStart, length });
    else if (!this.#isDispatched && this.#typeLine !== null) {
      this.#problems.noteNoData(this.#typeLine);
    }
    // Between two blocks a parser holds nothing.
    if (this.#problems.isFull && !this.#isParserQuiet) {
      this.#parser = this.#createParser();
      this.#isParserQuiet = true;
    }
    this.#blockStart = this.#position;
    this.#isAscii = isAsciiChunk;
    this.#blockBytesKept = 0;
    this.#isBlockTruncated = false;
    this.#isDispatched = false;
    this.#typeLine = null;
  }

  #reportTruncation(range: ByteRange): void {
    this.#out.push({
      kind: 'problem',
      ...this.#nextBase(),
      ...range,
      problem: 'truncated-event',
      line: null,
      detail: `${range.length} bytes received, the first ${this.#eventBytesMax} kept`,
    });
  }
}

/** Only data may end where the limit cut it: half a field name is no field, and half an id is another id. */
function withoutCutField(text: string): string {
  const lastLine = text.lastIndexOf('\n') + 1;
  return text.startsWith('data:', lastLine) ? text : text.slice(0, lastLine);
}

/** Place of the next LF or CR, or the end; each is searched for once, whatever ends the lines. */
function findNext(
  byte: typeof LF | typeof CR,
  bytes: Buffer,
  ascii: string | null,
  at: number,
): number {
  const found =
    ascii === null ? bytes.indexOf(byte, at) : ascii.indexOf(byte === LF ? '\n' : '\r', at);
  return found === -1 ? bytes.length : found;
}
