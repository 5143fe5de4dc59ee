import { getFieldValue } from '../../shared/model/header-field.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';
import type { RequestDefinition } from '../../shared/model/request.ts';

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
]);

/**
 * The request that follows a redirect, or null if the response is to be shown as it is: no
 * redirect, no usable `Location`, another scheme than http(s), or a step from https down to http.
 *
 * 303 becomes GET, and so does POST on 301 and 302. On another origin credentials are dropped.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4
 */
export function toRedirectedRequest(
  request: RequestDefinition,
  from: URL,
  response: { readonly status: number; readonly headers: readonly HeaderField[] },
): RequestDefinition | null {
  if (!REDIRECT_STATUSES.has(response.status)) return null;
  const location = getFieldValue(response.headers, 'location');
  if (location === null || !URL.canParse(location, from.href)) return null;
  const to = new URL(location, from.href);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') return null;
  if (from.protocol === 'https:' && to.protocol === 'http:') return null;
  if (to.hash === '') to.hash = from.hash;

  const becomesGet =
    (response.status === 303 && !/^(get|head)$/i.test(request.method)) ||
    ((response.status === 301 || response.status === 302) && /^post$/i.test(request.method));
  const isOtherOrigin = to.origin !== from.origin;
  return {
    method: becomesGet ? 'GET' : request.method,
    url: to.href,
    headers: request.headers.filter((field) => {
      const name = field.name.toLowerCase();
      if (name === 'host') return false;
      if (becomesGet && CONTENT_FIELDS.has(name)) return false;
      return !(isOtherOrigin && CREDENTIAL_FIELDS.has(name));
    }),
    body: becomesGet ? { kind: 'none' } : request.body,
  };
}
