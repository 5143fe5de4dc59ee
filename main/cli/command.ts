import type { HeaderField } from '../../shared/model/header-field.ts';
import type { QueryNode } from '../../shared/query/query.ts';
import type { HttpFlags } from './http-flags.ts';
import type { StreamSettings } from '../../shared/model/stream-settings.ts';

/** Rules that end a stream; null where none was given. */
export interface StreamRules {
  /** Ends after the first event of this type. */
  readonly until: string | null;
  readonly maxEvents: number | null;
  /** Time since the request was sent, in milliseconds. */
  readonly forMs: number | null;
  /** Time without a byte since the response opened, in milliseconds. */
  readonly idleMs: number | null;
}

/** No rule: the stream is read until it ends. */
export const NO_RULES: StreamRules = { until: null, maxEvents: null, forMs: null, idleMs: null };

/** A request out of a file, and what its variables are to be. */
export interface FileSource {
  readonly path: string;
  /** Name of the environment, null for none. */
  readonly environment: string | null;
  /** Values of `--var`, which win over all others. */
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  /** The grant to read the `.env` files that the environment names. */
  readonly readsDotEnv: boolean;
  readonly allowsUnresolved: boolean;
}

export interface SendCommand {
  readonly kind: 'send';
  /** Empty for a request out of a file. */
  readonly url: string;
  readonly file: FileSource | null;
  /** Null: POST when there is data, else GET. */
  readonly method: string | null;
  readonly headers: readonly HeaderField[];
  /** As given to `-d`, `@FILE` included. */
  readonly data: string | null;
  readonly json: boolean;
  readonly include: boolean;
  readonly fail: boolean;
  /** Prints only the entries that match; null prints all. */
  readonly filter: QueryNode | null;
  /** Prints statistics at the end. */
  readonly stats: boolean;
  readonly rules: StreamRules;
  /** How the response is read and whether it is asked for again, as far as it was told. */
  readonly stream: Partial<StreamSettings>;
  readonly http: HttpFlags;
}

/** `tideline check`: looks for mistakes in the files of a workspace. */
export interface CheckCommand {
  readonly kind: 'check';
  readonly folder: string;
}

export interface DemoCommand {
  readonly kind: 'demo';
  readonly port: number;
  readonly play: boolean;
  readonly json: boolean;
}

export type Command =
  | SendCommand
  | CheckCommand
  | DemoCommand
  | { readonly kind: 'help'; readonly isAsked: boolean }
  | { readonly kind: 'version' };

/** A wrong command line: one sentence, ready for a person. */
export interface UsageError {
  readonly kind: 'usage-error';
  readonly message: string;
}
