import type { ProblemKind } from './timeline.ts';

/** Counters of one exchange. Everything is exact but the two gap quantiles. */
export interface TimelineCounters {
  /** Entries received. */
  readonly entries: number;
  /** Rows that can be asked for: entries, runs of comments counted once. */
  readonly rows: number;
  readonly events: number;
  readonly comments: number;
  readonly problems: number;
  /** How often each kind of problem was met; kinds that were not met are left out. */
  readonly problemKinds: readonly ProblemCount[];
  readonly connections: number;
  /** Content bytes as received, before content decoding. */
  readonly wireBytes: number;
  /** Content bytes after content decoding. */
  readonly bodyBytes: number;
  /** Events that could not be kept; 0 in normal use. */
  readonly dropped: number;
  /** Events in the last second before the newest one. */
  readonly eventsPerSecond: number;
  readonly hasIds: boolean;
  readonly firstByteMs: number | null;
  readonly firstEventMs: number | null;
  /** Gap quantiles over all events, within 2 % of the exact value; null below two events. */
  readonly gapP50Ms: number | null;
  readonly gapP95Ms: number | null;
}

/** How often a kind of problem was met. */
export interface ProblemCount {
  readonly problem: ProblemKind;
  readonly count: number;
  /** Row of the first one. */
  readonly firstRow: number;
}

/** How often an event type was seen, in order of first arrival. */
export interface TypeCount {
  readonly type: string;
  readonly count: number;
}
