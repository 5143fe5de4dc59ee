/**
 * The contract between the window and main: two maps, one per direction. The bridge, the validators
 * and the handler table are mapped types over them, so a half-wired channel does not compile.
 */
import type { TimelineCounters, TypeCount } from '../model/counters.ts';
import type { DemoRequest } from '../model/demo.ts';
import type {
  ConnectionState,
  ContentShape,
  ResponseHead,
  ResponseOutline,
  SentHead,
  StreamShape,
} from '../model/exchange.ts';
import type { HeaderField } from '../model/header-field.ts';
import type { ExchangeId } from '../model/ids.ts';
import type { InvalidRequest, RequestDefinition } from '../model/request.ts';
import type { Settings } from '../model/settings.ts';
import type { InvalidInput, StorageError, UnknownExchange } from '../model/storage-error.ts';
import type { TimelineEntry, TimelineRow } from '../model/timeline.ts';
import type { Result } from '../result.ts';
import { LOCAL_CHANNELS } from './local-contract.ts';
import type { LocalInvocations } from './local-contract.ts';
import { RUNS_CHANNELS } from './runs-contract.ts';
import type { RunsInvocations, RunsPushes } from './runs-contract.ts';
import { PREVIEW_CHANNELS } from './preview-contract.ts';
import type { PreviewInvocations } from './preview-contract.ts';
import { HTTP_CHANNELS } from './http-contract.ts';
import type { HttpInvocations, HttpPushes } from './http-contract.ts';
import { WORKSPACE_CHANNELS } from './workspace-contract.ts';
import type { WorkspaceInvocations, WorkspacePushes } from './workspace-contract.ts';
import { TIMELINE_CHANNELS } from './timeline-contract.ts';
import type { TimelineInvocations, TimelinePushes } from './timeline-contract.ts';

export interface AppInfo {
  readonly version: string;
  readonly electron: string;
  readonly platform: 'mac' | 'windows' | 'linux';
}

/** The window has as many live exchanges as it may have. */
export interface TooManyExchanges {
  readonly kind: 'too-many-exchanges';
  readonly limit: number;
}

export interface ExchangeInput {
  readonly exchangeId: ExchangeId;
}

/** `fromRow` inclusive, `toRow` exclusive, at most `PAGE_ROWS_MAX` rows; a longer range is cut. */
export interface PageInput extends ExchangeInput {
  readonly fromRow: number;
  readonly toRow: number;
}

export interface TimelinePage {
  /** Number of the first row, from 0. Rows follow one another without holes. */
  readonly fromRow: number;
  readonly rows: readonly TimelineRow[];
}

export interface EntryInput extends ExchangeInput {
  readonly seq: number;
}

/** A network chunk: `length` bytes from `offset` of the decoded body that arrived together. */
export interface ChunkMark {
  readonly offset: number;
  readonly length: number;
  readonly atMs: number;
}

/** One entry in full, with the exact bytes it was read from. */
export interface EntryDetail {
  readonly entry: TimelineEntry;
  /** Number among the events, null for other kinds. */
  readonly number: number | null;
  /** Milliseconds since the previous event. */
  readonly gapMs: number | null;
  /** Time of the previous event of the same type is this many milliseconds earlier; null: first or unknown. */
  readonly sameTypeMs: number | null;
  /** The entry's bytes in the decoded body; empty for entries that have none. */
  readonly bytes: Uint8Array;
  /** True: `bytes` and the data are the first `ENTRY_DETAIL_BYTES_MAX` only. */
  readonly isCut: boolean;
  /** Network chunks that carried it, first to last. */
  readonly chunks: readonly ChunkMark[];
}

/** Cuts the connection on purpose, to see what the reconnection does. */
export interface CutInput extends ExchangeInput {
  readonly when:
    | { readonly kind: 'now' }
    /** After this many further events. */
    | { readonly kind: 'after-events'; readonly events: number }
    /** When the next event has begun and not ended. */
    | { readonly kind: 'in-next-event' };
}

export interface ReadAsInput extends ExchangeInput {
  readonly shape: ContentShape;
}

/** A span of the decoded body, such as a network chunk or the bytes of a problem. */
export interface BytesInput extends ExchangeInput {
  readonly offset: number;
  readonly length: number;
}

/** Rows that were read from a span of bytes: first inclusive, last exclusive; equal when there are none. */
export interface RowSpan {
  readonly fromRow: number;
  readonly toRow: number;
}

/** Where to go on after asking again from a row. */
export interface ResumeInput extends ExchangeInput {
  readonly seq: number;
}

