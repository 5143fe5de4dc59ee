import type { DiffLine } from '../../shared/diff/diff-lines.ts';

/** One line of two texts beside each other. */
export interface DiffSides {
  readonly kind: 'same' | 'removed' | 'added' | 'changed';
  /** Null: there is no line on this side. */
  readonly left: string | null;
  readonly right: string | null;
}

/** Puts what went and what came in its place beside each other. */
export function toDiffSides(lines: readonly DiffLine[]): readonly DiffSides[] {
  const rows: DiffSides[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    rows.push(...pair(removed, added));
    [removed, added] = [[], []];
  };
  for (const { kind, text } of lines) {
    // What was removed stands before what is in its place, so the next removed line begins a pair of its own.
    if (kind === 'same' || (kind === 'removed' && added.length > 0)) flush();
    if (kind === 'removed') removed.push(text);
    else if (kind === 'added') added.push(text);
    else rows.push({ kind, left: text, right: text });
  }
  flush();
  return rows;
}

function pair(removed: readonly string[], added: readonly string[]): readonly DiffSides[] {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index): DiffSides => {
    const left = removed[index] ?? null;
    const right = added[index] ?? null;
    if (left === null) return { kind: 'added', left, right };
    return { kind: right === null ? 'removed' : 'changed', left, right };
  });
}
