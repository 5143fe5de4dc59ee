import { expect, test } from 'vitest';
import { CrashLimit } from '../../../main/shell/crash-limit.ts';

test('the third crash within a minute is one too many', () => {
  const limit = new CrashLimit();
  expect([0, 30_000, 59_999].map((atMs) => limit.isReachedBy(atMs))).toEqual([false, false, true]);
});

test('crashes that are further apart are forgotten', () => {
  const limit = new CrashLimit();
  expect([0, 30_000, 60_000, 90_001].map((atMs) => limit.isReachedBy(atMs))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('another try of the user counts from zero', () => {
  const limit = new CrashLimit();
  limit.isReachedBy(0);
  limit.isReachedBy(1);
  limit.reset();
  expect(limit.isReachedBy(2)).toBe(false);
});
