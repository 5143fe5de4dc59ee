import type { ExchangeLog } from './exchange-log.ts';
import type { FullEntry } from './row-reader.ts';

/**
 * Tells the last event ID of events that are read in order, some of which may be left out. It is looked for with the
 * first event, and where an id may have been set that was not read; else it is carried on, so that many events cost
 * little.
 */
export class LastEventIds {
  readonly #log: Pick<ExchangeLog, 'readLastEventId' | 'isIdSetBetween'>;
  #lastEventId = '';
  /** Seq of the newest event that was told; null before the first. */
  #eventSeq: number | null = null;
  #nextSeq = 0;
  /** Whether entries were left out since that event. */
  #isPartLeftOut = false;

  constructor(log: Pick<ExchangeLog, 'readLastEventId' | 'isIdSetBetween'>) {
    this.#log = log;
  }

  /** The same entries, events with their last event ID. Rejects if the files cannot be read. */
  async tell(entries: readonly FullEntry[]): Promise<readonly FullEntry[]> {
    const told: FullEntry[] = [];
    for (const full of entries) {
      const { entry } = full;
      if (entry.seq !== this.#nextSeq) this.#isPartLeftOut = true;
      this.#nextSeq = entry.seq + 1;
      if (entry.kind !== 'event') {
        told.push(full);
        continue;
      }
      if (entry.id !== null) this.#lastEventId = entry.id;
      else if (await this.#mayHaveChanged(entry.seq, full.isIdMoved)) {
        this.#lastEventId = (await this.#log.readLastEventId(entry.seq)) ?? '';
      }
      this.#eventSeq = entry.seq;
      this.#isPartLeftOut = false;
      told.push({ ...full, entry: { ...entry, lastEventId: this.#lastEventId } });
    }
    return told;
  }

  #mayHaveChanged(seq: number, isIdMoved: boolean): boolean | Promise<boolean> {
    if (this.#eventSeq === null || isIdMoved) return true;
    return this.#isPartLeftOut && this.#log.isIdSetBetween(this.#eventSeq, seq);
  }
}
