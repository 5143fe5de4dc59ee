import type { Writable } from 'node:stream';

/** A stream of text out of the program; a terminal knows that it is one, and its width. */
export type CliStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything that the terminal program touches outside itself. Tests bring their own. */
export interface CliIo {
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  /** Read only when an option asks for it. */
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Bundle of the worker that evaluates filters; the program's own when absent. */
  readonly queryWorkerPath?: string;
  /** Aborts on SIGINT and SIGTERM, with the signal's name as reason. */
  readonly interrupt: AbortSignal;
}

/** Whether to colour: only on a terminal that can, and not against NO_COLOR. @see https://no-color.org */
export function shouldColour(stream: CliStream, env: CliIo['env']): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/**
 * Writes to one stream with back-pressure. The first failure ends it for good: what is written
 * afterwards goes nowhere, and `failed` aborts. Never throws.
 */
export class Output {
  readonly #stream: CliStream;
  readonly #failed = new AbortController();
  readonly #release: AbortSignal;

  /** `interrupt` frees a write that waits for a reader who does not read. */
  constructor(stream: CliStream, interrupt: AbortSignal) {
    this.#stream = stream;
    this.#release = AbortSignal.any([interrupt, this.#failed.signal]);
    stream.on('error', (cause: NodeJS.ErrnoException) => this.#failed.abort(cause.code ?? 'EIO'));
  }

  /** Aborts when the stream broke, with the raw code as reason: `EPIPE` when its reader went away. */
  get failed(): AbortSignal {
    return this.#failed.signal;
  }

  /** Hands over the bytes at once; the promise resolves when more may be written. */
  write(chunk: string | Uint8Array): Promise<void> {
    if (chunk.length === 0 || this.#failed.signal.aborted) return Promise.resolve();
    if (this.#stream.write(chunk) || this.#release.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#stream.off('drain', done);
        this.#release.removeEventListener('abort', done);
        resolve();
      };
      this.#stream.on('drain', done);
      this.#release.addEventListener('abort', done);
    });
  }
}
