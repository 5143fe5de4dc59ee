import type { Node } from 'yaml';
import { holds } from './wanted.ts';
import type { Wanted } from './wanted.ts';

/** Two lists longer than this are compared place by place. */
const ALIGN_CELLS_MAX = 250_000;

/** What becomes of an item of a list, or what comes between two. */
export type Step =
  | { readonly kind: 'keep' | 'remove'; readonly item: number }
  | { readonly kind: 'change'; readonly item: number; readonly value: Wanted }
  | { readonly kind: 'insert'; readonly value: Wanted };

/** Which items stay, change, go and come, so that as few as possible are touched. */
export function align(items: readonly Node[], wanted: readonly Wanted[]): readonly Step[] {
  let head = 0;
  while (
    head < items.length &&
    head < wanted.length &&
    holds(items[head], wanted[head] as Wanted)
  ) {
    head++;
  }
  let tail = 0;
  const rest = Math.min(items.length, wanted.length) - head;
  while (tail < rest && holds(items.at(-1 - tail), wanted.at(-1 - tail) as Wanted)) tail++;
  const middle = alignMiddle(
    items.slice(head, items.length - tail),
    wanted.slice(head, wanted.length - tail),
  );
  const keep = (item: number): Step => ({ kind: 'keep', item });
  return [
    ...Array.from({ length: head }, (_, index) => keep(index)),
    ...middle.map((step) => ('item' in step ? { ...step, item: step.item + head } : step)),
    ...Array.from({ length: tail }, (_, index) => keep(items.length - tail + index)),
  ];
}

function alignMiddle(items: readonly Node[], wanted: readonly Wanted[]): readonly Step[] {
  const kept = findCommon(items, wanted);
  const steps: Step[] = [];
  let item = 0;
  let value = 0;
  for (const [nextItem, nextValue] of [...kept, [items.length, wanted.length] as const]) {
    // Between two items that stay: change as many as are on both sides, if that is no move.
    const free = wanted.slice(value, nextValue);
    const isMove = (candidate: Wanted): boolean => items.some((node) => holds(node, candidate));
    const changes = free.some(isMove) ? 0 : Math.min(nextItem - item, free.length);
    for (let index = 0; index < changes; index++) {
      steps.push({ kind: 'change', item: item + index, value: free[index] as Wanted });
    }
    for (let index = item + changes; index < nextItem; index++) {
      steps.push({ kind: 'remove', item: index });
    }
    for (const added of free.slice(changes)) steps.push({ kind: 'insert', value: added });
    if (nextItem < items.length) steps.push({ kind: 'keep', item: nextItem });
    item = nextItem + 1;
    value = nextValue + 1;
  }
  return steps;
}

/** The longest common subsequence, as pairs of positions. */
function findCommon(
  items: readonly Node[],
  wanted: readonly Wanted[],
): readonly (readonly [number, number])[] {
  const [rows, columns] = [items.length, wanted.length];
  if (rows * columns > ALIGN_CELLS_MAX) return [];
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  const same = items.map((item) => wanted.map((value) => holds(item, value)));
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row * width + column] =
        same[row]?.[column] === true
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const common: (readonly [number, number])[] = [];
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (same[row]?.[column] === true) common.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return common;
}
