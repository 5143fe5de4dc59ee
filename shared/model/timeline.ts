import type { AttemptTimings } from './attempt-timings.ts';
import type {
  CertificateFacts,
  ConnectionFacts,
  InformationalResponse,
  RedirectFacts,
} from './connection-facts.ts';
import type { ContentShape } from './exchange.ts';
import type { DeltaPart } from '../merge/delta-preview.ts';
import type { HeaderField } from './header-field.ts';
import type { NetworkErrorKind, Phase } from './network-error.ts';

/** Kinds of timeline entries; the position in this list is the number stored in the index. */
export const ENTRY_KINDS = [
  'connecting',
  'open',
  'event',
  'comment',
  'retry',
  'problem',
  'chunk',
  'reconnect-wait',
  'close',
  'error',
  'verdict',
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What every entry has. */
export interface EntryBase {
  /** Position in the timeline, from 0; never reused, never skipped. */
  readonly seq: number;
  /** Monotonic milliseconds since the request was sent. */
  readonly atMs: number;
}

/** Where an entry's bytes stand in the decoded body. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export interface ConnectingEntry extends EntryBase {
  readonly kind: 'connecting';
  /** From 1. */
  readonly attempt: number;
  readonly method: string;
  readonly url: string;
  /** `Last-Event-ID` that is sent, null if none. */
  readonly lastEventId: string | null;
}

export interface OpenEntry extends EntryBase, ConnectionFacts {
  readonly kind: 'open';
  readonly attempt: number;
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  readonly tlsVersion: string | null;
  readonly informational: readonly InformationalResponse[];
  /** Null: it is no redirect. */
  readonly redirect: RedirectFacts | null;
  /** Whether the content is read as a stream. */
  readonly accepted: boolean;
  readonly shape: ContentShape;
  readonly headers: readonly HeaderField[];
  readonly timings: AttemptTimings;
}

/**
 * A dispatched event.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage
 */
export interface EventEntry extends EntryBase, ByteRange {
  readonly kind: 'event';
  /** Event type; `message` when the block named none. */
  readonly type: string;
  readonly data: string;
  /** Bytes of the data as UTF-8. */
  readonly sizeBytes: number;
  /** The id field of this block, null when it had none. */
  readonly id: string | null;
  /** Last event ID string of the stream after this block. */
  readonly lastEventId: string;
  /** True: the block passed the size limit, and `data` is its beginning. */
  readonly isTruncated: boolean;
}

export interface CommentEntry extends EntryBase, ByteRange {
  readonly kind: 'comment';
  /** Text after the colon, one leading space removed. */
  readonly text: string;
}

export interface RetryEntry extends EntryBase, ByteRange {
  readonly kind: 'retry';
  /** Reconnection time asked for, in milliseconds, as sent. */
  readonly ms: number;
}

/** Something a browser would pass over in silence. */
export interface ProblemEntry extends EntryBase, ByteRange {
  readonly kind: 'problem';
  readonly problem: ProblemKind;
  /** Line of the connection's stream, from 1; null where a line means nothing. */
  readonly line: number | null;
  /** The offending piece as it was sent, shortened; or the figure that the problem is about. */
  readonly detail: string;
}

export const PROBLEM_KINDS = [
  /** The stream ended inside an event; a browser does not dispatch it. */
  'unfinished-event',
  /** An event passed the size limit; its beginning is kept. */
  'truncated-event',
  /** A line whose field name the standard does not know; a browser ignores it. */
  'unknown-field',
  /** An event with a name and without data; a browser drops it. */
  'no-data',
  /** `retry` with anything but digits; a browser ignores it. */
  'invalid-retry',
  /** An id that holds U+0000; a browser ignores it. */
  'null-in-id',
  /** Bytes that are no UTF-8; a browser shows U+FFFD in their place. */
  'invalid-utf8',
  /** The Content-Type is not that of an event stream, or is missing; a browser refuses the stream. */
  'media-type',
  /** A charset other than UTF-8; a browser reads UTF-8 all the same. */
  'charset',
  /** Another status than 200; a browser refuses the stream. */
  'status',
  /** A stream with a Content-Length has an end that was known before it began. */
  'content-length',
  /** Nothing keeps a cache from storing the stream. */
  'cacheable',
  /** Content codings that could not be undone; the bytes are shown as they came. */
  'content-coding',
  /** Several events came in one late burst: something on the way held them back. */
  'late-burst',
  /** Nothing came for the set idle time. */
  'stalled',
  /** This program did not run for a while, or the clock was set: the silence says nothing of the server. */
  'clock-jump',
  /** The last event ID is too long to be sent, or cannot stand in a header field. */
  'last-event-id-not-sent',
  /** `retry` outside the range that is kept to; the nearer end is used. */
  'retry-clamped',
  /** A redirect was not followed; its `open` entry says why. */
  'redirect-stopped',
  /** Credentials could not be applied as the server asks for them. */
  'auth-failed',
  /** A certificate was taken that cannot be verified, by the user's word. */
  'certificate-not-verified',
  /** Cookies of the response that were refused. */
  'cookie-refused',
  /** What came here could not be written to the disk, and is lost. Stands in the place of the entry, and is not counted. */
  'not-stored',
  /** More problems on this connection than are told one by one. */
  'more-problems',
] as const;

