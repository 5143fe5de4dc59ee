import type { TimelineRow, VerdictEntry } from '../../../shared/model/timeline.ts';

/** What came between the loss of a connection and the row of the next one. */
export interface ReconnectFacts {
  /** Number of the attempt since the loss, from 1. */
  readonly attempt: number;
  readonly lastEventId: string | null;
  /** Time without a connection. */
  readonly downMs: number;
  /** What the ids told, once the first event was there. */
  readonly verdict: Pick<VerdictEntry, 'verdict' | 'count'> | null;
}

/** Rows looked back at; an attempt that fails takes one. */
const LOOK_BACK_ROWS = 60;
/** Rows looked ahead at for the verdict: `retry`, comments and problems may come before the first event. */
const LOOK_AHEAD_ROWS = 12;

/**
 * What an `open` row at `index` has to tell beside itself, from the loaded rows around it. Null for a first
 * connection.
 */
export function findReconnectFacts(
  getRow: (index: number) => TimelineRow | undefined,
  index: number,
): ReconnectFacts | null {
  const open = getRow(index);
  if (open?.kind !== 'open') return null;
  let lastEventId: string | null | undefined;
  let attempt: number | null = null;
  let lostAtMs: number | null = null;
  for (let at = index; at >= Math.max(0, index - LOOK_BACK_ROWS); at--) {
    const row = getRow(at);
    if (row === undefined) break;
    if (!('earlier' in row)) {
      if (row.kind === 'problem' || row.kind === 'verdict') continue;
      break;
    }
    // An attempt without a response may be told twice: by its own row, and by the wait that follows.
    for (const step of [row, ...row.earlier.toReversed()]) {
      if (step.kind === 'connecting') lastEventId ??= step.lastEventId;
      else if (step.kind === 'reconnect-wait') attempt ??= step.failuresInRow + 1;
      else if (step.kind === 'close' || step.kind === 'error') lostAtMs = step.atMs;
    }
  }
  if (attempt === null || lostAtMs === null) return null;
  return {
    attempt,
    lastEventId: lastEventId ?? null,
    downMs: open.atMs - lostAtMs,
    verdict: findVerdict(getRow, index),
  };
}

function findVerdict(
  getRow: (index: number) => TimelineRow | undefined,
  index: number,
): ReconnectFacts['verdict'] {
  for (let at = index + 1; at <= index + LOOK_AHEAD_ROWS; at++) {
    const row = getRow(at);
    if (row === undefined || 'earlier' in row) return null;
    if (row.kind === 'verdict') return row;
  }
  return null;
}
