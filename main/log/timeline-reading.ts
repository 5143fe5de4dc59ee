import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import type { StreamShape } from '../../shared/model/exchange.ts';
import type { PlainEvents } from '../../shared/model/plain-events.ts';
import type { EventEntry, TimelineEntry } from '../../shared/model/timeline.ts';
import { AppendFile, appendOrLose } from './append-file.ts';
import { EntryIndex } from './entry-index.ts';
import { ExchangeCounters } from './exchange-counters.ts';
import { OTHER_TYPE, toFlags } from './index-columns.ts';
import { ConnectionList } from '../../shared/stats/connection-list.ts';
import { RowIndex } from './row-index.ts';
import { StatsDigest } from './stats-digest.ts';
import { TimeAxisReader } from './time-axis.ts';

/** A place in one of the spool's files. */
export interface FilePlace {
  readonly offset: number;
  readonly length: number;
}

/**
 * One reading of an exchange: the index, the rows and the counters that come of cutting the body in
 * one way. Everything in it can be rebuilt from the spool.
 */
export class TimelineReading {
  readonly index: EntryIndex;
  readonly rows: RowIndex;
  /** Entries that stand in no other file: problems, verdicts, and heads read another way. */
  readonly derived: AppendFile;
  readonly connections = new ConnectionList();
  readonly stats: StatsDigest;
  readonly #counters = new ExchangeCounters();
  readonly #axis: TimeAxisReader;
  readonly #paths: readonly string[];
  #shape: StreamShape = 'event-stream';
  /** The last event ID string after the newest event. */
  #lastEventId = '';
  /** The newest events, while they have one type and one time, as those of a chunk mostly do. Not counted yet. */
  #runType = '';
  #runTypeId = OTHER_TYPE;
  #runAtMs = -1;
  #runEvents = 0;
  #runHasIds = false;

  private constructor(paths: Readonly<Record<'index' | 'rows', string>>, derived: AppendFile) {
    this.index = new EntryIndex(paths.index);
    this.rows = new RowIndex(paths.rows);
    this.derived = derived;
    this.#axis = new TimeAxisReader(this.index, this.connections);
    this.stats = new StatsDigest(this.index);
    this.#paths = Object.values(paths);
  }

  /** Makes an empty reading; `number` keeps its files apart from those of an earlier one. */
  static async create(folder: string, number: number): Promise<TimelineReading> {
    const path = (name: string): string => join(folder, `${name}-${number}`);
    const derived = path('derived.jsonl');
    await rm(derived, { force: true });
    const paths = { index: path('index.bin'), rows: path('rows.bin') };
    return new TimelineReading(paths, await AppendFile.open(derived));
  }

  get counters(): ExchangeCounters {
    this.#countRun();
    return this.#counters;
  }

  get axis(): TimeAxisReader {
    this.#countRun();
    return this.#axis;
  }

  /** Adds plain events, without an object for any of them. */
  appendPlain(events: PlainEvents): void {
    const { atMs } = events;
    const { lastEventIdBefore } = events.base;
    this.rows.appendEvents(events.count);
    const withId = toFlags(true, false, false, false, this.#shape);
    const withoutId = toFlags(false, false, false, false, this.#shape);
    // A block with no event may have moved the last event ID before the first of them, and nothing can after it.
    const first = events.hasId(0)
      ? withId
      : toFlags(false, false, false, lastEventIdBefore !== this.#lastEventId, this.#shape);
    for (let at = 0; at < events.count; at++) {
      if (atMs !== this.#runAtMs || !events.isOfType(at, this.#runType)) {
        this.#startRun(events.type(at), atMs);
      }
      this.#runEvents++;
      const flags = at === 0 ? first : events.hasId(at) ? withId : withoutId;
      this.index.appendPlain(events, at, this.#runTypeId, flags);
    }
    if (events.ids > 0) this.#runHasIds = true;
    this.#lastEventId = events.lastEventId;
  }

  /** Adds an entry. `place` is its line in the timeline file; null keeps it among the derived ones. */
  append(entry: TimelineEntry, place: FilePlace | null): void {
    this.rows.append(entry.kind, entry.atMs);
    if (entry.kind === 'event') return this.#appendEvent(entry);
    this.counters.add(entry, this.rows.rows - 1);
    this.#axis.addOther(entry.kind, entry.atMs);
    if (entry.kind === 'open' && entry.shape !== 'ordinary') this.#shape = entry.shape;
    const isInBody = isReadFromBody(entry);
    if (!isInBody) this.#noteFact(entry);
    const where = isInBody ? entry : (place ?? this.#appendDerived(entry));
    this.index.append({
      kind: entry.kind,
      atMs: entry.atMs,
      offset: where.offset,
      length: where.length,
      isDerived: !isInBody && place === null,
      shape: this.#shape,
    });
  }

  #appendEvent(event: EventEntry): void {
    const { type, atMs } = event;
    if (atMs !== this.#runAtMs || type !== this.#runType) this.#startRun(type, atMs);
    this.#runEvents++;
    if (event.id !== null) this.#runHasIds = true;
    this.index.appendEvent(event, this.#runTypeId, this.#shape, this.#isIdMoved(event));
  }

  #startRun(type: string, atMs: number): void {
    this.#countRun();
    this.#runAtMs = atMs;
    this.#runTypeId = this.#counters.toTypeId(type);
    this.#runType = this.#counters.typeNames[this.#runTypeId] ?? type;
  }

  #countRun(): void {
    const events = this.#runEvents;
    if (events === 0) return;
    const run = { typeId: this.#runTypeId, atMs: this.#runAtMs, events, hasIds: this.#runHasIds };
    this.#runEvents = 0;
    this.#runHasIds = false;
    this.#counters.addEvents(run);
    this.#axis.addEvents(run);
  }

  #isIdMoved({ id, lastEventId }: EventEntry): boolean {
    const isMoved = id === null && lastEventId !== this.#lastEventId;
    this.#lastEventId = lastEventId;
    return isMoved;
  }

  async close(): Promise<void> {
    await this.derived.close();
    await this.index.close();
    await this.rows.close();
  }

  /** Closes and deletes the files of a reading that is no longer used. */
  async discard(): Promise<void> {
    await this.close();
    for (const path of this.#paths) await rm(path, { force: true });
  }

  /** What the columns do not tell, for the statistics and the time axis. */
  #noteFact(entry: TimelineEntry): void {
    const row = this.rows.rows - 1;
    this.connections.add(entry, row, this.#counters.events);
    if (entry.kind === 'problem') this.#axis.addProblem(entry, row);
  }

  #appendDerived(entry: TimelineEntry): FilePlace {
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8');
    const offset = this.derived.size;
    appendOrLose(this.derived, bytes);
    return { offset, length: bytes.length };
  }
}

/** Whether an entry is read out of the body again, and not a line of its own. */
export function isReadFromBody(
  entry: TimelineEntry,
): entry is Extract<TimelineEntry, { kind: 'event' | 'comment' | 'retry' | 'chunk' }> {
  const { kind } = entry;
  return kind === 'event' || kind === 'comment' || kind === 'retry' || kind === 'chunk';
}
