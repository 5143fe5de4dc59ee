import { assertNever } from '../../../shared/result.ts';
import type { ConnectionState } from '../../../shared/model/exchange.ts';

/** How a stream stands, as a word and the class of its dot. */
export interface StateLook {
  readonly word: string;
  readonly dot: '' | 'wait' | 'off' | 'bad';
}

/** Word and dot for a state. `isWaiting`: it is open and no event came for a while. */
export function getStateLook(state: ConnectionState, isWaiting: boolean): StateLook {
  switch (state.kind) {
    case 'connecting':
      return {
        word: state.requestSent === null ? 'Connecting' : 'Waiting for the response',
        dot: 'wait',
      };
    case 'open':
      return isWaiting
        ? { word: 'Waiting for the first event', dot: 'wait' }
        : { word: 'Live', dot: '' };
    case 'waiting':
      return { word: 'Reconnecting', dot: 'wait' };
    case 'closed':
      switch (state.end.kind) {
        case 'ended':
          return { word: 'Ended', dot: 'off' };
        case 'stopped':
        case 'rule':
          return { word: 'Stopped', dot: 'off' };
        case 'failed':
          return { word: 'Failed', dot: 'bad' };
        case 'interrupted':
          return { word: 'Interrupted', dot: 'bad' };
        default:
          return assertNever(state.end);
      }
    default:
      return assertNever(state);
  }
}

/** Class of the status badge. */
export function getStatusTone(status: number): 'ok' | 'warn' | 'err' {
  if (status >= 400) return 'err';
  return status >= 300 ? 'warn' : 'ok';
}
