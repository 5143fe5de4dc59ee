import { CONNECT_TIMEOUT_MS, HEADERS_TIMEOUT_MS, REDIRECTS_MAX } from '../limits.ts';

/** A proxy that the user named. */
export interface ManualProxy {
  /** `http://`, `https://` or `socks5://` with host and port; no userinfo. */
  readonly url: string;
  /** Empty: none. */
  readonly username: string;
  readonly password: string;
  /** Hosts reached without it: `example.com` and what is under it, `*.example.com`, `10.0.0.0/8`, `host:port`, `*`. */
  readonly bypass: readonly string[];
}

/** Which proxy a request goes through. */
export type ProxyChoice =
  /** As the program is set: `none`, `system` or a manual one. */
  | { readonly kind: 'default' }
  | { readonly kind: 'none' }
  /** What the system says for the URL; in a terminal the environment. */
  | { readonly kind: 'system' }
  | ({ readonly kind: 'manual' } & ManualProxy);

export type HttpVersionChoice =
  /** HTTP/2 where the server agrees to it on TLS, else HTTP/1.1. */
  | 'auto'
  | '1.1'
  /** HTTP/2 only; without TLS by prior knowledge. */
  | '2';

/** What a redirect does to the method. @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4 */
export type RedirectMethodRule =
  /** As browsers do: 303 becomes GET, and so does POST on 301 and 302. */
  | 'standard'
  /** Method and content stay, on 303 too. */
  | 'keep';

/** How a request is sent, beside what it says. */
export interface TransportSettings {
  readonly httpVersion: HttpVersionChoice;
  /** False: certificates are not checked at all. Told wherever the response is shown. */
  readonly verifiesCertificates: boolean;
  readonly proxy: ProxyChoice;
  /** For name look-up, connection, proxy and TLS together; null: no end. */
  readonly connectTimeoutMs: number | null;
  /** From the request to the end of the header section; null: no end. */
  readonly headersTimeoutMs: number | null;
  /** Longest silence inside the content; null: no end, as a stream needs it. */
  readonly idleTimeoutMs: number | null;
  readonly followsRedirects: boolean;
  readonly redirectsMax: number;
  readonly redirectMethod: RedirectMethodRule;
  /** Undoes `Content-Encoding`, and asks for codings that can be undone. */
  readonly decodesContent: boolean;
  /** Leaves the connection open for the next request to the same place. */
  readonly keepsAlive: boolean;
  /** Sends cookies out of the jar and puts those of the response into it. */
  readonly usesCookies: boolean;
}

/** Settings of a request that has none of its own: what a browser's user expects. */
export const DEFAULT_TRANSPORT_SETTINGS: TransportSettings = {
  httpVersion: 'auto',
  verifiesCertificates: true,
  proxy: { kind: 'default' },
  connectTimeoutMs: CONNECT_TIMEOUT_MS,
  headersTimeoutMs: HEADERS_TIMEOUT_MS,
  idleTimeoutMs: null,
  followsRedirects: true,
  redirectsMax: REDIRECTS_MAX,
  redirectMethod: 'standard',
  decodesContent: true,
  keepsAlive: true,
  usesCookies: true,
};

/**
 * Exceptions for one send, which are never stored. Each names an origin; a redirect to another one does not
 * inherit it.
 */
export interface SendExceptions {
  /** Origins whose certificate is taken although it cannot be verified. */
  readonly untrustedOrigins: readonly string[];
  /** `http` origins that a redirect from `https` may lead to. */
  readonly downgradeOrigins: readonly string[];
}

export const NO_EXCEPTIONS: SendExceptions = { untrustedOrigins: [], downgradeOrigins: [] };
