import { isUtf8 } from 'node:buffer';
import type { ParseError } from 'eventsource-parser';
import {
  PROBLEMS_PER_CONNECTION_MAX,
  RECONNECTION_TIME_MS_MAX,
  RECONNECTION_TIME_MS_MIN,
} from '../../shared/limits.ts';
import type { ProblemEntry, ProblemKind } from '../../shared/model/timeline.ts';

/** Characters of a problem's detail. */
const DETAIL_CHARS_MAX = 200;
/** Bytes of a line that are decoded to be told; enough for that many characters. */
const LINE_BYTES_TOLD_MAX = 4 * DETAIL_CHARS_MAX;

type LineProblem = Pick<ProblemEntry, 'offset' | 'length' | 'problem' | 'line' | 'detail'>;

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TYPE_FIELD = 'event:';

/** A line of the stream with its place in the body. `length` counts the line end. */
export interface Line {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
  readonly number: number;
}

/**
 * Finds the place of what is wrong with single lines of an event stream. Lines are only looked at
 * one by one in a segment in which the parser, or a search over the bytes, found something. After
 * `PROBLEMS_PER_CONNECTION_MAX` one `more-problems` follows, and no more.
 */
export class LineProblems {
  readonly #tell: (problem: LineProblem) => void;
  #told = 0;
  #source: Buffer = Buffer.alloc(0);
  #from = 0;
  #to = 0;
  #start = 0;
  #firstLine = 1;
  /** Goes through the lines of the segment once: the parser's errors come in their order. */
  #walk: Iterator<Line> | null = null;
  /** Lines of the segment before the byte at `#countedTo`. */
  #countedTo = 0;
  #linesBefore = 0;

  /** `tell` takes each problem, in the order of the lines. */
  constructor(tell: (problem: LineProblem) => void) {
    this.#tell = tell;
  }

  /**
   * A segment is about to be parsed: `source` holds its bytes between `from` and `to`, `start` is the
   * place of the first one in the body, `firstLine` the number of its first line. The bytes have to
   * stay as they are until the next segment begins.
   */
  beginSegment(source: Buffer, from: number, to: number, start: number, firstLine: number): void {
    this.#source = source;
    this.#from = from;
    this.#to = to;
    this.#start = start;
    this.#firstLine = firstLine;
    this.#walk = null;
    this.#countedTo = 0;
    this.#linesBefore = 0;
  }

  /** Looks for U+0000 in ids and for invalid UTF-8; only worth it where the bytes may hold them. */
  checkBytes(): void {
    const bytes = this.#getBytes();
    if (bytes.includes(0)) this.#reportLines('null-in-id', ({ text: line }) => hasNullInId(line));
    if (!isUtf8(bytes)) this.#reportLines('invalid-utf8', (line) => !this.#isLineUtf8(line));
  }

  /** Whether no further problem of a line is told on this connection. */
  get isFull(): boolean {
    return this.#told > PROBLEMS_PER_CONNECTION_MAX;
  }

  /** A line of the segment at hand, `from` and `end` in its bytes, has no known field name. */
  noteUnknownLine(from: number, end: number): void {
    if (this.isFull) return;
    this.#countLinesTo(from);
    const text = this.#getBytes().toString('utf8', from, Math.min(end, from + LINE_BYTES_TOLD_MAX));
    const length = end + 1 - from;
    this.#report('unknown-field', {
      text,
      offset: this.#start + from,
      length,
      number: this.#firstLine + this.#linesBefore,
    });
  }

  /** Takes what the parser says of a line of the segment at hand. */
  noteParserError(error: ParseError): void {
    if (this.isFull) return;
    this.#walk ??= this.#eachLine();
    for (;;) {
      const step = this.#walk.next();
      if (step.done === true) return;
      if (step.value.text !== error.line) continue;
      const problem = error.type === 'invalid-retry' ? 'invalid-retry' : 'unknown-field';
      return this.#report(problem, step.value);
    }
  }

  /** The last line of the segment at hand that names an event; null if there is none. */
  findTypeLine(): Line | null {
    const bytes = this.#getBytes();
    for (let from = bytes.length; from > 0;) {
      from = bytes.lastIndexOf(TYPE_FIELD, from - 1, 'latin1');
      if (from === -1) return null;
      if (from > 0 && !isLineEnd(bytes[from - 1])) continue;
      const valueFrom = from + TYPE_FIELD.length;
      const nameFrom = bytes[valueFrom] === SPACE ? valueFrom + 1 : valueFrom;
      let end = nameFrom;
      while (end < bytes.length && !isLineEnd(bytes[end])) end++;
      if (end === nameFrom) continue;
      const next = bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
      return {
        text: bytes.toString('utf8', from, Math.min(end, from + LINE_BYTES_TOLD_MAX)),
        offset: this.#start + from,
        length: Math.min(next, bytes.length) - from,
        number: this.#firstLine + countLineEnds(bytes, from),
      };
    }
    return null;
  }

  /** A block with this line ended without data. */
  noteNoData(typeLine: Line): void {
    if (!this.isFull) this.#report('no-data', typeLine);
  }

  /** The segment at hand is a `retry` line with this value. */
  checkRetry(ms: number): void {
    if (ms >= RECONNECTION_TIME_MS_MIN && ms <= RECONNECTION_TIME_MS_MAX) return;
    this.#reportLines('retry-clamped', () => true);
  }

  #countLinesTo(end: number): void {
    const bytes = this.#getBytes();
    for (; this.#countedTo < end; this.#countedTo++) {
      if (bytes[this.#countedTo] === LF) this.#linesBefore++;
    }
  }

  #reportLines(problem: ProblemKind, isWrong: (line: Line) => boolean): void {
    for (const line of this.#eachLine()) {
      if (this.isFull) return;
      if (isWrong(line)) this.#report(problem, line);
    }
  }

  #isLineUtf8({ offset, length }: Line): boolean {
    const from = offset - this.#start;
    return isUtf8(this.#getBytes().subarray(from, from + length));
  }

  #report(problem: ProblemKind, line: Line): void {
    this.#told++;
    const isLast = this.#told > PROBLEMS_PER_CONNECTION_MAX;
    this.#tell({
      offset: line.offset,
      length: line.length,
      problem: isLast ? 'more-problems' : problem,
      line: line.number,
      detail: isLast ? '' : line.text.slice(0, DETAIL_CHARS_MAX),
    });
  }

  /** A view is made only when something is wrong: one per event would cost a tenth of the engine's time. */
  #getBytes(): Buffer {
    return this.#source.subarray(this.#from, this.#to);
  }

  /** One line at a time: a block may have millions of them. */
  *#eachLine(): Generator<Line, void> {
    const bytes = this.#getBytes();
    for (let from = 0, number = this.#firstLine; from < bytes.length; number++) {
      let end = from;
      while (end < bytes.length && !isLineEnd(bytes[end])) end++;
      let next = end + 1;
      if (bytes[end] === CR && bytes[next] === LF) next++;
      const length = Math.min(next, bytes.length) - from;
      yield { text: bytes.toString('utf8', from, end), offset: this.#start + from, length, number };
      from = next;
    }
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

/** Lines that end before `to`, where a line begins. */
function countLineEnds(bytes: Buffer, to: number): number {
  let lines = 0;
  for (let at = 0; at < to; at++) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) lines++;
  }
  return lines;
}

function hasNullInId(line: string): boolean {
  return line.startsWith('id:') && line.includes('\0');
}
