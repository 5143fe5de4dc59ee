import type { OAuth2Settings } from '../../shared/model/request-auth.ts';
import type { ProxyChoice } from '../../shared/model/transport-settings.ts';
import type { Result } from '../../shared/result.ts';
import { NO_FILES } from './body/request-files.ts';
import type { RequestFiles } from './body/request-files.ts';
import type { CookieJar } from './cookies/cookie-jar.ts';
import { noSystemProxy } from './connect/system-proxy.ts';
import type { SystemProxy } from './connect/system-proxy.ts';
import { DEFAULT_TRUST } from './connect/trust.ts';
import type { Trust } from './connect/trust.ts';

/** Why there is no token, in developer's words. */
export interface NoToken {
  readonly kind: 'no-token';
  readonly detail: string;
}

/** Gives the access token of a request, a fresh one where it is about to end. */
export type TokenSource = (
  settings: OAuth2Settings,
  signal: AbortSignal,
) => Promise<Result<string, NoToken>>;

/** What requests are sent with beside what they say themselves. */
export interface HttpEnvironment {
  readonly files: RequestFiles;
  /** Null: cookies are neither kept nor sent. */
  readonly cookies: CookieJar | null;
  readonly trust: Trust;
  /** The proxy of requests that do not choose one. */
  readonly proxy: Exclude<ProxyChoice, { kind: 'default' }>;
  readonly systemProxy: SystemProxy;
  /** Null: no token can be had. */
  readonly getToken: TokenSource | null;
  /** Texts that may not leave the origin of the request; they may become more while it runs. */
  readonly secrets: readonly string[];
}

/** Nothing but the network. */
export const BARE_ENVIRONMENT: HttpEnvironment = {
  files: NO_FILES,
  cookies: null,
  trust: DEFAULT_TRUST,
  proxy: { kind: 'none' },
  systemProxy: noSystemProxy,
  getToken: null,
  secrets: [],
};