export interface BodyInput extends ExchangeInput {
  readonly offset: number;
  /** At most `BODY_READ_BYTES_MAX`; a longer range is cut. */
  readonly length: number;
}

export interface BodyPart {
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Size of the whole decoded body so far. */
  readonly bodyBytes: number;
  /** Chunks that touch this part, in order. */
  readonly chunks: readonly ChunkMark[];
}

/** Everything about an exchange that is not a timeline row. */
export interface ExchangeSummary {
  readonly exchangeId: ExchangeId;
  /** Unix epoch milliseconds. */
  readonly startedAtMs: number;
  readonly state: ConnectionState;
  /** One head per request that went out; the newest `HEADS_MAX`. */
  readonly sent: readonly SentHead[];
  /** The newest `HEADS_MAX`. */
  readonly responses: readonly ResponseHead[];
  /** How many came before those. */
  readonly leftOut: { readonly sent: number; readonly responses: number };
  /** Trailer section of the last response, null before its end. */
  readonly trailers: readonly HeaderField[] | null;
}

/** Renderer asks, main answers. A reply is always a Result; handlers never throw across the boundary. */
export interface Invocations
  extends
    WorkspaceInvocations,
    RunsInvocations,
    LocalInvocations,
    HttpInvocations,
    PreviewInvocations,
    TimelineInvocations {
  'app:info': { input: null; output: Result<AppInfo, InvalidInput> };
  'settings:read': { input: null; output: Result<Settings, InvalidInput> };
  'settings:write': { input: Settings; output: Result<null, StorageError | InvalidInput> };
  /** Starts the demo server if it is not running, and lists its requests with their real port. */
  'demo:start': {
    input: null;
    output: Result<readonly DemoRequest[], StorageError | InvalidInput>;
  };
  'exchange:send': {
    input: RequestDefinition;
    output: Result<ExchangeId, InvalidRequest | StorageError | TooManyExchanges | InvalidInput>;
  };
  /** Closes the connection. What had arrived stays. */
  'exchange:stop': { input: ExchangeInput; output: Result<null, UnknownExchange | InvalidInput> };
  /** The window no longer shows it: stops it if it is live, and frees its memory. */
  'exchange:release': {
    input: ExchangeInput;
    output: Result<null, UnknownExchange | InvalidInput>;
  };
  'exchange:summary': {
    input: ExchangeInput;
    output: Result<ExchangeSummary, UnknownExchange | InvalidInput>;
  };
  /** Ends the wait before the next connection attempt. */
  'exchange:reconnect': {
    input: ExchangeInput;
    output: Result<null, UnknownExchange | InvalidInput>;
  };
  /** Cuts a live connection on purpose, now or at a set place. Reconnection follows as set. */
  'exchange:cut': { input: CutInput; output: Result<null, UnknownExchange | InvalidInput> };
  /** Reads the content another way, from its first byte. Nothing is sent; rows are numbered anew. */
  'exchange:read-as': {
    input: ReadAsInput;
    output: Result<null, UnknownExchange | StorageError | InvalidInput>;
  };
  /** The last event ID string at an entry, with which a new request goes on from there. */
  'timeline:last-event-id': {
    input: ResumeInput;
    output: Result<string | null, UnknownExchange | StorageError | InvalidInput>;
  };
  /** Rows that were read from a span of the body. */
  'timeline:rows-of-bytes': {
    input: BytesInput;
    output: Result<RowSpan, UnknownExchange | StorageError | InvalidInput>;
  };
  'timeline:page': {
    input: PageInput;
    output: Result<TimelinePage, UnknownExchange | StorageError | InvalidInput>;
  };
  'timeline:entry': {
    input: EntryInput;
    output: Result<EntryDetail, UnknownExchange | StorageError | InvalidInput>;
  };
  'body:read': {
    input: BodyInput;
    output: Result<BodyPart, UnknownExchange | StorageError | InvalidInput>;
  };
  /** Asks for a place with the system's dialog and copies the decoded body there. Null: the user cancelled. */
  'body:save': {
    input: ExchangeInput;
    output: Result<
      { readonly fileName: string } | null,
      UnknownExchange | StorageError | InvalidInput
    >;
  };
  'clipboard:write': { input: { readonly text: string }; output: Result<null, InvalidInput> };
}

