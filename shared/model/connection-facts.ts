import type { HeaderField } from './header-field.ts';

/** One certificate of a chain. */
export interface CertificateFacts {
  /** Such as `CN=example.com, O=Example`. */
  readonly subject: string;
  readonly issuer: string;
  /** Such as `DNS:example.com`; empty for an authority. */
  readonly altNames: readonly string[];
  /** Unix epoch milliseconds. */
  readonly validFromMs: number;
  readonly validToMs: number;
  /** Hex. */
  readonly serialNumber: string;
  /** SHA-256 of the certificate, hex with colons. */
  readonly fingerprint256: string;
  /** Such as `RSA 2048` or `EC prime256v1`. */
  readonly key: string;
  readonly isAuthority: boolean;
}

/** What was agreed on a TLS connection. */
export interface TlsFacts {
  /** Such as `TLSv1.3`. */
  readonly version: string;
  /** Such as `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  /** Protocol agreed by ALPN, such as `h2`; null: none. */
  readonly alpn: string | null;
  /** Why the certificate cannot be verified, as a code; it was taken all the same, by the user's word. Null: it was verified. */
  readonly trustProblem: string | null;
  /** A certificate of the client was sent. */
  readonly sentCertificate: boolean;
  /** From the server's own certificate to the last one known; at most `CERTIFICATES_MAX`. */
  readonly chain: readonly CertificateFacts[];
}

/** A response before the one that counts, such as 103 Early Hints. */
export interface InformationalResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly HeaderField[];
}

/** What is known of the way to the server. */
export interface ConnectionFacts {
  readonly tls: TlsFacts | null;
  /** Such as `127.0.0.1:443`: the peer of the socket, which is the proxy where there is one. */
  readonly remoteAddress: string | null;
  /** Such as `http://proxy.example:3128`, without userinfo; null: none. */
  readonly proxy: string | null;
  /** The connection was left open by an earlier request; it took no time. */
  readonly isReused: boolean;
}

/** Why a redirect was not followed. The response is then shown as it is. */
export const REDIRECT_REFUSALS = [
  /** Following is switched off. */
  'switched-off',
  /** `Location` is missing, or no URL. */
  'no-location',
  /** It leads to another scheme than http and https. */
  'scheme',
  /** From https down to http; asks. */
  'downgrade',
  /** The content holds a secret, and would go to another origin; asks. */
  'secret-in-body',
  /** `Location` names a secret of the request, and another origin; asks. */
  'secret-in-url',
  /** As many redirects were followed as may be. */
  'limit',
] as const;

export type RedirectRefusal = (typeof REDIRECT_REFUSALS)[number];

/** Where a response sends the client, and what came of it. */
export interface RedirectFacts {
  /** Absolute URL; null where there is none to follow. */
  readonly to: string | null;
  /** Null: it was followed. */
  readonly refusal: RedirectRefusal | null;
  /** What was left out of the next request, because it goes to another origin: names of fields. */
  readonly dropped: readonly string[];
}

/** A connection of which nothing is known, and nothing special. */
export const UNKNOWN_CONNECTION: ConnectionFacts = {
  tls: null,
  remoteAddress: null,
  proxy: null,
  isReused: false,
};
