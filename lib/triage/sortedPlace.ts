/** How many entries of a list that is sorted by a key have a key up to `limit`: the place of the first one above it. */
export function countUpTo<T>(sorted: readonly T[], keyOf: (entry: T) => number, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = sorted[middle];
    if (entry !== undefined && keyOf(entry) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
