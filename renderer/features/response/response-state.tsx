import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { formatBytes } from '../../components/number-format.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { formatDuration, formatElapsed } from '../../components/time-format.ts';
import { getStatusTone } from '../timeline/stream-words.ts';
import { formatProtocol } from '../timeline/row-words.ts';

/** Time before anything is said about waiting, in milliseconds. */
const QUIET_MS = 150;
const TICK_MS = 100;

/** Counts the time since the Send; null for the first moments. */
export function useElapsedSince(sentAtMs: number): number | null {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const elapsedMs = nowMs - sentAtMs;
  return elapsedMs < QUIET_MS ? null : elapsedMs;
}

/** Status, protocol, duration and size of an ordinary response, at the right of its tabs. */
export function ResponseState(props: { readonly progress: ExchangeProgress }): ReactElement {
  const { head, state, elapsedMs, counters } = props.progress;
  const isOpen = state.kind !== 'closed';
  return (
    <div className="rstat">
      {isOpen && (
        <span className="state">
          <span className="live" />
          <b className="t1 m">Receiving</b>
        </span>
      )}
      {state.kind === 'closed' && state.end.kind === 'stopped' && (
        <span className="state">
          <span className="live off" />
          <b className="t1 m">Stopped</b>
        </span>
      )}
      {head !== null && (
        <>
          <span className={`badge ${getStatusTone(head.status)}`}>
            <VisibleText text={`${head.status} ${head.reason}`} />
          </span>
          <span className="wide-only">{formatProtocol(head.httpVersion)}</span>
        </>
      )}
      <span className="num t1">
        {state.kind === 'closed' ? formatDuration(state.closedAtMs) : formatElapsed(elapsedMs)}
      </span>
      <span className="num">{formatBytes(counters.bodyBytes)}</span>
    </div>
  );
}
