import { getFieldValue } from '../../../shared/model/header-field.ts';
import type { HeaderField } from '../../../shared/model/header-field.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import type { RequestAuth } from '../../../shared/model/request-auth.ts';
import type { StreamSettings } from '../../../shared/model/stream-settings.ts';
import type { TransportSettings } from '../../../shared/model/transport-settings.ts';
import type { StoredAuth } from '../../../shared/model/workspace/stored-auth.ts';
import type { StoredFolder } from '../../../shared/model/workspace/stored-folder.ts';
import type {
  StoredField,
  StoredParam,
  StoredRequest,
} from '../../../shared/model/workspace/stored-request.ts';
import { ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import { expand, parseTemplate } from '../../../shared/template/expand.ts';
import { toRequestAuth } from './to-request-auth.ts';
import type { NotSupportedYet } from './to-request-auth.ts';
import { toRequestBody } from './to-request-body.ts';
import type { VariableScopes } from './variable-scopes.ts';

/** A request that can be sent, and what went into it. */
export interface ResolvedRequest {
  readonly request: RequestDefinition;
  /** Names that have no value. */
  readonly unresolved: readonly string[];
  /** Names whose value holds `{{` itself; they are sent as they stand. */
  readonly nested: readonly string[];
  /** Names of the secrets that go to the host of the request. */
  readonly secrets: readonly string[];
  /** Names of the secrets that go to the authorization server instead. */
  readonly tokenSecrets: readonly string[];
  /** Texts that are not to be shown or kept: their values, and what was made of them. */
  readonly hides: readonly string[];
}

/** Where the values of placeholders come from. */
export type ValueSource = Pick<VariableScopes, 'getValue' | 'isSecret'>;

/**
 * Makes the request that goes out from the one in the file: what the collection and the folders hand down
 * (outermost first), with every placeholder replaced once. `settings` are those in force for the stream.
 */
export function resolveRequest(
  stored: StoredRequest,
  above: readonly StoredFolder[],
  scopes: ValueSource,
  settings: StreamSettings,
): Result<ResolvedRequest, NotSupportedYet> {
  const seen = {
    unresolved: new Set<string>(),
    nested: new Set<string>(),
    used: new Set<string>(),
    usedForToken: new Set<string>(),
  };
  const fillInto = (text: string, used: Set<string>): string => {
    const expanded = expand(text, (name) => scopes.getValue(name));
    expanded.unresolved.forEach((name) => seen.unresolved.add(name));
    expanded.nested.forEach((name) => seen.nested.add(name));
    expanded.used.forEach((name) => used.add(name));
    return expanded.text;
  };
  const fill = (text: string): string => fillInto(text, seen.used);
  const storedAuth = findAuth(stored.auth, above);
  const auth = toRequestAuth(storedAuth, (text) =>
    fillInto(text, storedAuth.kind === 'oauth2' ? seen.usedForToken : seen.used),
  );
  if (!auth.ok) return auth;
  const { body, contentType } = toRequestBody(stored, fill);
  const headers = mergeFields([...above.map((folder) => folder.headers), stored.headers], fill);
  if (contentType !== null && getFieldValue(headers, 'content-type') === null) {
    headers.push({ name: 'Content-Type', value: contentType });
  }
  const { omitHeaders } = stored.settings;
  const request: RequestDefinition = {
    method: fill(stored.method),
    url: toUrl(stored.url, stored.params, fill),
    headers,
    body,
    ...(auth.value.kind !== 'none' && { auth: auth.value }),
    ...(omitHeaders.length > 0 && { omittedFields: omitHeaders }),
    transport: toTransport(stored),
    stream: settings,
  };
  const secrets = [...seen.used].filter((name) => scopes.isSecret(name));
  const tokenSecrets = [...seen.usedForToken].filter((name) => scopes.isSecret(name));
  return ok({
    request,
    unresolved: [...seen.unresolved],
    nested: [...seen.nested],
    secrets,
    tokenSecrets,
    hides: [
      ...new Set([...secrets, ...tokenSecrets].map((name) => scopes.getValue(name) ?? '')),
      ...(secrets.length > 0 ? listDerived(auth.value) : []),
    ],
  });
}

/** What authentication makes of its values, which tells them to whoever reads it. */
function listDerived(auth: RequestAuth): readonly string[] {
  if (auth.kind !== 'basic') return [];
  return [Buffer.from(`${auth.username}:${auth.password}`, 'utf8').toString('base64')];
}

/** Settings of the format, and those of the key `tideline:`. What is inherited is what the program has. */
function toTransport({ settings, transport }: StoredRequest): Partial<TransportSettings> {
  const { timeoutMs, followRedirects, maxRedirects } = settings;
  const { bypassesProxy, ...own } = transport;
  return {
    ...own,
    ...(bypassesProxy === true && { proxy: { kind: 'none' } }),
    // A stream has no end that could be waited for, so that the time is that to its beginning.
    ...(typeof timeoutMs === 'number' && { headersTimeoutMs: timeoutMs === 0 ? null : timeoutMs }),
    ...(typeof followRedirects === 'boolean' && { followsRedirects: followRedirects }),
    ...(typeof maxRedirects === 'number' && { redirectsMax: Math.floor(maxRedirects) }),
  };
}

/** Fields of the same name further in replace those from further out; each place keeps its own duplicates. */
export function mergeFields(
  places: readonly (readonly StoredField[])[],
  fill: (text: string) => string,
): HeaderField[] {
  let merged: HeaderField[] = [];
  for (const fields of places) {
    const own = fields
      .filter((field) => field.isEnabled)
      .map(({ name, value }) => ({ name: fill(name), value: fill(value) }))
      .filter(({ name }) => name !== '');
    const names = new Set(own.map(({ name }) => name.toLowerCase()));
    merged = [...merged.filter(({ name }) => !names.has(name.toLowerCase())), ...own];
  }
  return merged;
}

function toUrl(
  url: string,
  params: readonly StoredParam[],
  fill: (text: string) => string,
): string {
  const { target, hash } = splitUrl(url);
  const query = toQuery(url, params, fill);
  const values = new Map(
    listEnabled(params, 'path', fill).map(({ name, value }) => [fill(name), fill(value)]),
  );
  const path = fill(target).replace(/\/:([A-Za-z0-9_-]+)(?=\/|$)/g, (whole, name: string) => {
    const value = values.get(name);
    return value === undefined ? whole : `/${encodeURIComponent(value)}`;
  });
  // A variable for the first part of the URL may bring a query of its own.
  const mark = path.includes('?') ? '&' : '?';
  return path + (query === '' ? '' : mark + query) + fill(hash);
}

/** The parts of a URL as it is typed; `query` begins with its mark, where there is one. */
export function splitUrl(url: string): {
  readonly target: string;
  readonly query: string;
  readonly hash: string;
} {
  const [, target = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? [];
  return { target, query, hash };
}

/**
 * The table of parameters is the query, where it has rows; else the query stays as it is in the URL. Where both
 * say the same, the URL does: it also knows a parameter without `=`.
 */
export function toQuery(
  url: string,
  params: readonly StoredParam[],
  fill: (text: string) => string,
): string {
  const query = splitUrl(url).query.slice(1);
  const pairs = listEnabled(params, 'query', fill).map(
    ({ name, value }): readonly [string, string] => [name, value],
  );
  const hasTable = params.some(({ kind }) => kind === 'query');
  const own =
    hasTable && !isSaidBy(query, pairs)
      ? pairs.map(([name, value]) => `${fillPart(name, fill)}=${fillPart(value, fill)}`)
      : query.split('&').map((segment) => fillSegment(segment, fill));
  return own.filter((part) => part !== '').join('&');
}

/** A name that a variable leaves empty is no parameter. */
function listEnabled(
  params: readonly StoredParam[],
  kind: StoredParam['kind'],
  fill: (text: string) => string,
): readonly StoredParam[] {
  return params.filter(
    (param) => param.kind === kind && param.isEnabled && fill(param.name) !== '',
  );
}

/** Whether the query of the URL has these names and values, in this order. */
function isSaidBy(query: string, pairs: readonly (readonly [string, string])[]): boolean {
  const segments = query.split('&').filter((segment) => segment !== '' && segment !== '=');
  return (
    segments.length === pairs.length &&
    segments.every((segment, index) => {
      const [name, value] = pairs[index] ?? ['', ''];
      return segment === `${name}=${value}` || (value === '' && segment === name);
    })
  );
}

/** A segment of the URL's query. What is nothing but a placeholder may hold several parameters. */
function fillSegment(segment: string, fill: (text: string) => string): string {
  const isWhole = parseTemplate(segment).length === 1;
  return isWhole ? fill(segment) : fillPart(segment, fill, /[&#\s]/g);
}

/** Names and values stand in a file as they stand in a URL; what a variable brings is encoded. */
function fillPart(text: string, fill: (text: string) => string, unsafe = /[&=#\s]/g): string {
  return parseTemplate(text)
    .map((part) =>
      part.kind === 'name'
        ? encodeInserted(text.slice(part.from, part.to), fill)
        : part.text.replace(unsafe, encodeURIComponent),
    )
    .join('');
}

function encodeInserted(placeholder: string, fill: (text: string) => string): string {
  const value = fill(placeholder);
  return value === placeholder ? value : encodeQueryPart(value);
}

/** Encodes what would end the part or the query; the rest is sent as the URL parser writes it. */
function encodeQueryPart(text: string): string {
  return text.replace(/[&=#+%\s]/g, encodeURIComponent);
}

/** The request's own authentication, or that of the nearest folder that has one. */
export function findAuth(own: StoredAuth, above: readonly StoredFolder[]): StoredAuth {
  if (own.kind !== 'inherit') return own;
  const giver = above.findLast((folder) => folder.auth.kind !== 'inherit');
  return giver?.auth ?? { kind: 'none' };
}
