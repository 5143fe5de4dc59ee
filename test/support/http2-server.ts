import { once } from 'node:events';
import { createSecureServer, createServer } from 'node:http2';
import type {
  Http2SecureServer,
  Http2Server,
  IncomingHttpHeaders,
  SecureServerOptions,
  ServerHttp2Session,
  ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';

export interface Http2Request {
  /** Fields in the order in which they came, pseudo fields included. */
  readonly fields: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export interface Http2TestServer extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  readonly requests: readonly Http2Request[];
  readonly sessions: readonly ServerHttp2Session[];
  /** Cuts every connection. */
  readonly cut: () => void;
}

type Script = (stream: ServerHttp2Stream, request: Http2Request) => void;

/** A real HTTP/2 server, over TLS where options are given; the script answers each stream. */
export async function startHttp2Server(
  options: SecureServerOptions | null,
  script: Script,
): Promise<Http2TestServer> {
  const requests: Http2Request[] = [];
  const sessions: ServerHttp2Session[] = [];
  const server: Http2SecureServer | Http2Server =
    options === null ? createServer() : createSecureServer(options);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('session', (session: ServerHttp2Session) => {
    sessions.push(session);
    session.on('error', () => undefined);
  });
  const take = (
    stream: ServerHttp2Stream,
    _headers: IncomingHttpHeaders,
    _flags: number,
    raw: readonly string[],
  ): void => {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const fields: [string, string][] = [];
      for (let index = 0; index < raw.length; index += 2) {
        fields.push([raw[index] ?? '', raw[index + 1] ?? '']);
      }
      const request = { fields, body: Buffer.concat(chunks) };
      requests.push(request);
      script(stream, request);
    });
  };
  server.on('stream', take as never);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${options === null ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    sessions,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
}
