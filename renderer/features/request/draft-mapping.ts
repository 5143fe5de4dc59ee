/** A stored request as a draft and back. What nobody edited comes back exactly as it was in the file. */
import { findInvalidField } from '../../../shared/model/request.ts';
import type { InvalidRequest, RequestDefinition } from '../../../shared/model/request.ts';
import type { StoredAuth } from '../../../shared/model/workspace/stored-auth.ts';
import type {
  StoredBody,
  StoredParam,
  StoredRequest,
} from '../../../shared/model/workspace/stored-request.ts';
import {
  NO_REQUEST_SETTINGS,
  createStoredRequest,
} from '../../../shared/model/workspace/stored-request.ts';
import { assertNever } from '../../../shared/result.ts';
import { parseTemplate } from '../../../shared/template/expand.ts';
import { EMPTY_DRAFT, getSentHeaderRows, getStreamSettings, nextRowId, toRows } from './draft.ts';
import type { Draft } from './draft.ts';
import { toStoredBody } from './open-body.ts';
import { getPathNames } from './path-params.ts';
import { openQuery, toQueryParams } from './query-params.ts';

/** Opens a stored request for editing. */
export function toDraft(stored: StoredRequest): Draft {
  const { params, headers, body, auth, variables, ...rest } = stored;
  const { url, query } = openQuery(
    stored.url,
    params.filter(({ kind }) => kind === 'query'),
    nextRowId,
  );
  const inFile = toRows(params.filter(({ kind }) => kind === 'path').map(withoutKind));
  // Rows that the URL does not name stay until the URL is edited.
  const missing = getPathNames(url).filter((name) => !inFile.some((row) => row.name === name));
  const pathParams = [
    ...inFile,
    ...missing.map((name) => ({
      id: nextRowId(),
      name,
      value: '',
      isEnabled: true,
      description: '',
    })),
  ];
  return {
    ...EMPTY_DRAFT,
    ...rest,
    ...toBodyParts(body),
    url,
    query,
    pathParams,
    headers: toRows(headers),
    variables: toRows(variables),
    authKind: auth.kind,
    authValues: 'values' in auth ? { [auth.kind]: auth.values } : {},
    opened: { stored: { url: stored.url, params }, shown: { url, query, pathParams } },
  };
}

/** Opens a request that is in no file, such as a demo. */
export function openDefinition(request: RequestDefinition): Draft {
  const { method, url, headers, body, stream } = request;
  return toDraft({
    ...createStoredRequest(''),
    method,
    url,
    headers: headers.map((field) => ({ ...field, isEnabled: true, description: '' })),
    body: toStoredBody(body),
    stream: stream ?? {},
  });
}

/** The request that the draft stands for, as its file would hold it. */
export function toStoredRequest(draft: Draft): StoredRequest {
  const { kind, name, seq, tags, method, bodyTitles, settings, docs, stream, transport, kept } =
    draft;
  return {
    kind,
    name,
    seq,
    tags,
    method,
    ...toUrlAndParams(draft),
    headers: draft.headers.map(withoutId),
    body: toBody(draft),
    bodyTitles,
    auth: toAuth(draft),
    variables: draft.variables.map(withoutId),
    settings,
    docs,
    stream,
    transport,
    kept,
  };
}

/**
 * The request as far as the window knows it: placeholders as typed, nothing inherited, and no body of a
 * kind that main has to make.
 */
export function toShownRequest(draft: Draft): RequestDefinition {
  const { bodyKind, bodyText } = draft;
  return {
    method: draft.method,
    url: draft.url.trim(),
    headers: getSentHeaderRows(draft).map(({ name, value }) => ({ name, value })),
    body:
      bodyKind === 'json' || bodyKind === 'text'
        ? { kind: bodyKind, text: bodyText }
        : { kind: 'none' },
    stream: getStreamSettings(draft),
  };
}

/** Whether main has to make what is sent: placeholders, parameters in the path, auth, or another body. */
export function needsResolving(draft: Draft): boolean {
  const { authKind, bodyKind, bodyText, method, url } = draft;
  if (authKind !== 'inherit' && authKind !== 'none') return true;
  if (bodyKind !== 'none' && bodyKind !== 'json' && bodyKind !== 'text') return true;
  if (draft.pathParams.length > 0) return true;
  if (Object.keys(draft.transport).length > 0) return true;
  if (!isEqualData(draft.settings, NO_REQUEST_SETTINGS)) return true;
  const texts = getSentHeaderRows(draft).flatMap(({ name, value }) => [name, value]);
  return [method, url, bodyText, ...texts].some(hasPlaceholder);
}

