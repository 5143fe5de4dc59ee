import type { StoreSnapshot } from './segment-store.ts';

/** A file that only grows, as far as it is written. */
export interface FileSnapshot {
  readonly path: string;
  /** Bytes that can be read. */
  readonly sizeBytes: number;
  /** True: a write failed, and what is missing will not come. */
  readonly isBroken: boolean;
}

/** What another thread needs to read a log as it is now: plain data, the index in memory shared. */
export interface LogSnapshot {
  /** Names the reading of the exchange; another one means that everything is another. */
  readonly reading: string;
  /** Entries so far. */
  readonly entries: number;
  readonly index: StoreSnapshot;
  readonly body: FileSnapshot;
  readonly lines: FileSnapshot;
  readonly derived: FileSnapshot;
  /** Names of the counted event types, by type number. */
  readonly typeNames: readonly string[];
}
