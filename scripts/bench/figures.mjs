// What every measurement is made of: runs, notes and figures.
import { median } from './statistics.mjs';

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number} value the median of our own figures, in `unit`
 * @property {string} unit
 * @property {number | null} ratio the median against the yardstick of the same run; null: the limit is for the value
 * @property {number} limit at least for the engine's ratio, at most for all others
 * @property {readonly number[]} runs what each run gave, of what the limit is for
 *
 * @typedef {object} Bench
 * @property {string} executablePath of the Electron
 * @property {string} origin of the event server
 * @property {number} runs
 */

export const EVENTS = 1_000_000;
export const MANY_EVENTS = 10_000_000;
export const REQUESTS = 5_000;

/** Time after which a workspace of so many requests has to be usable, in milliseconds. */
export const WORKSPACE_MS_MAX = 1_500;

/** The ratio that is better when it is larger. */
export const ENGINE = 'engine-throughput';

/**
 * @template T
 * @param {number} runs
 * @param {(index: number) => Promise<T>} action
 */
export async function repeat(runs, action) {
  /** @type {T[]} */
  const results = [];
  for (let index = 0; index < runs; index++) results.push(await action(index));
  return results;
}

/**
 * A figure whose limit is for the value itself.
 *
 * @param {string} name
 * @param {number} limit
 * @param {readonly number[]} values
 */
export function toFigure(name, limit, values, unit = 'ms') {
  return { name, value: median(values), unit, ratio: null, limit, runs: values };
}

/**
 * @param {string} name
 * @param {string} text
 */
export function note(name, text) {
  console.log(`  ${name}: ${text}`);
}
