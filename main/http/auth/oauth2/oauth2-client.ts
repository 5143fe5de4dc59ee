import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { AUTHORIZATION_WAIT_MS, TOKEN_EARLY_MS } from '../../../../shared/limits.ts';
import type {
  AuthorizationPrompt,
  OAuth2Error,
  TokenState,
} from '../../../../shared/model/http-parts.ts';
import type { OAuth2Settings } from '../../../../shared/model/request-auth.ts';
import { fail, ok } from '../../../../shared/result.ts';
import type { Result } from '../../../../shared/result.ts';
import type { NoToken } from '../../http-environment.ts';
import { requestToken } from './grants.ts';
import type { GrantDeps } from './grants.ts';
import { toOAuth2Error } from './oauth2-error.ts';
import type { TokenFetch } from './token-fetch.ts';

/** A token as it is kept. */
export interface StoredToken {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly scope: string;
  /** Null: there is none. */
  readonly refreshToken: string | null;
  /** Unix epoch milliseconds. */
  readonly obtainedAtMs: number;
  /** Null: the server named no end. */
  readonly expiresAtMs: number | null;
}

/** Where tokens are kept. */
export interface TokenStore {
  readonly read: (key: string) => Promise<StoredToken | null>;
  /** Null forgets it. */
  readonly write: (key: string, token: StoredToken | null) => Promise<void>;
}

/** Tokens that end with the program. */
export function createMemoryTokens(): TokenStore {
  const tokens = new Map<string, StoredToken>();
  return {
    read: (key) => Promise.resolve(tokens.get(key) ?? null),
    write: (key, token) => {
      if (token === null) tokens.delete(key);
      else tokens.set(key, token);
      return Promise.resolve();
    },
  };
}

export interface OAuth2Deps {
  readonly store: TokenStore;
  readonly fetch: TokenFetch;
  /** Opens an address in the person's browser. Rejects if there is none. */
  readonly openBrowser: (url: string) => Promise<void>;
  /** What a person has to do; null: not any more. */
  readonly onPrompt: (prompt: AuthorizationPrompt | null) => void;
  readonly epochMs?: () => number;
  readonly wait?: (waitMs: number, signal: AbortSignal) => Promise<void>;
}

/** Gets access tokens, keeps them, and has them refreshed. */
export class OAuth2Client {
  readonly #deps: OAuth2Deps;
  readonly #epochMs: () => number;
  /** Questions under way by key: ten requests at once need one token. */
  readonly #running = new Map<string, Promise<Result<StoredToken, OAuth2Error>>>();

  constructor(deps: OAuth2Deps) {
    this.#deps = deps;
    this.#epochMs = deps.epochMs ?? Date.now;
  }

  async getState(settings: OAuth2Settings): Promise<TokenState> {
    const token = await this.#deps.store.read(toTokenKey(settings));
    if (token === null) return { kind: 'none' };
    const { tokenType, scope, obtainedAtMs, expiresAtMs, refreshToken } = token;
    const canRefresh = refreshToken !== null;
    return { kind: 'token', tokenType, scope, obtainedAtMs, expiresAtMs, canRefresh };
  }

  /** Gets a new token, with the help of a person where the grant needs one. */
  fetch(settings: OAuth2Settings, signal: AbortSignal): Promise<Result<StoredToken, OAuth2Error>> {
    return this.#once(settings, () => this.#request(settings, signal));
  }

  /** The access token itself; null: there is none. */
  async reveal(settings: OAuth2Settings): Promise<string | null> {
    return (await this.#deps.store.read(toTokenKey(settings)))?.accessToken ?? null;
  }

  forget(settings: OAuth2Settings): Promise<void> {
    return this.#deps.store.write(toTokenKey(settings), null);
  }

  /** A token that is good for a request now: the one kept, a refreshed one, or a new one where no person is needed. */
  async getToken(settings: OAuth2Settings, signal: AbortSignal): Promise<Result<string, NoToken>> {
    const kept = await this.#deps.store.read(toTokenKey(settings));
    if (kept !== null && !this.#isEnding(kept)) return ok(kept.accessToken);
    const got = await this.#once(settings, () => this.#renew(settings, kept, signal));
    if (got.ok) return ok(got.value.accessToken);
    const { code, detail } = got.error;
    return fail({ kind: 'no-token', detail: code === null ? detail : `${code}: ${detail}` });
  }

  /** Whether a request with these settings has to wait for a person first. */
  async needsPerson(settings: OAuth2Settings): Promise<boolean> {
    if (!needsPerson(settings)) return false;
    const kept = await this.#deps.store.read(toTokenKey(settings));
    return kept === null || (this.#isEnding(kept) && kept.refreshToken === null);
  }

  #isEnding({ expiresAtMs }: StoredToken): boolean {
    return expiresAtMs !== null && expiresAtMs - TOKEN_EARLY_MS <= this.#epochMs();
  }

  async #renew(
    settings: OAuth2Settings,
    kept: StoredToken | null,
    signal: AbortSignal,
  ): Promise<Result<StoredToken, OAuth2Error>> {
    if (kept !== null && kept.refreshToken !== null) {
      const refreshed = await this.#request(settings, signal, kept);
      // A refused refresh is not the end where a token can be had without a person.
      if (refreshed.ok || needsPerson(settings)) return refreshed;
    }
    if (!needsPerson(settings)) return this.#request(settings, signal);
    return fail({
      kind: 'oauth2-error',
      problem: 'needs-person',
      code: null,
      detail: kept === null ? 'there is no token yet' : 'the token has ended',
    });
  }

  async #request(
    settings: OAuth2Settings,
    signal: AbortSignal,
    kept: StoredToken | null = null,
  ): Promise<Result<StoredToken, OAuth2Error>> {
    const limit = AbortSignal.timeout(AUTHORIZATION_WAIT_MS);
    const deps: GrantDeps = {
      fetch: this.#deps.fetch,
      openBrowser: this.#deps.openBrowser,
      onPrompt: this.#deps.onPrompt,
      epochMs: this.#epochMs,
      wait:
        this.#deps.wait ??
        ((waitMs, waitSignal) => setTimeout(waitMs, undefined, { signal: waitSignal })),
      signal: AbortSignal.any([signal, limit]),
    };
    try {
      const token = await requestToken(settings, kept, deps);
      await this.#deps.store.write(toTokenKey(settings), token);
      return ok(token);
    } catch (cause: unknown) {
      return fail(await toOAuth2Error(cause, { isCancelled: signal.aborted }));
    } finally {
      this.#deps.onPrompt(null);
    }
  }

  #once(
    settings: OAuth2Settings,
    request: () => Promise<Result<StoredToken, OAuth2Error>>,
  ): Promise<Result<StoredToken, OAuth2Error>> {
    const key = toTokenKey(settings);
    const running = this.#running.get(key) ?? request().finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }
}

function needsPerson({ grant }: OAuth2Settings): boolean {
  return grant === 'authorization-code' || grant === 'device-code';
}

/** Names the token of some settings: the same client, user and scope at the same server share one. */
export function toTokenKey(settings: OAuth2Settings): string {
  const { grant, tokenUrl, clientId, scope } = settings;
  const place =
    settings.grant === 'authorization-code'
      ? settings.authorizationUrl
      : settings.grant === 'device-code'
        ? settings.deviceUrl
        : settings.grant === 'password'
          ? settings.username
          : '';
  return createHash('sha256')
    .update(JSON.stringify([grant, tokenUrl, clientId, scope, place, settings.tokenParameters]))
    .digest('hex');
}
