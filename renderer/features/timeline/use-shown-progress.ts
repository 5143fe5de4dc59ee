import { useState, useSyncExternalStore } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { RACE_SETTLE_MS, RACING_EVENTS_PER_SECOND } from '../../../shared/limits.ts';
import { useLingering } from '../../components/use-lingering.ts';
import type { StreamSession } from '../../stores/stream-sessions.ts';

const listenToNothing = (): (() => void) => () => undefined;

/**
 * What the pane shows of the newest push. While a stream races and the list follows it, the numbers of a push wait for
 * the rows that belong to them: drawn together they cost one frame with work instead of two. They wait for the next push
 * at most, and those of the end for `RACE_SETTLE_MS`.
 */
export function useShownProgress(
  newest: ExchangeProgress,
  session: StreamSession,
): ExchangeProgress {
  const { counters, state, reading } = newest;
  const { timeline, filter, view } = session;
  const isRacing = useLingering(
    state.kind === 'open' && counters.eventsPerSecond >= RACING_EVENTS_PER_SECOND,
    RACE_SETTLE_MS,
  );
  // A listener makes the rows come, so there is none where nobody looks at them.
  const showsAll = isRacing && view.tab === 'timeline' && filter.getSnapshot().shown === null;
  const { rowCount, isFollowing } = useSyncExternalStore(
    showsAll ? timeline.subscribe : listenToNothing,
    timeline.getSnapshot,
  );
  const [pushes, setPushes] = useState({ shown: newest, held: newest });
  const mustWait =
    showsAll && isFollowing && rowCount < counters.rows && reading === pushes.shown.reading;
  let next = pushes;
  if (!mustWait) {
    if (pushes.shown !== newest) next = { shown: newest, held: newest };
  } else if (pushes.held !== newest) {
    next = { shown: pushes.held, held: newest };
  }
  if (next !== pushes) setPushes(next);
  return next.shown;
}
