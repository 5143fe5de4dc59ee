// The long versions of T33, T40, T41, T48 and T50.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRequest, toWantedRequest } from '../../main/workspace/format/request-format.ts';
import { writeText } from '../../main/workspace/format/write-text.ts';
import { readYaml } from '../../main/workspace/format/yaml-text.ts';
import { buildDriver } from '../support/driver.ts';
import type { DriverProgram } from '../support/driver.ts';
import { RandomRequests } from '../support/random-request.ts';
import { runKillLoop, runSwitches, runWriters } from '../support/workspace-loops.ts';

const REQUEST = { read: readRequest, toWanted: toWantedRequest };
const ROUND_TRIPS = 100_000;

let program: DriverProgram;
beforeAll(async () => {
  program = await buildDriver();
}, 60_000);
afterAll(() => program[Symbol.asyncDispose]());

test('T33: 1,000 kills at any time', async () => {
  const { faults, saves } = await runKillLoop(program, 1_000, 1);
  console.info(`T33: 1,000 kills, ${saves} saves, lost: ${faults.length}`);
  expect(faults).toEqual([]);
});

test(`T41: ${ROUND_TRIPS} requests come back as they were written`, () => {
  const random = new RandomRequests(4_100);
  for (let count = 0; count < ROUND_TRIPS; count++) {
    const request = random.request();
    const written = writeText(REQUEST, request, null);
    if (!written.ok) throw new Error(`${written.error.detail}\n${JSON.stringify(request)}`);
    const file = readYaml(written.value);
    const read = file.ok ? readRequest(file.value) : file;
    expect(read).toEqual({ ok: true, value: request });
    expect(writeText(REQUEST, request, written.value)).toEqual(written);
  }
  console.info(`T41: ${ROUND_TRIPS} round trips, different: 0`);
});

test('T48: two programs with 500 edits each', async () => {
  const { faults, refused, checks } = await runWriters(program, 500);
  console.info(
    `T48: 1,000 edits, ${refused} refused and made again, lost: ${faults.length}; ${checks} checks`,
  );
  expect(faults).toEqual([]);
});

test('T50: 200 switches of 2,000 files', async () => {
  const { faults, edits, refused } = await runSwitches(2_000, 200);
  console.info(`T50: 200 switches, ${edits} edits, ${refused} refused, wrong: ${faults.length}`);
  expect(faults).toEqual([]);
});
