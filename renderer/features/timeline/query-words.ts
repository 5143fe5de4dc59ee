import { describeExpectation } from '../../../shared/query/expectation-text.ts';
import type { FilterProblem } from '../../stores/filter-store.ts';

/** What is wrong with a filter, and what stays on screen meanwhile. */
export function getFilterProblemWords(problem: FilterProblem): string {
  switch (problem.kind) {
    case 'query-syntax': {
      const { detail: why, expected, from } = problem;
      if (expected === 'json-path' && why !== null) {
        return `This JSONPath is wrong at character ${from + 1}: ${why}. The last result stays.`;
      }
      const detail = why === null ? '' : ` (${why})`;
      return `Expected ${describeExpectation(problem)} at character ${from + 1}${detail}. The last result stays.`;
    }
    case 'too-slow':
      return 'This filter takes too long on one of the events and was ended.';
    case 'failed':
      return `This filter could not be run (${problem.detail}).`;
    case 'unavailable':
      return 'This run can no longer be filtered.';
  }
}
