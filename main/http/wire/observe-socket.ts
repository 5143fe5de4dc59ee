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

/**
 * Tells that the first byte came, and what the response begins with once `length` bytes are there. They are passed on
 * in every case.
 */
export function observeBeginning(
  socket: Socket,
  length: number,
  on: { readonly firstByte: () => void; readonly beginning: (bytes: Buffer) => void },
): void {
  const before = Object.getOwnPropertyDescriptor(socket, 'read');
  const read = socket.read.bind(socket);
  let seen: Buffer = Buffer.alloc(0);
  const observed = (size?: number): unknown => {
    const bytes: unknown = read(size);
    if (!Buffer.isBuffer(bytes)) return bytes;
    if (seen.length === 0) on.firstByte();
    seen = Buffer.concat([seen, bytes.subarray(0, length - seen.length)]);
    if (seen.length === length) {
      Reflect.deleteProperty(socket, 'read');
      if (before !== undefined) Object.defineProperty(socket, 'read', before);
      on.beginning(seen);
    }
    return bytes;
  };
  Object.defineProperty(socket, 'read', { value: observed, configurable: true, writable: true });
}
