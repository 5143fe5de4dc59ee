import { REQUEST_BODY_BYTES_MAX, REQUEST_HEADER_FIELDS_MAX, URL_CHARS_MAX } from '../limits.ts';
import { FIELD_NAME_PATTERN, FIELD_VALUE_FORBIDDEN } from './header-field.ts';
import type { HeaderField } from './header-field.ts';
import type { RequestAuth } from './request-auth.ts';
import { listBodyTexts } from './request-body.ts';
import type { RequestBody } from './request-body.ts';
import type { StreamSettings } from './stream-settings.ts';
import type { SendExceptions, TransportSettings } from './transport-settings.ts';

/** A request as the user wrote it, ready to be sent: disabled rows are already left out. */
export interface RequestDefinition {
  readonly method: string;
  /** Target URI, absolute. Without a scheme, `http://` is taken for loopback and `https://` otherwise. */
  readonly url: string;
  /** Sent in this order, duplicates included. */
  readonly headers: readonly HeaderField[];
  readonly body: RequestBody;
  /** Names of fields that are not added where the request has none, such as `User-Agent`. */
  readonly omittedFields?: readonly string[];
  /** Absent: none. */
  readonly auth?: RequestAuth;
  /** How it is sent, where that differs from `DEFAULT_TRANSPORT_SETTINGS`. */
  readonly transport?: Partial<TransportSettings>;
  /** Exceptions for this one send. */
  readonly exceptions?: SendExceptions;
  /** How the response is read as a stream; absent: `DEFAULT_STREAM_SETTINGS`. */
  readonly stream?: StreamSettings;
}

/** What is wrong with a request, at which field. Told before anything is sent. */
export interface InvalidRequest {
  readonly kind: 'invalid-request';
  readonly field: 'method' | 'url' | 'headers' | 'body';
  /** Position in the header list when `field` is `headers`, else null. */
  readonly index: number | null;
  readonly problem:
    | 'empty'
    | 'too-long'
    | 'not-a-token'
    | 'not-a-url'
    | 'scheme-not-supported'
    | 'forbidden-character'
    | 'too-many'
    | 'method-not-supported'
    | 'set-by-the-connection'
    | 'length-mismatch'
    /** The variables of a GraphQL request are no JSON object. */
    | 'not-json';
  /** The offending text, shortened; developer text. */
  readonly detail: string;
}

const LOOPBACK_HOST = /^(localhost|[^/?#:]*\.localhost|127(\.\d{1,3}){3}|\[::1\])(?=[:/?#]|$)/i;

/** Adds the scheme that a browser's address field would take: http for loopback, else https. */
export function withScheme(url: string): string {
  const text = url.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  return `${LOOPBACK_HOST.test(text) ? 'http' : 'https'}://${text}`;
}

/** Fields that belong to the connection, not to the request. undici refuses most of them itself. */
const CONNECTION_FIELDS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/**
 * Looks for the first thing that cannot be sent: method, URL, header fields, body. Null if all is well.
 * Never throws; touches no network.
 */
export function findInvalidField(request: RequestDefinition): InvalidRequest | null {
  return (
    checkMethod(request.method) ??
    checkUrl(request.url) ??
    checkHeaders(request.headers) ??
    checkBody(request.body)
  );
}

function invalid(
  field: InvalidRequest['field'],
  problem: InvalidRequest['problem'],
  detail: string,
  index: number | null = null,
): InvalidRequest {
  return { kind: 'invalid-request', field, index, problem, detail: detail.slice(0, 200) };
}

function checkMethod(method: string): InvalidRequest | null {
  if (method === '') return invalid('method', 'empty', '');
  if (!FIELD_NAME_PATTERN.test(method)) return invalid('method', 'not-a-token', method);
  // CONNECT asks for a tunnel and TRACE for an echo of credentials; neither is a request to an API.
  if (/^(connect|trace)$/i.test(method)) return invalid('method', 'method-not-supported', method);
  return null;
}

function checkUrl(url: string): InvalidRequest | null {
  if (url.trim() === '') return invalid('url', 'empty', '');
  if (url.length > URL_CHARS_MAX) return invalid('url', 'too-long', url);
  const parsed = parseUrl(withScheme(url));
  if (parsed === null || parsed.host === '') return invalid('url', 'not-a-url', url);
  if (parsed.scheme !== 'http' && parsed.scheme !== 'https') {
    return invalid('url', 'scheme-not-supported', parsed.scheme);
  }
  return null;
}

// `URL` is neither in the language nor in this folder's types; both runtimes have it.
declare const URL: new (url: string) => {
  readonly protocol: string;
  readonly host: string;
};

function parseUrl(url: string): { readonly scheme: string; readonly host: string } | null {
  try {
    const parsed = new URL(url);
    return { scheme: parsed.protocol.slice(0, -1), host: parsed.host };
  } catch {
    return null;
  }
}

function checkHeaders(headers: readonly HeaderField[]): InvalidRequest | null {
  if (headers.length > REQUEST_HEADER_FIELDS_MAX) {
    return invalid('headers', 'too-many', String(headers.length));
  }
  for (const [index, field] of headers.entries()) {
    if (field.name === '') return invalid('headers', 'empty', '', index);
    if (!FIELD_NAME_PATTERN.test(field.name)) {
      return invalid('headers', 'not-a-token', field.name, index);
    }
    if (CONNECTION_FIELDS.has(field.name.toLowerCase())) {
      return invalid('headers', 'set-by-the-connection', field.name, index);
    }
    // Field values are sent as Latin-1; anything beyond it cannot be put on the wire as typed.
    if (FIELD_VALUE_FORBIDDEN.test(field.value) || /[^\u0000-\u00ff]/.test(field.value)) {
      return invalid('headers', 'forbidden-character', field.name, index);
    }
  }
  return null;
}

function checkBody(body: RequestBody): InvalidRequest | null {
  if (body.kind === 'graphql' && !isJsonObject(body.variables)) {
    return invalid('body', 'not-json', body.variables);
  }
  const chars = listBodyTexts(body).reduce((sum, text) => sum + text.length, 0);
  return chars > REQUEST_BODY_BYTES_MAX ? invalid('body', 'too-long', `${chars} characters`) : null;
}

function isJsonObject(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
