import { useCallback, useEffect, useRef, useState } from 'react';
import type { Bridge, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { RowPlace } from '../../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { PINNED_TO_END } from '../../components/anchored-scroll.ts';
import type { ScrollPosition } from '../../components/anchored-scroll.ts';
import { useFilterSnapshot } from '../../stores/filter-store.ts';
import type { FilterSnapshot } from '../../stores/filter-store.ts';
import { getPlace } from '../../stores/timeline-store.ts';
import { getShownTimeline } from '../../stores/stream-sessions.ts';
import type { StreamSession, StreamView } from '../../stores/stream-sessions.ts';

/** Rows that a list asks for at first, before it has told how many it shows. */
const FIRST_ROWS = 64;

export interface TimelineView {
  readonly view: StreamView;
  readonly filter: FilterSnapshot;
  readonly change: (update: Partial<StreamView>) => void;
  /** Moves the list; the end turns Follow on, anything else turns it off. */
  readonly setPosition: (position: ScrollPosition) => void;
  readonly setFollowing: (isFollowing: boolean) => void;
  /** The rows on screen, as the list reports them. */
  readonly setRange: (from: number, to: number, topPx: number) => void;
  readonly range: { readonly from: number; readonly to: number };
}

/** Position, selection and Follow of one stream, kept in its session. */
export function useTimelineView(
  api: Bridge,
  session: StreamSession,
  progress: ExchangeProgress,
): TimelineView {
  const [view, setView] = useState(session.view);
  const [range, setRangeState] = useState({ from: 0, to: 0 });
  const filter = useFilterSnapshot(session.filter);
  const events = useRef(0);
  events.current = progress.counters.events;

  const change = useCallback(
    (update: Partial<StreamView>) => {
      session.view = { ...session.view, ...update };
      setView(session.view);
    },
    [session],
  );

  const setPosition = useCallback(
    (position: ScrollPosition) => {
      const wasFollowing = session.view.position.kind === 'end';
      const isFollowing = position.kind === 'end';
      // The count of unseen events begins where Follow went off.
      const isPause = wasFollowing && !isFollowing;
      change({
        position,
        ...(isPause && { eventsAtPause: getShownEvents(session, events.current) }),
      });
      getShownTimeline(session).setFollowing(isFollowing);
    },
    [session, change],
  );

  const rangeRef = useRef({ from: 0, to: 0, topPx: 0 });
  const setRange = useCallback(
    (from: number, to: number, topPx: number) => {
      rangeRef.current = { from, to, topPx };
      setRangeState((old) => (old.from === from && old.to === to ? old : { from, to }));
      getShownTimeline(session).setWanted(from, to);
    },
    [session],
  );

  const setFollowing = useCallback(
    (isFollowing: boolean) => {
      if (isFollowing) return setPosition(PINNED_TO_END);
      if (session.view.position.kind !== 'end') return;
      // Nothing moves: what is at the top edge now becomes the anchor.
      const { from, topPx } = rangeRef.current;
      setPosition({ kind: 'anchor', index: from, offsetPx: topPx });
    },
    [session, setPosition],
  );

  const { exchangeId } = progress;
  const { next } = filter;
  useEffect(() => {
    if (next === null) return;
    let isLate = false;
    const moveOver = async (): Promise<void> => {
      const place = await findPlace(api, exchangeId, session, next);
      if (isLate) return;
      const timeline = next === 'all' ? session.timeline : next.timeline;
      timeline.setFollowing(place.position?.kind === 'end');
      // The list tells its range when that changes, which it may not: another list, the same range.
      const { from, to } = rangeRef.current;
      const first = place.position?.kind === 'anchor' ? place.position.index : from;
      timeline.setWanted(first, first + Math.max(1, to - from, FIRST_ROWS));
      session.filter.show(next);
      // What is new is counted from here on, as another list counts other events.
      change({
        ...place,
        eventsAtPause: getShownEvents(session, events.current),
        markedRows: null,
      });
    };
    void moveOver();
    return () => {
      isLate = true;
    };
  }, [api, exchangeId, session, next, change]);

  return { view, filter, change, setPosition, setFollowing, setRange, range };
}

/** Events in the list on screen. */
function getShownEvents(session: StreamSession, allEvents: number): number {
  const { shown, progress } = session.filter.getSnapshot();
  return shown === null ? allEvents : (progress?.matchedEvents ?? 0);
}

/** Where the selection and the top row of the list on screen are in the list that takes its place. */
async function findPlace(
  api: Bridge,
  exchangeId: ExchangeId,
  session: StreamSession,
  next: NonNullable<FilterSnapshot['next']>,
): Promise<Partial<StreamView>> {
  const { position, activeRow, activePlace } = session.view;
  const from = getShownTimeline(session);
  const find = async (
    place: RowPlace | null,
  ): Promise<{ readonly row: number; readonly isExact: boolean } | null> => {
    if (place === null) return null;
    if (next === 'all') return { row: place.row, isExact: true };
    const { queryId } = next;
    const answer = await api.queryFindRow({ exchangeId, queryId, seq: place.seq });
    return answer.ok ? answer.value : null;
  };
  const toPlace = (index: number | null): RowPlace | null =>
    index === null ? null : getPlace(from, index);
  const topIndex = position.kind === 'anchor' ? position.index : null;
  const [active, top] = await Promise.all([
    find(toPlace(activeRow) ?? activePlace),
    // An empty list has no top; then the selected row is what to come back to.
    find(toPlace(topIndex) ?? activePlace),
  ]);
  return {
    activeRow: active?.isExact === true ? active.row : null,
    selectedFrom: null,
    position:
      position.kind === 'end'
        ? PINNED_TO_END
        : { kind: 'anchor', index: top?.row ?? 0, offsetPx: 0 },
  };
}
