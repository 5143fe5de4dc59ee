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

/** One connection of a scripted server: the script decides every byte, every cut and every close. */
export class ScriptedConnection {
  readonly request: ReceivedRequest;
  readonly #socket: Socket;

  constructor(request: ReceivedRequest, socket: Socket) {
    this.request = request;
    this.#socket = socket;
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
  /** Connections that carried a request so far. */
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
    readRequest(socket)
      .then(async (request) => {
        const connection = new ScriptedConnection(request, socket);
        connections.push(connection);
        await script(connection, connections.length - 1);
      })
      .catch((cause: unknown) => {
        failure ??= cause;
        socket.destroy();
      });
  });
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

function readRequest(socket: Socket): Promise<ReceivedRequest> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const take = (bytes: Buffer): void => {
      received = Buffer.concat([received, bytes]);
      const headEnd = received.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const head = received.toString('latin1', 0, headEnd);
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (received.length < headEnd + 4 + length) return;
      socket.off('data', take);
      // Keep reading, so that a close of the other side is noticed.
      socket.resume();
      resolve({ head, body: received.subarray(headEnd + 4, headEnd + 4 + length) });
    };
    socket.on('data', take);
  });
}
