import type { QueryProgress } from '../../shared/ipc/timeline-contract.ts';
import { Marks } from '../log/marks.ts';
import { JsonTally } from '../log/query/json-tally.ts';
import type { QueryHost } from '../log/query/query-host.ts';
import type { RowSource } from '../log/row-source.ts';
import { ExchangeQueries } from './exchange-queries.ts';
import type { ExchangeFollower, FollowedExchange } from './exchange-follower.ts';

/**
 * What belongs to one exchange beside its log: its queries, its marks and what of it is JSON. Made with the first use, ends with the
 * exchange.
 */
export class ExchangeTimeline implements ExchangeFollower {
  readonly exchange: FollowedExchange;
  readonly queries: ExchangeQueries;
  readonly json: JsonTally;
  #marks: Promise<Marks> | null = null;
  readonly #onRelease: () => void;

  constructor(
    exchange: FollowedExchange,
    deps: {
      readonly host: QueryHost;
      readonly push: (progress: QueryProgress) => void;
      readonly onRelease: () => void;
    },
  ) {
    this.exchange = exchange;
    this.queries = new ExchangeQueries({ exchange, host: deps.host, push: deps.push });
    this.json = new JsonTally(deps.host, (fromSeq) => exchange.log.getSnapshot(fromSeq));
    this.#onRelease = deps.onRelease;
    exchange.followers.add(this);
  }

  /** The rows that a query found, or all of them; null if there is no such query. */
  getSource(queryId: number | null): RowSource | null {
    const { log } = this.exchange;
    if (queryId === null) return { log, matches: null };
    const list = this.queries.getList(queryId);
    return list === null ? null : { log, matches: list.matches };
  }

  /** Rejects with the system's error; the next call tries again. */
  getMarks(): Promise<Marks> {
    if (this.#marks !== null) return this.#marks;
    const opening = Marks.open(this.exchange.log);
    this.#marks = opening;
    opening.catch(() => {
      this.#marks = null;
    });
    return opening;
  }

  readonly onGrowth = (): void => this.queries.noteGrowth();

  readonly onReread = (): Promise<void> => {
    this.json.close();
    return this.queries.clear();
  };

  readonly onRelease = async (): Promise<void> => {
    this.#onRelease();
    this.json.close();
    await this.queries.clear();
    await (await this.#marks?.catch(() => null))?.close();
  };
}
