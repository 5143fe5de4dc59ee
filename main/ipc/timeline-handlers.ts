import { TIMELINE_CHANNELS } from '../../shared/ipc/timeline-contract.ts';
import { fail } from '../../shared/result.ts';
import type { TimelineHandlers } from './lazy-handlers.ts';

/** The handlers of queries, marks, the time axis and export. */
export function createTimelineHandlers(): TimelineHandlers {
  const refuse = async () => fail({ kind: 'invalid-input', detail: 'not there yet' } as const);
  return Object.fromEntries(
    Object.keys(TIMELINE_CHANNELS).map((channel) => [channel, refuse]),
  ) as unknown as TimelineHandlers;
}
