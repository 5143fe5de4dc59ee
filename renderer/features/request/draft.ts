import type { InvalidRequest } from '../../../shared/model/request.ts';
import type {
  AuthKind,
  AuthValue,
  StoredAuth,
} from '../../../shared/model/workspace/stored-auth.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type {
  StoredBody,
  StoredField,
  StoredFile,
  StoredParam,
  StoredPart,
  StoredRequest,
} from '../../../shared/model/workspace/stored-request.ts';
import type { StoredVariable } from '../../../shared/model/workspace/stored-variable.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import type { StreamSettings } from '../../../shared/model/stream-settings.ts';
import { readPathParams } from './path-params.ts';
import { readQueryRows, writeQueryRows } from './query-rows.ts';
import type { QueryRow } from './query-rows.ts';

/** A row of a table of the editor: what the file holds, with an id that is unique in this window. */
export type Row<T> = T & { readonly id: number };

/** One header row of the editor. */
export type HeaderRow = Row<StoredField>;

/** A parameter that stands as `:name` in the path. */
export type PathParamRow = Row<Omit<StoredParam, 'kind'>>;

export type BodyKind = StoredBody['kind'];

/** Values of the kinds of authentication that were tried, so that trying another one loses nothing. */
export type AuthValues = Readonly<Partial<Record<AuthKind, Readonly<Record<string, AuthValue>>>>>;

/**
 * A stored request as it is being written: every field that its file names, rows with ids, and the contents
 * of body and auth kinds that were tried. `toStoredRequest` makes what is saved and sent of it.
 */
export interface Draft extends Omit<
  StoredRequest,
  'params' | 'headers' | 'body' | 'auth' | 'variables'
> {
  /** The URL as typed. Enabled query rows always say the same as its query. */
  readonly url: string;
  readonly query: readonly QueryRow[];
  readonly pathParams: readonly PathParamRow[];
  readonly headers: readonly HeaderRow[];
  readonly bodyKind: BodyKind;
  /** Of JSON, text, XML and SPARQL alike: changing between them keeps what was typed. */
  readonly bodyText: string;
  readonly bodyFields: readonly Row<StoredField>[];
  readonly bodyParts: readonly Row<StoredPart>[];
  readonly bodyFiles: readonly Row<StoredFile>[];
  readonly graphql: Omit<Extract<StoredBody, { kind: 'graphql' }>, 'kind'>;
  readonly authKind: StoredAuth['kind'];
  readonly authValues: AuthValues;
  readonly variables: readonly Row<StoredVariable>[];
  /** URL and parameters as they stood in the file, to be written back exactly while nobody edits them. */
  readonly opened: OpenedUrl | null;
}

/** What a file said of the URL, and the rows that were made of it. */
export interface OpenedUrl {
  readonly stored: Pick<StoredRequest, 'url' | 'params'>;
  readonly shown: Pick<Draft, 'url' | 'query' | 'pathParams'>;
}

let lastRowId = 0;

/** An id for a row that is unique in this window. */
export function nextRowId(): number {
  lastRowId += 1;
  return lastRowId;
}

/** Gives each row an id. */
export function toRows<T extends object>(list: readonly T[]): readonly Row<T>[] {
  return list.map((row) => ({ ...row, id: nextRowId() }));
}

/** A request with nothing in it. */
export const EMPTY_DRAFT: Draft = createEmptyDraft();

function createEmptyDraft(): Draft {
  const { params: _params, body: _body, auth: _auth, ...rest } = createStoredRequest('');
  return {
    ...rest,
    query: [],
    pathParams: [],
    headers: [],
    variables: [],
    bodyKind: 'none',
    bodyText: '',
    bodyFields: [],
    bodyParts: [],
    bodyFiles: [],
    graphql: { query: '', variables: '', operationName: '' },
    authKind: 'inherit',
    authValues: {},
    opened: null,
  };
}

/** Whether nothing was written yet; the first-run screen shows then. */
export function isEmptyDraft(draft: Draft): boolean {
  return (
    draft.url === '' &&
    draft.method === 'GET' &&
    draft.query.length === 0 &&
    draft.headers.length === 0 &&
    draft.bodyKind === 'none' &&
    draft.bodyText === '' &&
    draft.authKind === 'inherit' &&
    draft.name === ''
  );
}

/** Sets the URL and brings the rows of query and path in step. */
export function withUrl(draft: Draft, url: string): Draft {
  return {
    ...draft,
    url,
    query: readQueryRows(url, draft.query, nextRowId),
    pathParams: readPathParams(url, draft.pathParams, nextRowId),
  };
}

/** Sets the query rows and brings the URL in step. */
export function withQuery(draft: Draft, query: readonly QueryRow[]): Draft {
  return { ...draft, query, url: writeQueryRows(draft.url, query) };
}

/** Header rows that are sent: enabled and not blank. */
export function getSentHeaderRows(draft: Draft): readonly HeaderRow[] {
  return draft.headers.filter((row) => row.isEnabled && (row.name !== '' || row.value !== ''));
}

/** What differs from a terminal: somebody is looking, and wants to be told of a mistyped host at once. */
const WINDOW_SETTINGS: StreamSettings = { ...DEFAULT_STREAM_SETTINGS, retriesFirstFailure: false };

/**
 * Stream settings in force. A GET is asked for again when its stream ends; asking again with another
 * method would do again what it does, so that the user has to want it.
 */
export function getStreamSettings(draft: Pick<Draft, 'method' | 'stream'>): StreamSettings {
  const reconnect = draft.method === 'GET' ? 'on' : 'off';
  return { ...WINDOW_SETTINGS, reconnect, ...draft.stream };
}

/**
 * The header row that a problem points at, or null. The position counts the rows that are sent; where main
 * found the problem, inherited fields were counted in, and the name decides.
 */
export function getInvalidRowId(draft: Draft, invalid: InvalidRequest | null): number | null {
  if (invalid?.field !== 'headers' || invalid.index === null) return null;
  const rows = getSentHeaderRows(draft);
  const named = rows.find((row) => row.name !== '' && row.name === invalid.detail);
  return (named ?? rows[invalid.index])?.id ?? null;
}
