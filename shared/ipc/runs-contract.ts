/** The part of the contract that is about the history of exchanges. */
import type { ExchangeId } from '../model/ids.ts';
import type { RequestDefinition } from '../model/request.ts';
import type { Run } from '../model/run.ts';
import type { InvalidInput, StorageError } from '../model/storage-error.ts';
import type { StoredRequest } from '../model/workspace/stored-request.ts';
import type { Result } from '../result.ts';
import type { ExchangeInput, ExchangeProgress } from './contract.ts';
import type { SendStoredError } from './workspace-contract.ts';

/** The history holds no exchange of that id, or not what it takes. */
export interface UnknownRun {
  readonly kind: 'unknown-run';
  readonly missing:
    | 'run'
    /** What was received was deleted to make room. */
    | 'spool'
    /** The request was too large to be kept. */
    | 'request';
}

/** Another window shows the exchange. */
export interface RunInUse {
  readonly kind: 'run-in-use';
}

export interface RunsQuery {
  /** Words that name, method, URL, status or state have to hold, in any case and order; empty: everything. */
  readonly search: string;
  /** The last one of the page before; null: the newest page. */
  readonly beforeId: ExchangeId | null;
  /** At most `RUNS_PAGE_MAX`. */
  readonly count: number;
}

export interface RunsPage {
  /** Newest first. */
  readonly runs: readonly Run[];
  /** How many match in all. */
  readonly matches: number;
  readonly hasMore: boolean;
}

/** The request of an exchange. */
export interface RunRequest {
  /** As it was sent, with a mark where a secret was. For people: the marks never go out. */
  readonly shown: RequestDefinition;
  /** To be changed and sent anew, with `{{name}}` where a secret was; null: it is all in `shown`, without a secret. */
  readonly stored: StoredRequest | null;
}

/** Which exchanges go. Those that are live stay. */
export type ClearRule =
  | { readonly kind: 'all' }
  | { readonly kind: 'older-than'; readonly days: number }
  /** The oldest ones, until what is left takes no more room on the disk. */
  | { readonly kind: 'larger-than'; readonly bytes: number };

export interface RunsInvocations {
  'runs:list': { input: RunsQuery; output: Result<RunsPage, StorageError | InvalidInput> };
  'runs:request': {
    input: ExchangeInput;
    output: Result<RunRequest, UnknownRun | StorageError | InvalidInput>;
  };
  /**
   * Opens what was received again. The exchange is one of the window's then, as if it had ended just now:
   * its timeline, body and heads are asked for as ever, and `exchange:release` closes it.
   */
  'runs:open': {
    input: ExchangeInput;
    output: Result<ExchangeProgress, UnknownRun | RunInUse | StorageError | InvalidInput>;
  };
  /** Sends the request again as it was sent; only secrets are looked up anew. */
  'runs:send': {
    input: ExchangeInput & { readonly allowsNewHost: boolean };
    output: Result<ExchangeId, UnknownRun | SendStoredError>;
  };
  /** Forgets exchanges with what was received. Live ones are passed over. */
  'runs:delete': {
    input: { readonly exchangeIds: readonly ExchangeId[] };
    output: Result<{ readonly deleted: number }, StorageError | InvalidInput>;
  };
  'runs:clear': {
    input: ClearRule;
    output: Result<{ readonly deleted: number }, StorageError | InvalidInput>;
  };
}

export interface RunsPushes {
  /** An exchange began, ended or went. */
  'runs:changed': { readonly runs: number };
}

/** Every invocation channel of the history of exchanges. */
export const RUNS_CHANNELS = {
  'runs:list': true,
  'runs:request': true,
  'runs:open': true,
  'runs:send': true,
  'runs:delete': true,
  'runs:clear': true,
} as const satisfies Record<keyof RunsInvocations, true>;
