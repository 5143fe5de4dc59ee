import type { FormatError } from './format-error.ts';
import type { StoredEnvironment } from './stored-environment.ts';
import type { StoredCollection, StoredFolder } from './stored-folder.ts';
import type { StoredRequest } from './stored-request.ts';

/** What is in the file of an item. */
export type ItemContent =
  | { readonly kind: 'request'; readonly request: StoredRequest }
  | { readonly kind: 'folder'; readonly folder: StoredFolder }
  | { readonly kind: 'collection'; readonly collection: StoredCollection }
  | { readonly kind: 'environment'; readonly environment: StoredEnvironment }
  /** Of a kind that is not edited here, or broken: its text as it is, null where it is no text. */
  | { readonly kind: 'text'; readonly text: string | null; readonly error: FormatError | null };

/** What is to be written into an item's file. Text is the raw editor's. */
export type ItemChange =
  Exclude<ItemContent, { kind: 'text' }> | { readonly kind: 'text'; readonly text: string };
