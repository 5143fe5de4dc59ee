// Counts and failures over all stages of `npm test`, from what the test runners report.
import { stripVTControlCharacters } from 'node:util';

/** Lines of a failure's message in the summary. The whole of it stands where the test ran. */
const MESSAGE_LINES_MAX = 12;

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} [failures] what failed, a text each
 */

/**
 * The closing line of a test run.
 *
 * @param {readonly Counts[]} counts
 */
export function countLine(counts) {
  /** @param {'passed' | 'failed' | 'skipped'} key */
  const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
  const line = `${sum('passed')} passed, ${sum('failed')} failed`;
  return sum('skipped') > 0 ? `${line}, ${sum('skipped')} skipped` : line;
}

/**
 * Counts of a stage that either passes or fails as a whole.
 *
 * @param {number} exitCode
 * @returns {Counts}
 */
export function stageCounts(exitCode) {
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
}

/**
 * Counts of a test runner. A run that failed has at least one failure, also when its report names none or is missing:
 * a runner can fail outside of any test.
 *
 * @param {number} exitCode
 * @param {Counts | null} reported null when there is no report
 * @returns {Counts}
 */
export function runnerCounts(exitCode, reported) {
  const counts = reported ?? { passed: 0, failed: 0, skipped: 0 };
  const hasUncountedFailure = counts.failed === 0 && (exitCode !== 0 || reported === null);
  return hasUncountedFailure ? { ...counts, failed: 1 } : counts;
}

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {VitestFile[]} testResults
 */

/**
 * @typedef {object} VitestFile
 * @property {string} name path of the file
 * @property {string} status
 * @property {string} [message] why the file could not be loaded
 * @property {{ status: string, fullName: string, failureMessages?: string[] | null }[]} assertionResults
 */

/**
 * Counts of vitest's JSON report. A file that could not be loaded has no tests; it counts as one failure.
 *
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: vitestFailures(report),
  };
}

/**
 * The tests that failed by vitest's JSON report, one text each: where, which, and how.
 *
 * @param {VitestReport} report
 */
function vitestFailures(report) {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    if (status === 'failed' && assertionResults.length === 0) return [failureText(name, message)];
    return assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => failureText(`${name} › ${test.fullName}`, test.failureMessages?.[0]));
  });
}

/**
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {PlaywrightSuite[]} suites
 */

/**
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ file: string, title: string, tests: PlaywrightTest[] }[]} specs
 */

/**
 * @typedef {object} PlaywrightTest
 * @property {'expected' | 'unexpected' | 'flaky' | 'skipped'} status
 * @property {{ error?: { message?: string } }[]} results one a try
 */

/**
 * Counts of Playwright's JSON report. A flaky test has failed: nothing is run twice here.
 *
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function playwrightCounts({ stats, suites }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: playwrightFailures({ suites }),
  };
}

/**
 * The tests that failed by Playwright's JSON report, one text each: where, which, and how.
 *
 * @param {Pick<PlaywrightReport, 'suites'>} report
 * @returns {string[]}
 */
function playwrightFailures({ suites }) {
  return suites.flatMap(({ suites: inner = [], specs }) => [
    ...specs
      .filter(({ tests }) => tests.some(hasFailed))
      .map(({ file, title, tests }) => {
        const results = tests.flatMap((test) => test.results);
        const failed = results.find(({ error }) => error !== undefined);
        return failureText(`${file} › ${title}`, failed?.error?.message);
      }),
    ...playwrightFailures({ suites: inner }),
  ]);
}

/** @param {PlaywrightTest} test */
function hasFailed({ status }) {
  return status === 'unexpected' || status === 'flaky';
}

/**
 * @param {string} where
 * @param {string} [message]
 */
function failureText(where, message = '') {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [where, ...lines.slice(0, MESSAGE_LINES_MAX).map((line) => `    ${line}`)].join('\n');
}

/**
 * A duration for people, such as `3.2 s`.
 *
 * @param {number} durationMs
 */
export function durationText(durationMs) {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
