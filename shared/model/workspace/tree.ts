/** What an item of the tree is. */
export type TreeItemKind =
  | 'folder'
  | 'http'
  | 'graphql'
  /** Of a kind that is kept and not edited here: gRPC, WebSocket, a script. */
  | 'other'
  /** A file that cannot be read as an item; shown with its problem, never hidden. */
  | 'broken';
