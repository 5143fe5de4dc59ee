import type { Distribution, HistogramBar } from '../model/stream-stats.ts';

/** A bucket's middle is within this share of each of its values. */
const ERROR = 0.01;
const GROWTH = (1 + ERROR) / (1 - ERROR);
const LOG_GROWTH = Math.log(GROWTH);
/** Values up to this, in the unit of the caller, are told as 0. */
const SMALLEST = 1e-3;
/** Index of the smallest value's bucket; larger values than 1e12 share the last one. */
const FIRST = Math.ceil(Math.log(SMALLEST) / LOG_GROWTH);
const BUCKETS = Math.ceil(Math.log(1e12) / LOG_GROWTH) - FIRST + 1;

/**
 * Quantiles of a stream of values that are not negative, in constant memory. Buckets grow by 2 %, so that a
 * quantile is within 1 % of the value that stands at its rank. Adding costs one logarithm.
 * @see https://arxiv.org/abs/1908.10693 for the buckets and their error
 */
export class QuantileSketch {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #zeros = 0;
  #sum = 0;
  #minimum = Infinity;
  #maximum = 0;

  get count(): number {
    return this.#count;
  }

  add(value: number, times = 1): void {
    this.#count += times;
    this.#sum += value * times;
    if (value < this.#minimum) this.#minimum = value;
    if (value > this.#maximum) this.#maximum = value;
    if (value <= SMALLEST) {
      this.#zeros += times;
      return;
    }
    const bucket = Math.min(BUCKETS - 1, Math.ceil(Math.log(value) / LOG_GROWTH) - FIRST);
    this.#counts[bucket] = (this.#counts[bucket] as number) + times;
  }

  /** The value at the rank of the share `q` (0 to 1); 0 when nothing was added. */
  getQuantile(q: number): number {
    const rank = Math.max(1, Math.ceil(q * this.#count));
    let seen = this.#zeros;
    if (rank <= seen) return Math.min(this.#minimum, this.#maximum);
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket] as number;
      if (seen >= rank) {
        const middle = (2 * GROWTH ** (bucket + FIRST)) / (1 + GROWTH);
        return Math.min(this.#maximum, Math.max(this.#minimum, middle));
      }
    }
    return this.#maximum;
  }

  /** Null when nothing was added. */
  getDistribution(): Distribution | null {
    if (this.#count === 0) return null;
    return {
      count: this.#count,
      minimum: this.#minimum,
      p50: this.getQuantile(0.5),
      p90: this.getQuantile(0.9),
      p95: this.getQuantile(0.95),
      p99: this.getQuantile(0.99),
      maximum: this.#maximum,
      mean: this.#sum / this.#count,
    };
  }

  /** At most `barsMax` bars of equal width on a logarithmic axis, and one from 0 where there are values of 0. */
  getBars(barsMax: number): readonly HistogramBar[] {
    const first = this.#counts.findIndex((count) => count > 0);
    const zeros = this.#zeros === 0 ? [] : [{ from: 0, to: SMALLEST, count: this.#zeros }];
    if (first === -1) return zeros;
    const last = this.#counts.findLastIndex((count) => count > 0);
    const width = Math.ceil((last - first + 1) / Math.max(1, barsMax - zeros.length));
    const bars: HistogramBar[] = [...zeros];
    for (let from = first; from <= last; from += width) {
      const counts = this.#counts.subarray(from, from + width);
      bars.push({
        from: GROWTH ** (from + FIRST - 1),
        to: GROWTH ** (from + width + FIRST - 1),
        count: counts.reduce((sum, count) => sum + count, 0),
      });
    }
    return bars;
  }
}
