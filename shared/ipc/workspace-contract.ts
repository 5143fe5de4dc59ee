/** The part of the contract that is about the workspace: its tree, files, environments and secrets. */
import type { ExchangeId } from '../model/ids.ts';
import type { BodyFile } from '../model/http-parts.ts';
import type { InvalidRequest } from '../model/request.ts';
import type { InvalidInput, StorageError } from '../model/storage-error.ts';
import type { SendExceptions } from '../model/transport-settings.ts';
import type { FormatError } from '../model/workspace/format-error.ts';
import type { ItemChange, ItemContent } from '../model/workspace/item-content.ts';
import type { StoredRequest } from '../model/workspace/stored-request.ts';
import type { ItemId, TreeItem } from '../model/workspace/tree.ts';
import type { VariableView } from '../model/workspace/variable-view.ts';
import type { Result } from '../result.ts';
import type { TooManyExchanges } from './contract.ts';

/** No workspace is open, or the item is not in it any more. */
export interface UnknownItem {
  readonly kind: 'unknown-item';
}

/** Names a version of a file: the SHA-256 of its bytes, in hex. */
export type FileHash = string;

/** Another program, window or branch changed the file since it was read. Nothing was written. */
export interface ChangedByOther {
  readonly kind: 'changed-by-other';
  /** Version that the file has now; null: it is gone. */
  readonly version: FileHash | null;
}

/** A name that cannot be a file's name here, or that is taken. */
export interface NameRefused {
  readonly kind: 'name-refused';
  readonly problem: 'empty' | 'taken' | 'not-portable' | 'too-long';
}

export type ItemError = UnknownItem | StorageError | FormatError | InvalidInput;

/** Something the user should know about the open workspace. */
export type WorkspaceNotice =
  /** The system cannot watch the folder; it is looked at every few seconds instead. */
  | { readonly kind: 'watching-by-poll'; readonly detail: string }
  /** The folder holds more than is shown. */
  | { readonly kind: 'limit-reached'; readonly limit: number }
  | { readonly kind: 'folder-unreadable'; readonly path: string; readonly detail: string };

export interface EnvironmentItem {
  readonly environmentId: ItemId;
  readonly name: string;
  /** Path relative to the workspace, with `/`. For people; never sent back. */
  readonly path: string;
  /** CSS hex colour, empty if it has none. */
  readonly color: string;
  readonly variables: number;
  readonly error: FormatError | null;
}

/** The open workspace, without the content of its files. */
export interface WorkspaceState {
  /** Grows with every change; a push with a higher one means: ask again. */
  readonly revision: number;
  readonly name: string;
  /** The folder as people write it. */
  readonly path: string;
  /** Parents before children, siblings in the order in which they are shown. */
  readonly tree: readonly TreeItem[];
  readonly environments: readonly EnvironmentItem[];
  readonly selectedEnvironmentId: ItemId | null;
  readonly notices: readonly WorkspaceNotice[];
}

export interface RecentWorkspace {
  readonly recentId: string;
  readonly name: string;
  readonly path: string;
}

export interface ItemDocument {
  readonly itemId: ItemId;
  /** Null: there is no file yet, as for a folder without `folder.yml`. */
  readonly version: FileHash | null;
  readonly content: ItemContent;
}

export interface SaveItemInput {
  /** Null: the collection itself. */
  readonly itemId: ItemId | null;
  /** Version that the change was made on, or `overwrite`: whatever is there goes to the history then. */
  readonly version: FileHash | null;
  readonly change: ItemChange;
}

/** An edit that is not in its file yet. Kept outside the workspace within a second. */
export interface Draft {
  /** Names the tab; made by the window, unique over restarts. */
  readonly draftKey: string;
  /** Null: a request that was never saved, or the collection where `change` is one. */
  readonly itemId: ItemId | null;
  readonly version: FileHash | null;
  /** What would be written. */
  readonly change: ItemChange;
}

/** A tab of the window, as it is brought back after a restart. */
export interface SessionTab {
  readonly draftKey: string;
  readonly itemId: ItemId | null;
  readonly isPreview: boolean;
  readonly isPinned: boolean;
}

