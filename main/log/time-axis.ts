import { AXIS_PROBLEMS_KEPT, AXIS_PROBLEMS_MAX } from '../../shared/limits.ts';
import type { AxisConnection, AxisProblem, TimeAxis } from '../../shared/model/time-axis.ts';
import type { EntryKind, TimelineEntry } from '../../shared/model/timeline.ts';
import type { Connection, ConnectionList } from '../../shared/stats/connection-list.ts';
import { AxisCounts, SERIES } from './axis-counts.ts';
import type { CountsBefore } from './axis-counts.ts';
import type { EntryIndex } from './entry-index.ts';
import type { EventRun } from './exchange-counters.ts';
import type { MatchList } from './match-list.ts';

/** Shortest bin, in milliseconds: clocks give no more. */
const BIN_MS_MIN = 0.001;

/** The span of a log over time, in bins of any width. Work is bounded by the number of bins, whatever the length. */
export class TimeAxisReader {
  readonly #index: EntryIndex;
  readonly #counts: AxisCounts;
  readonly #connections: ConnectionList;
  readonly #problems: AxisProblem[] = [];

  constructor(index: EntryIndex, connections: ConnectionList) {
    this.#index = index;
    this.#counts = new AxisCounts(index);
    this.#connections = connections;
  }

  /** Adds events that follow one another and have one type and one time. */
  addEvents(run: EventRun): void {
    this.#counts.addEvents(run);
  }

  /** Adds an entry that is no event. */
  addOther(kind: EntryKind, atMs: number): void {
    this.#counts.addOther(kind, atMs);
  }

  /** Notes a problem, to be told by itself. */
  addProblem(entry: Extract<TimelineEntry, { kind: 'problem' }>, row: number): void {
    if (this.#problems.length >= AXIS_PROBLEMS_KEPT) return;
    this.#problems.push({ atMs: entry.atMs, row, problem: entry.problem });
  }

  /** Counts of a span in at most `binsMax` bins; null: of the whole stream. */
  async read(
    span: { readonly fromMs: number; readonly toMs: number } | null,
    binsMax: number,
    matches: MatchList | null,
  ): Promise<TimeAxis> {
    const { end } = this.#counts;
    const { lastAtMs: endMs } = this.#index;
    const { fromMs, binMs, bins } = layBins(span ?? { fromMs: 0, toMs: endMs }, binsMax);
    const counts: number[][] = [];
    const problems: number[] = [];
    const matched: number[] = [];
    let before = await this.#counts.countBefore(fromMs, end);
    let position = await matches?.findPosition(before.rows);
    for (let bin = 1; bin <= bins; bin++) {
      const after = await this.#counts.countBefore(fromMs + bin * binMs, end);
      counts.push(subtract(after, before));
      problems.push(after.problems - before.problems);
      if (matches !== null && position !== undefined) {
        const next = after.rows === before.rows ? position : await matches.findPosition(after.rows);
        matched.push(next - position);
        position = next;
      }
      before = after;
    }
    const toMs = fromMs + bins * binMs;
    const touches = (start: number, end: number): boolean => start < toMs && end >= fromMs;
    return {
      fromMs,
      binMs,
      endMs,
      entries: end.entries,
      bins: counts,
      problems,
      matches: matches === null ? null : matched,
      connections: this.#connections.connections
        .map(toAxisConnection)
        .filter(({ openedAtMs, closedAtMs }) => touches(openedAtMs, closedAtMs ?? Infinity)),
      gaps: this.#counts.gaps.filter((gap) => touches(gap.fromMs, gap.toMs)),
      firstProblems: this.#problems
        .filter(({ atMs }) => touches(atMs, atMs))
        .slice(0, AXIS_PROBLEMS_MAX),
    };
  }
}

/**
 * Bins of a round width (1, 2 or 5 times a power of ten) that begin at a multiple of it: whoever moves or follows meets
 * the same bins again, whose counts are known. The last moment of the span lies in the last bin.
 */
function layBins(
  span: { readonly fromMs: number; readonly toMs: number },
  binsMax: number,
): { readonly fromMs: number; readonly binMs: number; readonly bins: number } {
  let binMs = toRound(Math.max(BIN_MS_MIN, (span.toMs - span.fromMs) / binsMax));
  for (;;) {
    const first = Math.floor(span.fromMs / binMs);
    const bins = Math.floor(span.toMs / binMs) - first + 1;
    if (bins <= binsMax || binsMax === 1) return { fromMs: first * binMs, binMs, bins };
    binMs = toRound(binMs * 1.01);
  }
}

/** The smallest round number that is not below a number. */
function toRound(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((step) => step * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function subtract(after: CountsBefore, before: CountsBefore): number[] {
  return Array.from(
    { length: SERIES },
    (_, series) => (after.events[series] ?? 0) - (before.events[series] ?? 0),
  );
}

function toAxisConnection(connection: Connection): AxisConnection {
  const { attempt, openedAtMs, openedRow, closed } = connection;
  return {
    attempt,
    openedAtMs,
    openedRow,
    closedAtMs: closed?.atMs ?? null,
    closedBy: closed?.by ?? null,
    closedRow: closed?.row ?? null,
  };
}
