// Counts over all stages of `npm test`, from what the test runners report.

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * The closing line of a test run.
 *
 * @param {readonly Counts[]} counts
 */
export function countLine(counts) {
  /** @param {keyof Counts} key */
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
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults
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
  };
}

/**
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 */

/**
 * Counts of Playwright's JSON report. A flaky test has failed: nothing is run twice here.
 *
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function playwrightCounts({ stats }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  };
}

/**
 * A duration for people, such as `3.2 s`.
 *
 * @param {number} durationMs
 */
export function durationText(durationMs) {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
