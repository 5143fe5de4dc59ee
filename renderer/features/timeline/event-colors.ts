import type { TypeCount } from '../../../shared/model/counters.ts';

/** Class that sets `--c`, the colour of an event type. */
export type ColorClass = `ev-c${number}` | 'ev-cerr';

export const NEUTRAL_COLOR: ColorClass = 'ev-c0';

/** Colours that are handed out; later types are neutral. */
const COLORS = 10;
const NEUTRAL_TYPES: ReadonlySet<string> = new Set(['message', 'ping']);

/**
 * Colours by event type, handed out in order of first arrival. `message` and `ping` are neutral and
 * `error` is red; they take none of the ten.
 */
export function toColorClasses(types: readonly TypeCount[]): ReadonlyMap<string, ColorClass> {
  const classes = new Map<string, ColorClass>();
  let handedOut = 0;
  for (const { type } of types) {
    if (type === 'error') classes.set(type, 'ev-cerr');
    else if (NEUTRAL_TYPES.has(type) || handedOut === COLORS) classes.set(type, NEUTRAL_COLOR);
    else classes.set(type, `ev-c${++handedOut}`);
  }
  return classes;
}
