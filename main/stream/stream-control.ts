import type { CutInput } from '../../shared/ipc/contract.ts';

/** When a connection is to be cut on purpose. */
export type CutMoment = CutInput['when'];

/** Reaches into a running exchange: ends a wait, cuts a connection. One per exchange. */
export class StreamControl {
  #endWait: (() => void) | null = null;
  #closeConnection: (() => void) | null = null;
  #pendingCut: CutMoment | null = null;
  #isCut = false;
  /** The next wait is left out. */
  #skipsWait = false;

  /** Asks again at once: ends the wait, or cuts the connection at hand and leaves out the wait after it. */
  reconnectNow(): void {
    if (this.#endWait !== null) return this.#endWait();
    if (this.#closeConnection === null) return;
    this.#skipsWait = true;
    this.#cutNow();
  }

  /** Cuts the connection at the given moment; without a connection nothing happens. */
  cut(when: CutMoment): void {
    if (this.#closeConnection === null) return;
    if (when.kind === 'now') this.#cutNow();
    else this.#pendingCut = when;
  }

  /** The engine waits: `end` ends it. Gives a function to call when the wait is over. */
  beginWait(end: () => void): () => void {
    this.#endWait = end;
    if (this.#skipsWait) end();
    this.#skipsWait = false;
    return () => {
      this.#endWait = null;
    };
  }

  /** The engine has a connection: `close` closes it. Gives a function to call when it is over. */
  beginConnection(close: () => void): () => void {
    this.#closeConnection = close;
    this.#isCut = false;
    this.#pendingCut = null;
    return () => {
      this.#closeConnection = null;
    };
  }

  /** Whether the connection was cut on purpose. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** How much of a chunk is let through: all of it, or half of its first event when that is to be cut. */
  limitChunk(bytes: Uint8Array): Uint8Array {
    if (this.#pendingCut?.kind !== 'in-next-event') return bytes;
    const blockEnd = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('\n\n');
    const firstBlock = blockEnd === -1 ? bytes.length : blockEnd;
    return bytes.subarray(0, Math.max(1, Math.floor(firstBlock / 2)));
  }

  /** Counts what a chunk completed; cuts when it was the one to cut after. */
  noteChunk(events: number): void {
    const pending = this.#pendingCut;
    if (pending === null) return;
    if (pending.kind === 'in-next-event') return this.#cutNow();
    if (pending.kind !== 'after-events') return;
    const left = pending.events - events;
    if (left <= 0) this.#cutNow();
    else this.#pendingCut = { kind: 'after-events', events: left };
  }

  #cutNow(): void {
    this.#isCut = true;
    this.#pendingCut = null;
    this.#closeConnection?.();
  }
}
