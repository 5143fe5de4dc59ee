import type { StoreSnapshot } from './segment-store.ts';

/** A file that only grows, as far as it is written. */
export interface FileSnapshot {
  readonly path: string;
  /** Bytes that can be read. */
  readonly sizeBytes: number;
  /** True: a write failed, and what is missing will not come. */
  readonly isBroken: boolean;
}

/** Gives a log as it is now, for another thread that has the entries before `fromSeq` or does not need them. */
export type SnapshotSource = (fromSeq: number) => LogSnapshot;

/** What another thread needs to read a log as it is now: plain data, which can be handed over once. */
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
