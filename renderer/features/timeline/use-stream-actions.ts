import { useMemo, useRef } from 'react';
import type { Bridge } from '../../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../../shared/model/ids.ts';
import type { StreamSession } from '../../stores/stream-sessions.ts';
import type { StreamActions, StreamCommands } from './stream-actions.ts';
import type { TimelineView } from './use-timeline-view.ts';

/** Rows kept above a row that is brought on screen, so that it is read in its place. */
const ROWS_ABOVE = 4;

/** Binds the actions of a stream to its view. They stay the same object while the exchange does. */
export function useStreamActionsOf(
  api: Bridge,
  exchangeId: ExchangeId,
  commands: StreamCommands,
  session: StreamSession,
  { change, setPosition }: TimelineView,
): StreamActions {
  const latest = useRef(commands);
  latest.current = commands;
  return useMemo(() => {
    const showRows = (fromRow: number, toRow: number): void => {
      // The numbers are those of the whole timeline, and a filter may hide the rows.
      session.filter.showAll();
      setPosition({ kind: 'anchor', index: Math.max(0, fromRow - ROWS_ABOVE), offsetPx: 0 });
      const markedRows = toRow - fromRow > 1 ? { from: fromRow, to: toRow } : null;
      change({
        tab: 'timeline',
        activeRow: fromRow,
        activePlace: null,
        selectedFrom: null,
        markedRows,
      });
    };
    return {
      onStop: () => latest.current.onStop(),
      onReconnect: () => latest.current.onReconnect(),
      onCut: (when) => latest.current.onCut(when),
      onSendAgain: (again) => latest.current.onSendAgain(again),
      showBytes: (offset, length) => change({ tab: 'raw', rawTarget: { offset, length } }),
      showRow: (row) => showRows(row, row + 1),
      showRowsOf: (offset, length) => {
        void api.timelineRowsOfBytes({ exchangeId, offset, length }).then((answer) => {
          if (answer.ok && answer.value.toRow > answer.value.fromRow) {
            showRows(answer.value.fromRow, answer.value.toRow);
          }
        });
      },
      readAs: (shape) => void api.exchangeReadAs({ exchangeId, shape }),
      resumeFrom: (seq) => {
        void api.timelineLastEventId({ exchangeId, seq }).then((answer) => {
          if (!answer.ok) return;
          const lastEventId = answer.value;
          latest.current.onSendAgain({ stream: { lastEventId } });
        });
      },
    };
  }, [api, exchangeId, session, change, setPosition]);
}
