import type { TimelinePart } from '../../shared/model/plain-events.ts';

/** Hands out the seqs of one timeline. */
export interface SeqCounter {
  /** The next seq to give away. */
  next: number;
}

/**
 * Cuts the bytes of one connection into timeline entries. How the network cut the bytes changes
 * nothing but the times. Never throws; an entry over the size limit is kept in part and marked.
 */
export interface Framing {
  /** Takes the next bytes and gives the entries that they completed, in order. */
  readonly push: (bytes: Uint8Array, atMs: number) => readonly TimelinePart[];
  /** Ends the connection; what was not complete is given as a problem. */
  readonly end: (atMs: number) => readonly TimelinePart[];
  /** Last event ID string after everything that was pushed; empty for shapes that have none. */
  readonly lastEventId: string;
}

export interface FramingOptions {
  readonly seqs: SeqCounter;
  /** Place of the first byte in the decoded body; not 0 after a reconnect. */
  readonly offset: number;
  /** Last event ID string that the connection starts with. */
  readonly lastEventId: string;
  /** Limit of one event; tests lower it. */
  readonly eventBytesMax?: number;
}
