import type { Socket } from 'node:net';

/**
 * Holds the bytes of a socket back from its parser while their reader is behind. The socket then fills and is no longer
 * read, so that TCP slows the server down. undici has a pause of its own, but its client of version 7 fails an
 * assertion, which nobody can catch, where the connection ends meanwhile.
 * @see https://github.com/nodejs/undici/issues/5360
 */
export class ReadGate {
  readonly #socket: Socket;
  #isHeld = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const read = socket.read.bind(socket);
    // Reading nothing is how the socket itself looks for its end.
    const held = (size?: number): unknown => (this.#isHeld && size !== 0 ? null : read(size));
    Object.defineProperty(socket, 'read', { value: held, configurable: true, writable: true });
  }

  /** From now on the parser finds nothing to read. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Tells the parser to read on. */
  open(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#socket.emit('readable');
  }
}
