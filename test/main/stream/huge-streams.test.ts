import { expect, test } from 'vitest';
import { readHugeStream } from '../../support/huge-streams.ts';

/**
 * The event at hand may take 16 MiB, as bytes, as text and as the parser's text: about 100 MiB with what was not
 * collected yet, which is more on a busy machine. Whoever keeps the whole line needs twice its length and more.
 */
const PEAK_MIB_MAX = 256;

test('T57: a line of 160 MiB is cut and told, and the next event is right', async () => {
  const run = await readHugeStream('one line', 160);
  expect(run).toMatchObject({ kinds: { event: 2, problem: 1 }, lastEvent: 'next' });
  expect(run.bodyBytes).toBe(160 * 1024 * 1024 + 6 + 14);
  expect(run.peakMib).toBeLessThan(PEAK_MIB_MAX);
});

test('T57: an event of 19,200,000 lines is cut and told, and the next event is right', async () => {
  const run = await readHugeStream('one event of short lines', 128);
  expect(run).toMatchObject({ kinds: { event: 2, problem: 1 }, lastEvent: 'next' });
  expect(run.peakMib).toBeLessThan(PEAK_MIB_MAX);
});

test('T57: 1,000,000 comments take no memory, and the next event is right', async () => {
  const run = await readHugeStream('comments', 4);
  expect(run).toMatchObject({ kinds: { event: 1, comment: 1_048_576 }, lastEvent: 'next' });
  expect(run.peakMib).toBeLessThan(PEAK_MIB_MAX);
});
