import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../../workspace/files/write-atomically.ts';

/** A small file of the local data, read once and written as a whole, one write after the other. */
export class JsonFile<T> {
  readonly #path: string;
  readonly #empty: T;
  #reading: Promise<T> | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, empty: T) {
    this.#path = path;
    this.#empty = empty;
  }

  /** What is in it. A file that is not there, or cannot be read, is an empty one. */
  read(): Promise<T> {
    this.#reading ??= readFile(this.#path, 'utf8').then(
      (text) => this.#parse(text),
      () => this.#empty,
    );
    return this.#reading;
  }

  /** Changes it. Rejects with the system's error; what is read afterwards is the change all the same. */
  async change(change: (before: T) => T): Promise<void> {
    const value = change(await this.read());
    this.#reading = Promise.resolve(value);
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(async () => {
        await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
        await writeAtomically(this.#path, `${JSON.stringify(value, null, 2)}\n`);
      });
    return this.#writing;
  }

  #parse(text: string): T {
    try {
      return JSON.parse(text) as T;
    } catch {
      return this.#empty;
    }
  }
}
