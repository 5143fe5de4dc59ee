import type { StreamStats } from '../../../shared/model/stream-stats.ts';
import type { TimelineEntry } from '../../../shared/model/timeline.ts';

/**
 * Turns what arrives into what goes to stdout. Calls come in order; an empty answer prints nothing.
 * Touches no stream itself.
 */
export interface Printer {
  /** Entries for which `isShown` says no are counted and not printed. */
  readonly printEntries: (
    entries: readonly TimelineEntry[],
    isShown?: (entry: TimelineEntry) => boolean,
  ) => string;
  /** A chunk of an ordinary body, decoded; only valid during the call. */
  readonly printBody: (bytes: Uint8Array, atMs: number) => string | Uint8Array;
  /** The ordinary body is complete, or nothing more of it will come. */
  readonly endBody: (atMs: number) => string | Uint8Array;
  /** Statistics of the run, after everything else. */
  readonly printStats: (stats: StreamStats) => string;
}
