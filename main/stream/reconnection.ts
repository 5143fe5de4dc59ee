import {
  BACKOFF_JITTER_SHARE,
  BACKOFF_WAIT_MS_MAX,
  CONNECTS_IN_WINDOW_MAX,
  CONNECTS_WINDOW_MS,
  DEFAULT_RECONNECTION_TIME_MS,
  RECONNECTION_TIME_MS_MAX,
  RECONNECTION_TIME_MS_MIN,
  WAKE_SPREAD_MS,
} from '../../shared/limits.ts';
import type { NetworkErrorKind } from '../../shared/model/network-error.ts';
import type { ReconnectMode } from '../../shared/model/stream-settings.ts';
import type { ReconnectRefusal } from '../../shared/model/timeline.ts';

/** What follows an attempt that ended. */
export type ReconnectDecision =
  | { readonly kind: 'reconnect'; readonly waitMs: number }
  | { readonly kind: 'stay-closed'; readonly because: ReconnectRefusal };

/** How an attempt ended. */
export type AttemptOutcome =
  /** A response came that is read as a stream, and it ended or was cut. */
  | { readonly kind: 'stream-ended' }
  /** Nothing more is to come: it ended in order, and said so before or is no event stream. */
  | { readonly kind: 'complete' }
  /** A response came that is not a stream. */
  | { readonly kind: 'refused'; readonly status: number; readonly isEventStream: boolean }
  /** No response came. */
  | { readonly kind: 'failed'; readonly errorKind: NetworkErrorKind };

/** Failures that the next attempt would meet again. The standard lets a client stop at such. */
const FUTILE: ReadonlySet<NetworkErrorKind> = new Set([
  'tls-untrusted',
  'tls-expired',
  'tls-wrong-host',
  'too-many-redirects',
  'storage-failed',
  'headers-too-large',
]);

/**
 * Decides whether and when the connection is reestablished.
 *
 * `browser` does what an EventSource does: waits the reconnection time, as often as it takes.
 * `on` leaves a complete response alone, doubles the wait with each attempt in a row that got no response, spreads it
 * by up to a quarter, keeps to `CONNECTS_IN_WINDOW_MAX`, and gives up after `attemptsMax`; all that is ours, the standard only
 * allows them. `failuresInRow` counts the attempts without a response, this one included.
 * `hasJustWoken`: the computer slept, so that every stream was lost at once; they come back one
 * after the other. `random` is in [0, 1).
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#reestablish-the-connection
 */
export function decideReconnect(input: {
  readonly mode: ReconnectMode;
  readonly outcome: AttemptOutcome;
  readonly reconnectionTimeMs: number;
  readonly failuresInRow: number;
  readonly attemptsMax: number;
  /** Whether no attempt got a response so far, and the settings want that told at once. */
  readonly isFirstFailureFinal: boolean;
  readonly random: number;
  readonly hasJustWoken: boolean;
  /** Milliseconds since each of the last attempts began, newest last. */
  readonly connectsAgoMs: readonly number[];
}): ReconnectDecision {
  const refusal = findRefusal(input);
  if (refusal !== null) return { kind: 'stay-closed', because: refusal };
  if (input.mode === 'browser') return { kind: 'reconnect', waitMs: input.reconnectionTimeMs };
  const waitMs = Math.max(getBackoffMs(input), getStormGuardMs(input.connectsAgoMs));
  return { kind: 'reconnect', waitMs: Math.round(Math.min(RECONNECTION_TIME_MS_MAX, waitMs)) };
}

/** The wait with our own doubling and spread. */
function getBackoffMs(input: {
  readonly reconnectionTimeMs: number;
  readonly failuresInRow: number;
  readonly random: number;
  readonly hasJustWoken: boolean;
}): number {
  const wakeSpreadMs = input.hasJustWoken ? WAKE_SPREAD_MS * input.random : 0;
  if (input.failuresInRow === 0) return input.reconnectionTimeMs + wakeSpreadMs;
  const doubled = input.reconnectionTimeMs * 2 ** Math.min(30, input.failuresInRow - 1);
  const capped = Math.max(input.reconnectionTimeMs, Math.min(doubled, BACKOFF_WAIT_MS_MAX));
  return capped + Math.max(capped * BACKOFF_JITTER_SHARE * input.random, wakeSpreadMs);
}

/** The wait that keeps attempts within `CONNECTS_IN_WINDOW_MAX`; 0 where they are. */
function getStormGuardMs(connectsAgoMs: readonly number[]): number {
  const oldestAgoMs = connectsAgoMs.at(-CONNECTS_IN_WINDOW_MAX);
  return oldestAgoMs === undefined ? 0 : Math.max(0, CONNECTS_WINDOW_MS - oldestAgoMs);
}

function findRefusal(input: {
  readonly mode: ReconnectMode;
  readonly outcome: AttemptOutcome;
  readonly failuresInRow: number;
  readonly attemptsMax: number;
  readonly isFirstFailureFinal: boolean;
}): ReconnectRefusal | null {
  const { outcome } = input;
  if (input.mode === 'off') return 'off';
  if (outcome.kind === 'refused') {
    if (outcome.status === 204) return 'no-content';
    if (outcome.status !== 200) return 'status';
    if (!outcome.isEventStream) return 'media-type';
  }
  if (outcome.kind === 'failed' && FUTILE.has(outcome.errorKind)) return 'futile';
  if (input.mode === 'browser') return null;
  if (outcome.kind === 'complete') return 'complete';
  if (outcome.kind === 'failed' && input.isFirstFailureFinal) return 'first-failure';
  if (input.failuresInRow >= input.attemptsMax) return 'attempts';
  return null;
}

/**
 * The reconnection time in force, in milliseconds, within [250 ms, 24 h]. A value outside is moved to
 * the nearer end before it comes near a timer: timers fire at once beyond 2^31 - 1.
 */
export function clampReconnectionTime(ms: number): number {
  if (!Number.isFinite(ms)) return RECONNECTION_TIME_MS_MAX;
  return Math.min(RECONNECTION_TIME_MS_MAX, Math.max(RECONNECTION_TIME_MS_MIN, ms));
}

/** The reconnection time before a stream has set one. The standard leaves it to the client; browsers take seconds. */
export function getFirstReconnectionTime(settingMs: number | null): number {
  return clampReconnectionTime(settingMs ?? DEFAULT_RECONNECTION_TIME_MS);
}
