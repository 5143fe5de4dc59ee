/** What requests are sent with beside what they say themselves: cookies, certificates, the program's proxy, tokens. */

/** A cookie of the workspace's jar. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Without a leading dot. */
  readonly domain: string;
  /** Sent to the very host only, not to those under it. */
  readonly isHostOnly: boolean;
  readonly path: string;
  readonly isSecure: boolean;
  readonly isHttpOnly: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none' | null;
  /** Unix epoch milliseconds; null: until the program ends. */
  readonly expiresAtMs: number | null;
}

/** Names one cookie of a jar. */
export type CookieKey = Pick<Cookie, 'domain' | 'path' | 'name'>;

/** A certificate that proves who the client is. Its files were read when it was added. */
export interface ClientCertificateItem {
  readonly certificateId: string;
  /** Host that it is sent to, such as `api.example.com`, `*.example.com` or `localhost:8443`. */
  readonly host: string;
  readonly form: 'pem' | 'pkcs12';
  readonly subject: string;
  /** Unix epoch milliseconds; null where the file does not tell without a connection. */
  readonly validToMs: number | null;
  readonly fileName: string;
}

/** A file of authorities that are trusted beside the built-in ones. */
export interface AuthorityItem {
  readonly certificateId: string;
  readonly fileName: string;
  readonly subjects: readonly string[];
  readonly validToMs: number | null;
}

export interface CertificateList {
  readonly clients: readonly ClientCertificateItem[];
  readonly authorities: readonly AuthorityItem[];
}

/** The proxy of all requests that do not choose one themselves. The password never comes back. */
export interface ProgramProxy {
  readonly kind: 'none' | 'system' | 'manual';
  readonly url: string;
  readonly username: string;
  readonly hasPassword: boolean;
  readonly bypass: readonly string[];
}

/** Where the access token of a request stands. */
export type TokenState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'token';
      readonly tokenType: string;
      readonly scope: string;
      /** Unix epoch milliseconds. */
      readonly obtainedAtMs: number;
      /** Null: the server named no end. */
      readonly expiresAtMs: number | null;
      readonly canRefresh: boolean;
    };

/** Why no token could be had. */
export interface OAuth2Error {
  readonly kind: 'oauth2-error';
  readonly problem:
    /** A setting is missing or wrong; `detail` names it. */
    | 'settings'
    /** The authorization server said no; `code` is its error code. */
    | 'refused'
    /** Its answer is none that the standard allows. */
    | 'bad-answer'
    | 'network'
    /** The answer does not belong to the question that was asked. */
    | 'wrong-state'
    | 'timed-out'
    | 'cancelled'
    /** The token is gone or expired, and only a person can get another one. */
    | 'needs-person';
  readonly code: string | null;
  readonly detail: string;
}

/** What a person has to do for a token. */
export type AuthorizationPrompt =
  /** The browser was opened at this address. */
  | { readonly kind: 'browser'; readonly url: string }
  /** The code is to be entered at the address. */
  | {
      readonly kind: 'device';
      readonly verificationUrl: string;
      readonly userCode: string;
      readonly expiresAtMs: number;
    };

/** A file that a body names. */
export type BodyFile = { readonly path: string; readonly name: string } & (
  | { readonly kind: 'readable'; readonly sizeBytes: number }
  | { readonly kind: 'missing' }
  /** It is outside the workspace, and was not chosen in a dialog yet. */
  | { readonly kind: 'not-granted' }
  /** A folder, a pipe, a device, a link that leads out. */
  | { readonly kind: 'no-file' }
);
