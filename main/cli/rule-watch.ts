import type { TimelineEntry } from '../../shared/model/timeline.ts';
import type { Clock } from '../stream/clock.ts';
import type { StreamRules } from './command.ts';

export type RuleName = 'until' | 'max-events' | 'for' | 'idle';

/**
 * Watches the rules of one run. Rules about entries are asked with {@link findEnd}; rules about
 * time call `onMet` by themselves. The first rule that is met counts.
 */
export class RuleWatch {
  readonly #rules: StreamRules;
  readonly #clock: Clock;
  readonly #onMet: (rule: RuleName) => void;
  readonly #stop = new AbortController();
  #eventCount = 0;
  #lastArrivalMs: number | null = null;
  #met: RuleName | null = null;

  constructor(rules: StreamRules, clock: Clock, onMet: (rule: RuleName) => void) {
    this.#rules = rules;
    this.#clock = clock;
    this.#onMet = onMet;
    if (rules.forMs !== null) void this.#watchTime(rules.forMs);
  }

  get met(): RuleName | null {
    return this.#met;
  }

  /** Something arrived, or was written out: silence is counted from here. */
  noteArrival(): void {
    const isFirst = this.#lastArrivalMs === null;
    this.#lastArrivalMs = this.#clock.monotonicMs();
    if (isFirst && this.#rules.idleMs !== null) void this.#watchIdle(this.#rules.idleMs);
  }

  /** The engine waits before it connects again: that is no silence of a connection. */
  pauseIdle(): void {
    this.#lastArrivalMs = null;
  }

  /** Index of the entry that meets a rule, -1 if none does. Entries after it are not counted. */
  findEnd(entries: readonly TimelineEntry[]): number {
    return entries.findIndex((entry) => {
      if (entry.kind !== 'event') return false;
      this.#eventCount++;
      if (entry.type === this.#rules.until) this.#meet('until');
      else if (this.#eventCount === this.#rules.maxEvents) this.#meet('max-events');
      else return false;
      return true;
    });
  }

  /** Clears the timers. */
  end(): void {
    this.#stop.abort();
  }

  #meet(rule: RuleName): void {
    if (this.#met !== null || this.#stop.signal.aborted) return;
    this.#met = rule;
    this.#stop.abort();
    this.#onMet(rule);
  }

  async #watchTime(forMs: number): Promise<void> {
    await this.#clock.wait(forMs, this.#stop.signal);
    this.#meet('for');
  }

  async #watchIdle(idleMs: number): Promise<void> {
    while (!this.#stop.signal.aborted && this.#lastArrivalMs !== null) {
      const silentMs = this.#clock.monotonicMs() - this.#lastArrivalMs;
      if (silentMs >= idleMs) return this.#meet('idle');
      await this.#clock.wait(idleMs - silentMs, this.#stop.signal);
    }
  }
}