export interface Session {
  readonly tabs: readonly SessionTab[];
  /** Position in `tabs`. */
  readonly active: number;
  /** Folders whose children are hidden. */
  readonly collapsed: readonly ItemId[];
}

/** An earlier version of a file, or a deleted one. */
export interface KeptVersion {
  readonly versionId: string;
  /** Path relative to the workspace, for people. */
  readonly path: string;
  readonly reason: 'overwritten' | 'deleted';
  /** Unix epoch milliseconds. */
  readonly atMs: number;
  readonly sizeBytes: number;
}

/** How secrets are kept on this computer. */
export type SecretsState =
  | { readonly kind: 'ready'; readonly guard: 'keyring' | 'passphrase' | 'session' }
  /** A passphrase opens them. */
  | { readonly kind: 'locked' }
  /** There is no keyring here; a passphrase or this session has to do. */
  | { readonly kind: 'none'; readonly reason: string };

export interface WrongPassphrase {
  readonly kind: 'wrong-passphrase';
}

export interface SendStoredInput {
  /** Null: a scratch request. It then has no folder to inherit from but the collection. */
  readonly itemId: ItemId | null;
  readonly request: StoredRequest;
  /** Sends `{{name}}` as typed where it has no value. */
  readonly allowsUnresolved: boolean;
  /** Sends secrets to a host that they were not sent to before, and remembers it. */
  readonly allowsNewHost: boolean;
  /** Exceptions for this one send. */
  readonly exceptions?: SendExceptions;
}

/** Why a stored request was not sent. */
export type SendStoredError =
  | { readonly kind: 'unresolved-variables'; readonly names: readonly string[] }
  /** A secret would go to a host that it was not sent to before. */
  | { readonly kind: 'new-host'; readonly secrets: readonly string[]; readonly origin: string }
  | { readonly kind: 'secrets-locked' }
  | { readonly kind: 'not-supported-yet'; readonly what: string }
  /** Files of the body that may not be read until they are chosen in a dialog, or that are not there. */
  | { readonly kind: 'file-refused'; readonly files: readonly BodyFile[] }
  /** Only a person can get the token: see `tokens:fetch`. */
  | { readonly kind: 'needs-token' }
  /** A file above the request, or its environment, cannot be read. */
  | { readonly kind: 'file-in-the-way'; readonly path: string; readonly detail: string }
  | InvalidRequest
  | StorageError
  | TooManyExchanges
  | UnknownItem
  | InvalidInput;

type Answer<T, E = never> = Result<T, E | ItemError>;

