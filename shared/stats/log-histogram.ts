/** Relative width of one bin: a quantile is within 2 % of the exact value. */
const GROWTH = 1.04;
const LOG_GROWTH = Math.log(GROWTH);
/** Values below this, in the unit of the caller, share the first bin. */
const SMALLEST = 0.01;
/** 0.01 ms times 1.04 to the 820th is 9.6 days; larger values share the last bin. */
const BINS = 820;

/**
 * Quantiles of a stream of values in constant memory: bins grow by 4 %, so that any quantile is
 * within 2 % of the exact value. Adding costs one logarithm.
 */
export class LogHistogram {
  readonly #counts = new Float64Array(BINS);
  #total = 0;

  add(value: number, times = 1): void {
    this.#total += times;
    const bin =
      value <= SMALLEST
        ? 0
        : Math.min(BINS - 1, 1 + Math.floor(Math.log(value / SMALLEST) / LOG_GROWTH));
    this.#counts[bin] = (this.#counts[bin] ?? 0) + times;
  }

  get total(): number {
    return this.#total;
  }

  /** Value below which the share `q` (0 to 1) of all values lies; null if nothing was added. */
  getQuantile(q: number): number | null {
    if (this.#total === 0) return null;
    const wanted = Math.max(1, Math.ceil(q * this.#total));
    let seen = 0;
    for (let bin = 0; bin < BINS; bin++) {
      seen += this.#counts[bin] ?? 0;
      if (seen >= wanted) return bin === 0 ? 0 : SMALLEST * GROWTH ** (bin - 0.5);
    }
    return null;
  }
}
