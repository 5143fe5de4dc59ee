/** Bytes that are kept: the block by which a stream says that it is done, with room for what stands in it beside. */
const TAIL_BYTES = 256;

/** `data: [DONE]`, or the `message_stop` of the Messages API, and nothing after it. */
const DONE = /(?:^|[\r\n])data: ?(?:\[DONE\]|\{\s*"type"\s*:\s*"message_stop"[^\r\n]*)[\r\n]*$/;

/** Knows the last bytes of a stream, and whether they say that nothing more is to come. */
export class TailWatch {
  readonly #tail = Buffer.alloc(TAIL_BYTES);
  #length = 0;

  /** Another connection begins. */
  clear(): void {
    this.#length = 0;
  }

  note(bytes: Uint8Array): void {
    const fresh = bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES));
    const kept = Math.min(this.#length, TAIL_BYTES - fresh.length);
    this.#tail.copyWithin(0, this.#length - kept, this.#length);
    this.#tail.set(fresh, kept);
    this.#length = kept + fresh.length;
  }

  saysDone(): boolean {
    return DONE.test(this.#tail.toString('latin1', 0, this.#length));
  }
}