export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** Problems that were seen while it happened, and that the bytes do not tell. */
const OBSERVED_PROBLEM_KINDS = [
  'content-coding',
  'stalled',
  'clock-jump',
  'last-event-id-not-sent',
  'redirect-stopped',
  'auth-failed',
  'certificate-not-verified',
  'cookie-refused',
] as const;

export type ObservedProblemKind = (typeof OBSERVED_PROBLEM_KINDS)[number];

/** Whether a problem has to be written down, or is found again in the bytes. */
export function isObserved(problem: ProblemKind): problem is ObservedProblemKind {
  return (OBSERVED_PROBLEM_KINDS as readonly ProblemKind[]).includes(problem);
}

/** A network chunk of a stream that has no framing. */
export interface ChunkEntry extends EntryBase, ByteRange {
  readonly kind: 'chunk';
  /** The bytes as text. */
  readonly text: string;
}

/** The wait before the next connection attempt. */
export interface ReconnectWaitEntry extends EntryBase {
  readonly kind: 'reconnect-wait';
  /** Number of the attempt that follows. */
  readonly attempt: number;
  readonly waitMs: number;
  /** `Last-Event-ID` that will be sent, null if none. */
  readonly lastEventId: string | null;
  /** Attempts in a row that got no response so far. */
  readonly failuresInRow: number;
  /** Number of such attempts after which it ends; null: no end. */
  readonly attemptsMax: number | null;
}

/** What a reconnection did to the sequence of events, as far as ids and data tell. */
export interface VerdictEntry extends EntryBase {
  readonly kind: 'verdict';
  readonly verdict:
    /** The next event is the one after the last. */
    | 'resumed'
    /** Events came a second time. */
    | 'repeated'
    /** Ids were skipped. */
    | 'lost'
    /** The events have no ids, or ids without an order. */
    | 'unknown';
  /** Events repeated or lost; 0 for the others. */
  readonly count: number;
  /** What told: the ids, or the data of events that have none. Data tells a repetition, never a loss. */
  readonly basis: 'ids' | 'data';
  /** Events with an id that came before, and other data than then. */
  readonly differing: number;
  /** Last id before the cut, null if there was none. */
  readonly beforeId: string | null;
  /** First id after it, null if it had none. */
  readonly afterId: string | null;
  /** Time between the end of the old connection and the head of the new one, in milliseconds. */
  readonly downMs: number;
}

/** Why a connection ended. */
export type CloseCause = 'server' | 'user' | 'rule' | 'network';

export interface CloseEntry extends EntryBase {
  readonly kind: 'close';
  readonly by: CloseCause;
  readonly willReconnect: boolean;
  /**
   * Name of the rule when `by` is `rule`; `redirect`, `challenge` (asked again with the answer to it) and `cut`
   * (on purpose) where that ended it; else null.
   */
  readonly rule: string | null;
  /** Why it is not asked for again; null where another attempt follows or none was to be expected. */
  readonly refusal: ReconnectRefusal | null;
}

