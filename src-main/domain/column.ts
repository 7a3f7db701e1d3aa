/**
 * Element of a column, where the index is known to lie within it: rows of a span table and
 * indexes made from them. Reading past the end is a bug, and yields NaN or undefined.
 */
export function at(column: ArrayLike<number>, index: number): number {
  return column[index] as number;
}
