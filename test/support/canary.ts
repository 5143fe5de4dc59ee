import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A server that nothing may touch. */
export interface Canary extends AsyncDisposable {
  readonly origin: string;
  /** Connections, and the first line of what came over them. */
  readonly touched: readonly string[];
}

/** Starts a server on a port of its own that notes whatever touches it. */
export async function startCanary(): Promise<Canary> {
  const touched: string[] = [];
  const server = createServer((socket) => {
    touched.push('connection');
    socket.on('data', (bytes) => touched.push(bytes.toString('latin1').split('\r\n')[0] ?? ''));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    touched,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