export interface ExchangeProgress {
  readonly exchangeId: ExchangeId;
  readonly state: ConnectionState;
  /** Grows when the content is read another way; rows of an earlier reading mean nothing then. */
  readonly reading: number;
  /**
   * Shape in force; null before there is a response. Once a response was a stream, an ordinary answer to a
   * reconnection does not change it.
   */
  readonly shape: ContentShape | null;
  /** A shape that the first bytes look like when it is not the one in force; null otherwise. */
  readonly looksLike: StreamShape | null;
  /** Monotonic milliseconds since the request was sent, at the time of the push. */
  readonly elapsedMs: number;
  readonly counters: TimelineCounters;
  /** In order of first arrival. */
  readonly types: readonly TypeCount[];
  /** Head of the newest response, without what is long; null before there is one. */
  readonly head: ResponseOutline | null;
}

/** Main tells, renderer listens. Counters only: rows are pulled by page. */
export interface Pushes extends WorkspacePushes, RunsPushes, HttpPushes, TimelinePushes {
  'exchange:progress': ExchangeProgress;
}

export type InvocationChannel = keyof Invocations;
export type PushChannel = keyof Pushes;
export type InvocationInput<C extends InvocationChannel> = Invocations[C]['input'];
export type InvocationOutput<C extends InvocationChannel> = Invocations[C]['output'];

type CamelCase<Words extends string> = Words extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${CamelCase<Rest>}`
  : Capitalize<Words>;
type BridgeName<C extends string> = C extends `${infer Area}:${infer Verb}`
  ? `${Area}${CamelCase<Verb>}`
  : never;

/** The named functions that the preload exposes as `window.tideline`. */
export type Bridge = {
  readonly [C in InvocationChannel as BridgeName<C>]: (
    input: InvocationInput<C>,
  ) => Promise<InvocationOutput<C>>;
} & {
  /** Calls back for each push of that name; the answer ends the subscription. */
  readonly onExchangeProgress: (
    listener: (push: Pushes['exchange:progress']) => void,
  ) => () => void;
  readonly onWorkspaceChanged: (
    listener: (push: Pushes['workspace:changed']) => void,
  ) => () => void;
  readonly onRunsChanged: (listener: (push: Pushes['runs:changed']) => void) => () => void;
  readonly onTokensPrompt: (listener: (push: Pushes['tokens:prompt']) => void) => () => void;
  readonly onQueryProgress: (listener: (push: Pushes['query:progress']) => void) => () => void;
  readonly onExportProgress: (listener: (push: Pushes['export:progress']) => void) => () => void;
};

/** The channels whose input is null, which is checked without a validator. */
export const CHANNELS_WITHOUT_INPUT: Readonly<Record<ChannelWithoutInput, true>> = {
  'app:info': true,
  'certificates:add-authority': true,
  'certificates:list': true,
  'cookies:list': true,
  'demo:start': true,
  'draft:list': true,
  'globals:read': true,
  'grants:list': true,
  'proxy:read': true,
  'secrets:state': true,
  'secrets:use-session': true,
  'session:read': true,
  'settings:read': true,
  'spools:clean': true,
  'spools:usage': true,
  'tokens:cancel': true,
  'workspace:close': true,
  'workspace:current': true,
  'workspace:recent': true,
  'workspace:rescan': true,
};

type ChannelWithoutInput = {
  [C in InvocationChannel]: InvocationInput<C> extends null ? C : never;
}[InvocationChannel];

/** Every invocation channel, for the code that has to walk them. */
export const INVOCATION_CHANNELS = Object.keys({
  'app:info': true,
  'settings:read': true,
  'settings:write': true,
  'demo:start': true,
  'exchange:send': true,
  'exchange:stop': true,
  'exchange:release': true,
  'exchange:summary': true,
  'exchange:reconnect': true,
  'exchange:cut': true,
  'exchange:read-as': true,
  'timeline:last-event-id': true,
  'timeline:rows-of-bytes': true,
  'timeline:page': true,
  'timeline:entry': true,
  'body:read': true,
  'body:save': true,
  'clipboard:write': true,
  ...WORKSPACE_CHANNELS,
  ...RUNS_CHANNELS,
  ...LOCAL_CHANNELS,
  ...PREVIEW_CHANNELS,
  ...HTTP_CHANNELS,
  ...TIMELINE_CHANNELS,
} satisfies Record<InvocationChannel, true>) as readonly InvocationChannel[];

/** Every push channel, for the code that has to walk them. */
export const PUSH_CHANNELS = Object.keys({
  'exchange:progress': true,
  'workspace:changed': true,
  'runs:changed': true,
  'tokens:prompt': true,
  'query:progress': true,
  'export:progress': true,
} satisfies Record<PushChannel, true>) as readonly PushChannel[];
