/** The last of `places` places, from 0, for which something holds that holds for the first ones; -1: for none. */
export function findLastPlace(places: number, holds: (at: number) => boolean): number {
  let low = -1;
  let high = places - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
