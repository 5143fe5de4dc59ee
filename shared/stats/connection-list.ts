import { STATS_CONNECTIONS_MAX } from '../limits.ts';
import { NO_TIMINGS } from '../model/attempt-timings.ts';
import type { AttemptTimings } from '../model/attempt-timings.ts';
import type { CloseCause, TimelineEntry } from '../model/timeline.ts';

/** A connection that was open, from its opening entry to its closing one. */
export interface Connection {
  readonly attempt: number;
  readonly openedAtMs: number;
  readonly openedRow: number;
  readonly timings: AttemptTimings;
  readonly lastEventIdSent: string | null;
  /** Events of the stream before it. */
  readonly eventsBefore: number;
  readonly closed: {
    readonly atMs: number;
    readonly row: number;
    readonly by: CloseCause;
    readonly code: string | null;
    readonly events: number;
  } | null;
}

/** Follows the connections of one exchange: the newest of them one by one, all of them in sums. O(1) per entry. */
export class ConnectionList {
  #connections: Connection[] = [];
  #lastEventIdSent: string | null = null;
  #code: string | null = null;
  #lostAtMs: number | null = null;
  drops = 0;
  downMs = 0;
  idsLost = 0;
  idsRepeated = 0;

  /** The newest `STATS_CONNECTIONS_MAX`, in order. */
  get connections(): readonly Connection[] {
    return this.#connections;
  }

  /** Takes an entry. `events` is how many events came before it; entries about no connection change nothing. */
  add(entry: TimelineEntry, row: number, events: number): void {
    switch (entry.kind) {
      case 'connecting':
        this.#lastEventIdSent = entry.lastEventId;
        break;
      case 'open':
        this.#open({
          attempt: entry.attempt,
          openedAtMs: entry.atMs,
          openedRow: row,
          timings: { ...NO_TIMINGS, ...entry.timings },
          lastEventIdSent: this.#lastEventIdSent,
          eventsBefore: events,
          closed: null,
        });
        break;
      case 'error':
        this.#code = entry.code;
        if (entry.fatal) this.#close(entry.atMs, row, 'network', events);
        break;
      case 'close':
        this.#close(entry.atMs, row, entry.by, events);
        if (entry.willReconnect && entry.rule !== 'redirect') {
          this.drops++;
          this.#lostAtMs = entry.atMs;
        }
        break;
      case 'verdict':
        if (entry.verdict === 'lost') this.idsLost += entry.count;
        if (entry.verdict === 'repeated') this.idsRepeated += entry.count;
        break;
      default:
    }
  }

  #open(connection: Connection): void {
    if (this.#lostAtMs !== null) this.downMs += connection.openedAtMs - this.#lostAtMs;
    this.#lostAtMs = null;
    this.#code = null;
    this.#connections.push(connection);
    if (this.#connections.length >= 2 * STATS_CONNECTIONS_MAX) {
      this.#connections = this.#connections.slice(-STATS_CONNECTIONS_MAX);
    }
  }

  #close(atMs: number, row: number, by: CloseCause, events: number): void {
    const last = this.#connections.at(-1);
    if (last === undefined || last.closed !== null) return;
    const closed = { atMs, row, by, code: this.#code, events: events - last.eventsBefore };
    this.#connections[this.#connections.length - 1] = { ...last, closed };
  }
}