/** The first field that cannot be sent whatever the variables hold; null if there is none. */
export function findInvalidDraft(draft: Draft): InvalidRequest | null {
  const shown = toShownRequest(draft);
  return findInvalidField({
    ...shown,
    method: withStandIns(shown.method),
    url: withStandIns(shown.url),
    headers: shown.headers.map(({ name, value }) => ({
      name: withStandIns(name),
      value: withStandIns(value),
    })),
  });
}

/** Whether two drafts stand for the same file. Ids of rows do not count. */
export function isSameDraft(one: Draft, other: Draft): boolean {
  return one === other || isEqualData(toStoredRequest(one), toStoredRequest(other));
}

/** Compares plain data. The same object is the same at once, so that large bodies cost nothing. */
export function isEqualData(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return false;
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [first, second] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    first.length === second.size &&
    first.every(([key, value]) => second.has(key) && isEqualData(value, second.get(key)))
  );
}

function hasPlaceholder(text: string): boolean {
  return text.includes('{{') && parseTemplate(text).some(({ kind }) => kind === 'name');
}

/** A word in place of each placeholder: its value is not known here, and may well be one. */
function withStandIns(text: string): string {
  if (!text.includes('{{')) return text;
  return parseTemplate(text)
    .map((part) => (part.kind === 'name' ? 'x' : part.text))
    .join('');
}

function toUrlAndParams(draft: Draft): Pick<StoredRequest, 'url' | 'params'> {
  const { url, query, pathParams, opened } = draft;
  if (
    opened !== null &&
    opened.shown.url === url &&
    isEqualData(opened.shown.query, query) &&
    isEqualData(opened.shown.pathParams, pathParams)
  ) {
    return opened.stored;
  }
  const path = pathParams.map((row): StoredParam => ({ ...withoutId(row), kind: 'path' }));
  return { url: url.trim(), params: [...toQueryParams(query), ...path] };
}

function toBodyParts(body: StoredBody): Partial<Draft> {
  const { kind } = body;
  switch (kind) {
    case 'none':
      return { bodyKind: kind };
    case 'json':
    case 'text':
    case 'xml':
    case 'sparql':
      return { bodyKind: kind, bodyText: body.text };
    case 'form-urlencoded':
      return { bodyKind: kind, bodyFields: toRows(body.fields) };
    case 'multipart-form':
      return { bodyKind: kind, bodyParts: toRows(body.parts) };
    case 'file':
      return { bodyKind: kind, bodyFiles: toRows(body.files) };
    case 'graphql':
      return { bodyKind: kind, graphql: withoutBodyKind(body) };
    default:
      return assertNever(kind);
  }
}

function withoutBodyKind({
  kind: _kind,
  ...rest
}: Extract<StoredBody, { kind: 'graphql' }>): Draft['graphql'] {
  return rest;
}

function toBody(draft: Draft): StoredBody {
  const { bodyKind: kind } = draft;
  switch (kind) {
    case 'none':
      return { kind };
    case 'json':
    case 'text':
    case 'xml':
    case 'sparql':
      return { kind, text: draft.bodyText };
    case 'form-urlencoded':
      return { kind, fields: draft.bodyFields.map(withoutId) };
    case 'multipart-form':
      return { kind, parts: draft.bodyParts.map(withoutId) };
    case 'file':
      return { kind, files: draft.bodyFiles.map(withoutId) };
    case 'graphql':
      return { kind, ...draft.graphql };
    default:
      return assertNever(kind);
  }
}

function toAuth({ authKind, authValues }: Draft): StoredAuth {
  if (authKind === 'none' || authKind === 'inherit') return { kind: authKind };
  return { kind: authKind, values: authValues[authKind] ?? {} };
}

/** Distributes over unions, as a plain `Omit` does not. */
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

function withoutId<T extends { readonly id: number }>(row: T): WithoutId<T> {
  const { id: _id, ...rest } = row;
  return rest as WithoutId<T>;
}

function withoutKind({ kind: _kind, ...rest }: StoredParam): Omit<StoredParam, 'kind'> {
  return rest;
}
