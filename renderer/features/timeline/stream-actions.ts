import { createContext, use } from 'react';
import type { CutInput, ExchangeProgress } from '../../../shared/ipc/contract.ts';
import type { ContentShape } from '../../../shared/model/exchange.ts';
import type { SendChange } from '../../stores/sendable.ts';
import type { StreamSession } from '../../stores/stream-sessions.ts';

/** What the pane around a stream can do for it. */
export interface StreamCommands {
  readonly onStop: () => void;
  /** Asks again at once. */
  readonly onReconnect: () => void;
  readonly onCut: (when: CutInput['when']) => void;
  /** Sends what was sent, changed, in place of this exchange. */
  readonly onSendAgain: (change: SendChange) => void;
}

/** What rows and panels of a stream can do. */
export interface StreamActions extends StreamCommands {
  /** Shows a span of the body in the Raw pane. */
  readonly showBytes: (offset: number, length: number) => void;
  /** Selects the rows that were read from a span of the body. */
  readonly showRowsOf: (offset: number, length: number) => void;
  /** Selects a row, whether it is loaded or not. */
  readonly showRow: (row: number) => void;
  /** Reads the content another way; nothing is sent. */
  readonly readAs: (shape: ContentShape) => void;
  /** Sends again with the last event ID that the stream had at an entry. */
  readonly resumeFrom: (seq: number) => void;
}

/** Actions of the stream that a component belongs to. */
export const StreamActionsContext = createContext<StreamActions | null>(null);

/** The actions of the stream around; throws outside of one, which is a bug. */
export function useStreamActions(): StreamActions {
  const actions = use(StreamActionsContext);
  if (actions === null) throw new Error('used outside of a stream');
  return actions;
}

/** The newest push and the session, for the few components that show passing time. */
export const StreamClockContext = createContext<{
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
} | null>(null);

/** The newest push of the stream around, and its session; null outside of a stream. */
export function useStreamClock(): {
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
} {
  const clock = use(StreamClockContext);
  if (clock === null) throw new Error('used outside of a stream');
  return clock;
}

/** Asks for content without a coding, whatever the request asked for. */
export const WITHOUT_COMPRESSION: SendChange = {
  header: { name: 'Accept-Encoding', value: 'identity' },
};
