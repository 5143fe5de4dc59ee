import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** A request as it stood on the wire. */
export interface ReceivedRequest {
  readonly head: string;
  readonly body: Buffer;
}

/** One request of a scripted server, and its connection: the script decides every byte, every cut and every close. */
export class ScriptedConnection {
  readonly request: ReceivedRequest;
  readonly #socket: Socket;

  constructor(request: ReceivedRequest, socket: Socket) {
    this.request = request;
    this.#socket = socket;
  }

  /** The same for all requests over one connection. */
  get socketId(): unknown {
    return this.#socket;
  }

  /** Value of a header field of the request, null if there is none. */
  getField(name: string): string | null {
    const line = this.request.head
      .split('\r\n')
      .find((candidate) => candidate.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return line === undefined ? null : line.slice(name.length + 1).trim();
  }

  /** Writes bytes as they are and waits until the system took them. */
  async write(bytes: string | Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.write(bytes, () => resolve()));
  }

  /** Writes the head of a stream whose content ends with the connection. */
  openStream(fields: readonly string[] = []): Promise<void> {
    const lines = [
      'HTTP/1.1 200 OK',
      'Content-Type: text/event-stream',
      'Cache-Control: no-cache',
      'Connection: close',
      ...fields,
    ];
    return this.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  /** Waits, but no longer than the connection lives. */
  async pause(waitMs: number): Promise<void> {
    const closed = new AbortController();
    const tell = (): void => closed.abort();
    this.#socket.once('close', tell);
    await setTimeout(waitMs, undefined, { signal: closed.signal }).catch(() => undefined);
    this.#socket.off('close', tell);
  }

  /** Ends the connection in order. */
  end(): void {
    this.#socket.end();
  }

  /** Cuts the connection with a reset. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Resolves when the other side closed. */
  async closed(): Promise<void> {
    if (!this.#socket.destroyed) await once(this.#socket, 'close');
  }
}

export interface ScriptedServer extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  /** Requests so far; those over one connection follow one another. */
  readonly connections: readonly ScriptedConnection[];
  readonly close: () => Promise<void>;
}

/**
 * Starts a raw TCP server on a port of its own. `script` runs once per request; what it throws
 * rejects `close`. Connections still open at the end are destroyed.
 */
export async function startScriptedServer(
  script: (connection: ScriptedConnection, index: number) => Promise<void> | void,
): Promise<ScriptedServer> {
  const connections: ScriptedConnection[] = [];
  const sockets = new Set<Socket>();
  let failure: unknown = null;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A cut connection is part of many scripts.
    socket.on('error', () => undefined);
    serve(socket).catch((cause: unknown) => {
      failure ??= cause;
      socket.destroy();
    });
  });
  const serve = async (socket: Socket): Promise<void> => {
    const reader = new RequestReader(socket);
    for (;;) {
      const request = await reader.next();
      if (request === null) return;
      const connection = new ScriptedConnection(request, socket);
      connections.push(connection);
      await script(connection, connections.length - 1);
    }
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    if (failure !== null) throw failure;
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    connections,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Reads one request after the other: a client may leave its connection open for the next one. */
class RequestReader {
  #received = Buffer.alloc(0);
  #wake: () => void = () => undefined;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    // Reads all the time, so that a close of the other side is noticed.
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
    socket.on('close', () => this.#wake());
  }

  /** The next request; null when the connection is closed. */
  async next(): Promise<ReceivedRequest | null> {
    for (;;) {
      const request = this.#take();
      if (request !== null) return request;
      if (this.#socket.destroyed) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #take(): ReceivedRequest | null {
    const received = this.#received;
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd === -1) return null;
    const head = received.toString('latin1', 0, headEnd);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    const end = headEnd + 4 + length;
    if (received.length < end) return null;
    this.#received = received.subarray(end);
    return { head, body: received.subarray(headEnd + 4, end) };
  }
}
