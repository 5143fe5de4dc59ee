const FIRST_CAPACITY = 4096;
/** A larger buffer is given back once it is empty. */
const KEPT_CAPACITY = 1024 * 1024;

/** Bytes that wait for the rest of their segment. Grows by doubling, so that any cut of the network is linear. */
export class CarryBuffer {
  #bytes: Buffer = Buffer.allocUnsafe(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(source: Uint8Array, from: number, to: number): void {
    const needed = this.#length + (to - from);
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    this.#bytes.set(source.subarray(from, to), this.#length);
    this.#length = needed;
  }

  /** The bytes held; valid until the next call. */
  peek(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Keeps the first `length` bytes at most. */
  cut(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > KEPT_CAPACITY) this.#bytes = Buffer.allocUnsafe(FIRST_CAPACITY);
  }
}
