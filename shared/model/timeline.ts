import type { AttemptTimings } from './attempt-timings.ts';
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

export interface OpenEntry extends EntryBase {
  readonly kind: 'open';
  readonly attempt: number;
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  readonly tlsVersion: string | null;
  readonly remoteAddress: string | null;
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
  /** Developer text: the offending piece, shortened. */
  readonly detail: string;
}

export type ProblemKind =
  /** The stream ended inside an event; a browser does not dispatch it. */
  | 'unfinished-event'
  /** An event passed the size limit; its beginning is kept. */
  | 'truncated-event';

/** Why a connection ended. */
export type CloseCause = 'server' | 'user' | 'rule' | 'network';

export interface CloseEntry extends EntryBase {
  readonly kind: 'close';
  readonly by: CloseCause;
  readonly willReconnect: boolean;
  /** Name of the rule when `by` is `rule`, else null. */
  readonly rule: string | null;
}

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

/** One row of the timeline, in seq order and without holes. */
export type TimelineRow = Exclude<TimelineEntry, EventEntry> | EventRow;
