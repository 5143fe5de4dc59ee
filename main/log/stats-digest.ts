import { INDEX_SEGMENT_ROWS } from '../../shared/limits.ts';
import { StatsCollector } from '../../shared/stats/stats-collector.ts';
import type { EntryIndex } from './entry-index.ts';
import { KIND_OF_COMMENT, KIND_OF_EVENT } from './index-columns.ts';

/**
 * Collects statistics out of the index when somebody asks, and not as entries arrive: the way of a byte stays as
 * short as it is. Every entry is looked at once.
 */
export class StatsDigest {
  readonly collector = new StatsCollector();
  readonly #index: EntryIndex;
  #seq = 0;
  #catchingUp: Promise<void> | null = null;

  constructor(index: EntryIndex) {
    this.#index = index;
  }

  /** Looks at the entries that came since the last time. Gives way between two segments. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#run().finally(() => (this.#catchingUp = null));
    return this.#catchingUp;
  }

  async #run(): Promise<void> {
    const end = this.#index.entries;
    const { collector } = this;
    while (this.#seq < end) {
      const segment = Math.floor(this.#seq / INDEX_SEGMENT_ROWS);
      const { kind, typeId, atMs, dataBytes } = await this.#index.readColumns(segment);
      const from = this.#seq % INDEX_SEGMENT_ROWS;
      const to = Math.min(INDEX_SEGMENT_ROWS, end - segment * INDEX_SEGMENT_ROWS);
      for (let at = from; at < to; at++) {
        if (kind[at] === KIND_OF_EVENT) {
          collector.addEvent(typeId[at] as number, atMs[at] as number, dataBytes[at] as number);
        } else if (kind[at] === KIND_OF_COMMENT) collector.addComment(atMs[at] as number);
        else collector.addOther();
      }
      this.#seq = segment * INDEX_SEGMENT_ROWS + to;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
