import { join } from 'node:path';
import { PUSH_INTERVAL_MS } from '../../shared/limits.ts';
import type {
  QueryId,
  QueryPage,
  QueryProgress,
  QueryRow,
} from '../../shared/ipc/timeline-contract.ts';
import { parseQuery } from '../../shared/query/parse-query.ts';
import type { QuerySyntaxError } from '../../shared/query/query.ts';
import { ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { FilteredList } from '../log/query/filtered-list.ts';
import type { QueryHost } from '../log/query/query-host.ts';
import type { ExchangeLog } from '../log/exchange-log.ts';
import type { FollowedExchange } from './exchange-follower.ts';

export interface ExchangeQueriesDeps {
  readonly host: QueryHost;
  readonly exchange: FollowedExchange;
  readonly push: (progress: QueryProgress) => void;
}

interface Query {
  readonly queryId: QueryId;
  readonly reading: number;
  readonly list: FilteredList;
}

/**
 * The queries of one exchange: the one whose rows are shown, and the one that is to follow it. The first is let go
 * when rows of the second are asked for.
 */
export class ExchangeQueries {
  readonly #deps: ExchangeQueriesDeps;
  readonly #log: ExchangeLog;
  #lastId = 0;
  #shown: Query | null = null;
  #next: Query | null = null;
  #pushTimer: NodeJS.Timeout | null = null;
  readonly #changed = new Set<Query>();

  constructor(deps: ExchangeQueriesDeps) {
    this.#deps = deps;
    this.#log = deps.exchange.log;
  }

  /** Starts a query, or ends them all when there is nothing in the text. */
  set(text: string, matchesCase: boolean): Result<QueryId | null, QuerySyntaxError> {
    const parsed = parseQuery(text);
    if (!parsed.ok) return parsed;
    if (parsed.value === null) {
      void this.clear();
      return ok(null);
    }
    if (this.#next !== null) this.#letGo(this.#next);
    this.#next = this.#start({ node: parsed.value, matchesCase });
    return ok(this.#next.queryId);
  }

  /** Rows of a filtered list; null if there is no such query. */
  async readPage(queryId: QueryId, fromRow: number, toRow: number): Promise<QueryPage | null> {
    const query = this.#show(queryId);
    if (query === null) return null;
    const rowNumbers = await query.list.matches.readRange(fromRow, toRow);
    const [before] = fromRow === 0 ? [] : await query.list.matches.readRange(fromRow - 1, fromRow);
    const rows = await this.#log.readChosenRows(rowNumbers, before ?? null);
    return { fromRow, rows, rowNumbers };
  }

  /** Position of the first row at or after an entry; null if there is no such query. */
  async findRow(queryId: QueryId, seq: number): Promise<QueryRow | null> {
    const query = this.#find(queryId);
    if (query === null) return null;
    const wanted = await this.#log.findRowOf(seq);
    const row = await query.list.matches.findPosition(wanted);
    const [found] = await query.list.matches.readRange(row, row + 1);
    return { row, isExact: found === wanted };
  }

  /** The list of a query; null if there is no such query. */
  getList(queryId: QueryId): FilteredList | null {
    return this.#find(queryId)?.list ?? null;
  }

  noteGrowth(): void {
    this.#shown?.list.noteGrowth();
    this.#next?.list.noteGrowth();
  }

  /** Ends every query. */
  async clear(): Promise<void> {
    const ended = [this.#shown, this.#next].filter((query) => query !== null);
    this.#shown = null;
    this.#next = null;
    this.#changed.clear();
    if (this.#pushTimer !== null) clearTimeout(this.#pushTimer);
    this.#pushTimer = null;
    await Promise.all(ended.map(({ list }) => list.discard()));
  }

  #start(compiled: ConstructorParameters<typeof FilteredList>[0]): Query {
    const queryId = ++this.#lastId;
    const query: Query = {
      queryId,
      reading: this.#log.readingNumber,
      list: new FilteredList(compiled, {
        host: this.#deps.host,
        source: (fromSeq) => this.#log.getSnapshot(fromSeq),
        countEntries: () => this.#log.entries,
        path: join(this.#log.folder, `query.bin-${queryId}`),
        onChange: () => this.#schedulePush(query),
      }),
    };
    return query;
  }

  #find(queryId: QueryId): Query | null {
    if (this.#shown?.queryId === queryId) return this.#shown;
    return this.#next?.queryId === queryId ? this.#next : null;
  }

  /** Its rows are asked for: the one before is not needed any more. */
  #show(queryId: QueryId): Query | null {
    if (this.#next?.queryId === queryId) {
      if (this.#shown !== null) this.#letGo(this.#shown);
      this.#shown = this.#next;
      this.#next = null;
    }
    return this.#shown?.queryId === queryId ? this.#shown : null;
  }

  #letGo(query: Query): void {
    this.#changed.delete(query);
    query.list.discard().catch(() => undefined);
  }

  #schedulePush(query: Query): void {
    if (this.#find(query.queryId) !== query) return;
    this.#changed.add(query);
    this.#pushTimer ??= setTimeout(() => this.#pushNow(), PUSH_INTERVAL_MS);
  }

  #pushNow(): void {
    this.#pushTimer = null;
    for (const { queryId, reading, list } of this.#changed) {
      this.#deps.push({
        exchangeId: this.#deps.exchange.exchangeId,
        queryId,
        reading,
        state: list.state,
        matched: list.matches.length,
        matchedEvents: list.matchedEvents,
        scanned: list.scanned,
        total: this.#log.entries,
      });
    }
    this.#changed.clear();
  }
}
