import type { ReactElement } from 'react';
import { WAITING_TOLD_AFTER_MS } from '../../../shared/limits.ts';
import type { ConnectionState } from '../../../shared/model/exchange.ts';
import { formatDuration, formatElapsed } from '../../components/time-format.ts';
import { getStateLook } from '../timeline/stream-words.ts';
import { WaitingView } from '../timeline/waiting-view.tsx';
import { useElapsedSince } from './response-state.tsx';

/** Nothing for the first moments, then the time that passes, and after a while how far the request came. */
export function NoResponseYet(props: {
  readonly sentAtMs: number;
  readonly state: Extract<ConnectionState, { kind: 'connecting' }>;
  readonly onStop: () => void;
}): ReactElement {
  const { state, onStop } = props;
  const elapsedMs = useElapsedSince(props.sentAtMs);
  const { requestSent } = state;
  const waitedMs = requestSent === null ? 0 : (elapsedMs ?? 0) - requestSent.atMs;
  const look = getStateLook(state, false);
  return (
    <>
      <div className="ptabs">
        {elapsedMs !== null && (
          <div className="rstat">
            <span className="state">
              <span className={`live ${look.dot}`} />
              <b className="t1 m">{look.word}</b>
            </span>
            <span className="num t1">{formatElapsed(elapsedMs)}</span>
          </div>
        )}
      </div>
      {requestSent !== null && waitedMs >= WAITING_TOLD_AFTER_MS && (
        <WaitingView
          title="Connected. No response yet"
          text={
            <>
              The request went out after {formatDuration(requestSent.atMs)}, and the server has sent
              no response since. It may still be at work: models often need a few seconds here. A
              proxy that waits for another server looks the same.
            </>
          }
          timings={requestSent.timings}
          waitsFor="Headers"
          waitedMs={waitedMs}
          onStop={onStop}
        />
      )}
    </>
  );
}
