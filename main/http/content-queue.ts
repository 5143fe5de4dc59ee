import type { ContentChunk } from './content-decoding.ts';

/** Bytes that may wait between socket and reader before the socket is paused. */
const QUEUED_BYTES_MAX = 1024 * 1024;

/**
 * Chunks between undici's callbacks and an async reader. A slow reader pauses the socket, so that
 * TCP slows the server down and memory stays bounded.
 */
export class ContentQueue implements AsyncIterable<ContentChunk> {
  #chunks: ContentChunk[] = [];
  #queuedBytes = 0;
  #isPaused = false;
  #ended: { readonly error: unknown } | 'complete' | null = null;
  #wake: (() => void) | null = null;
  readonly #resume: () => void;

  constructor(resume: () => void) {
    this.#resume = resume;
  }

  /** Adds a chunk; false asks the caller to pause the socket. */
  push(chunk: ContentChunk): boolean {
    this.#chunks.push(chunk);
    this.#queuedBytes += chunk.bytes.length;
    this.#wake?.();
    this.#isPaused = this.#queuedBytes > QUEUED_BYTES_MAX;
    return !this.#isPaused;
  }

  complete(): void {
    this.#ended ??= 'complete';
    this.#wake?.();
  }

  /** Ends the queue with an error, which the reader gets after the chunks that came before it. */
  fail(error: unknown): void {
    this.#ended ??= { error };
    this.#wake?.();
  }

  /** Yields chunks in order, then ends or throws the error. One reader only. */
  async *[Symbol.asyncIterator](): AsyncGenerator<ContentChunk, void> {
    for (;;) {
      const chunks = this.#chunks;
      this.#chunks = [];
      this.#queuedBytes = 0;
      if (this.#isPaused) {
        this.#isPaused = false;
        this.#resume();
      }
      yield* chunks;
      if (this.#chunks.length > 0) continue;
      if (this.#ended === 'complete') return;
      if (this.#ended !== null) throw this.#ended.error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }
}
