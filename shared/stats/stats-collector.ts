import { SILENCE_MARK_MS, STATS_BARS_MAX } from '../limits.ts';
import type { ConnectionStats, JsonCount, StreamStats, TypeStats } from '../model/stream-stats.ts';
import type { Connection, ConnectionList } from './connection-list.ts';
import { QuantileSketch } from './quantile-sketch.ts';

interface TypeSums {
  events: number;
  bytes: number;
  readonly gaps: QuantileSketch;
  readonly firstAtMs: number;
  lastAtMs: number;
}

/** What the collector does not see by itself. */
export interface StatsContext {
  readonly elapsedMs: number;
  readonly firstByteMs: number | null;
  readonly problems: number;
  readonly bodyBytes: number;
  readonly wireBytes: number;
  readonly dropped: number;
  readonly connections: ConnectionList;
  /** Name of a type number; null: types that are not counted by name. */
  readonly getTypeName: (typeId: number) => string | null;
  readonly getJsonCount: (typeId: number) => JsonCount | null;
}

/** Statistics of one stream, in memory that does not depend on its length. O(1) per entry. */
export class StatsCollector {
  readonly #gaps = new QuantileSketch();
  readonly #sizes = new QuantileSketch();
  readonly #heartbeats = new QuantileSketch();
  readonly #types = new Map<number, TypeSums>();
  #events = 0;
  #comments = 0;
  #firstEventMs: number | null = null;
  #lastEventMs: number | null = null;
  #stalls = 0;
  #stalledMs = 0;
  /** Time of the comment right before the next entry. */
  #commentMs: number | null = null;

  /** An event; `typeId` is the number of its type. */
  addEvent(typeId: number, atMs: number, bytes: number): void {
    this.#events++;
    this.#sizes.add(bytes);
    if (this.#lastEventMs !== null) this.#addGap(atMs - this.#lastEventMs);
    this.#firstEventMs ??= atMs;
    this.#lastEventMs = atMs;
    this.#commentMs = null;
    const sums = this.#types.get(typeId);
    if (sums === undefined) {
      const gaps = new QuantileSketch();
      this.#types.set(typeId, { events: 1, bytes, gaps, firstAtMs: atMs, lastAtMs: atMs });
      return;
    }
    sums.events++;
    sums.bytes += bytes;
    sums.gaps.add(atMs - sums.lastAtMs);
    sums.lastAtMs = atMs;
  }

  addComment(atMs: number): void {
    this.#comments++;
    if (this.#commentMs !== null) this.#heartbeats.add(atMs - this.#commentMs);
    this.#commentMs = atMs;
  }

  /** Any other entry: it ends a run of comments. */
  addOther(): void {
    this.#commentMs = null;
  }

  getStats(context: StatsContext): StreamStats {
    const { connections } = context;
    const lastedMs = (this.#lastEventMs ?? 0) - (this.#firstEventMs ?? 0);
    return {
      elapsedMs: context.elapsedMs,
      firstByteMs: context.firstByteMs,
      firstEventMs: this.#firstEventMs,
      lastEventMs: this.#lastEventMs,
      events: this.#events,
      comments: this.#comments,
      problems: context.problems,
      bodyBytes: context.bodyBytes,
      wireBytes: context.wireBytes,
      eventsPerSecond: lastedMs > 0 ? ((this.#events - 1) * 1000) / lastedMs : null,
      bytesPerSecond: lastedMs > 0 ? (context.bodyBytes * 1000) / lastedMs : null,
      gap: this.#gaps.getDistribution(),
      size: this.#sizes.getDistribution(),
      stalls: { count: this.#stalls, totalMs: this.#stalledMs },
      heartbeats: this.#heartbeats.getDistribution(),
      drops: { count: connections.drops, downMs: connections.downMs },
      idsLost: connections.idsLost,
      idsRepeated: connections.idsRepeated,
      dropped: context.dropped,
      gapBars: this.#gaps.getBars(STATS_BARS_MAX),
      sizeBars: this.#sizes.getBars(STATS_BARS_MAX),
      types: this.#getTypes(context),
      connections: connections.connections.map((connection) =>
        toConnectionStats(connection, this.#events),
      ),
    };
  }

  #addGap(gapMs: number): void {
    this.#gaps.add(gapMs);
    if (gapMs < SILENCE_MARK_MS) return;
    this.#stalls++;
    this.#stalledMs += gapMs;
  }

  #getTypes({ getTypeName, getJsonCount }: StatsContext): readonly TypeStats[] {
    const types = [...this.#types].map(([typeId, sums]) => ({
      type: getTypeName(typeId),
      events: sums.events,
      bytes: sums.bytes,
      gap: sums.gaps.getDistribution(),
      firstAtMs: sums.firstAtMs,
      lastAtMs: sums.lastAtMs,
      json: getJsonCount(typeId),
    }));
    return types.sort((one, other) => other.events - one.events);
  }
}

function toConnectionStats(connection: Connection, events: number): ConnectionStats {
  const { attempt, openedAtMs, timings, lastEventIdSent, eventsBefore, closed } = connection;
  return {
    attempt,
    openedAtMs,
    closedAtMs: closed?.atMs ?? null,
    closedBy: closed?.by ?? null,
    code: closed?.code ?? null,
    timings,
    events: closed?.events ?? events - eventsBefore,
    lastEventIdSent,
  };
}
