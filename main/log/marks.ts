import { join } from 'node:path';
import { MARKS_MAX } from '../../shared/limits.ts';
import type { Mark } from '../../shared/ipc/timeline-contract.ts';
import { AppendFile } from './append-file.ts';
import type { ExchangeLog } from './exchange-log.ts';

/** A line of `marks.jsonl`: a mark as it is from now on, or that it is gone. */
type MarkLine =
  | {
      readonly kind: 'mark';
      readonly reading: number;
      readonly seq: number;
      readonly atMs: number;
      /** Place of the entry's bytes, to find it in another reading; null for entries that have none. */
      readonly offset: number | null;
      readonly note: string;
    }
  | { readonly kind: 'unmark'; readonly reading: number; readonly seq: number };

type StoredMark = Extract<MarkLine, { kind: 'mark' }>;

/**
 * Marks on the entries of one log, kept beside its spool in a file that only grows; the last line about an entry
 * counts. A mark stays with its bytes when the content is read another way.
 */
export class Marks {
  readonly #log: ExchangeLog;
  #file: AppendFile;
  /** One line is written after the other. */
  #writing: Promise<void> = Promise.resolve();
  #marks: Map<number, StoredMark>;
  #following: Promise<void> = Promise.resolve();

  private constructor(log: ExchangeLog, file: AppendFile, marks: Map<number, StoredMark>) {
    this.#log = log;
    this.#file = file;
    this.#marks = marks;
  }

  /** Opens the marks of a log. Lines that are no marks, such as a torn last one, are passed over. */
  static async open(log: ExchangeLog): Promise<Marks> {
    const file = await AppendFile.open(toPath(log));
    const marks = new Map<number, StoredMark>();
    const text = (await file.read(0, file.size)).toString('utf8');
    for (const line of text.split('\n')) {
      const read = readLine(line);
      if (read === null) continue;
      if (read.kind === 'mark') marks.set(read.seq, read);
      else marks.delete(read.seq);
    }
    return new Marks(log, file, marks);
  }

  /** All marks in order of time. */
  async list(): Promise<readonly Mark[]> {
    await this.#followReading();
    const marks = [...this.#marks.values()].sort((one, other) => one.seq - other.seq);
    return Promise.all(
      marks.map(async ({ seq, atMs, note }) => {
        return { seq, atMs, note, row: await this.#log.findRowOf(seq) };
      }),
    );
  }

  /** Adds a mark or changes its note. Rejects if that cannot be written; then the mark is as it was. */
  async set(seq: number, note: string): Promise<'done' | 'too-many' | 'no-entry'> {
    await this.#followReading();
    if (!this.#marks.has(seq) && this.#marks.size >= MARKS_MAX) return 'too-many';
    const entry = await this.#log.readIndexed(seq);
    if (entry === null) return 'no-entry';
    const { atMs, offset } = entry;
    const reading = this.#log.readingNumber;
    const mark: StoredMark = { kind: 'mark', reading, seq, atMs, offset, note };
    await this.#change(seq, mark, mark);
    return 'done';
  }

  /** Rejects if that cannot be written; then the mark is still there. */
  async remove(seq: number): Promise<void> {
    await this.#followReading();
    if (!this.#marks.has(seq)) return;
    await this.#change(seq, null, { kind: 'unmark', reading: this.#log.readingNumber, seq });
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** Entries have other numbers in another reading: finds them by their bytes, else by their time. */
  #followReading(): Promise<void> {
    this.#following = this.#following.catch(() => undefined).then(() => this.#move());
    return this.#following;
  }

  async #move(): Promise<void> {
    const reading = this.#log.readingNumber;
    const marks = [...this.#marks.values()];
    if (marks.every((mark) => mark.reading === reading)) return;
    const moved = new Map<number, StoredMark>();
    for (const mark of marks) {
      const seq = mark.reading === reading ? mark.seq : await this.#log.findSeqOf(mark);
      if (seq !== null) moved.set(seq, { ...mark, reading, seq });
    }
    for (const { seq } of marks) await this.#write({ kind: 'unmark', reading, seq });
    for (const mark of moved.values()) await this.#write(mark);
    this.#marks = moved;
  }

  /** Changes a mark at once, so that what follows knows it, and takes that back if it cannot be written. */
  async #change(seq: number, mark: StoredMark | null, line: MarkLine): Promise<void> {
    const marks = this.#marks;
    const before = marks.get(seq) ?? null;
    const put = (next: StoredMark | null): void => {
      if (next === null) marks.delete(seq);
      else marks.set(seq, next);
    };
    put(mark);
    try {
      await this.#write(line);
    } catch (cause: unknown) {
      if ((marks.get(seq) ?? null) === mark) put(before);
      throw cause;
    }
  }

  #write(line: MarkLine): Promise<void> {
    const writing = this.#writing.then(() => this.#append(line));
    this.#writing = writing.catch(() => undefined);
    return writing;
  }

  async #append(line: MarkLine): Promise<void> {
    let text = `${JSON.stringify(line)}\n`;
    if (this.#file.failure !== null) {
      // A file that failed takes no more. Opened anew it may, after what may be there of a line.
      const file = await AppendFile.open(toPath(this.#log));
      await this.#file.close();
      this.#file = file;
      text = `\n${text}`;
    }
    this.#file.append(Buffer.from(text, 'utf8'))?.catch(() => undefined);
    await this.#file.flush();
  }
}

function toPath(log: ExchangeLog): string {
  return join(log.folder, 'marks.jsonl');
}

function readLine(text: string): MarkLine | null {
  let line: Partial<MarkLine>;
  try {
    line = JSON.parse(text) as Partial<MarkLine>;
  } catch {
    return null;
  }
  if (typeof line.seq !== 'number') return null;
  if (line.kind === 'unmark') return line as MarkLine;
  return line.kind === 'mark' && typeof line.note === 'string' && typeof line.atMs === 'number'
    ? (line as MarkLine)
    : null;
}
