import type { AttemptTimings } from './attempt-timings.ts';
import type { CertificateFacts } from './connection-facts.ts';

/** Every way in which a connection attempt can fail, in the words of the interface. */
export const NETWORK_ERROR_KINDS = [
  'host-not-found',
  'dns-failed',
  'connection-refused',
  'connection-reset',
  'host-unreachable',
  'connect-timeout',
  'headers-timeout',
  'body-timeout',
  'tls-untrusted',
  'tls-expired',
  'tls-wrong-host',
  'tls-failed',
  'protocol-error',
  'headers-too-large',
  'body-cut',
  'decode-failed',
  /** The content is a thousand times larger than what was sent: a decompression bomb. */
  'decoded-too-large',
  'too-many-redirects',
  /** HTTP/2 was asked for, and the server does not speak it. */
  'http2-not-spoken',
  /** A certificate of the client is wanted, or the one sent was refused. */
  'client-certificate',
  'proxy-unreachable',
  /** The proxy wants other credentials. */
  'proxy-auth',
  /** The proxy did not open the way, for another reason. */
  'proxy-refused',
  /** A file of the body may not be read, is gone or has changed. */
  'file-refused',
  /** No token could be had. */
  'auth-failed',
  'storage-failed',
  'aborted',
  'unknown',
] as const;

export type NetworkErrorKind = (typeof NETWORK_ERROR_KINDS)[number];

/** A phase of one connection attempt, in the order in which they pass. */
export type Phase =
  'prepare' | 'dns' | 'connect' | 'proxy' | 'tls' | 'request' | 'headers' | 'first-event';

/** A failed connection attempt, as data. The interface chooses its sentence from `kind`. */
export interface NetworkError {
  readonly kind: NetworkErrorKind;
  /** Raw code, such as `ECONNREFUSED`; for support and search, not for logic. */
  readonly code: string | null;
  /** Developer text, English. */
  readonly detail: string;
  /** True: the response had begun, and what arrived is kept. */
  readonly afterHeaders: boolean;
  /** The phase that did not end. */
  readonly phase: Phase;
  /** Addresses tried, such as `127.0.0.1:8080` and `[::1]:8080`; empty if none was reached. */
  readonly addresses: readonly string[];
  /** Certificates of a server that is not trusted, its own first; else empty. */
  readonly certificates: readonly CertificateFacts[];
  /** When the phases that passed had ended. */
  readonly timings: AttemptTimings;
}
