import type { FormatError } from './format-error.ts';

declare const itemId: unique symbol;
/** Names an item of the open workspace. Survives renaming and moving; not a path. */
export type ItemId = string & { readonly [itemId]: true };

/** What an item of the tree is. */
export type TreeItemKind =
  | 'folder'
  | 'http'
  | 'graphql'
  /** Of a kind that is kept and not edited here: gRPC, WebSocket, a script. */
  | 'other'
  /** A file that cannot be read as an item; shown with its problem, never hidden. */
  | 'broken';

/** One row of the tree. */
export interface TreeItem {
  readonly itemId: ItemId;
  /** Null: at the root. */
  readonly parentId: ItemId | null;
  readonly kind: TreeItemKind;
  readonly name: string;
  /** Path relative to the workspace, with `/`. For people; never sent back. */
  readonly path: string;
  readonly seq: number | null;
  /** Method of a request; the format's word for the kind where it is `other`; else empty. */
  readonly method: string;
  /** The request asks for a stream, or is known to answer with one. */
  readonly isStream: boolean;
  readonly error: FormatError | null;
}
