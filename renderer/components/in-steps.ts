/** Time of one step, in milliseconds: under a frame at 60 Hz. */
const STEP_MS = 10;

/** Called between steps with the share that is done; true stops the work. */
export type OnStep = (share: number) => boolean;

/**
 * Does long work on the window's own thread without holding it: `step` runs for some milliseconds at
 * a time, until it answers a place at or after `length`. False: `onStep` stopped it.
 */
export async function inSteps(
  length: number,
  onStep: OnStep,
  step: () => number,
): Promise<boolean> {
  let at = 0;
  while (at < length) {
    const untilMs = performance.now() + STEP_MS;
    while (at < length && performance.now() < untilMs) at = step();
    if (onStep(Math.min(1, at / length))) return false;
    // Gives input and paint their turn.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return true;
}
