import type { InvalidRequest, RequestDefinition } from '../../../shared/model/request.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import type { StreamSettings } from '../../../shared/model/stream-settings.ts';
import { readQueryRows, writeQueryRows } from './query-rows.ts';
import type { QueryRow } from './query-rows.ts';

/** One header row of the editor. */
export interface HeaderRow {
  readonly id: number;
  readonly isEnabled: boolean;
  readonly name: string;
  readonly value: string;
}

/** A request as it is being written: disabled rows and the texts of unused body kinds included. */
export interface Draft {
  readonly method: string;
  /** The URL as typed. Enabled query rows always say the same as its query. */
  readonly url: string;
  readonly query: readonly QueryRow[];
  readonly headers: readonly HeaderRow[];
  readonly bodyKind: 'none' | 'json' | 'text';
  /** Kept when the body kind changes, so that trying another kind loses nothing. */
  readonly bodyText: string;
  /** Stream settings that were chosen; what is not among them follows the method. */
  readonly stream: Partial<StreamSettings>;
}

let lastRowId = 0;

/** An id for a row that is unique in this window. */
export function nextRowId(): number {
  lastRowId += 1;
  return lastRowId;
}

/** A request with nothing in it. */
export const EMPTY_DRAFT: Draft = {
  method: 'GET',
  url: '',
  query: [],
  headers: [],
  bodyKind: 'none',
  bodyText: '',
  stream: {},
};

/** Whether nothing was written yet; the first-run screen shows then. */
export function isEmptyDraft(draft: Draft): boolean {
  return (
    draft.url === '' &&
    draft.method === 'GET' &&
    draft.query.length === 0 &&
    draft.headers.length === 0 &&
    draft.bodyText === ''
  );
}

/** Opens a request for editing. */
export function toDraft(request: RequestDefinition): Draft {
  return {
    method: request.method,
    url: request.url,
    query: readQueryRows(request.url, [], nextRowId),
    headers: request.headers.map((field) => ({ id: nextRowId(), isEnabled: true, ...field })),
    bodyKind: isTextKind(request.body.kind) ? request.body.kind : 'none',
    bodyText: 'text' in request.body ? request.body.text : '',
    stream: request.stream ?? {},
  };
}

function isTextKind(kind: RequestDefinition['body']['kind']): kind is Draft['bodyKind'] {
  return kind === 'none' || kind === 'json' || kind === 'text';
}

/** Sets the URL and brings the query rows in step. */
export function withUrl(draft: Draft, url: string): Draft {
  return { ...draft, url, query: readQueryRows(url, draft.query, nextRowId) };
}

/** Sets the query rows and brings the URL in step. */
export function withQuery(draft: Draft, query: readonly QueryRow[]): Draft {
  return { ...draft, query, url: writeQueryRows(draft.url, query) };
}

/** Header rows that are sent: enabled and not blank. */
export function getSentHeaderRows(draft: Draft): readonly HeaderRow[] {
  return draft.headers.filter((row) => row.isEnabled && (row.name !== '' || row.value !== ''));
}

/** The request that the draft stands for. */
export function toRequestDefinition(draft: Draft): RequestDefinition {
  return {
    method: draft.method,
    url: draft.url.trim(),
    headers: getSentHeaderRows(draft).map(({ name, value }) => ({ name, value })),
    body:
      draft.bodyKind === 'none' ? { kind: 'none' } : { kind: draft.bodyKind, text: draft.bodyText },
    stream: getStreamSettings(draft),
  };
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

/** Whether two drafts send the same request. */
export function sendsSame(one: Draft, other: Draft): boolean {
  return (
    one === other ||
    JSON.stringify(toRequestDefinition(one)) === JSON.stringify(toRequestDefinition(other))
  );
}

/** The header row that a problem points at, or null. */
export function getInvalidRowId(draft: Draft, invalid: InvalidRequest | null): number | null {
  if (invalid?.field !== 'headers' || invalid.index === null) return null;
  return getSentHeaderRows(draft)[invalid.index]?.id ?? null;
}
