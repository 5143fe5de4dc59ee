import type { Socket } from 'node:net';
import { HEADER_SECTION_BYTES_MAX } from '../../../shared/limits.ts';

/** Bytes of a request head that are looked through for its end. */
const HEAD_CHARS_MAX = 16 * HEADER_SECTION_BYTES_MAX;
const HEAD_END = '\r\n\r\n';

/**
 * Tells the head of the next request as it is written to the socket, and its size. Whatever a library adds is in it.
 */
export function observeHead(socket: Socket, onHead: (head: string) => void): void {
  let text = '';
  // Wraps the method of this one socket until the head is complete.
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  const observed = (...args: unknown[]): boolean => {
    const [chunk] = args;
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('latin1');
    const end = text.indexOf(HEAD_END);
    if (end !== -1 || text.length > HEAD_CHARS_MAX) {
      Reflect.deleteProperty(socket, 'write');
      onHead(text.slice(0, end === -1 ? HEAD_CHARS_MAX : end));
    }
    return write(...args);
  };
  Object.defineProperty(socket, 'write', { value: observed, configurable: true, writable: true });
}

/** Tells the first bytes that are read from the socket from now on. */
export function observeFirstBytes(socket: Socket, onBytes: (bytes: Buffer) => void): void {
  const read = socket.read.bind(socket);
  const observed = (size?: number): unknown => {
    const bytes: unknown = read(size);
    if (Buffer.isBuffer(bytes)) {
      Reflect.deleteProperty(socket, 'read');
      onBytes(bytes);
    }
    return bytes;
  };
  Object.defineProperty(socket, 'read', { value: observed, configurable: true, writable: true });
}
