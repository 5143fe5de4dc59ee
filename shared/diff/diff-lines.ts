/** One line of a comparison. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** How two texts differ, line by line. */
export interface LineDiff {
  /** In order; a removed line stands before the one in its place. */
  readonly lines: readonly DiffLine[];
  readonly added: number;
  readonly removed: number;
}

/**
 * Edits up to which the shortest way is looked for. Beyond it the part between the common start and end counts as
 * replaced: 1,000 edits cost about 4 MB and a few milliseconds, and nobody reads a longer difference line by line.
 */
const EDITS_MAX = 1_000;

/** Compares two texts by lines: the shortest edit script of Myers, with its cost bounded. */
export function diffLines(before: string, after: string): LineDiff {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let aEnd = a.length;
  let bEnd = b.length;
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd--;
    bEnd--;
  }
  const middle = compare(a.slice(start, aEnd), b.slice(start, bEnd));
  const toSame = (text: string): DiffLine => ({ kind: 'same', text });
  const lines = [
    ...a.slice(0, start).map(toSame),
    ...pairByKey(middle),
    ...a.slice(aEnd).map(toSame),
  ];
  const count = (kind: DiffLine['kind']): number =>
    middle.reduce((sum, line) => sum + (line.kind === kind ? 1 : 0), 0);
  return { lines, added: count('added'), removed: count('removed') };
}

/** @see E. Myers, An O(ND) Difference Algorithm and Its Variations, 1986 */
function compare(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const replaced = (): readonly DiffLine[] => [
    ...a.map((text): DiffLine => ({ kind: 'removed', text })),
    ...b.map((text): DiffLine => ({ kind: 'added', text })),
  ];
  if (a.length === 0 || b.length === 0) return replaced();
  const editsMax = Math.min(a.length + b.length, EDITS_MAX);
  const origin = editsMax + 1;
  /** Farthest place in `a` on each diagonal. */
  let farthest = new Int32Array(2 * origin + 1);
  const rounds: Int32Array[] = [];
  for (let edits = 0; edits <= editsMax; edits++) {
    rounds.push(farthest.slice(origin - edits - 1, origin + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const left = farthest[origin + diagonal - 1] ?? 0;
      const right = farthest[origin + diagonal + 1] ?? 0;
      const isDown = diagonal === -edits || (diagonal !== edits && left < right);
      let x = isDown ? right : left + 1;
      let y = x - diagonal;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      farthest[origin + diagonal] = x;
      if (x >= a.length && y >= b.length) return trace(a, b, rounds);
    }
    farthest = farthest.slice();
  }
  return replaced();
}

/** Walks back from the end through what every round knew. */
function trace(
  a: readonly string[],
  b: readonly string[],
  rounds: readonly Int32Array[],
): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let x = a.length;
  let y = b.length;
  for (let edits = rounds.length - 1; edits >= 0; edits--) {
    const round = rounds[edits];
    if (round === undefined) break;
    const at = (diagonal: number): number => round[diagonal + edits + 1] ?? 0;
    const diagonal = x - y;
    const isDown =
      diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
    const from = isDown ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : at(from);
    const fromY = edits === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      lines.push({ kind: 'same', text: a[x] ?? '' });
    }
    if (edits === 0) break;
    if (isDown) lines.push({ kind: 'added', text: b[--y] ?? '' });
    else lines.push({ kind: 'removed', text: a[--x] ?? '' });
  }
  return lines.toReversed();
}

function getKey(line: string): string | null {
  return /^\s*"(?:[^"\\]|\\.)*"\s*:/.exec(line)?.[0] ?? null;
}

/** Puts the old and the new line of one JSON member next to each other; other changes stay in blocks. */
function pairByKey(lines: readonly DiffLine[]): readonly DiffLine[] {
  const out: DiffLine[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = (): void => {
    let next = 0;
    for (const line of removed) {
      const key = getKey(line.text);
      const partner =
        key === null ? -1 : added.findIndex((one, at) => at >= next && getKey(one.text) === key);
      if (partner === -1) {
        out.push(line);
        continue;
      }
      out.push(...added.slice(next, partner), line, ...added.slice(partner, partner + 1));
      next = partner + 1;
    }
    out.push(...added.slice(next));
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === 'removed') removed.push(line);
    else if (line.kind === 'added') added.push(line);
    else {
      flush();
      out.push(line);
    }
  }
  flush();
  return out;
}
