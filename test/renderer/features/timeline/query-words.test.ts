import { expect, test } from 'vitest';
import { getFilterProblemWords } from '../../../../renderer/features/timeline/query-words.ts';
import { parseQuery } from '../../../../shared/query/parse-query.ts';

function tell(query: string): string {
  const parsed = parseQuery(query);
  return parsed.ok ? '' : getFilterProblemWords(parsed.error);
}

test('what is wrong with a path is told in plain words, with its place', () => {
  expect(tell('a $.')).toBe(
    'This JSONPath is wrong at character 5: a name or * goes after the dot. The last result stays.',
  );
});

test('a colon after a field that is compared names the operators', () => {
  expect(tell('at:1s')).toBe(
    'Expected one of = != < <= > >= at character 3 (quote the text if it is no field). The last result stays.',
  );
});
