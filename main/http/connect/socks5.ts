import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import { ConnectError } from './connect-error.ts';
import type { ProxyHop } from './proxy-route.ts';
import { SocketReader } from './socket-steps.ts';

const VERSION = 5;
const NO_AUTH = 0;
const USER_AUTH = 2;
const NONE_FITS = 0xff;
const BYTES_MAX = 255;

/** Replies of a proxy. @see https://www.rfc-editor.org/rfc/rfc1928#section-6 */
const REPLIES: readonly string[] = [
  'succeeded',
  'general failure',
  'not allowed by its rules',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'time to live expired',
  'command not supported',
  'address type not supported',
];

/** Address types, with the length of each; a name has its length before it. */
const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;

/**
 * Opens a way through a SOCKS5 proxy, which looks names up itself. The socket then leads to the target.
 * @see https://www.rfc-editor.org/rfc/rfc1928
 * @see https://www.rfc-editor.org/rfc/rfc1929
 */
export async function openSocksTunnel(
  socket: Socket,
  proxy: ProxyHop,
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<void> {
  const reader = new SocketReader(socket, signal);
  const methods = proxy.username === '' ? [NO_AUTH] : [USER_AUTH, NO_AUTH];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await reader.take(2);
  if (version !== VERSION) throw refused('the answer of the proxy is not SOCKS 5');
  if (method === NONE_FITS || method === undefined || !methods.includes(method)) {
    throw new ConnectError('TIDELINE_PROXY_AUTH', 'the proxy wants another way to log in');
  }
  if (method === USER_AUTH) await logIn(socket, reader, proxy);

  socket.write(
    Buffer.concat([Buffer.from([VERSION, 1, 0]), toAddress(target.host), toPort(target.port)]),
  );
  const [, reply = 1, , type] = await reader.take(4);
  if (reply !== 0) throw refused(`the proxy answered: ${REPLIES[reply] ?? `code ${reply}`}`);
  const length =
    type === IPV4 ? 4 : type === IPV6 ? 16 : type === NAME ? ((await reader.take(1))[0] ?? 0) : -1;
  if (length === -1) throw refused('the proxy answered with an address of no known type');
  await reader.take(length + 2);
  reader.release();
}

async function logIn(socket: Socket, reader: SocketReader, proxy: ProxyHop): Promise<void> {
  const username = Buffer.from(proxy.username, 'utf8');
  const password = Buffer.from(proxy.password, 'utf8');
  if (username.length > BYTES_MAX || password.length > BYTES_MAX) {
    throw new ConnectError('TIDELINE_PROXY_AUTH', 'user name or password is longer than 255 bytes');
  }
  socket.write(
    Buffer.concat([
      Buffer.from([1, username.length]),
      username,
      Buffer.from([password.length]),
      password,
    ]),
  );
  const [, status] = await reader.take(2);
  if (status !== 0) {
    throw new ConnectError('TIDELINE_PROXY_AUTH', 'the proxy did not take the credentials');
  }
}

function toAddress(host: string): Buffer {
  const family = isIP(host);
  if (family === 4) return Buffer.from([IPV4, ...host.split('.').map(Number)]);
  if (family === 6) return Buffer.concat([Buffer.from([IPV6]), toIpv6Bytes(host)]);
  const name = Buffer.from(host, 'latin1');
  if (name.length > BYTES_MAX) throw refused('the name of the host is longer than 255 bytes');
  return Buffer.concat([Buffer.from([NAME, name.length]), name]);
}

/** The URL parser has written the address in its short form, without an IPv4 part. */
function toIpv6Bytes(host: string): Buffer {
  const [head = '', tail] = host.split('::');
  const toGroups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
  const before = toGroups(head);
  const after = toGroups(tail ?? '');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const groups = tail === undefined ? before : [...before, ...zeros, ...after];
  const bytes = Buffer.alloc(16);
  groups.forEach((group, index) => bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2));
  return bytes;
}

function toPort(port: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(port);
  return bytes;
}

function refused(message: string): ConnectError {
  return new ConnectError('TIDELINE_PROXY_REFUSED', message);
}
