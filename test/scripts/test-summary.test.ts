import { expect, test } from 'vitest';
import {
  countLine,
  durationText,
  playwrightCounts,
  runnerCounts,
  stageCounts,
  vitestCounts,
} from '../../scripts/test-summary.mjs';

test('the count line adds up all stages and names skipped tests only when there are some', () => {
  const stages = [stageCounts(0), stageCounts(1), { passed: 40, failed: 2, skipped: 0 }];
  expect(countLine(stages)).toBe('41 passed, 3 failed');
  expect(countLine([...stages, { passed: 0, failed: 0, skipped: 4 }])).toBe(
    '41 passed, 3 failed, 4 skipped',
  );
  expect(countLine([])).toBe('0 passed, 0 failed');
});

test('a test file that could not be loaded counts as one failure', () => {
  const counts = vitestCounts({
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [] },
    ],
  });
  expect(counts).toEqual({ passed: 5, failed: 2, skipped: 3 });
});

test('a flaky window test counts as failed', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
  expect(playwrightCounts({ stats })).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

test('a run that failed outside of its tests, or left no report, has a failure', () => {
  const clean = { passed: 3, failed: 0, skipped: 0 };
  expect(runnerCounts(0, clean)).toEqual(clean);
  expect(runnerCounts(1, clean)).toEqual({ ...clean, failed: 1 });
  expect(runnerCounts(1, { ...clean, failed: 2 })).toEqual({ ...clean, failed: 2 });
  expect(runnerCounts(0, null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a duration is told in seconds', () => {
  expect(durationText(3249)).toBe('3.2 s');
});
