import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeQuery } from '../../../shared/query/complete-query.ts';

const VOCABULARY = { types: ['delta', 'done', 'two words'], paths: ['$.usage.total_tokens'] };

function complete(text: string): readonly string[] {
  const { from, to, candidates } = completeQuery(text, text.length, VOCABULARY);
  return candidates.map((candidate) => text.slice(0, from) + candidate.text + text.slice(to));
}

test('names of fields, keywords and paths are offered where a term begins', () => {
  expect(complete('ty')).toEqual(['type:']);
  expect(complete('a -ty')).toEqual(['a -type:']);
  expect(complete('(ga')).toEqual(['(gap>']);
  expect(complete('a o')).toEqual(['a or']);
  expect(complete('$.us')).toEqual(['$.usage.total_tokens']);
  expect(complete('')).toContain('kind:');
});

test('types and kinds are offered behind their field, in lists as well, quoted where needed', () => {
  expect(complete('type:d')).toEqual(['type:delta', 'type:done']);
  expect(complete('type:delta,do')).toEqual(['type:delta,done']);
  expect(complete('x -type:tw')).toEqual(['x -type:"two words"']);
  expect(complete('type:"tw')).toEqual(['type:"two words"']);
  expect(complete('kind:pro')).toEqual(['kind:problem']);
});

test('units are offered behind a number', () => {
  expect(complete('gap>2')).toEqual(['gap>2ms', 'gap>2s', 'gap>2m', 'gap>2h']);
  expect(complete('size >= 1.5k')).toEqual(['size >= 1.5KB']);
});

test('nothing is offered inside of quoted text, and for what is written in full', () => {
  expect(complete('"ty')).toEqual([]);
  expect(complete('type:delta')).toEqual([]);
});

test('no text and no caret makes it throw, and the span lies before the caret', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer(), (text, caret) => {
      const { from, to } = completeQuery(text, caret, VOCABULARY);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(from).toBeLessThanOrEqual(to);
      expect(to).toBeLessThanOrEqual(text.length);
    }),
    { seed: 20_261_125 },
  );
});
