import { expect, test } from 'vitest';
import { createRandom } from '../../support/framed.ts';
import { findCutThatMatters, findDifference } from '../../support/stream-fuzz.ts';

/** The same every time: whether a commit is good must not depend on the day. `npm run test:long` takes new ones. */
const SEED = 20_780;

test('T21: 50,000 cuts of random streams change no entry', () => {
  expect(findCutThatMatters(SEED, 50_000, createRandom)).toBeNull();
});

test('T22: 50,000 random streams are read as the reference reads them', () => {
  expect(findDifference(SEED, 50_000, createRandom)).toBeNull();
});