export interface WorkspaceInvocations {
  'workspace:current': { input: null; output: Result<WorkspaceState | null, InvalidInput> };
  'workspace:recent': { input: null; output: Result<readonly RecentWorkspace[], InvalidInput> };
  /** Opens a recent workspace; `recentId` null asks for a folder. Null: the user cancelled. */
  'workspace:open': {
    input: { readonly recentId: string | null };
    output: Answer<WorkspaceState | null>;
  };
  /** Asks for a folder and makes a workspace of that name in it. Null: the user cancelled. */
  'workspace:create': {
    input: { readonly name: string; readonly isSample: boolean };
    output: Answer<WorkspaceState | null, NameRefused>;
  };
  'workspace:close': { input: null; output: Result<null, InvalidInput> };
  'workspace:rescan': { input: null; output: Answer<WorkspaceState> };
  'workspace:select-environment': {
    input: { readonly environmentId: ItemId | null };
    output: Answer<null>;
  };
  /** `itemId` null: the collection itself. */
  'item:read': { input: { readonly itemId: ItemId | null }; output: Answer<ItemDocument> };
  'item:save': { input: SaveItemInput; output: Answer<ItemDocument, ChangedByOther> };
  'item:create': {
    input: {
      readonly parentId: ItemId | null;
      readonly kind: 'folder' | 'request' | 'environment';
      readonly name: string;
      /** Content of a new request; null: an empty one. */
      readonly request: StoredRequest | null;
    };
    output: Answer<ItemId, NameRefused | ChangedByOther>;
  };
  'item:rename': {
    input: { readonly itemId: ItemId; readonly name: string };
    output: Answer<null, NameRefused | ChangedByOther>;
  };
  'item:duplicate': {
    input: { readonly itemId: ItemId };
    output: Answer<ItemId, NameRefused | ChangedByOther>;
  };
  /** Everything deleted can be restored from the history. */
  'item:delete': {
    input: { readonly itemIds: readonly ItemId[] };
    output: Answer<null, ChangedByOther>;
  };
  /** Puts items into a folder (null: the root) before a sibling (null: at the end). */
  'item:move': {
    input: {
      readonly itemIds: readonly ItemId[];
      readonly parentId: ItemId | null;
      readonly beforeId: ItemId | null;
    };
    output: Answer<null, NameRefused | ChangedByOther>;
  };
  /** Versions of one item, or with null everything that was deleted; newest first. */
  'history:versions': {
    input: { readonly itemId: ItemId | null };
    output: Answer<readonly KeptVersion[]>;
  };
  'history:read': {
    input: { readonly versionId: string };
    output: Answer<{ readonly text: string }>;
  };
  /** Writes a version back to where it was; what is there now goes to the history. */
  'history:restore': {
    input: { readonly versionId: string };
    output: Answer<{ readonly path: string }, ChangedByOther>;
  };
  'draft:list': { input: null; output: Answer<readonly Draft[]> };
  'draft:save': { input: Draft; output: Answer<null> };
  'draft:remove': { input: { readonly draftKey: string }; output: Answer<null> };
  'session:read': { input: null; output: Result<Session, InvalidInput> };
  'session:write': { input: Session; output: Answer<null> };
  'secrets:state': { input: null; output: Result<SecretsState, InvalidInput> };
  /** Opens the secrets; makes the passphrase vault where there is none. */
  'secrets:unlock': {
    input: { readonly passphrase: string };
    output: Answer<SecretsState, WrongPassphrase>;
  };
  /** Keeps secrets in memory until the program ends. */
  'secrets:use-session': { input: null; output: Answer<SecretsState> };
  /**
   * Names of the secrets that an environment declares and that have a value on this computer. The id may also
   * be that of a folder or a request that declares some; null: the collection.
   */
  'secrets:names': {
    input: { readonly environmentId: ItemId | null };
    output: Answer<readonly string[]>;
  };
  /** Sets the value of a secret; null forgets it. A value never comes back. */
  'secrets:write': {
    input: {
      readonly environmentId: ItemId | null;
      readonly name: string;
      readonly value: string | null;
    };
    output: Answer<null>;
  };
  /** The variables that a request would see, in order of their names. */
  'variables:view': {
    input: { readonly itemId: ItemId | null; readonly request: StoredRequest };
    output: Answer<readonly VariableView[]>;
  };
  'request:send': { input: SendStoredInput; output: Result<ExchangeId, SendStoredError> };
}

export interface WorkspacePushes {
  /** The workspace changed on disk or by another window. Null: no workspace is open. */
  'workspace:changed': { readonly revision: number | null };
}

/** Every invocation channel of the workspace. */
export const WORKSPACE_CHANNELS = {
  'workspace:current': true,
  'workspace:recent': true,
  'workspace:open': true,
  'workspace:create': true,
  'workspace:close': true,
  'workspace:rescan': true,
  'workspace:select-environment': true,
  'item:read': true,
  'item:save': true,
  'item:create': true,
  'item:rename': true,
  'item:duplicate': true,
  'item:delete': true,
  'item:move': true,
  'history:versions': true,
  'history:read': true,
  'history:restore': true,
  'draft:list': true,
  'draft:save': true,
  'draft:remove': true,
  'session:read': true,
  'session:write': true,
  'secrets:state': true,
  'secrets:unlock': true,
  'secrets:use-session': true,
  'secrets:names': true,
  'secrets:write': true,
  'variables:view': true,
  'request:send': true,
} as const satisfies Record<keyof WorkspaceInvocations, true>;
