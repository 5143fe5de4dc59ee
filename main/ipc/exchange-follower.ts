import type { ExchangeSummary } from '../../shared/ipc/contract.ts';
import type { ExchangeId } from '../../shared/model/ids.ts';
import type { ExchangeLog } from '../log/exchange-log.ts';

/** Who follows an exchange beside its window's progress. */
export interface ExchangeFollower {
  /** Something arrived, or the exchange ended. At most once per frame. */
  readonly onGrowth: () => void;
  /** The content is about to be read another way: rows and seqs mean nothing from now on. */
  readonly onReread: () => Promise<void>;
  /** The exchange is about to be let go. */
  readonly onRelease: () => Promise<void>;
}

/** An exchange that can be followed: one that runs, or one of the past. */
export interface FollowedExchange {
  readonly exchangeId: ExchangeId;
  readonly log: ExchangeLog;
  /** Monotonic milliseconds since the request was sent, until now or the end. */
  readonly elapsedMs: number;
  readonly followers: Set<ExchangeFollower>;
  readonly getSummary: () => ExchangeSummary;
}
