import { expect, test } from 'vitest';
import { createRandom } from '../support/framed.ts';
import { findCutThatMatters, findDifference } from '../support/stream-fuzz.ts';

const SEED = Date.now() >>> 0;

test('T21: 1,000,000 cuts of random streams change no entry', () => {
  expect(findCutThatMatters(SEED, 1_000_000, createRandom)).toBeNull();
});

test('T22: 5,000,000 random streams are read as the reference reads them', () => {
  expect(findDifference(SEED, 5_000_000, createRandom)).toBeNull();
});
