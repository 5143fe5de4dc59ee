import type { Socket } from 'node:net';
import { PROXY_HEAD_BYTES_MAX } from '../../../shared/limits.ts';
import { ConnectError } from './connect-error.ts';
import type { ProxyHop } from './proxy-route.ts';
import { SocketReader } from './socket-steps.ts';

/** Value of a `Proxy-Authorization` field, null where no user is named. */
export function toProxyAuthorization({ username, password }: ProxyHop): string | null {
  if (username === '') return null;
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/**
 * Asks a proxy for a tunnel. The socket then leads to the target.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6
 */
export async function openHttpTunnel(
  socket: Socket,
  proxy: ProxyHop,
  target: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<void> {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  const authorization = toProxyAuthorization(proxy);
  const lines = [
    `CONNECT ${authority} HTTP/1.1`,
    `Host: ${authority}`,
    ...(authorization === null ? [] : [`Proxy-Authorization: ${authorization}`]),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const reader = new SocketReader(socket, signal);
  const head = await reader.takeUntil('\r\n\r\n', PROXY_HEAD_BYTES_MAX);
  const [statusLine = ''] = head?.toString('latin1').split('\r\n') ?? [];
  const [, status] = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine) ?? [];
  if (status === undefined) {
    throw new ConnectError('TIDELINE_PROXY_REFUSED', 'the answer of the proxy is not HTTP');
  }
  if (status === '407') throw new ConnectError('TIDELINE_PROXY_AUTH', statusLine);
  if (!status.startsWith('2')) throw new ConnectError('TIDELINE_PROXY_REFUSED', statusLine);
  reader.release();
}
