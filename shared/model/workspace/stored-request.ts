import type { StreamSettings } from '../stream-settings.ts';
import type { TransportSettings } from '../transport-settings.ts';
import type { StoredAuth } from './stored-auth.ts';
import type { StoredVariable } from './stored-variable.ts';

/** A row of a table: a header field, a form field. Order and duplicates are kept. */
export interface StoredField {
  readonly name: string;
  readonly value: string;
  readonly isEnabled: boolean;
  /** Empty when there is none. */
  readonly description: string;
}

/** A parameter of the URL. Path parameters stand as `:name` in the path. */
export interface StoredParam extends StoredField {
  readonly kind: 'query' | 'path';
}

/** A part of a `multipart/form-data` body. */
export type StoredPart = Omit<StoredField, 'value'> & {
  /** Media type of the part; empty: chosen by the content. */
  readonly contentType: string;
} & (
    | { readonly kind: 'text'; readonly value: string }
    /** Paths as written, relative to the workspace. */
    | { readonly kind: 'file'; readonly paths: readonly string[] }
  );

/** One of the files that a `file` body can send. */
export interface StoredFile {
  readonly path: string;
  readonly contentType: string;
  readonly isSelected: boolean;
}

/** Every kind of content that the format names. */
export type StoredBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json' | 'text' | 'xml' | 'sparql'; readonly text: string }
  | { readonly kind: 'form-urlencoded'; readonly fields: readonly StoredField[] }
  | { readonly kind: 'multipart-form'; readonly parts: readonly StoredPart[] }
  | { readonly kind: 'file'; readonly files: readonly StoredFile[] }
  /** `variables` is JSON text, as written; an empty `operationName` is none. */
  | {
      readonly kind: 'graphql';
      readonly query: string;
      readonly variables: string;
      readonly operationName: string;
    };

/**
 * How a request is sent, as far as the format has no word for it; from the key `tideline:`. A shared folder names
 * no proxy and switches no check off, so that opening one sends nothing through a stranger's hands.
 */
export type StoredTransport = Partial<
  Pick<
    TransportSettings,
    | 'httpVersion'
    | 'connectTimeoutMs'
    | 'idleTimeoutMs'
    | 'redirectMethod'
    | 'decodesContent'
    | 'keepsAlive'
    | 'usesCookies'
  >
> & {
  /** True: the program's proxy is passed by. */
  readonly bypassesProxy?: boolean;
};

/** Settings of the format. `inherit`: as the folder or the collection says. Null: not set. */
export interface StoredRequestSettings {
  readonly encodeUrl: boolean | 'inherit' | null;
  /** Milliseconds; 0: none. */
  readonly timeoutMs: number | 'inherit' | null;
  readonly followRedirects: boolean | 'inherit' | null;
  readonly forwardAuthorizationHeader: boolean | 'inherit' | null;
  readonly maxRedirects: number | 'inherit' | null;
  /** Names of fields that are not to be added by themselves. */
  readonly omitHeaders: readonly string[];
}

/** Parts of the file that are kept and shown, and that do nothing here. Each is YAML text, empty if absent. */
export interface KeptParts {
  readonly scripts: string;
  readonly assertions: string;
  readonly actions: string;
  readonly examples: string;
  readonly app: string;
}

/** A request as its file holds it, variables unresolved. */
export interface StoredRequest {
  readonly kind: 'http' | 'graphql';
  readonly name: string;
  /** Place among its siblings; null: after those that have one. */
  readonly seq: number | null;
  readonly tags: readonly string[];
  readonly method: string;
  readonly url: string;
  readonly params: readonly StoredParam[];
  readonly headers: readonly StoredField[];
  readonly body: StoredBody;
  /** Titles when the file holds several bodies; `body` is the selected one. Empty: one body. */
  readonly bodyTitles: readonly string[];
  readonly auth: StoredAuth;
  readonly variables: readonly StoredVariable[];
  readonly settings: StoredRequestSettings;
  readonly docs: string;
  /** From the key `tideline:`; what differs from the defaults. */
  readonly stream: Partial<StreamSettings>;
  readonly transport: StoredTransport;
  readonly kept: KeptParts;
}

/** Settings that say nothing. */
export const NO_REQUEST_SETTINGS: StoredRequestSettings = {
  encodeUrl: null,
  timeoutMs: null,
  followRedirects: null,
  forwardAuthorizationHeader: null,
  maxRedirects: null,
  omitHeaders: [],
};

/** A request that holds only its name. */
export function createStoredRequest(name: string): StoredRequest {
  return {
    kind: 'http',
    name,
    seq: null,
    tags: [],
    method: 'GET',
    url: '',
    params: [],
    headers: [],
    body: { kind: 'none' },
    bodyTitles: [],
    auth: { kind: 'inherit' },
    variables: [],
    settings: NO_REQUEST_SETTINGS,
    docs: '',
    stream: {},
    transport: {},
    kept: { scripts: '', assertions: '', actions: '', examples: '', app: '' },
  };
}
