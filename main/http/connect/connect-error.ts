import type { CertificateFacts } from '../../../shared/model/connection-facts.ts';

/** What can go wrong on the way to a server, beside what the system says. */
export type ConnectErrorCode =
  | 'TIDELINE_CONNECT_TIMEOUT'
  | 'TIDELINE_HEADERS_TIMEOUT'
  | 'TIDELINE_IDLE_TIMEOUT'
  | 'TIDELINE_PROXY_UNREACHABLE'
  | 'TIDELINE_PROXY_AUTH'
  | 'TIDELINE_PROXY_REFUSED'
  | 'TIDELINE_NO_HTTP2'
  | 'TIDELINE_STREAM_CLOSED'
  | 'TIDELINE_INFORMATIONAL_FLOOD'
  | 'TIDELINE_DECODED_TOO_LARGE'
  | 'TIDELINE_NOT_CONNECTED';

/** Thrown inside this room; `toNetworkError` makes a value of it. */
export class ConnectError extends Error {
  readonly code: ConnectErrorCode;

  constructor(code: ConnectErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** The certificate of a server cannot be verified. */
export class UntrustedCertificate extends Error {
  /** As OpenSSL and Node name it. */
  readonly code: string;
  readonly certificates: readonly CertificateFacts[];

  constructor(code: string, certificates: readonly CertificateFacts[]) {
    super(`the certificate cannot be verified: ${code}`);
    this.code = code;
    this.certificates = certificates;
  }
}
