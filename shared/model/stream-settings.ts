import type { StreamShape } from './exchange.ts';

/** When a stream that ended is asked for again. */
export type ReconnectMode =
  /** Never: one request, one response. */
  | 'off'
  /** Exactly what an EventSource does. */
  | 'browser'
  /** As a browser, with growing waits and an end to the attempts. */
  | 'on';

/** How the content of a response is read as a stream. Part of a request. */
export interface StreamSettings {
  /** `auto`: by media type. */
  readonly readAs: 'auto' | StreamShape;
  readonly reconnect: ReconnectMode;
  /** Wait before the stream sets one by `retry`; null: the default. */
  readonly reconnectionTimeMs: number | null;
  /** Attempts in a row without a response before `on` gives up. */
  readonly attemptsMax: number;
  /**
   * Whether `on` also tries again when no response came at all so far. A mistyped host is better told at
   * once; a server that is still starting is worth waiting for. `browser` always tries again.
   */
  readonly retriesFirstFailure: boolean;
  /** `Last-Event-ID` of the first request; null sends none. */
  readonly lastEventId: string | null;
  /** Silence after which the stream counts as stalled, comments included; null: never. */
  readonly stallAfterMs: number | null;
}

/** Settings of a request that has none of its own. */
export const DEFAULT_STREAM_SETTINGS: StreamSettings = {
  readAs: 'auto',
  reconnect: 'off',
  reconnectionTimeMs: null,
  attemptsMax: 10,
  retriesFirstFailure: true,
  lastEventId: null,
  stallAfterMs: 60_000,
};
