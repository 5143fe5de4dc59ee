/** Changes of lists of rows; what is not named stays the same object. */

/** The list with one row changed. */
export function changeRow<T extends { readonly id: number }>(
  rows: readonly T[],
  id: number,
  part: Partial<Omit<T, 'id'>>,
): readonly T[] {
  return rows.map((row) => (row.id === id ? { ...row, ...part } : row));
}

/** The list with a row at the place of another one. */
export function moveRow<T extends { readonly id: number }>(
  rows: readonly T[],
  id: number,
  toIndex: number,
): readonly T[] {
  const row = rows.find((candidate) => candidate.id === id);
  if (row === undefined) return rows;
  return rows.filter((candidate) => candidate.id !== id).toSpliced(toIndex, 0, row);
}

/** The list without a row. */
export function removeRow<T extends { readonly id: number }>(
  rows: readonly T[],
  id: number,
): readonly T[] {
  return rows.filter((row) => row.id !== id);
}
