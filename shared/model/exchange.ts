import type { AttemptTimings } from './attempt-timings.ts';
import type { HeaderField } from './header-field.ts';
import type { NetworkError } from './network-error.ts';

/** The request head as it went out, first line included. */
export interface SentHead {
  readonly method: string;
  readonly url: string;
  /** `HTTP/1.1 ` request target as sent. */
  readonly target: string;
  readonly headers: readonly HeaderField[];
  /** Bytes of the body, 0 if there is none. */
  readonly bodyBytes: number;
}

/** How the content is cut into timeline entries. */
export const STREAM_SHAPES = [
  /** `text/event-stream`. */
  'event-stream',
  /** One JSON value a line. */
  'ndjson',
  /** JSON text sequence, RFC 7464. */
  'json-seq',
  /** JSON values one after the other, or the elements of one array. */
  'json',
  /** `multipart/x-mixed-replace` and its kin: one part after the other. */
  'multipart',
  /** No framing: every network chunk is an entry. */
  'text',
] as const;

export type StreamShape = (typeof STREAM_SHAPES)[number];

/** How the content is read: as a stream of some shape, or as one ordinary body. */
export type ContentShape = StreamShape | 'ordinary';

/** The head of a response. */
export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  /** As on the wire, such as `HTTP/1.1`. */
  readonly httpVersion: string;
  readonly headers: readonly HeaderField[];
  /** Negotiated TLS version, such as `TLSv1.3`; null on plain HTTP. */
  readonly tlsVersion: string | null;
  readonly remoteAddress: string | null;
  /** Whether the content is read as a stream. */
  readonly accepted: boolean;
  readonly shape: ContentShape;
  readonly timings: AttemptTimings;
}

/** Why a stream ended for good. */
export type StreamEnd =
  /** The server completed the response. */
  | { readonly kind: 'ended' }
  /** The user, or the window that owned it, stopped it. */
  | { readonly kind: 'stopped' }
  /** A rule such as `--max-events` stopped it. */
  | { readonly kind: 'rule'; readonly rule: string }
  | { readonly kind: 'failed'; readonly error: NetworkError }
  /** The application went away while the stream ran; found when the spool was opened again. */
  | { readonly kind: 'interrupted' };

/** Where an exchange stands. */
export type ConnectionState =
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'open'; readonly attempt: number; readonly openedAtMs: number }
  | {
      readonly kind: 'waiting';
      readonly attempt: number;
      readonly reconnectAtMs: number;
      /** Attempts without a response so far, and how many are made; null: no end to them. */
      readonly failuresInRow: number;
      readonly attemptsMax: number | null;
    }
  | { readonly kind: 'closed'; readonly end: StreamEnd; readonly closedAtMs: number };
