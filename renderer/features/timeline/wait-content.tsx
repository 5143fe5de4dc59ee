import type { ReactElement } from 'react';
import type { ReconnectWaitEntry } from '../../../shared/model/timeline.ts';
import { formatElapsed, formatSeconds } from '../../components/time-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { getAttemptWords } from './row-words.ts';
import { useStreamActions, useStreamClock } from './stream-actions.ts';
import { useElapsed } from './use-elapsed.ts';

/** The wait before an attempt: counting down while it lasts, a fact afterwards. */
export function WaitContent({ row }: { readonly row: ReconnectWaitEntry }): ReactElement {
  const { progress } = useStreamClock();
  const { state } = progress;
  const isNow = state.kind === 'waiting' && state.attempt === row.attempt;
  return isNow ? <Countdown row={row} reconnectAtMs={state.reconnectAtMs} /> : <Waited row={row} />;
}

function Waited({ row }: { readonly row: ReconnectWaitEntry }): ReactElement {
  return (
    <>
      <span>Waited to reconnect</span>
      <span className="sep">·</span>
      <span className="num">{getAttemptWords(row)}</span>
      <span className="sep">·</span>
      <span className="num">{formatSeconds(row.waitMs)} at most</span>
    </>
  );
}

function Countdown(props: {
  readonly row: ReconnectWaitEntry;
  readonly reconnectAtMs: number;
}): ReactElement {
  const { row, reconnectAtMs } = props;
  const { progress, session } = useStreamClock();
  const { onReconnect, onStop } = useStreamActions();
  const leftMs = Math.max(0, reconnectAtMs - useElapsed(progress, session));
  const left = leftMs < 60_000 ? `${Math.ceil(leftMs / 1000)} s` : formatElapsed(leftMs);
  return (
    <>
      <b>Reconnecting in {left}</b>
      <span className="num">{getAttemptWords(row)}</span>
      <span className="sep">·</span>
      {row.lastEventId === null ? (
        <span>no Last-Event-ID to send</span>
      ) : (
        <span className="ell">
          will send{' '}
          <span className="mono t1">
            Last-Event-ID: <VisibleText text={row.lastEventId} />
          </span>
        </span>
      )}
      <span className="grow" />
      <button className="btn s" onClick={onReconnect}>
        Reconnect now
      </button>
      <button className="btn s ghost" onClick={onStop}>
        Stop
      </button>
    </>
  );
}
