import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { TLSSocket, TlsOptions } from 'node:tls';

export interface TlsServer extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  /** What each request was, with the subject of the client's certificate; null: it sent none. */
  readonly requests: readonly { readonly text: string; readonly clientName: string | null }[];
  /** Handshakes that failed. */
  readonly failures: readonly Error[];
}

/** A TLS server that answers each request with the same bytes, and keeps what it read. */
export async function startTlsServer(
  options: TlsOptions,
  answer: (text: string) => string,
): Promise<TlsServer> {
  const requests: { text: string; clientName: string | null }[] = [];
  const failures: Error[] = [];
  const sockets = new Set<TLSSocket>();
  const server = createServer(options, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let text = '';
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
      if (end === -1 || text.length < end + 4 + length) return;
      const { subject } = socket.getPeerCertificate() as { subject?: { CN: string } };
      requests.push({ text, clientName: subject?.CN ?? null });
      socket.write(answer(text));
      text = '';
    });
  });
  server.on('tlsClientError', (error) => failures.push(error));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    port,
    requests,
    failures,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
