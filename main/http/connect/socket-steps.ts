import type { Socket } from 'node:net';

/** Resolves with the event; rejects with an error of the socket, its close, or the reason of the signal. */
export function untilEvent(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      socket.off(event, handleEvent);
      socket.off('error', handleError);
      socket.off('close', handleClose);
      signal.removeEventListener('abort', handleAbort);
      settle();
    };
    const handleEvent = (): void => finish(resolve);
    const handleError = (error: Error): void => finish(() => reject(error));
    const handleClose = (): void => {
      const closed = Object.assign(new Error('the other side closed the connection'), {
        code: 'ECONNRESET',
      });
      finish(() => reject(closed));
    };
    const handleAbort = (): void => finish(() => reject(toError(signal.reason)));
    if (signal.aborted) return reject(toError(signal.reason));
    // Before any other listener, so that what follows from the event comes after it.
    socket.prependOnceListener(event, handleEvent);
    socket.once('error', handleError);
    socket.once('close', handleClose);
    signal.addEventListener('abort', handleAbort);
  });
}

/** Reads from a socket in exact pieces, and gives back what was read too much. */
export class SocketReader {
  readonly #socket: Socket;
  readonly #signal: AbortSignal;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(socket: Socket, signal: AbortSignal) {
    this.#socket = socket;
    this.#signal = signal;
  }

  /** The next bytes, exactly as many. */
  async take(length: number): Promise<Buffer> {
    while (this.#bytes.length < length) await this.#readMore();
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }

  /** Everything up to an ending and with it; null if it does not come within `lengthMax` bytes. */
  async takeUntil(ending: string, lengthMax: number): Promise<Buffer | null> {
    for (;;) {
      const at = this.#bytes.indexOf(ending);
      if (at !== -1) return this.take(at + ending.length);
      if (this.#bytes.length > lengthMax) return null;
      await this.#readMore();
    }
  }

  /** Hands what was not taken back to the socket. */
  release(): void {
    if (this.#bytes.length > 0) this.#socket.unshift(this.#bytes);
    this.#bytes = Buffer.alloc(0);
  }

  #readMore(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = this.#socket;
      const finish = (settle: () => void): void => {
        socket.off('readable', handleReadable);
        socket.off('error', handleError);
        socket.off('close', handleClose);
        socket.off('end', handleClose);
        this.#signal.removeEventListener('abort', handleAbort);
        settle();
      };
      const handleReadable = (): void => {
        const bytes = socket.read() as Buffer | null;
        if (bytes === null) return;
        this.#bytes = Buffer.concat([this.#bytes, bytes]);
        finish(resolve);
      };
      const handleError = (error: Error): void => finish(() => reject(error));
      const handleClose = (): void => {
        const closed = Object.assign(new Error('the proxy closed the connection'), {
          code: 'ECONNRESET',
        });
        finish(() => reject(closed));
      };
      const handleAbort = (): void => finish(() => reject(toError(this.#signal.reason)));
      if (this.#signal.aborted) return reject(toError(this.#signal.reason));
      this.#signal.addEventListener('abort', handleAbort);
      socket.on('error', handleError);
      socket.on('close', handleClose);
      socket.on('end', handleClose);
      socket.on('readable', handleReadable);
      handleReadable();
    });
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
