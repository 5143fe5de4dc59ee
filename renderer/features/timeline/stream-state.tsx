import type { ExchangeProgress } from '../../../shared/ipc/contract.ts';
import { formatDuration, formatElapsed } from '../../components/time-format.ts';
import { formatProtocol, formatStatus, getAttemptWords } from './row-words.ts';
import { getStateLook, getStatusTone } from './stream-words.ts';
import type { StreamSession } from '../../stores/stream-sessions.ts';
import { useElapsed } from './use-elapsed.ts';

function Clock(props: { readonly progress: ExchangeProgress; readonly session: StreamSession }) {
  const { progress, session } = props;
  const elapsedMs = useElapsed(progress, session);
  const isOver = progress.state.kind === 'closed';
  return (
    <span className="num t1">{isOver ? formatDuration(elapsedMs) : formatElapsed(elapsedMs)}</span>
  );
}

/** How the stream stands, at the right of the response tabs. */
export function StreamState(props: {
  readonly progress: ExchangeProgress;
  readonly session: StreamSession;
  readonly isWaiting: boolean;
}) {
  const { progress, isWaiting } = props;
  const look = getStateLook(progress.state, isWaiting);
  const { head, state } = progress;
  return (
    <div className="rstat">
      <span className="row g3">
        <span className={`live ${look.dot}`} aria-hidden="true" />
        <b className={look.dot === 'bad' ? 'err m' : 't1 m'}>{look.word}</b>
      </span>
      {state.kind === 'waiting' && <span className="badge warn">{getAttemptWords(state)}</span>}
      {state.kind !== 'waiting' && head !== null && (
        <>
          <span className={`badge ${getStatusTone(head.status)}`}>
            {formatStatus(head.status, head.reason)}
          </span>
          <span className="proto">{formatProtocol(head.httpVersion)}</span>
        </>
      )}
      <Clock progress={progress} session={props.session} />
    </div>
  );
}
