import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines } from '../../../shared/diff/diff-lines.ts';

const SIGNS = { same: ' ', added: '+', removed: '-' } as const;
const show = (before: string, after: string): string[] =>
  diffLines(before, after).lines.map(({ kind, text }) => SIGNS[kind] + text);

describe('diffLines', () => {
  test('equal texts have no change', () => {
    expect(diffLines('a\nb', 'a\nb')).toEqual({
      lines: [
        { kind: 'same', text: 'a' },
        { kind: 'same', text: 'b' },
      ],
      added: 0,
      removed: 0,
    });
  });

  test('the old and the new line of a member stand together', () => {
    const before = '{\n  "state": "home-check",\n  "fee": 120.0,\n  "by": "m.ito"\n}';
    const after =
      '{\n  "state": "approved",\n  "fee": 95.0,\n  "by": "r.osei",\n  "notes": null\n}';
    expect(show(before, after)).toEqual([
      ' {',
      '-  "state": "home-check",',
      '+  "state": "approved",',
      '-  "fee": 120.0,',
      '+  "fee": 95.0,',
      '-  "by": "m.ito"',
      '+  "by": "r.osei",',
      '+  "notes": null',
      ' }',
    ]);
  });

  test('both sides come back out of any comparison, and the count of changes is the least', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '"k": 1', '"k": 2', ''), { maxLength: 30 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { lines, added, removed } = diffLines(before, after);
        const without = (kind: 'added' | 'removed'): string =>
          lines
            .filter((line) => line.kind !== kind)
            .map((line) => line.text)
            .join('\n');
        expect(without('added')).toBe(before);
        // Pairing moves no line past one of its own side, so the new text keeps its order.
        expect(without('removed')).toBe(after);
        expect(added + removed).toBe(countEdits(before.split('\n'), after.split('\n')));
      }),
      { numRuns: 500 },
    );
  });

  test('texts with nothing in common cost a bounded effort', () => {
    const many = (name: string): string =>
      Array.from({ length: 20_000 }, (_, index) => `${name}${index}`).join('\n');
    const startedAt = performance.now();
    const { added, removed } = diffLines(many('a'), many('b'));
    expect([added, removed]).toEqual([20_000, 20_000]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

/** Edits by the longest common subsequence, the slow and certain way. */
function countEdits(a: readonly string[], b: readonly string[]): number {
  const row = Array.from({ length: b.length + 1 }, () => 0);
  for (const one of a) {
    let diagonal = 0;
    for (const [index, other] of b.entries()) {
      const above = row[index + 1] ?? 0;
      row[index + 1] = one === other ? diagonal + 1 : Math.max(above, row[index] ?? 0);
      diagonal = above;
    }
  }
  return a.length + b.length - 2 * (row.at(-1) ?? 0);
}
