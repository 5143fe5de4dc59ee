import type { AttemptTimings } from '../../shared/model/attempt-timings.ts';
import { UntrustedCertificate } from './connect/connect-error.ts';
import type { NetworkError, NetworkErrorKind, Phase } from '../../shared/model/network-error.ts';

/** Raw code to kind, in one place. Unknown codes stay visible in `NetworkError.code`. */
const KINDS: Readonly<Record<string, NetworkErrorKind>> = {
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'dns-failed',
  EAI_FAIL: 'dns-failed',
  ETIMEOUT: 'dns-failed',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  ECONNABORTED: 'connection-reset',
  EPIPE: 'connection-reset',
  EHOSTUNREACH: 'host-unreachable',
  ENETUNREACH: 'host-unreachable',
  EADDRNOTAVAIL: 'host-unreachable',
  ETIMEDOUT: 'connect-timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'headers-timeout',
  UND_ERR_BODY_TIMEOUT: 'body-timeout',
  UND_ERR_HEADERS_OVERFLOW: 'headers-too-large',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'protocol-error',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'body-cut',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-wrong-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted',
  CERT_UNTRUSTED: 'tls-untrusted',
  CERT_REVOKED: 'tls-untrusted',
  CERT_CHAIN_TOO_LONG: 'tls-untrusted',
  INVALID_CA: 'tls-untrusted',
  EPROTO: 'tls-failed',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'client-certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'client-certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'client-certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'client-certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: 'client-certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'client-certificate',
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'http2-not-spoken',
  // The parser holds some of what a server may not send for impossible.
  ERR_ASSERTION: 'protocol-error',
  ERR_HTTP2_ERROR: 'protocol-error',
  TIDELINE_CONNECT_TIMEOUT: 'connect-timeout',
  TIDELINE_HEADERS_TIMEOUT: 'headers-timeout',
  TIDELINE_IDLE_TIMEOUT: 'body-timeout',
  TIDELINE_PROXY_UNREACHABLE: 'proxy-unreachable',
  TIDELINE_PROXY_AUTH: 'proxy-auth',
  TIDELINE_PROXY_REFUSED: 'proxy-refused',
  TIDELINE_NO_HTTP2: 'http2-not-spoken',
  TIDELINE_INFORMATIONAL_FLOOD: 'protocol-error',
  TIDELINE_DECODED_TOO_LARGE: 'decoded-too-large',
  TIDELINE_NOT_CONNECTED: 'connection-reset',
  TIDELINE_FILE_CHANGED: 'file-refused',
};

const DNS_KINDS: ReadonlySet<NetworkErrorKind> = new Set([
  'host-not-found',
  'dns-failed',
  'aborted',
]);

/** How many causes are followed before the search for a code stops. */
const CAUSE_DEPTH_MAX = 8;

interface RawError {
  readonly code: string | null;
  readonly message: string;
  readonly addresses: readonly string[];
}

/**
 * Turns what the transport threw into a {@link NetworkError}. Follows `cause` and the parts of an
 * `AggregateError`, so that a refused connection on both `127.0.0.1` and `::1` names both.
 */
export function toNetworkError(
  thrown: unknown,
  at: {
    readonly phase: Phase;
    readonly afterHeaders: boolean;
    readonly timings: AttemptTimings;
  },
): NetworkError {
  const raw = findRawError(thrown, 0);
  const isUntrusted = thrown instanceof UntrustedCertificate;
  const known = toKind(raw.code, at.phase, at.afterHeaders);
  // OpenSSL has more reasons than are told apart here; all of them mean that the certificate is not trusted.
  const kind = isUntrusted && known === 'unknown' ? 'tls-untrusted' : known;
  return {
    kind,
    code: raw.code,
    detail: raw.message,
    afterHeaders: at.afterHeaders,
    phase: toPhase(kind, at.phase),
    addresses: raw.addresses,
    certificates: isUntrusted ? thrown.certificates : [],
    timings: at.timings,
  };
}

function toPhase(kind: NetworkErrorKind, phase: Phase): Phase {
  if (kind.startsWith('proxy-')) return 'proxy';
  // An address that was typed as digits needs no look-up, so no mark tells that DNS has passed.
  return phase === 'dns' && !DNS_KINDS.has(kind) ? 'connect' : phase;
}

function toKind(code: string | null, phase: Phase, afterHeaders: boolean): NetworkErrorKind {
  if (code === null) return 'unknown';
  // The peer closed in an orderly way, but not where HTTP lets it.
  if (code === 'UND_ERR_SOCKET' || code === 'TIDELINE_STREAM_CLOSED') {
    return afterHeaders ? 'body-cut' : 'connection-reset';
  }
  if (code === 'ECONNRESET' && phase === 'tls') return 'tls-failed';
  const known = KINDS[code];
  if (known !== undefined) return known;
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return 'tls-failed';
  if (code.startsWith('HPE_')) return 'protocol-error';
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR')) {
    return 'decode-failed';
  }
  return 'unknown';
}

function findRawError(thrown: unknown, depth: number): RawError {
  if (!(thrown instanceof Error)) {
    return { code: null, message: String(thrown), addresses: [] };
  }
  const parts: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors : [];
  const partErrors =
    depth < CAUSE_DEPTH_MAX ? parts.map((part) => findRawError(part, depth + 1)) : [];
  const code = getCode(thrown);
  const ownAddress = getAddress(thrown);
  const addresses = [
    ...(ownAddress === null ? [] : [ownAddress]),
    ...partErrors.flatMap((part) => part.addresses),
  ];
  const first = partErrors[0];
  if (code !== null && (KINDS[code] !== undefined || first === undefined)) {
    const message = thrown.message === '' ? (first?.message ?? code) : thrown.message;
    return { code, message, addresses };
  }
  if (first !== undefined) return { ...first, addresses };
  if (thrown.cause !== undefined && depth < CAUSE_DEPTH_MAX) {
    return findRawError(thrown.cause, depth + 1);
  }
  return { code, message: thrown.message, addresses };
}

function getCode(error: Error): string | null {
  const code: unknown = 'code' in error ? error.code : null;
  if (typeof code === 'string') return code;
  // undici's parser gives some of its errors no code.
  return error.name === 'HTTPParserError' ? 'HPE_UNKNOWN' : null;
}

/** `127.0.0.1:8080` or `[::1]:8080` of a failed connection. */
function getAddress(error: Error): string | null {
  const address: unknown = 'address' in error ? error.address : null;
  const port: unknown = 'port' in error ? error.port : null;
  if (typeof address !== 'string' || typeof port !== 'number') return null;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
