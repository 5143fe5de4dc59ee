import type { CloseCause, ProblemKind } from './timeline.ts';

/** Counts over a span of time. Bins follow one another from `fromMs`, each `binMs` wide. */
export interface TimeAxis {
  readonly fromMs: number;
  readonly binMs: number;
  /** Time of the newest entry, so that the whole span is known. */
  readonly endMs: number;
  /** Entries below this seq are counted in. */
  readonly entries: number;
  /**
   * One list per bin: events by position in the exchange's type list, for the first `CHART_TYPES_MAX` types;
   * the last place counts the rest.
   */
  readonly bins: readonly (readonly number[])[];
  /** Problems per bin. */
  readonly problems: readonly number[];
  /** With a query: matching rows per bin. Null without one. */
  readonly matches: readonly number[] | null;
  /** Connections that touch the span, in order. */
  readonly connections: readonly AxisConnection[];
  /** Silences that touch the span, the longest `AXIS_GAPS_MAX` of the stream, in order of time. */
  readonly gaps: readonly AxisGap[];
  /** The first problems of the span by themselves, at most `AXIS_PROBLEMS_MAX`. */
  readonly firstProblems: readonly AxisProblem[];
}

export interface AxisConnection {
  readonly attempt: number;
  readonly openedAtMs: number;
  /** Null: it is open. */
  readonly closedAtMs: number | null;
  readonly closedBy: CloseCause | null;
  /** Rows of the opening and the closing entry. */
  readonly openedRow: number;
  readonly closedRow: number | null;
}

/** No event between two times, for at least `SILENCE_MARK_MS`. */
export interface AxisGap {
  readonly fromMs: number;
  readonly toMs: number;
  /** Row of the event that ended it. */
  readonly row: number;
}

export interface AxisProblem {
  readonly atMs: number;
  readonly row: number;
  readonly problem: ProblemKind;
}
