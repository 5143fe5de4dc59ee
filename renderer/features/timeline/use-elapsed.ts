import { useEffect, useState } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { RACING_EVENTS_PER_SECOND, RACING_PUSH_INTERVAL_MS } from '../../../shared/limits.ts';
import type { StreamSession } from '../../stores/stream-sessions.ts';

/** Time between two steps of the clock, in milliseconds. */
const TICK_MS = 100;
/** The same of a racing stream, whose pushes are steps enough. */
const RACING_TICK_MS = 2 * RACING_PUSH_INTERVAL_MS;

/**
 * Milliseconds since the request was sent. Pushes come only when something happens, so between them
 * the window's own clock goes on. Stands still once the stream is over.
 */
export function useElapsed(progress: ExchangeProgress, session: StreamSession): number {
  const { state, elapsedMs, counters } = progress;
  const tickMs = counters.eventsPerSecond < RACING_EVENTS_PER_SECOND ? TICK_MS : RACING_TICK_MS;
  const isOver = state.kind === 'closed';
  const [tickedMs, setTickedMs] = useState(() => performance.now() - session.sentAtMs);

  useEffect(() => {
    // A push can only be late: the earliest start that one speaks for is the best.
    session.sentAtMs = Math.min(session.sentAtMs, performance.now() - elapsedMs);
  }, [session, elapsedMs]);
  // A push is a step of its own; the clock begins anew with it, so that all that shows the time paints at once.
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setTickedMs(performance.now() - session.sentAtMs), tickMs);
    return () => clearInterval(timer);
  }, [session, isOver, elapsedMs, tickMs]);

  return state.kind === 'closed' ? state.closedAtMs : Math.max(tickedMs, elapsedMs);
}
