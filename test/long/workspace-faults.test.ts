// T34 and T35 in full: every call of every action.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIONS, isChange } from '../support/crash-points.ts';
import { buildDriver } from '../support/driver.ts';
import type { DriverProgram } from '../support/driver.ts';
import { runCrashLoop, runFaultLoop } from '../support/fault-loops.ts';

describe.runIf(process.platform === 'linux')('every call of every action', () => {
  let program: DriverProgram;
  let crashPoints = 0;
  let faultPoints = 0;
  beforeAll(async () => {
    program = await buildDriver();
  }, 60_000);
  afterAll(async () => {
    console.info(`T34: ${crashPoints} crash points in all; T35: ${faultPoints} faults in all`);
    await program[Symbol.asyncDispose]();
  });

  test.each(ACTIONS)('T34: %s killed at each', async (action) => {
    const { points, faults } = await runCrashLoop(program, [action], () => true);
    crashPoints += points;
    console.info(`T34: ${action}: ${points} crash points, lost or torn: ${faults.length}`);
    expect(faults).toEqual([]);
  });

  test.each(ACTIONS)('T35: %s with each failing', async (action) => {
    const once = await runFaultLoop(program, [action], () => true, 1);
    const more = await runFaultLoop(program, [action], isChange, 2);
    const points = once.points + more.points;
    faultPoints += points;
    const faults = [...once.faults, ...more.faults];
    console.info(`T35: ${action}: ${points} faults, not handled: ${faults.length}`);
    expect(faults).toEqual([]);
  });
});
