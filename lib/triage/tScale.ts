/**
 * Perfherder's t (mozilla/treeherder: treeherder/perfalert): the difference of the means over the root of the summed
 * variances of the means. The scale that sheriffs know: the alert detector asks for more than 7; PerfCompare calls less
 * than 3 low, 3 to 5 medium and more than 5 high.
 *
 * Here every point counts alike: the detector's weights, which fall off away from the push under test, belong to its
 * search for a push and not to two pooled sides.
 */
export type TWord = 'low' | 'medium' | 'high';

/** Signed: positive when `after` is higher. Infinite when neither side varies; 0 when a side is empty or nothing differs. */
export function tBetween(before: readonly number[], after: readonly number[]): number {
  if (before.length === 0 || after.length === 0) return 0;
  const older = spread(before);
  const newer = spread(after);
  const difference = newer.mean - older.mean;
  if (difference === 0) return 0;
  const error = Math.sqrt(older.variance / before.length + newer.variance / after.length);
  return error === 0 ? Math.sign(difference) * Number.POSITIVE_INFINITY : difference / error;
}

/** PerfCompare's word for a t. */
export function tWord(t: number): TWord {
  const size = Math.abs(t);
  return size < 3 ? 'low' : size <= 5 ? 'medium' : 'high';
}

function spread(values: readonly number[]) {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  // One value has no variance, as in Perfherder.
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 };
}
