import type { ContentShape } from './exchange.ts';
import type { ExchangeId } from './ids.ts';
import type { NetworkErrorKind } from './network-error.ts';

/** How an exchange of the history stands. */
export type RunState =
  | { readonly kind: 'live' }
  /** The server completed the response. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'rule'; readonly rule: string }
  | { readonly kind: 'failed'; readonly error: NetworkErrorKind }
  /** The application went away while it ran. */
  | { readonly kind: 'interrupted' };

/** One exchange of the history: what was asked, and what came of it. Secrets are masked. */
export interface Run {
  /** Names the spool as well. */
  readonly exchangeId: ExchangeId;
  /** Unix epoch milliseconds. */
  readonly startedAtMs: number;
  /** Name of the request; empty for one that was never saved. */
  readonly name: string;
  /** Path of the workspace that it was sent from; null: from none. */
  readonly workspacePath: string | null;
  /** Path of the request's file in that workspace; null: a request that was never saved. */
  readonly itemPath: string | null;
  /** Name of the environment; null: none. */
  readonly environment: string | null;
  readonly method: string;
  readonly url: string;
  readonly state: RunState;
  /** Status code of the last response; null: there was none, or it is not known. */
  readonly status: number | null;
  /** Bytes of the decoded body; null while it is live, and for an interrupted one. */
  readonly sizeBytes: number | null;
  /** Milliseconds from the request to the end; null as with the size. */
  readonly durationMs: number | null;
  /** Events of a stream; null as with the size. */
  readonly events: number | null;
  readonly shape: ContentShape | null;
  /** What was received is still on the disk, and can be opened. */
  readonly hasSpool: boolean;
}
