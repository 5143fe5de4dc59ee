import { EVENT_TYPES_COUNTED_MAX } from '../../shared/limits.ts';
import type { StreamStats } from '../../shared/model/stream-stats.ts';
import type { TimelineEntry } from '../../shared/model/timeline.ts';
import { parseJson } from '../../shared/query/entry-facts.ts';
import { ConnectionList } from '../../shared/stats/connection-list.ts';
import { StatsCollector } from '../../shared/stats/stats-collector.ts';

/** Number of all types beyond those that are counted by name. */
const OTHER_TYPES = EVENT_TYPES_COUNTED_MAX;

/** Collects the statistics of one run for `--stats`. */
export class StatsWatch {
  readonly #collector = new StatsCollector();
  readonly #connections = new ConnectionList();
  readonly #typeIds = new Map<string, number>();
  /** By type number, how many events there were and the data of how many was JSON. */
  readonly #json: { looked: number; valid: number }[] = [];
  #rows = 0;
  #events = 0;
  #problems = 0;
  #firstByteMs: number | null = null;
  #lastAtMs = 0;
  #wireBytes = 0;
  #bodyBytes = 0;

  add(entries: readonly TimelineEntry[]): void {
    for (const entry of entries) this.#add(entry);
  }

  addWireBytes(bytes: number): void {
    this.#wireBytes += bytes;
  }

  addBodyBytes(bytes: number): void {
    this.#bodyBytes += bytes;
  }

  /** The statistics until the last entry. */
  getStats(): StreamStats {
    const names = [...this.#typeIds.keys()];
    return this.#collector.getStats({
      elapsedMs: this.#lastAtMs,
      firstByteMs: this.#firstByteMs,
      problems: this.#problems,
      bodyBytes: this.#bodyBytes,
      wireBytes: this.#wireBytes,
      dropped: 0,
      connections: this.#connections,
      getTypeName: (typeId) => names[typeId] ?? null,
      getJsonCount: (typeId) => this.#json[typeId] ?? null,
    });
  }

  #add(entry: TimelineEntry): void {
    this.#lastAtMs = entry.atMs;
    if (entry.kind === 'event') {
      this.#events++;
      const typeId = this.#toTypeId(entry.type);
      this.#collector.addEvent(typeId, entry.atMs, entry.sizeBytes);
      const json = (this.#json[typeId] ??= { looked: 0, valid: 0 });
      json.looked++;
      if (parseJson(entry.data) !== undefined) json.valid++;
      return;
    }
    if (entry.kind === 'comment') {
      this.#collector.addComment(entry.atMs);
      return;
    }
    this.#collector.addOther();
    if (entry.kind === 'problem') this.#problems++;
    if (entry.kind === 'open') this.#firstByteMs ??= entry.timings.firstByteMs ?? entry.atMs;
    this.#connections.add(entry, this.#rows++, this.#events);
  }

  #toTypeId(type: string): number {
    const known = this.#typeIds.get(type);
    if (known !== undefined) return known;
    if (this.#typeIds.size >= EVENT_TYPES_COUNTED_MAX) return OTHER_TYPES;
    this.#typeIds.set(type, this.#typeIds.size);
    return this.#typeIds.size - 1;
  }
}
