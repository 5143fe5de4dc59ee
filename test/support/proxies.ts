import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface TestProxy extends AsyncDisposable {
  readonly port: number;
  /** `host:port` of every way that was asked for, and the head where the proxy speaks HTTP. */
  readonly asked: readonly { readonly target: string; readonly head: string }[];
}

interface ProxyOptions {
  /** Wanted as `Basic` credentials; absent: none. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Bytes that are answered in place of doing anything. */
  readonly answer?: string;
  /** Where names lead; the default is this computer. */
  readonly host?: string;
}

/** A proxy that opens tunnels by CONNECT and forwards plain requests; over TLS where a certificate is given. */
export async function startHttpProxy(
  options: ProxyOptions & {
    readonly tls?: { readonly certificate: string; readonly key: string };
  } = {},
): Promise<TestProxy> {
  const asked: { target: string; head: string }[] = [];
  const take = (socket: Socket): void => {
    readHead(socket, (head, rest) => {
      const [method = '', target = ''] = head.split(' ');
      asked.push({ target, head });
      if (options.answer !== undefined) return void socket.write(options.answer);
      const { credentials } = options;
      const wanted =
        credentials === undefined
          ? null
          : Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
      if (wanted !== null && !head.includes(`Basic ${wanted}`)) {
        socket.end(
          'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n',
        );
        return;
      }
      const isTunnel = method === 'CONNECT';
      const url = new URL(isTunnel ? `http://${target}` : target);
      const upstream = connect(Number(url.port || 80), options.host ?? '127.0.0.1', () => {
        if (isTunnel) socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        // What it forwards is told with the path only, and without its own credentials.
        else {
          const forwarded = head
            .replace(target, `${url.pathname}${url.search}`)
            .replace(/\r\nproxy-authorization:[^\r]*/i, '');
          upstream.write(`${forwarded}\r\n\r\n`);
        }
        upstream.write(rest);
        join(socket, upstream);
      });
      upstream.on('error', () => socket.destroy());
    });
  };
  const server =
    options.tls === undefined
      ? createServer(take)
      : createTlsServer({ cert: options.tls.certificate, key: options.tls.key }, take);
  return listen(server, asked);
}

/** A SOCKS5 proxy, with user and password where they are given. Names are looked up as this computer. */
export async function startSocksProxy(
  options: ProxyOptions & { readonly reply?: number } = {},
): Promise<TestProxy> {
  const asked: { target: string; head: string }[] = [];
  const serve = async (socket: Socket): Promise<void> => {
    const reader = new ByteReader(socket);
    const [, methods = 0] = await reader.take(2);
    const offered = await reader.take(methods);
    const wanted = options.credentials === undefined ? 0 : 2;
    if (!offered.includes(wanted)) return void socket.end(Buffer.from([5, 0xff]));
    socket.write(Buffer.from([5, wanted]));
    if (options.credentials !== undefined) {
      const [, userLength = 0] = await reader.take(2);
      const username = (await reader.take(userLength)).toString();
      const [passwordLength = 0] = await reader.take(1);
      const password = (await reader.take(passwordLength)).toString();
      const { credentials } = options;
      const isRight = username === credentials.username && password === credentials.password;
      socket.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) return void socket.end();
    }
    const [, , , type] = await reader.take(4);
    const host =
      type === 1
        ? [...(await reader.take(4))].join('.')
        : type === 4
          ? (await reader.take(16)).toString('hex')
          : (await reader.take((await reader.take(1))[0] ?? 0)).toString();
    const port = (await reader.take(2)).readUInt16BE();
    asked.push({ target: `${host}:${port}`, head: '' });
    if (options.reply !== undefined) {
      socket.end(Buffer.from([5, options.reply, 0, 1, 0, 0, 0, 0, 0, 0]));
      return;
    }
    const upstream = connect(port, options.host ?? '127.0.0.1', () => {
      // A name as the bound address: clients have to read past any type.
      socket.write(
        Buffer.concat([Buffer.from([5, 0, 0, 3, 4]), Buffer.from('home'), Buffer.alloc(2)]),
      );
      upstream.write(reader.rest());
      join(socket, upstream);
    });
    upstream.on('error', () => socket.destroy());
  };
  const server = createServer((socket) => {
    serve(socket).catch(() => socket.destroy());
  });
  return listen(server, asked);
}

async function listen(server: Server, asked: TestProxy['asked']): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function join(one: Socket, other: Socket): void {
  one.pipe(other).on('error', () => one.destroy());
  other.pipe(one).on('error', () => other.destroy());
  one.on('close', () => other.destroy());
  other.on('close', () => one.destroy());
}

function readHead(socket: Socket, onHead: (head: string, rest: Buffer) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on('error', () => undefined);
  const take = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) return;
    socket.off('data', take);
    onHead(bytes.toString('latin1', 0, end), bytes.subarray(end + 4));
  };
  socket.on('data', take);
}

/** Exact pieces of what a socket sends. */
class ByteReader {
  #bytes = Buffer.alloc(0);
  #wake: () => void = () => undefined;
  readonly #socket: Socket;
  readonly #take = (chunk: Buffer): void => {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    this.#wake();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#take);
  }

  async take(length: number): Promise<Buffer> {
    while (this.#bytes.length < length) {
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve;
        this.#socket.once('close', () => reject(new Error('closed')));
      });
    }
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }

  rest(): Buffer {
    this.#socket.off('data', this.#take);
    return this.#bytes;
  }
}
