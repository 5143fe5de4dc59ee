import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { APPEND_BYTES_MIN, APPEND_DELAY_MS, SPOOL_PENDING_BYTES_MAX } from '../../shared/limits.ts';
import type { FileSnapshot } from './log-snapshot.ts';

/**
 * A file that only grows. Appends are queued and written in order, many at once: a write begins when
 * there is enough for one, or a few milliseconds after the first append. Reads wait until the bytes
 * they ask for are in the file. A failed write fails every later append and read.
 */
export class AppendFile {
  readonly #path: string;
  readonly #file: FileHandle;
  #pending: Uint8Array[] = [];
  /** What was appended as text after the last of the pending bytes. */
  #text = '';
  #pendingBytes = 0;
  #appended: number;
  #written: number;
  #writing: Promise<void> | null = null;
  #delay: NodeJS.Timeout | null = null;
  #failure: unknown = null;

  private constructor(path: string, file: FileHandle, size: number) {
    this.#path = path;
    this.#file = file;
    this.#appended = size;
    this.#written = size;
  }

  /** Creates the file, or opens it to append to what it holds. Only the user may read it. */
  static async open(path: string): Promise<AppendFile> {
    const file = await open(path, 'a+', 0o600);
    return new AppendFile(path, file, (await file.stat()).size);
  }

  /** Size with everything appended so far, written or not. */
  get size(): number {
    return this.#appended;
  }

  /** The file as far as it is written, for another thread. */
  getSnapshot(): FileSnapshot {
    return { path: this.#path, sizeBytes: this.#written, isBroken: this.#failure !== null };
  }

  /**
   * Queues bytes, which must not change afterwards. Gives a promise only when the queue is over its
   * limit; it resolves when the queue is written. Rejects or throws if a write failed.
   */
  append(bytes: Uint8Array): Promise<void> | void {
    if (this.#failure !== null) throw this.#failure;
    this.#gatherText();
    this.#pending.push(bytes);
    return this.#noteAppended(bytes.length);
  }

  /** The same for ASCII text. Many short ones are gathered, and cost one conversion together. */
  appendAscii(text: string): Promise<void> | void {
    if (this.#failure !== null) throw this.#failure;
    this.#text += text;
    return this.#noteAppended(text.length);
  }

  /** Resolves when everything appended so far is in the file. What is appended meanwhile is not waited for. */
  flush(): Promise<void> {
    return this.#flushTo(this.#appended);
  }

  /** Reads up to `length` bytes from `offset`; fewer at the end of the file. */
  async read(offset: number, length: number): Promise<Buffer> {
    await this.#flushTo(Math.min(offset + length, this.#appended));
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.#written - offset)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.#file.read(
        bytes,
        filled,
        bytes.length - filled,
        offset + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  /** Writes what is queued, then closes. Never rejects. */
  async close(): Promise<void> {
    await this.flush().catch(() => undefined);
    await this.#file.close().catch(() => undefined);
  }

  async #flushTo(size: number): Promise<void> {
    while (this.#written < size && this.#failure === null) {
      this.#startWriting();
      await this.#writing;
    }
    if (this.#failure !== null) throw this.#failure;
  }

  #noteAppended(bytes: number): Promise<void> | void {
    this.#pendingBytes += bytes;
    this.#appended += bytes;
    this.#schedule();
    if (this.#pendingBytes > SPOOL_PENDING_BYTES_MAX) return this.flush();
  }

  #gatherText(): void {
    if (this.#text === '') return;
    this.#pending.push(Buffer.from(this.#text, 'latin1'));
    this.#text = '';
  }

  #schedule(): void {
    if (this.#writing !== null || this.#pendingBytes === 0) return;
    if (this.#pendingBytes >= APPEND_BYTES_MIN) return this.#startWriting();
    this.#delay ??= setTimeout(() => this.#startWriting(), APPEND_DELAY_MS);
  }

  #startWriting(): void {
    if (this.#delay !== null) clearTimeout(this.#delay);
    this.#delay = null;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
      this.#schedule();
    });
  }

  /** Writes what is queued. Never rejects. */
  async #write(): Promise<void> {
    this.#gatherText();
    const batch = this.#pending;
    const batchBytes = this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    try {
      const { bytesWritten } = await this.#file.writev(batch);
      // A short write happens when the disk is nearly full; the next one then tells why.
      if (bytesWritten < batchBytes) {
        await this.#file.write(Buffer.concat(batch).subarray(bytesWritten));
      }
      this.#written += batchBytes;
    } catch (cause: unknown) {
      this.#failure = cause;
      this.#pending = [];
      this.#text = '';
      this.#pendingBytes = 0;
    }
  }
}
