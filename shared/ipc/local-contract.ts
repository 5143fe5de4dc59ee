/** The part of the contract that is about what this computer keeps for all workspaces: global variables and grants. */
import type { InvalidInput, StorageError } from '../model/storage-error.ts';
import type { StoredVariable } from '../model/workspace/stored-variable.ts';
import type { Result } from '../result.ts';
import type { UnknownItem } from './workspace-contract.ts';

/** Variables that every workspace sees, beneath all others. */
export interface GlobalsState {
  readonly variables: readonly StoredVariable[];
  /** Names of the secrets among them that have a value. */
  readonly secretNames: readonly string[];
}

/** A file that the open workspace asks to have read, such as the `.env` of the selected environment. */
export interface AskedFile {
  /** As the workspace writes it. */
  readonly path: string;
  /** The real path, for people; null: there is no such file. */
  readonly realPath: string | null;
  readonly isGranted: boolean;
}

type LocalError = StorageError | UnknownItem | InvalidInput;

export interface LocalInvocations {
  'globals:read': { input: null; output: Result<GlobalsState, LocalError> };
  /** Values of secrets are not kept here; `globals:write-secret` sets them. */
  'globals:save': {
    input: { readonly variables: readonly StoredVariable[] };
    output: Result<GlobalsState, LocalError>;
  };
  /** Null forgets it. */
  'globals:write-secret': {
    input: { readonly name: string; readonly value: string | null };
    output: Result<null, LocalError>;
  };
  /** Files that the selected environment names. None is read before it was granted. */
  'grants:list': { input: null; output: Result<readonly AskedFile[], LocalError> };
  /** `path` has to be one of those. The grant is for the file that is there now, and kept on this computer. */
  'grants:set': {
    input: { readonly path: string; readonly isGranted: boolean };
    output: Result<null, LocalError>;
  };
}

/** Every invocation channel of this part. */
export const LOCAL_CHANNELS = {
  'globals:read': true,
  'globals:save': true,
  'globals:write-secret': true,
  'grants:list': true,
  'grants:set': true,
} as const satisfies Record<keyof LocalInvocations, true>;
