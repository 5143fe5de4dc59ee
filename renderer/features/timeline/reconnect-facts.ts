import type { TimelineRow } from '../../../shared/model/timeline.ts';

/** What came between the loss of a connection and the row of the next one. */
export interface ReconnectFacts {
  readonly lastEventId: string | null;
  /** Time without a connection. */
  readonly downMs: number;
}

/** Rows looked back at; an attempt that fails takes three. */
const LOOK_BACK_ROWS = 60;

/**
 * What an `open` row at `index` has to tell beside itself, from the loaded rows before it. Null for a first
 * connection, and for the next hop of a redirect.
 */
export function findReconnectFacts(
  getRow: (index: number) => TimelineRow | undefined,
  index: number,
): ReconnectFacts | null {
  const open = getRow(index);
  if (open?.kind !== 'open') return null;
  let lastEventId: string | null | undefined;
  let lostAtMs: number | null = null;
  let hasWaited = false;
  for (let at = index - 1; at >= Math.max(0, index - LOOK_BACK_ROWS); at--) {
    const row = getRow(at);
    if (row === undefined) break;
    if (row.kind === 'connecting') {
      lastEventId ??= row.lastEventId;
      if (row.attempt === 1) break;
    } else if (row.kind === 'reconnect-wait') hasWaited = true;
    else if (row.kind === 'close' || row.kind === 'error') lostAtMs = row.atMs;
    else if (row.kind !== 'problem' && row.kind !== 'verdict' && row.kind !== 'open') break;
  }
  if (!hasWaited || lostAtMs === null) return null;
  return { lastEventId: lastEventId ?? null, downMs: open.atMs - lostAtMs };
}
