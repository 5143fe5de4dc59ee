import { expect, test } from 'vitest';
import {
  countLine,
  durationText,
  playwrightCounts,
  runnerCounts,
  stageCounts,
  vitestCounts,
} from '../../scripts/test-summary.mjs';
import type { PlaywrightSuite } from '../../scripts/test-summary.mjs';

test('the count line adds up all stages and names skipped tests only when there are some', () => {
  const stages = [stageCounts(0), stageCounts(1), { passed: 40, failed: 2, skipped: 0 }];
  expect(countLine(stages)).toBe('41 passed, 3 failed');
  expect(countLine([...stages, { passed: 0, failed: 0, skipped: 4 }])).toBe(
    '41 passed, 3 failed, 4 skipped',
  );
  expect(countLine([])).toBe('0 passed, 0 failed');
});

test('a failed test is named, and a file that could not be loaded counts as one failure', () => {
  const counts = vitestCounts({
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { name: 'a.test.ts', status: 'passed', assertionResults: [passed('one')] },
      {
        name: 'b.test.ts',
        status: 'failed',
        assertionResults: [
          passed('two'),
          {
            status: 'failed',
            fullName: 'three',
            failureMessages: ['\u001B[31mnot 3\u001B[39m\n\nat b'],
          },
        ],
      },
      { name: 'c.test.ts', status: 'failed', message: 'cannot load', assertionResults: [] },
    ],
  });
  expect(counts).toEqual({
    passed: 5,
    failed: 2,
    skipped: 3,
    failures: ['b.test.ts › three\n    not 3\n    at b', 'c.test.ts\n    cannot load'],
  });
});

test('a flaky window test counts as failed and is named', () => {
  const stats = { expected: 3, unexpected: 0, flaky: 1, skipped: 2 };
  const results = [{ error: { message: 'too late' } }, {}];
  const suites = [
    {
      specs: [],
      suites: [
        {
          specs: [
            { file: 'd.spec.ts', title: 'four', tests: [{ status: 'flaky', results }] },
            { file: 'd.spec.ts', title: 'five', tests: [{ status: 'expected', results: [] }] },
          ],
        },
      ],
    },
  ] satisfies PlaywrightSuite[];
  expect(playwrightCounts({ stats, suites })).toEqual({
    passed: 3,
    failed: 1,
    skipped: 2,
    failures: ['d.spec.ts › four\n    too late'],
  });
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

function passed(fullName: string) {
  return { status: 'passed', fullName, failureMessages: [] };
}
