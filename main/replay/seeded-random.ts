/** Gives numbers from 0 (inclusive) to 1 (exclusive), the same ones for the same seed. */
export type Random = () => number;

/**
 * A small deterministic generator (mulberry32): good enough for demo data, not for secrets.
 * Feeds take one per event, seeded with the event's number, so that a resumed feed sends the
 * same event under the same id.
 */
export function seededRandom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of the values. The list must not be empty. */
export function pick<T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

/** A whole number from `min` to `max`, both inclusive. */
export function pickInteger(random: Random, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1));
}
