import { useMemo } from 'react';
import type { Bridge } from '../../../shared/ipc/contract.ts';
import type { FindTarget, RowPlace } from '../../../shared/ipc/timeline-contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import { PINNED_TO_END } from '../../components/anchored-scroll.ts';
import type { StreamSession } from '../../stores/stream-sessions.ts';
import type { TimelineView } from './use-timeline-view.ts';

/** What became of a jump. */
export type JumpResult = 'shown' | 'hidden-by-filter' | 'not-found';

/** Ways to bring a row on screen, whether it is loaded or not. */
export interface Jump {
  /** Selects an entry; where a filter hides it, the next row that is shown. */
  readonly toPlace: (place: Pick<RowPlace, 'seq' | 'row'>) => Promise<JumpResult>;
  readonly toTarget: (target: FindTarget) => Promise<JumpResult>;
  /**
   * Puts the first row that is not before a time at the top edge, and selects nothing. A step back moves by a row at
   * least: the row after a long silence would stay at the top for ever.
   */
  readonly scrollToTime: (atMs: number, isStepBack?: boolean) => Promise<void>;
}

/** Rows kept above a row that is brought on screen, so that it is read in its place. */
const ROWS_ABOVE = 4;

/** Binds jumps to the view of one stream. */
export function useJump(
  api: Bridge,
  exchangeId: ExchangeId,
  session: StreamSession,
  { change, setPosition }: Pick<TimelineView, 'change' | 'setPosition'>,
): Jump {
  return useMemo(() => {
    const findRow = async (
      place: Pick<RowPlace, 'seq' | 'row'>,
    ): Promise<{ readonly row: number; readonly isExact: boolean }> => {
      const { shown } = session.filter.getSnapshot();
      if (shown === null) return { row: place.row, isExact: true };
      const { queryId } = shown;
      const answer = await api.queryFindRow({ exchangeId, queryId, seq: place.seq });
      return answer.ok ? answer.value : { row: 0, isExact: false };
    };
    const toPlace: Jump['toPlace'] = async (place) => {
      const { row, isExact } = await findRow(place);
      setPosition({ kind: 'anchor', index: Math.max(0, row - ROWS_ABOVE), offsetPx: 0 });
      change({
        activeRow: row,
        activePlace: isExact ? { seq: place.seq, row: place.row } : null,
        selectedFrom: null,
        markedRows: null,
      });
      return isExact ? 'shown' : 'hidden-by-filter';
    };
    return {
      toPlace,
      toTarget: async (target) => {
        const answer = await api.timelineFind({ exchangeId, target });
        return answer.ok && answer.value !== null ? toPlace(answer.value) : 'not-found';
      },
      scrollToTime: async (atMs, isStepBack = false) => {
        const target: FindTarget = { kind: 'time', atMs };
        const answer = await api.timelineFind({ exchangeId, target });
        if (!answer.ok) return;
        // Nothing came after that time: the end is what is meant.
        if (answer.value === null) return setPosition(PINNED_TO_END);
        const { row } = await findRow(answer.value);
        const { position } = session.view;
        const isStuck =
          isStepBack &&
          position.kind === 'anchor' &&
          position.offsetPx === 0 &&
          row >= position.index;
        const index = isStuck ? Math.max(0, position.index - 1) : row;
        setPosition({ kind: 'anchor', index, offsetPx: 0 });
      },
    };
  }, [api, exchangeId, session, change, setPosition]);
}
