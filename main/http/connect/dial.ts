import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { ConnectionFacts, TlsFacts } from '../../../shared/model/connection-facts.ts';
import type { HttpVersionChoice } from '../../../shared/model/transport-settings.ts';
import { ConnectError } from './connect-error.ts';
import { openHttpTunnel, toProxyAuthorization } from './http-proxy.ts';
import { toProxyLabel } from './proxy-route.ts';
import type { ProxyHop, ProxyRoute } from './proxy-route.ts';
import { ReadMemory } from './read-memory.ts';
import { secure } from './secure.ts';
import { untilEvent } from './socket-steps.ts';
import { openSocksTunnel } from './socks5.ts';
import type { Trust } from './trust.ts';

/** Monotonic times at which the phases of one connection ended; null: not reached or not needed. */
export interface ConnectionMarks {
  dnsMs: number | null;
  connectMs: number | null;
  proxyMs: number | null;
  tlsMs: number | null;
}

export interface DialOptions {
  readonly url: URL;
  readonly httpVersion: HttpVersionChoice;
  /** Ways to try, best first. */
  readonly routes: readonly ProxyRoute[];
  readonly trust: Trust;
  readonly takesUntrusted: boolean;
  readonly timeoutMs: number | null;
  readonly signal: AbortSignal;
  readonly marks: ConnectionMarks;
  readonly monotonicMs: () => number;
}

/** A connection that stands, and over which nothing was sent yet. */
export interface Connection {
  readonly socket: Socket;
  readonly version: '1.1' | '2';
  readonly facts: Omit<ConnectionFacts, 'isReused'>;
  /** Set where requests go to a proxy as a whole: `Proxy-Authorization`, null for none. */
  readonly forward: { readonly authorization: string | null } | null;
  /**
   * What broke the socket, null if nothing did. A parser takes a reset as the end of a body that has no length of its
   * own; for a stream that is the difference between an end and a cut.
   */
  readonly getSocketError: () => Error | null;
  /** Tells that bytes, and all that were read before them, are done with: their memory is read into again. */
  readonly release: (bytes: Uint8Array) => void;
}

/** Connects to the server of a URL, through a proxy where there is one. Rejects with what went wrong. */
export async function dial(options: DialOptions): Promise<Connection> {
  const stop = new AbortController();
  const stopByCaller = (): void => stop.abort(options.signal.reason);
  options.signal.addEventListener('abort', stopByCaller);
  if (options.signal.aborted) stopByCaller();
  const timer =
    options.timeoutMs === null
      ? null
      : setTimeout(
          () =>
            stop.abort(
              new ConnectError(
                'TIDELINE_CONNECT_TIMEOUT',
                `no connection in ${options.timeoutMs} ms`,
              ),
            ),
          options.timeoutMs,
        );
  try {
    let failure: unknown = null;
    for (const route of options.routes) {
      try {
        return await dialRoute(route, options, stop.signal);
      } catch (cause: unknown) {
        failure = cause;
        // Only a proxy that is not there gives way to the next one; what it said stands.
        if (!isUnreachable(cause)) throw cause;
      }
    }
    throw failure;
  } finally {
    if (timer !== null) clearTimeout(timer);
    options.signal.removeEventListener('abort', stopByCaller);
  }
}

