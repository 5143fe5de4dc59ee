import type { StoredAuth } from './stored-auth.ts';
import type { StoredField } from './stored-request.ts';
import type { StoredVariable } from './stored-variable.ts';

/** What a folder or a collection hands down to the requests in it. */
export interface StoredFolder {
  readonly name: string;
  readonly seq: number | null;
  readonly headers: readonly StoredField[];
  /** `inherit` in a collection is the same as none. */
  readonly auth: StoredAuth;
  readonly variables: readonly StoredVariable[];
  readonly docs: string;
}

/** The file `opencollection.yml`: the workspace as a whole. */
export interface StoredCollection extends StoredFolder {
  /** The format version that the file names, such as `1.0.0`; empty if it names none. */
  readonly formatVersion: string;
}
