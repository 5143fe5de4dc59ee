import { expect, test } from 'vitest';
import { getBrowserSentence } from '../../../../renderer/features/timeline/conformance-words.ts';

test('a browser is said to have dropped the events without data', () => {
  const problems = [{ problem: 'no-data', count: 2, firstRow: 3 }] as const;
  expect(getBrowserSentence(problems)).toBe('A browser would have dropped 2 events without data.');
});
