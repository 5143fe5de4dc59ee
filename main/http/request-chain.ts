import type { RedirectFacts } from '../../shared/model/connection-facts.ts';
import { NO_TIMINGS } from '../../shared/model/attempt-timings.ts';
import { getFieldValue, getFieldValues } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { NetworkError } from '../../shared/model/network-error.ts';
import { withScheme } from '../../shared/model/request.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { DEFAULT_TRANSPORT_SETTINGS } from '../../shared/model/transport-settings.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { openContent } from './body/open-content.ts';
import type { HttpEnvironment } from './http-environment.ts';
import { prepareRequest, withFields } from './prepare.ts';
import type { PreparedRequest } from './prepare.ts';
import { toRedirect } from './redirect.ts';

/** A field of ours for this hop. */
export interface HopFields {
  /** They replace the user's. */
  readonly extra: readonly HeaderField[];
  /** They give way to the user's. */
  readonly defaults: readonly HeaderField[];
}

/** What follows a response. */
export interface ChainStep {
  /** Why another request follows; null: the response is the one that counts. */
  readonly again: 'redirect' | 'challenge' | null;
  /** Null: the response is no redirect. */
  readonly redirect: RedirectFacts | null;
  /** Cookies that were refused, in words. */
  readonly refusedCookies: readonly string[];
}

/**
 * The requests of one connection attempt: the user's own, answers to challenges, and redirects. What belongs to one
 * origin (credentials, certificates, secrets) is left behind with the first step to another one, for good.
 */
export class RequestChain {
  readonly #environment: HttpEnvironment;
  readonly #userAgent: string;
  #request: RequestDefinition;
  /** Null from the first step to another origin on. */
  #authenticator: Authenticator | null;
  #redirects = 0;

  constructor(
    request: RequestDefinition,
    environment: HttpEnvironment,
    options: { readonly authenticator: Authenticator; readonly userAgent: string },
  ) {
    this.#request = request;
    this.#environment = environment;
    this.#userAgent = options.userAgent;
    this.#authenticator = options.authenticator;
  }

  /** The request at hand, before it is completed. */
  get request(): RequestDefinition {
    return this.#request;
  }

  /** Redirects followed so far. */
  get redirects(): number {
    return this.#redirects;
  }

  /** Completes the request at hand. Its content is open then; whoever sends it closes it. */
  async prepare(
    fields: HopFields,
    signal: AbortSignal,
  ): Promise<Result<PreparedRequest, NetworkError>> {
    const parts = (await this.#authenticator?.getParts(signal)) ?? ok({ fields: [], query: [] });
    if (!parts.ok) return fail(toPrepareError('auth-failed', parts.error.detail));
    const request = withAuth(this.#request, parts.value.fields, parts.value.query);
    const ownType = getFieldValue(request.headers, 'content-type');
    const content = await openContent(request.body, this.#environment.files, ownType);
    if (!content.ok) {
      const { kind, path, detail } = content.error;
      return fail(toPrepareError('file-refused', `${path}: ${detail}`, kind));
    }
    try {
      const prepared = prepareRequest(await this.#withCookies(request), {
        userAgent: this.#userAgent,
        content: content.value,
        extraFields: fields.extra,
        defaultFields: fields.defaults,
        sendsCertificate: this.#authenticator !== null,
      });
      return ok(withFields(prepared, (await this.#authenticator?.sign(prepared)) ?? []));
    } catch (cause: unknown) {
      await content.value?.close();
      const detail = cause instanceof Error ? cause.message : String(cause);
      return fail(toPrepareError('auth-failed', detail));
    }
  }

  /** Takes a response to the request at hand: keeps its cookies, and decides what follows. */
  async follow(
    prepared: PreparedRequest,
    response: { readonly status: number; readonly headers: readonly HeaderField[] },
  ): Promise<ChainStep> {
    const { cookies, secrets } = this.#environment;
    const { url } = prepared;
    const values = getFieldValues(response.headers, 'set-cookie');
    const refusedCookies = this.#usesCookies ? ((await cookies?.take(url, values)) ?? []) : [];
    if (this.#authenticator?.takeChallenge(prepared, response) === true) {
      return { again: 'challenge', redirect: null, refusedCookies };
    }
    const redirect = toRedirect(this.#request, url, response, {
      secrets,
      redirects: this.#redirects,
    });
    if (redirect === null) return { again: null, redirect: null, refusedCookies };
    const { next, facts } = redirect;
    if (next === null) return { again: null, redirect: facts, refusedCookies };
    this.#request = next;
    this.#redirects++;
    if (redirect.isOtherOrigin) this.#authenticator = null;
    return { again: 'redirect', redirect: facts, refusedCookies };
  }

  get #usesCookies(): boolean {
    return { ...DEFAULT_TRANSPORT_SETTINGS, ...this.#request.transport }.usesCookies;
  }

  /** Adds the cookies of the jar to those that the user wrote, which win. */
  async #withCookies(request: RequestDefinition): Promise<RequestDefinition> {
    const { cookies } = this.#environment;
    if (!this.#usesCookies || cookies === null) return request;
    const field = await cookies.getField(new URL(withScheme(request.url)));
    if (field === null) return request;
    const own = getFieldValues(request.headers, 'cookie').join('; ');
    const ownNames = new Set(own.split(';').map(toCookieName));
    const added = field.split('; ').filter((cookie) => !ownNames.has(toCookieName(cookie)));
    const all = [...(own === '' ? [] : [own]), ...added].join('; ');
    return {
      ...request,
      headers: [
        ...request.headers.filter(({ name }) => name.toLowerCase() !== 'cookie'),
        { name: 'Cookie', value: all },
      ],
    };
  }
}

function toCookieName(cookie: string): string {
  return cookie.split('=')[0]?.trim() ?? '';
}

/** A field of the user's own is not replaced. */
function withAuth(
  request: RequestDefinition,
  fields: readonly HeaderField[],
  query: readonly HeaderField[],
): RequestDefinition {
  const added = fields.filter(({ name }) => getFieldValue(request.headers, name) === null);
  if (query.length === 0) return { ...request, headers: [...request.headers, ...added] };
  const url = new URL(withScheme(request.url));
  const pairs = query.map(
    ({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  url.search = [url.search.slice(1), ...pairs].filter((part) => part !== '').join('&');
  return { ...request, url: url.href, headers: [...request.headers, ...added] };
}

/** Userinfo of a URL as basic authentication, where the request has no other; it is not part of what is sent. */
export function takeUserinfo(request: RequestDefinition): RequestDefinition {
  const url = new URL(withScheme(request.url));
  if (url.username === '' && url.password === '') return request;
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  const hasAuth = request.auth !== undefined && request.auth.kind !== 'none';
  return {
    ...request,
    url: url.href,
    ...(!hasAuth && { auth: { kind: 'basic', username, password } }),
  };
}

function toPrepareError(
  kind: 'auth-failed' | 'file-refused',
  detail: string,
  code: string | null = null,
): NetworkError {
  return {
    kind,
    code,
    detail,
    afterHeaders: false,
    phase: 'prepare',
    addresses: [],
    certificates: [],
    timings: NO_TIMINGS,
  };
}
