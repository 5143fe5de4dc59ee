/** One line of two texts beside each other. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added' | 'changed';
  /** Null: there is no line on this side. */
  readonly left: string | null;
  readonly right: string | null;
}

/** Lines that are compared one by one; a longer middle part counts as changed as a whole. */
const COMPARED_LINES_MAX = 2_000;

/** Two texts line by line: what only the left one has is removed, what only the right one has is added. */
export function diffLines(left: string, right: string): readonly DiffLine[] {
  const [one, other] = [left.split('\n'), right.split('\n')];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (
    end < one.length - start &&
    end < other.length - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  ) {
    end += 1;
  }
  return [
    ...one.slice(0, start).map(toSame),
    ...diffMiddle(one.slice(start, one.length - end), other.slice(start, other.length - end)),
    ...one.slice(one.length - end).map(toSame),
  ];
}

function toSame(text: string): DiffLine {
  return { kind: 'same', left: text, right: text };
}

/** By the longest common subsequence, which is what a reader takes for the same. */
function diffMiddle(left: readonly string[], right: readonly string[]): readonly DiffLine[] {
  if (left.length > COMPARED_LINES_MAX || right.length > COMPARED_LINES_MAX) {
    return pair(left, right);
  }
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        left[row] === right[column]
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(
              lengths[(row + 1) * width + column] ?? 0,
              lengths[row * width + column + 1] ?? 0,
            );
    }
  }
  const lines: DiffLine[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    lines.push(...pair(removed, added));
    [removed, added] = [[], []];
  };
  let [row, column] = [0, 0];
  while (row < left.length || column < right.length) {
    const [one, other] = [left[row], right[column]];
    if (one !== undefined && one === other) {
      flush();
      lines.push(toSame(one));
      row += 1;
      column += 1;
    } else if (
      other === undefined ||
      (one !== undefined &&
        (lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0))
    ) {
      removed.push(one ?? '');
      row += 1;
    } else {
      added.push(other);
      column += 1;
    }
  }
  flush();
  return lines;
}

/** Puts what went and what came in its place beside each other. */
function pair(removed: readonly string[], added: readonly string[]): readonly DiffLine[] {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index): DiffLine => {
    const left = removed[index] ?? null;
    const right = added[index] ?? null;
    if (left === null) return { kind: 'added', left, right };
    return { kind: right === null ? 'removed' : 'changed', left, right };
  });
}
