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

type LineProblem = Pick<ProblemEntry, 'offset' | 'length' | 'problem' | 'line' | 'detail'>;

interface Line {
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
  #lines: readonly Line[] | null = null;
  /** Lines before this one belong to an earlier error of the segment. */
  #searchFrom = 0;

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
    this.#lines = null;
    this.#searchFrom = 0;
  }

  /** Looks for U+0000 in ids and for invalid UTF-8; only worth it where the bytes may hold them. */
  checkBytes(): void {
    const bytes = this.#getBytes();
    if (bytes.includes(0)) this.#reportLines('null-in-id', ({ text: line }) => hasNullInId(line));
    if (!isUtf8(bytes)) this.#reportLines('invalid-utf8', (line) => !this.#isLineUtf8(line));
  }

  /** Takes what the parser says of a line of the segment at hand. */
  noteParserError(error: ParseError): void {
    const lines = this.#getLines();
    const found = lines.findIndex(
      (line, index) => index >= this.#searchFrom && line.text === error.line,
    );
    const line = lines[found];
    if (line === undefined) return;
    this.#searchFrom = found + 1;
    this.#report(error.type === 'invalid-retry' ? 'invalid-retry' : 'unknown-field', line);
  }

  /** The segment at hand is a `retry` line with this value. */
  checkRetry(ms: number): void {
    if (ms >= RECONNECTION_TIME_MS_MIN && ms <= RECONNECTION_TIME_MS_MAX) return;
    this.#reportLines('retry-clamped', () => true);
  }

  #reportLines(problem: ProblemKind, isWrong: (line: Line) => boolean): void {
    for (const line of this.#getLines()) if (isWrong(line)) this.#report(problem, line);
  }

  #isLineUtf8({ offset, length }: Line): boolean {
    const from = offset - this.#start;
    return isUtf8(this.#getBytes().subarray(from, from + length));
  }

  #report(problem: ProblemKind, line: Line): void {
    this.#told++;
    if (this.#told > PROBLEMS_PER_CONNECTION_MAX + 1) return;
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

  #getLines(): readonly Line[] {
    this.#lines ??= cutBytes(this.#getBytes(), this.#start, this.#firstLine);
    return this.#lines;
  }
}

function cutBytes(bytes: Buffer, start: number, firstLine: number): readonly Line[] {
  const lines: Line[] = [];
  for (let from = 0, number = firstLine; from < bytes.length; number++) {
    let end = from;
    while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end++;
    let next = end + 1;
    if (bytes[end] === 0x0d && bytes[next] === 0x0a) next++;
    const text = bytes.toString('utf8', from, end);
    lines.push({ text, offset: start + from, length: Math.min(next, bytes.length) - from, number });
    from = next;
  }
  return lines;
}

function hasNullInId(line: string): boolean {
  return line.startsWith('id:') && line.includes('\0');
}
