import { QUERY_DISK_WAIT_MS } from '../../../shared/limits.ts';
import type { QueryState } from '../../../shared/ipc/timeline-contract.ts';
import type { SnapshotSource } from '../log-snapshot.ts';
import { MatchList } from '../match-list.ts';
import type { QueryHost, QuerySession } from './query-host.ts';
import { SCAN_START } from './query-scan.ts';
import type { ScanPosition } from './query-scan.ts';
import type { CompiledQuery } from './worker-messages.ts';

export interface FilteredListDeps {
  readonly host: QueryHost;
  readonly source: SnapshotSource;
  /** Entries of the log now. */
  readonly countEntries: () => number;
  /** File for the part of the list that is not in memory. */
  readonly path: string;
  readonly onChange: () => void;
}

/** The rows of a log that match a query: found in the worker, kept here, growing with the log. */
export class FilteredList {
  readonly matches: MatchList;
  readonly #deps: FilteredListDeps;
  readonly #session: QuerySession;
  #state: QueryState = { kind: 'scanning' };
  #position: ScanPosition = SCAN_START;
  /** Entries of the snapshot that the worker has. */
  #known: number;
  #isIdle = false;
  #diskWait: NodeJS.Timeout | null = null;

  constructor(query: CompiledQuery, deps: FilteredListDeps) {
    this.#deps = deps;
    this.matches = new MatchList(deps.path);
    this.#known = deps.countEntries();
    this.#session = deps.host.open(deps.source, query, {
      onFound: (rows, position, isDone) => this.#take(rows, position, isDone),
      onEnd: (end) => {
        this.#state = end;
        deps.onChange();
      },
    });
  }

  get state(): QueryState {
    return this.#state;
  }

  /** Entries looked at. */
  get scanned(): number {
    return this.#position.seq;
  }

  get matchedEvents(): number {
    return this.#position.matchedEvents;
  }

  /** The log has grown: has the worker look at what is new when it has seen what it knows. */
  noteGrowth(): void {
    if (this.#isIdle) this.#update();
  }

  /** Ends the query and deletes its file. */
  async discard(): Promise<void> {
    this.#session.close();
    if (this.#diskWait !== null) clearTimeout(this.#diskWait);
    await this.matches.discard();
  }

  #take(rows: Uint32Array, position: ScanPosition, isDone: boolean): void {
    const isStuck = !isDone && rows.length === 0 && position.seq === this.#position.seq;
    this.matches.append(rows);
    this.#position = position;
    this.#isIdle = isDone;
    if (isDone) {
      this.#state = { kind: 'up-to-date' };
      if (this.#deps.countEntries() > this.#known) this.#update();
    } else if (isStuck) {
      // The bytes of the next entry are on their way to the disk.
      this.#diskWait ??= setTimeout(() => {
        this.#diskWait = null;
        this.#update();
      }, QUERY_DISK_WAIT_MS);
    }
    this.#deps.onChange();
  }

  #update(): void {
    this.#isIdle = false;
    this.#known = this.#session.update();
  }
}
