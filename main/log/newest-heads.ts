import { HEADS_MAX } from '../../shared/limits.ts';

/** The newest heads of an exchange: one that reconnects for a week has a hundred thousand of them. */
export class NewestHeads<Head> {
  readonly #heads: Head[] = [];
  #leftOut = 0;

  add(head: Head): void {
    this.#heads.push(head);
    if (this.#heads.length <= HEADS_MAX) return;
    this.#heads.shift();
    this.#leftOut++;
  }

  /** In order, `HEADS_MAX` at most. */
  get heads(): readonly Head[] {
    return this.#heads;
  }

  /** How many came before them. */
  get leftOut(): number {
    return this.#leftOut;
  }
}