/** Why no further attempt follows. */
export type ReconnectRefusal =
  /** Reconnection is switched off. */
  | 'off'
  /** 204 asks the client to stop. */
  | 'no-content'
  /** Any other status than 200. */
  | 'status'
  /** The content is not an event stream. */
  | 'media-type'
  /** The response is complete: it said so, or it is no event stream and ended in order. */
  | 'complete'
  /** As many attempts in a row failed as the settings allow. */
  | 'attempts'
  /** Waiting cannot help: a bad certificate, a full disk. */
  | 'futile'
  /** No response came so far, and that is told at once. */
  | 'first-failure';

export interface ErrorEntry extends EntryBase {
  readonly kind: 'error';
  readonly errorKind: NetworkErrorKind;
  readonly code: string | null;
  readonly detail: string;
  /** True: no further attempt follows. */
  readonly fatal: boolean;
  readonly afterHeaders: boolean;
  readonly phase: Phase;
  readonly addresses: readonly string[];
  readonly certificates: readonly CertificateFacts[];
  readonly timings: AttemptTimings;
}

/** Everything that a timeline records. */
export type TimelineEntry =
  | ConnectingEntry
  | OpenEntry
  | EventEntry
  | CommentEntry
  | RetryEntry
  | ProblemEntry
  | ChunkEntry
  | ReconnectWaitEntry
  | VerdictEntry
  | CloseEntry
  | ErrorEntry;

/** An event as a row: the data is cut to a preview, everything else is exact. */
export interface EventRow extends EntryBase, ByteRange {
  readonly kind: 'event';
  /** Number among the events of this exchange, from 1. */
  readonly number: number;
  /** Milliseconds since the previous event, null for the first one. */
  readonly gapMs: number | null;
  /** Whether the previous event has the same type; the row then shows a bare dot. */
  readonly repeatsType: boolean;
  readonly type: string;
  readonly id: string | null;
  /** At most `ROW_PREVIEW_CHARS_MAX` characters of the data. */
  readonly preview: string;
  readonly isPreviewCut: boolean;
  /** What matters of an LLM delta, to show in place of the preview; null for other data. */
  readonly delta: readonly DeltaPart[] | null;
  /** Bytes of the data as UTF-8. */
  readonly sizeBytes: number;
  readonly isTruncated: boolean;
}

/** A run of comments with nothing between them, as one row; a single comment is a run of one. */
export interface CommentRow extends EntryBase {
  readonly kind: 'comments';
  /** Text of the first comment, at most `ROW_PREVIEW_CHARS_MAX` characters. */
  readonly text: string;
  readonly count: number;
  readonly lastAtMs: number;
  /** Mean time between two comments, null for a single one. */
  readonly intervalMs: number | null;
  /** Standard deviation of the time between two comments. */
  readonly jitterMs: number | null;
  /** Longest time between two comments. */
  readonly longestMs: number | null;
}

/** An entry about the connection, not about what came over it. */
export type ConnectionEntry =
  ConnectingEntry | OpenEntry | ReconnectWaitEntry | CloseEntry | ErrorEntry;

/**
 * Steps of one attempt that follow each other with nothing between them, as one row: it is what the newest
 * step is, and holds those before it, oldest first. So a countdown becomes the attempt that it led to.
 */
export type ConnectionRow = ConnectionEntry & { readonly earlier: readonly ConnectionEntry[] };

/** Whether an entry is about the connection. */
export function isConnectionEntry(entry: TimelineEntry): entry is ConnectionEntry {
  switch (entry.kind) {
    case 'connecting':
    case 'open':
    case 'reconnect-wait':
    case 'close':
    case 'error':
      return true;
    default:
      return false;
  }
}

/** Whether an entry continues the row of the entry before it: a step of the same attempt. */
export function continuesRow(before: EntryKind | null, kind: EntryKind): boolean {
  switch (kind) {
    case 'connecting':
      return before === 'reconnect-wait';
    case 'open':
    case 'error':
      return before === 'connecting';
    case 'close':
      return before === 'error';
    default:
      return false;
  }
}

/** Whether an entry begins a row: comments with nothing between them share one as well. */
export function startsRow(before: EntryKind | null, kind: EntryKind): boolean {
  return kind === 'comment' ? before !== 'comment' : !continuesRow(before, kind);
}

/** One row of the timeline, in order and without holes: an entry, or several that belong together. */
export type TimelineRow =
  | Exclude<TimelineEntry, EventEntry | CommentEntry | ConnectionEntry>
  | ConnectionRow
  | EventRow
  | CommentRow;
