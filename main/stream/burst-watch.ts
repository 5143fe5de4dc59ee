import { BURST_EVENTS_MIN, BURST_SILENCE_MS } from '../../shared/limits.ts';

/**
 * Notices events that come in late bursts: a silence, then several events in one chunk. One burst
 * may be how the server works; the second one after a silence is told, once per connection.
 */
export class BurstWatch {
  #lastChunkMs: number | null = null;
  #bursts = 0;
  #isTold = false;

  /** Takes a chunk with the number of events that it completed; true when it is time to tell. */
  observe(events: number, atMs: number): boolean {
    const silenceMs = this.#lastChunkMs === null ? 0 : atMs - this.#lastChunkMs;
    this.#lastChunkMs = atMs;
    if (events < BURST_EVENTS_MIN || silenceMs < BURST_SILENCE_MS) return false;
    this.#bursts++;
    if (this.#isTold || this.#bursts < 2) return false;
    this.#isTold = true;
    return true;
  }
}
