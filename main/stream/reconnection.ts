import {
  BACKOFF_JITTER_SHARE,
  BACKOFF_WAIT_MS_MAX,
  DEFAULT_RECONNECTION_TIME_MS,
  RECONNECTION_TIME_MS_MAX,
  RECONNECTION_TIME_MS_MIN,
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
 * `on` doubles the wait with each attempt in a row that got no response, spreads it by up to a
 * quarter, and gives up after `attemptsMax`; the doubling and the end are ours, the standard only
 * allows them. `failuresInRow` counts the attempts without a response, this one included.
 * `random` is in [0, 1).
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#reestablish-the-connection
 */
export function decideReconnect(input: {
  readonly mode: ReconnectMode;
  readonly outcome: AttemptOutcome;
  readonly reconnectionTimeMs: number;
  readonly failuresInRow: number;
  readonly attemptsMax: number;
  readonly random: number;
}): ReconnectDecision {
  const refusal = findRefusal(input);
  if (refusal !== null) return { kind: 'stay-closed', because: refusal };
  if (input.mode === 'browser' || input.failuresInRow === 0) {
    return { kind: 'reconnect', waitMs: input.reconnectionTimeMs };
  }
  const doubled = input.reconnectionTimeMs * 2 ** Math.min(30, input.failuresInRow - 1);
  const capped = Math.max(input.reconnectionTimeMs, Math.min(doubled, BACKOFF_WAIT_MS_MAX));
  const spread = capped * BACKOFF_JITTER_SHARE * input.random;
  return {
    kind: 'reconnect',
    waitMs: Math.round(Math.min(RECONNECTION_TIME_MS_MAX, capped + spread)),
  };
}

function findRefusal(input: {
  readonly mode: ReconnectMode;
  readonly outcome: AttemptOutcome;
  readonly failuresInRow: number;
  readonly attemptsMax: number;
}): ReconnectRefusal | null {
  const { outcome } = input;
  if (input.mode === 'off') return 'off';
  if (outcome.kind === 'refused') {
    if (outcome.status === 204) return 'no-content';
    if (outcome.status !== 200) return 'status';
    if (!outcome.isEventStream) return 'media-type';
  }
  if (outcome.kind === 'failed' && FUTILE.has(outcome.errorKind)) return 'futile';
  if (input.mode === 'on' && input.failuresInRow >= input.attemptsMax) return 'attempts';
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
