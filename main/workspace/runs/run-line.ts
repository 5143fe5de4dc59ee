import type { ContentShape } from '../../../shared/model/exchange.ts';
import { toExchangeId } from '../../../shared/model/ids.ts';
import type { RequestDefinition } from '../../../shared/model/request.ts';
import type { Run, RunState } from '../../../shared/model/run.ts';
import { DEFAULT_STREAM_SETTINGS } from '../../../shared/model/stream-settings.ts';
import { createStoredRequest } from '../../../shared/model/workspace/stored-request.ts';
import type { StreamSettings } from '../../../shared/model/stream-settings.ts';
import type { FrozenRequest } from '../variables/freeze-request.ts';

/** Version of the form of the history's file, in its first line. */
export const RUNS_VERSION = 1;

/** A request as the history keeps it, so that it can be sent again. */
export type KeptRequest =
  | { readonly kind: 'plain'; readonly request: RequestDefinition }
  /** With marks in place of secrets. */
  | { readonly kind: 'frozen'; readonly frozen: FrozenRequest; readonly stream: StreamSettings };

/** What is known of an exchange when it begins. */
export type RunStart = Pick<
  Run,
  | 'exchangeId'
  | 'startedAtMs'
  | 'name'
  | 'workspacePath'
  | 'itemPath'
  | 'environment'
  | 'method'
  | 'url'
>;

/** What is known of it when it has ended. */
export interface RunEnd {
  readonly state: Exclude<RunState, { kind: 'live' }>;
  readonly status: number | null;
  readonly sizeBytes: number;
  /** Bytes before content decoding, which the spool does not tell. */
  readonly wireBytes: number;
  readonly durationMs: number;
  readonly events: number;
  readonly shape: ContentShape | null;
}

/** The lines of the file, one JSON object each. A request stands before the run that it belongs to. */
export type RunLine =
  | { readonly kind: 'runs'; readonly version: number }
  | { readonly kind: 'request'; readonly request: KeptRequest }
  | { readonly kind: 'run'; readonly run: RunStart }
  | { readonly kind: 'end'; readonly exchangeId: string; readonly end: RunEnd };

/** A kept request as it is written today: what an earlier build had no word for says nothing. */
export function completeRequest(kept: KeptRequest): KeptRequest {
  if (kept.kind === 'plain') return kept;
  const { frozen, stream } = kept;
  return {
    ...kept,
    frozen: { ...frozen, request: { ...createStoredRequest(''), ...frozen.request } },
    stream: { ...DEFAULT_STREAM_SETTINGS, ...stream },
  };
}

/** How the line of a request begins; it is not parsed until it is asked for. */
const REQUEST_HEAD = Buffer.from('{"kind":"request"');

export function isRequestLine(bytes: Buffer): boolean {
  return bytes.subarray(0, REQUEST_HEAD.length).equals(REQUEST_HEAD);
}

/** A line that is no request; null if a crash or somebody else left it damaged. */
export function parseRunLine(text: string): Exclude<RunLine, { kind: 'request' }> | null {
  let line: Partial<{ kind: string; version: number; run: RunStart; exchangeId: string }>;
  try {
    line = Object(JSON.parse(text)) as typeof line;
  } catch {
    return null;
  }
  const id = line.kind === 'run' ? line.run?.exchangeId : line.exchangeId;
  const isWhole =
    line.kind === 'runs'
      ? typeof line.version === 'number'
      : (line.kind === 'run' || line.kind === 'end') && toExchangeId(String(id)) !== null;
  return isWhole ? (line as Exclude<RunLine, { kind: 'request' }>) : null;
}
