import type { JsonCount } from '../../../shared/model/stream-stats.ts';
import type { QueryNode } from '../../../shared/query/query.ts';
import type { SnapshotSource } from '../log-snapshot.ts';
import type { QueryHost, QuerySession } from './query-host.ts';
import { TALLY_START, toTallyPlace } from './query-scan.ts';
import type { TypeTally } from './query-scan.ts';

/** The query `$`: data that has a root is JSON. */
const IS_JSON: QueryNode = { kind: 'path', path: '$', comparison: null, from: 0, to: 1 };

/**
 * Counts by type the events whose data is JSON. The worker of queries looks at them, from when somebody asks for the
 * first time, and at what came since whenever somebody asks again.
 */
export class JsonTally {
  readonly #host: QueryHost;
  readonly #source: SnapshotSource;
  #session: QuerySession | null = null;
  #tally: TypeTally | null = null;

  constructor(host: QueryHost, source: SnapshotSource) {
    this.#host = host;
    this.#source = source;
  }

  /** Goes on with what came since the last time. Counts are told as they are there. */
  goOn(): void {
    if (this.#session === null) this.#open();
    else this.#session.update();
  }

  /** Null: no event of the type was looked at yet. */
  readonly getCount = (typeId: number): JsonCount | null => {
    const place = toTallyPlace(typeId);
    const looked = this.#tally?.looked[place] ?? 0;
    return looked === 0 ? null : { looked, valid: this.#tally?.matched[place] ?? 0 };
  };

  /** Forgets everything; a reading of the content another way is counted anew. */
  close(): void {
    this.#session?.close();
    this.#session = null;
    this.#tally = null;
  }

  #open(): void {
    const query = { node: IS_JSON, matchesCase: true };
    this.#session = this.#host.open(
      this.#source,
      query,
      {
        onFound: (_rows, { tally }) => {
          this.#tally = tally;
        },
        // What was counted until then stays, with how many were looked at.
        onEnd: () => undefined,
      },
      TALLY_START,
    );
  }
}
