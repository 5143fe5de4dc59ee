import type { RedirectFacts, RedirectRefusal } from '../../shared/model/connection-facts.ts';
import { getFieldValue } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';
import { listBodyTexts } from '../../shared/model/request-body.ts';
import {
  DEFAULT_TRANSPORT_SETTINGS,
  NO_EXCEPTIONS,
} from '../../shared/model/transport-settings.ts';
import { holdsSecret } from '../../shared/template/hide-secrets.ts';

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Fields that carry credentials; they stay with the origin they were written for. */
const CREDENTIAL_FIELDS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'last-event-id',
]);

/** Fields that describe content; they go when the content goes. */
const CONTENT_FIELDS: ReadonlySet<string> = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-location',
  'digest',
  'content-digest',
  'repr-digest',
]);

/** What a response with a `Location` leads to. */
export interface Redirect {
  readonly facts: RedirectFacts;
  /** The request that follows; null: the response is shown as it is. */
  readonly next: RequestDefinition | null;
  readonly isOtherOrigin: boolean;
}

/**
 * Decides about a redirect; null if the response is none. Method and content follow the standard, and
 * https never leads down to http without the user's word. On another origin (scheme, host or port) everything that
 * carries credentials or a secret is left out; where that cannot be done, the redirect is not followed.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4
 */
export function toRedirect(
  request: RequestDefinition,
  from: URL,
  response: { readonly status: number; readonly headers: readonly HeaderField[] },
  given: { readonly secrets: readonly string[]; readonly redirects: number },
): Redirect | null {
  if (!REDIRECT_STATUSES.has(response.status)) return null;
  const location = getFieldValue(response.headers, 'location');
  const refuse = (to: URL | null, refusal: RedirectRefusal): Redirect => ({
    facts: { to: to === null ? null : to.href, refusal, dropped: [] },
    next: null,
    isOtherOrigin: to !== null && to.origin !== from.origin,
  });
  if (location === null || !URL.canParse(location, from.href)) return refuse(null, 'no-location');
  const to = new URL(location, from.href);
  // Credentials that a server writes into an address are its own idea.
  to.username = '';
  to.password = '';
  if (to.hash === '') to.hash = from.hash;
  const settings = { ...DEFAULT_TRANSPORT_SETTINGS, ...request.transport };
  const exceptions = request.exceptions ?? NO_EXCEPTIONS;
  if (to.protocol !== 'http:' && to.protocol !== 'https:') return refuse(to, 'scheme');
  if (!settings.followsRedirects) return refuse(to, 'switched-off');
  const isDowngrade = from.protocol === 'https:' && to.protocol === 'http:';
  if (isDowngrade && !exceptions.downgradeOrigins.includes(to.origin)) {
    return refuse(to, 'downgrade');
  }
  if (given.redirects >= settings.redirectsMax) return refuse(to, 'limit');

  const becomesGet = settings.redirectMethod === 'standard' && turnsToGet(response.status, request);
  const isOtherOrigin = to.origin !== from.origin;
  if (isOtherOrigin && holdsSecret(to.href, given.secrets)) return refuse(to, 'secret-in-url');
  const keepsBody = !becomesGet && request.body.kind !== 'none';
  if (isOtherOrigin && keepsBody && bodyHoldsSecret(request, given.secrets)) {
    return refuse(to, 'secret-in-body');
  }
  const isDropped = ({ name, value }: HeaderField): boolean => {
    const lower = name.toLowerCase();
    if (lower === 'host') return true;
    if (becomesGet && CONTENT_FIELDS.has(lower)) return true;
    if (!isOtherOrigin) return false;
    return CREDENTIAL_FIELDS.has(lower) || holdsSecret(value, given.secrets);
  };
  const { auth, ...rest } = request;
  return {
    facts: {
      to: to.href,
      refusal: null,
      dropped: request.headers.filter(isDropped).map(({ name }) => name),
    },
    next: {
      ...rest,
      method: becomesGet ? 'GET' : request.method,
      url: to.href,
      headers: request.headers.filter((field) => !isDropped(field)),
      body: becomesGet ? { kind: 'none' } : request.body,
      ...(!isOtherOrigin && auth !== undefined && { auth }),
    },
    isOtherOrigin,
  };
}

function turnsToGet(status: number, { method }: RequestDefinition): boolean {
  if (status === 303) return !/^(get|head)$/i.test(method);
  return (status === 301 || status === 302) && /^post$/i.test(method);
}

function bodyHoldsSecret({ body }: RequestDefinition, secrets: readonly string[]): boolean {
  return listBodyTexts(body).some((text) => holdsSecret(text, secrets));
}
