import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { APPEND_BYTES_MIN, APPEND_DELAY_MS, SPOOL_PENDING_BYTES_MAX } from '../../shared/limits.ts';
import type { FileSnapshot } from './log-snapshot.ts';

/** Bytes of a block of memory, for files that get much. */
const BLOCK_BYTES = 256 * 1024;
/** The same for what gets little, and fits. */
const SMALL_BLOCK_BYTES = 4 * 1024;
/** Blocks that are kept while much comes: as many as may wait for the disk. */
const FREE_BLOCKS_MAX = SPOOL_PENDING_BYTES_MAX / BLOCK_BYTES;
const EMPTY = Buffer.alloc(0);

/**
 * A file that only grows. Appends are copied into blocks of memory, and written in order, many at once: a write begins
 * when there is enough for one, or a few milliseconds after the first append. Reads wait until the bytes they ask for
 * are in the file. A failed write fails every later append, and the reads of what it lost; what was written before can
 * be read.
 */
export class AppendFile {
  readonly #path: string;
  readonly #file: FileHandle;
  /** What waits to be written: full blocks, the first `#filled` bytes of the newest one, and the text after them. */
  #full: Buffer[] = [];
  #block: Buffer = EMPTY;
  #filled = 0;
  #text = '';
  #free: Buffer[] = [];
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

  /** What a write failed with; null while none did. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Size of what is in the file or still comes into it: `size`, unless a write failed. */
  get storedSize(): number {
    return this.#failure === null ? this.#appended : this.#written;
  }

  /** Whether some of these bytes are lost to a failed write, as far as that is known. After a read of them it is. */
  isLost(offset: number, length: number): boolean {
    return this.#failure !== null && offset + length > this.#written;
  }

  /** The file as far as it is written, for another thread. */
  getSnapshot(): FileSnapshot {
    return { path: this.#path, sizeBytes: this.#written, isBroken: this.#failure !== null };
  }

  /**
   * Queues a copy of bytes. Gives a promise only when the queue is over its limit; it resolves when the queue is
   * written. Rejects or throws if a write failed.
   */
  append(bytes: Uint8Array): Promise<void> | void {
    if (this.#failure !== null) throw this.#failure;
    this.#gatherText();
    this.#copy(bytes);
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

  /** Resolves when everything appended so far is in the file, or known to be lost. Never rejects. */
  async settle(): Promise<void> {
    await this.flush().catch(() => undefined);
  }

  /** Reads up to `length` bytes from `offset`; fewer at the end of the file. Rejects if one of them is lost. */
  async read(offset: number, length: number): Promise<Buffer> {
    await this.#flushTo(Math.min(offset + length, this.#appended));
    return this.#read(offset, length);
  }

  /** The same, but what is lost is left out, as if the file ended before it. */
  async readStored(offset: number, length: number): Promise<Buffer> {
    await this.#flushTo(Math.min(offset + length, this.#appended)).catch(() => undefined);
    return this.#read(offset, length);
  }

  async #read(offset: number, length: number): Promise<Buffer> {
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
    if (this.#written < size) throw this.#failure;
  }

  #noteAppended(bytes: number): Promise<void> | void {
    this.#pendingBytes += bytes;
    this.#appended += bytes;
    this.#schedule();
    if (this.#pendingBytes > SPOOL_PENDING_BYTES_MAX) return this.flush();
  }

  #gatherText(): void {
    if (this.#text === '') return;
    this.#copy(Buffer.from(this.#text, 'latin1'));
    this.#text = '';
  }

  #copy(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      if (this.#filled === this.#block.length) this.#startBlock(bytes.length - from);
      const part = bytes.subarray(from, from + this.#block.length - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
    }
  }

  #startBlock(bytes: number): void {
    if (this.#filled > 0) this.#full.push(this.#block);
    const size =
      bytes > SMALL_BLOCK_BYTES || this.#full.length > 0 ? BLOCK_BYTES : SMALL_BLOCK_BYTES;
    this.#block = this.#free.pop() ?? Buffer.allocUnsafeSlow(size);
    this.#filled = 0;
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

  async #writeRest(batch: Buffer, from: number): Promise<void> {
    for (let at = from; at < batch.length;) {
      const { bytesWritten } = await this.#file.write(batch, at);
      if (bytesWritten === 0) throw new Error('the file took no more bytes');
      at += bytesWritten;
      this.#written += bytesWritten;
    }
  }

  /** Writes what is queued. Never rejects. */
  async #write(): Promise<void> {
    this.#gatherText();
    const blocks = [...this.#full, this.#block];
    const batch = [...this.#full, this.#block.subarray(0, this.#filled)];
    const batchBytes = this.#pendingBytes;
    this.#full = [];
    this.#block = EMPTY;
    this.#filled = 0;
    this.#pendingBytes = 0;
    try {
      const { bytesWritten } = await this.#file.writev(batch);
      this.#written += bytesWritten;
      // A short write happens when the disk is nearly full; the next one then tells why.
      if (bytesWritten < batchBytes) await this.#writeRest(Buffer.concat(batch), bytesWritten);
      // Whoever writes a little at a time needs no more than this one.
      this.#free =
        blocks.length === 1 ? blocks : [...this.#free, ...blocks].slice(0, FREE_BLOCKS_MAX);
    } catch (cause: unknown) {
      this.#failure = cause;
      this.#full = [];
      this.#block = EMPTY;
      this.#filled = 0;
      this.#text = '';
      this.#pendingBytes = 0;
    }
  }
}

/** Appends bytes that are lost without a word if a write failed; their place, at `size` before, then tells so. */
export function appendOrLose(file: AppendFile, bytes: Uint8Array): void {
  if (file.failure === null) file.append(bytes)?.catch(() => undefined);
}
