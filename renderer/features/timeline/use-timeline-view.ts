import { useCallback, useRef, useState } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { PINNED_TO_END } from '../../components/anchored-scroll.ts';
import type { ScrollPosition } from '../../components/anchored-scroll.ts';
import type { StreamSession, StreamView } from '../../stores/stream-sessions.ts';

export interface TimelineView {
  readonly view: StreamView;
  readonly change: (update: Partial<StreamView>) => void;
  /** Moves the list; the end turns Follow on, anything else turns it off. */
  readonly setPosition: (position: ScrollPosition) => void;
  readonly setFollowing: (isFollowing: boolean) => void;
  /** The rows on screen, as the list reports them. */
  readonly setRange: (from: number, to: number, topPx: number) => void;
  readonly range: { readonly from: number; readonly to: number };
}

/** Position, selection and Follow of one stream, kept in its session. */
export function useTimelineView(session: StreamSession, progress: ExchangeProgress): TimelineView {
  const [view, setView] = useState(session.view);
  const [range, setRangeState] = useState({ from: 0, to: 0 });
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
      change({ position, ...(isPause && { eventsAtPause: events.current }) });
      session.timeline.setFollowing(isFollowing);
    },
    [session, change],
  );

  const rangeRef = useRef({ from: 0, to: 0, topPx: 0 });
  const setRange = useCallback(
    (from: number, to: number, topPx: number) => {
      rangeRef.current = { from, to, topPx };
      setRangeState((old) => (old.from === from && old.to === to ? old : { from, to }));
      session.timeline.setWanted(from, to);
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

  return { view, change, setPosition, setFollowing, setRange, range };
}
