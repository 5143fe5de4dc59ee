import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import {
  CONNECT_TIMEOUT_MS,
  HEADERS_TIMEOUT_MS,
  HEADER_SECTION_BYTES_MAX,
} from '../../shared/limits.ts';

/** Monotonic times at which the phases of one connection ended; null: not reached or not needed. */
export interface ConnectionMarks {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
}

/** What is known of the peer once the connection stands. */
export interface PeerFacts {
  readonly tlsVersion: string | null;
  readonly remoteAddress: string | null;
}

/**
 * An agent for one exchange, with the marks of the connection it makes. An explicit agent keeps
 * requests off the process-wide dispatcher, which undici copies share.
 */
export function createConnection(monotonicMs: () => number): {
  readonly agent: Agent;
  readonly marks: ConnectionMarks;
  readonly getPeer: () => PeerFacts;
  /**
   * What broke the socket, null if nothing did. undici takes a reset as the end of a body that has
   * no length of its own; for a stream that is the difference between an end and a cut.
   */
  readonly getSocketError: () => Error | null;
} {
  const marks: ConnectionMarks = { dnsMs: null, connectMs: null, tlsMs: null };
  let current: Socket | null = null;
  let socketError: Error | null = null;
  const connector = buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false });
  const agent = new Agent({
    connect: (options, callback) => {
      // The connector gives the socket back, although its type does not say so.
      const socket = connector(options, callback) as unknown as Socket;
      current = socket;
      socket.on('error', (error) => {
        socketError = error;
      });
      socket.on('lookup', (error: Error | null) => {
        if (error === null) marks.dnsMs ??= monotonicMs();
      });
      // Before undici's own listener, which writes the request at once.
      socket.prependOnceListener('connect', () => {
        marks.connectMs = monotonicMs();
      });
      socket.prependOnceListener('secureConnect', () => {
        marks.tlsMs = monotonicMs();
      });
      return socket;
    },
    connections: 1,
    pipelining: 1,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // A stream may be silent for hours; that is shown, not cut.
    bodyTimeout: 0,
    maxHeaderSize: HEADER_SECTION_BYTES_MAX,
  });
  const getPeer = (): PeerFacts => {
    const address = current?.remoteAddress;
    const port = current?.remotePort;
    return {
      tlsVersion: current instanceof TLSSocket ? current.getProtocol() : null,
      remoteAddress:
        address === undefined || port === undefined
          ? null
          : address.includes(':')
            ? `[${address}]:${port}`
            : `${address}:${port}`,
    };
  };
  return { agent, marks, getPeer, getSocketError: () => socketError };
}