async function dialRoute(
  route: ProxyRoute,
  options: DialOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const { url, marks, monotonicMs, httpVersion } = options;
  const isTls = url.protocol === 'https:';
  const target = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
  };
  const open: Socket[] = [];
  const memory = new ReadMemory();
  try {
    let socket =
      route === null
        ? await connectTcp(target, options, signal, { open, memory })
        : await connectProxy(route, options, signal, { open, memory });
    let forward: Connection['forward'] = null;
    if (route?.scheme === 'socks5') {
      await openSocksTunnel(socket, route, target, signal);
      marks.proxyMs = monotonicMs();
    } else if (route !== null && (isTls || httpVersion === '2')) {
      await openHttpTunnel(socket, route, target, signal);
      marks.proxyMs = monotonicMs();
    } else if (route !== null) {
      forward = { authorization: toProxyAuthorization(route) };
    }
    // The peer of a TLS socket over a TLS socket is not known to it.
    const { remoteAddress, remotePort } = open[0] ?? socket;
    let tls: TlsFacts | null = null;
    if (isTls) {
      const { trust, takesUntrusted } = options;
      const protocols =
        httpVersion === '2' ? ['h2'] : httpVersion === 'auto' ? ['h2', 'http/1.1'] : ['http/1.1'];
      const secured = await secure(socket, { ...target, protocols, trust, takesUntrusted }, signal);
      marks.tlsMs = monotonicMs();
      open.push(secured.socket);
      ({ socket } = secured);
      tls = secured.facts;
    }
    const isHttp2 = tls === null ? httpVersion === '2' : tls.alpn === 'h2';
    if (httpVersion === '2' && !isHttp2) {
      throw new ConnectError('TIDELINE_NO_HTTP2', 'the server did not agree to h2');
    }
    return {
      socket,
      version: isHttp2 ? '2' : '1.1',
      facts: {
        tls,
        remoteAddress: toAddressText(remoteAddress, remotePort),
        proxy: route === null ? null : toProxyLabel(route),
      },
      forward,
      getSocketError: watchErrors(socket),
      release: (bytes) => memory.release(bytes),
    };
  } catch (cause: unknown) {
    for (const socket of open) {
      socket.on('error', () => undefined);
      socket.destroy();
    }
    throw cause;
  }
}

/** What a connection is made of, whether it comes to stand or not. */
interface Parts {
  /** The sockets, innermost first. */
  readonly open: Socket[];
  /** What the innermost one reads into. */
  readonly memory: ReadMemory;
}

async function connectTcp(
  target: { readonly host: string; readonly port: number },
  { marks, monotonicMs }: DialOptions,
  signal: AbortSignal,
  { open, memory }: Parts,
): Promise<Socket> {
  marks.dnsMs = null;
  marks.connectMs = null;
  const socket: Socket = connect({
    ...target,
    onread: {
      buffer: memory.getBlock,
      // False pauses the socket, as for every stream.
      callback: (length) => socket.push(memory.take(length)),
    },
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  });
  open.push(socket);
  socket.on('lookup', (error: Error | null) => {
    if (error === null) marks.dnsMs ??= monotonicMs();
  });
  await untilEvent(socket, 'connect', signal);
  marks.connectMs = monotonicMs();
  return socket;
}

async function connectProxy(
  proxy: ProxyHop,
  options: DialOptions,
  signal: AbortSignal,
  parts: Parts,
): Promise<Socket> {
  try {
    const socket = await connectTcp(proxy, options, signal, parts);
    if (proxy.scheme !== 'https') return socket;
    const { host, port } = proxy;
    const { trust } = options;
    const protocols = ['http/1.1'];
    const secured = await secure(
      socket,
      { host, port, protocols, trust, takesUntrusted: false },
      signal,
    );
    parts.open.push(secured.socket);
    return secured.socket;
  } catch (cause: unknown) {
    if (signal.aborted) throw cause;
    const label = toProxyLabel(proxy);
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ConnectError('TIDELINE_PROXY_UNREACHABLE', `${label}: ${message}`, cause);
  }
}

function isUnreachable(cause: unknown): boolean {
  return cause instanceof ConnectError && cause.code === 'TIDELINE_PROXY_UNREACHABLE';
}

/** Also keeps an error that comes before somebody else listens from ending the process. */
function watchErrors(socket: Socket): () => Error | null {
  let socketError: Error | null = null;
  socket.on('error', (error) => {
    socketError = error;
  });
  return () => socketError;
}

function toAddressText(address: string | undefined, port: number | undefined): string | null {
  if (address === undefined || port === undefined) return null;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
