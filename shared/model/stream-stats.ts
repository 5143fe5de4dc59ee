import type { AttemptTimings } from './attempt-timings.ts';
import type { CloseCause } from './timeline.ts';

/**
 * Quantiles of many values. `count`, `minimum`, `maximum` and `mean` are exact; a quantile is within
 * 1 % of a value that stands at that rank.
 */
export interface Distribution {
  readonly count: number;
  readonly minimum: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly maximum: number;
  readonly mean: number;
}

/** A bar of a histogram: values above `from` up to `to`. Bars follow one another; each is wider by the same factor. */
export interface HistogramBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface TypeStats {
  /** Null: events of all types beyond those that are counted by name. */
  readonly type: string | null;
  readonly events: number;
  /** Bytes of the data. */
  readonly bytes: number;
  /** Times between two events of this type, in milliseconds; null below two. */
  readonly gap: Distribution | null;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Null: nobody has looked at the data. */
  readonly json: JsonCount | null;
}

/** How many events were looked at, the first ones of their type, and the data of how many is JSON. */
export interface JsonCount {
  readonly looked: number;
  readonly valid: number;
}

export interface ConnectionStats {
  /** From 1. */
  readonly attempt: number;
  readonly openedAtMs: number;
  /** Null: it is open. */
  readonly closedAtMs: number | null;
  readonly closedBy: CloseCause | null;
  /** Code of the error that ended it, such as `ECONNRESET`; null if there was none. */
  readonly code: string | null;
  readonly timings: AttemptTimings;
  readonly events: number;
  readonly lastEventIdSent: string | null;
}

/** Figures of one stream. Everything is exact but the quantiles, see {@link Distribution}. Times are milliseconds. */
export interface StreamStats {
  /** Time since the request was sent, until the end or now. */
  readonly elapsedMs: number;
  readonly firstByteMs: number | null;
  readonly firstEventMs: number | null;
  readonly lastEventMs: number | null;
  readonly events: number;
  readonly comments: number;
  readonly problems: number;
  readonly bodyBytes: number;
  readonly wireBytes: number;
  /** Means between the first and the last event; null below two events or without any time between them. */
  readonly eventsPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  /** Gaps between events; null below two. */
  readonly gap: Distribution | null;
  /** Bytes of the data of events; null without events. */
  readonly size: Distribution | null;
  /** Gaps of at least `SILENCE_MARK_MS`. */
  readonly stalls: { readonly count: number; readonly totalMs: number };
  /** Times between comments with nothing between them, as keep-alives are; null if there are none. */
  readonly heartbeats: Distribution | null;
  /** Connections lost, and the time until the next one was open. */
  readonly drops: { readonly count: number; readonly downMs: number };
  /** Ids that were skipped or came again over reconnections, as the verdicts told. */
  readonly idsLost: number;
  readonly idsRepeated: number;
  /** Events that could not be kept. */
  readonly dropped: number;
  readonly gapBars: readonly HistogramBar[];
  readonly sizeBars: readonly HistogramBar[];
  /** Most events first. */
  readonly types: readonly TypeStats[];
  /** In order; the newest `STATS_CONNECTIONS_MAX` of them. */
  readonly connections: readonly ConnectionStats[];
}
