import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QuantileSketch } from '../../../shared/stats/quantile-sketch.ts';

function sketchOf(values: readonly number[]): QuantileSketch {
  const sketch = new QuantileSketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

test('a quantile is within 1 % of the value at its rank', () => {
  const value = fc.oneof(
    fc.double({ min: 0.001, max: 1e9, noNaN: true }),
    fc.nat(2000),
    fc.double({ min: 0.01, max: 30, noNaN: true }),
  );
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.constantFrom(0, 0.5, 0.9, 0.95, 0.99, 1),
      (values, q) => {
        const sorted = [...values].sort((one, other) => one - other);
        const exact = sorted[Math.max(1, Math.ceil(q * values.length)) - 1] ?? 0;
        const found = sketchOf(values).getQuantile(q);
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.0101 + 0.001);
      },
    ),
    { numRuns: 2_000, seed: 20_261_125 },
  );
});

test('no quantile is beyond the largest value, and a value may be added many times at once', () => {
  expect(sketchOf([10, 421, 428]).getQuantile(0.95)).toBeLessThanOrEqual(428);
  const atOnce = new QuantileSketch();
  atOnce.add(0, 2);
  atOnce.add(7, 3);
  expect(atOnce.getDistribution()).toEqual(sketchOf([0, 0, 7, 7, 7]).getDistribution());
});

test('count, ends and mean are exact', () => {
  expect(sketchOf([0, 3, 3, 10]).getDistribution()).toMatchObject({
    count: 4,
    minimum: 0,
    maximum: 10,
    mean: 4,
  });
  expect(new QuantileSketch().getDistribution()).toBeNull();
});

test('bars hold every value, follow one another and are no more than wanted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 2, max: 40 }),
      (values, barsMax) => {
        const bars = sketchOf(values).getBars(barsMax);
        expect(bars.length).toBeLessThanOrEqual(barsMax);
        expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(values.length);
        const wide = bars.filter((bar) => bar.from > 0);
        for (const [at, bar] of wide.entries()) {
          expect(bar.to).toBeGreaterThan(bar.from);
          if (at > 0) expect(bar.from / (wide[at - 1]?.to ?? 0)).toBeCloseTo(1, 9);
        }
        // A value stands in the bar that spans it.
        for (const bar of wide) {
          const inside = values.filter(
            (value) => value > bar.from * (1 + 1e-9) && value < bar.to * (1 - 1e-9),
          );
          expect(inside.length).toBeLessThanOrEqual(bar.count);
        }
      },
    ),
    { numRuns: 500, seed: 20_261_125 },
  );
});

test('values beyond its range are counted, and told by its ends', () => {
  const sketch = sketchOf([1e-9, 1e15]);
  expect(sketch.getQuantile(0.5)).toBe(1e-9);
  expect(sketch.getDistribution()?.maximum).toBe(1e15);
});
