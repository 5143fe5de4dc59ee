import type { AttemptTimings } from '../../shared/model/attempt-timings.ts';
import type { SentHead } from '../../shared/model/exchange.ts';
import type { HeaderField } from '../../shared/model/header-field.ts';

/**
 * Takes what arrived before anything is made of it. The log implements it on disk; the terminal
 * implements it for ordinary bodies. Calls come in order and never overlap.
 */
export interface StreamSink {
  /** The request head of one connection attempt, as it goes out. */
  readonly noteSent: (head: SentHead) => void;
  /** The request is out, and its response is waited for. Absent: nobody wants to know. */
  readonly noteWaiting?: (timings: AttemptTimings) => void;
  /**
   * One network chunk after content decoding. `bytes` is only valid until the call returns or its
   * promise resolves: copy to keep. A promise holds the socket back until it resolves.
   */
  readonly writeChunk: (bytes: Uint8Array, atMs: number) => Promise<void> | void;
  /** Content bytes as they came over the wire, before content decoding; counted only. */
  readonly countWireBytes: (wireBytes: number) => void;
  /** Trailer section of the response; empty when there was none. */
  readonly noteTrailers: (fields: readonly HeaderField[]) => void;
}
