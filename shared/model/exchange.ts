import type { AttemptTimings } from './attempt-timings.ts';
import type { ConnectionFacts, InformationalResponse, RedirectFacts } from './connection-facts.ts';
import type { HeaderField } from './header-field.ts';
import type { NetworkError } from './network-error.ts';

/** The request head of one hop: a redirect, a challenge and a reconnection each have their own. */
export interface SentHead {
  readonly method: string;
  readonly url: string;
  /** Such as `HTTP/1.1` or `HTTP/2`. */
  readonly httpVersion: string;
  /** Request target as sent: a path, or the whole URL towards a proxy. */
  readonly target: string;
  /** As they stand on the wire; those of HTTP/2 begin with its pseudo fields, such as `:method`. */
  readonly headers: readonly HeaderField[];
  /** Bytes of the body, 0 if there is none; null: not known before its end. */
  readonly bodyBytes: number | null;
  /** False: the connection failed before, and this is what would have been sent. */
  readonly wentOut: boolean;
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
export interface ResponseHead extends ConnectionFacts {
  readonly status: number;
  readonly reason: string;
  /** As on the wire, such as `HTTP/1.1`. */
  readonly httpVersion: string;
  readonly headers: readonly HeaderField[];
  /** Negotiated TLS version, such as `TLSv1.3`; null on plain HTTP. */
  readonly tlsVersion: string | null;
  /** Responses that came before it, in order; at most `INFORMATIONAL_RESPONSES_MAX`. */
  readonly informational: readonly InformationalResponse[];
  /** Null: it is no redirect. */
  readonly redirect: RedirectFacts | null;
  /** Whether the content is read as a stream. */
  readonly accepted: boolean;
  readonly shape: ContentShape;
  readonly timings: AttemptTimings;
}

/** A response head without what is long; pushed with every progress. */
export type ResponseOutline = Omit<ResponseHead, 'headers' | 'informational' | 'tls'>;

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

/** A request that is out, and whose response is waited for. */
export interface RequestSent {
  /** Monotonic milliseconds since the exchange began. */
  readonly atMs: number;
  /** How long the attempt took until then. */
  readonly timings: AttemptTimings;
}

/** Where an exchange stands. */
export type ConnectionState =
  | {
      readonly kind: 'connecting';
      readonly attempt: number;
      /** Null until the request of this attempt is out. */
      readonly requestSent: RequestSent | null;
    }
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
