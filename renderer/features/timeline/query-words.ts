import { describeExpectation } from '../../../shared/query/expectation-text.ts';
import type { FilterProblem } from '../../stores/filter-store.ts';

/** What is wrong with a filter, and what stays on screen meanwhile. */
export function getFilterProblemWords(problem: FilterProblem): string {
  switch (problem.kind) {
    case 'query-syntax': {
      const detail = problem.detail === null ? '' : ` (${problem.detail})`;
      return `Expected ${describeExpectation(problem)} at character ${problem.from + 1}${detail}. The last result stays.`;
    }
    case 'too-slow':
      return 'This filter takes too long on one of the events and was ended.';
    case 'failed':
      return `This filter could not be run (${problem.detail}).`;
    case 'unavailable':
      return 'This run can no longer be filtered.';
  }
}
