import { expect, test } from 'vitest';
import { readHugeStream } from '../support/huge-streams.ts';

test.each([
  ['one line', 256, { event: 2, problem: 1 }],
  ['one event of short lines', 256, { event: 2, problem: 1 }],
  ['comments', 40, { event: 1, comment: 10_485_760 }],
] as const)('T57: %s, %i MiB', async (name, mib, kinds) => {
  const run = await readHugeStream(name, mib);
  console.log(name, mib, 'MiB: memory grew by', Math.round(run.peakMib), 'MiB at most');
  expect(run).toMatchObject({ kinds, lastEvent: 'next' });
  expect(run.peakMib).toBeLessThan(200);
});
