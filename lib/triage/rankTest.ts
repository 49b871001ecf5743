/**
 * Mann-Whitney's rank test, two-sided and exact also with ties: the share of all ways to deal the same values out to two
 * sides of these sizes that set the sides apart at least as far as they are.
 *
 * Exact floors, to know what a number of points can show at all: 4 v 4 = .0286, 5 v 5 = .0079, 8 v 12 = .000016.
 * No random permutations: a verdict must not flip between two looks at the same data.
 */

/** Up to about 35 v 35 points; above, the normal approximation is close enough and much faster. */
const EXACT_UP_TO_PAIRS = 1_200;

/**
 * Two-sided p value in (0, 1]; 1 when a side is empty. Neither the order of a side's values nor that of the sides
 * matters. Exact up to 1,200 pairs of values, the normal approximation above.
 */
export const rankTest = (a: readonly number[], b: readonly number[]): number =>
  rankTestBy(a, b, a.length * b.length <= EXACT_UP_TO_PAIRS);

/** The normal approximation at any size: what it puts far from a level need not be worked out exactly. */
export const roughRankTest = (a: readonly number[], b: readonly number[]): number => rankTestBy(a, b, false);

function rankTestBy(a: readonly number[], b: readonly number[], exact: boolean): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  if (few.length === 0) return 1;
  const ranks = doubledMidRanks(few, many);
  const observed = ranks.ofFew.reduce((sum, r) => sum + r, 0);
  // The mean of the doubled rank sum: n1 · (n + 1), a whole number, so that distances from it compare exactly.
  const mean = few.length * (few.length + many.length + 1);
  const distance = Math.abs(observed - mean);
  if (distance === 0) return 1;
  return exact
    ? exactTail(ranks.all, few.length, mean, distance)
    : normalTail(ranks.all, few.length, many.length, distance);
}

/** Mid-ranks times two, so that ties keep whole numbers. */
function doubledMidRanks(few: readonly number[], many: readonly number[]) {
  const pooled = [...few.map((v) => ({ v, few: true })), ...many.map((v) => ({ v, few: false }))];
  pooled.sort((x, y) => x.v - y.v);
  const all: number[] = [];
  const ofFew: number[] = [];
  for (let from = 0; from < pooled.length; ) {
    let to = from;
    while (to + 1 < pooled.length && pooled[to + 1]?.v === pooled[from]?.v) to += 1;
    for (let i = from; i <= to; i += 1) {
      all.push(from + to + 2);
      if (pooled[i]?.few) ofFew.push(from + to + 2);
    }
    from = to + 1;
  }
  return { all, ofFew };
}

/** Share of the subsets of `size` ranks whose sum is at least `distance` away from the mean. */
function exactTail(doubled: readonly number[], size: number, mean: number, distance: number): number {
  // Without ties of an even number of values all doubled ranks are even, and half of them do.
  const unit = doubled.every((r) => r % 2 === 0) ? 2 : 1;
  const ranks = doubled.map((r) => r / unit);
  const largest = ranks.slice(-size).reduce((sum, r) => sum + r, 0);
  // subsets[k][s]: ways to pick k of the ranks seen so far with sum s.
  const subsets = Array.from({ length: size + 1 }, () => new Float64Array(largest + 1));
  const none = subsets[0];
  if (none) none[0] = 1;
  let reach = 0;
  for (const rank of ranks) {
    reach = Math.min(largest, reach + rank);
    for (let k = size; k >= 1; k -= 1) {
      const to = subsets[k];
      const from = subsets[k - 1];
      if (!to || !from) continue;
      for (let s = reach; s >= rank; s -= 1) to[s] = (to[s] ?? 0) + (from[s - rank] ?? 0);
    }
  }
  let far = 0;
  let all = 0;
  for (const [sum, ways] of (subsets[size] ?? new Float64Array()).entries()) {
    all += ways;
    if (Math.abs(sum * unit - mean) >= distance) far += ways;
  }
  return far / all;
}

/** With the variance corrected for ties, and a continuity correction of half a rank. Far out it overstates p. */
function normalTail(ranks: readonly number[], few: number, many: number, distance: number): number {
  const n = few + many;
  const spread = ranks.reduce((sum, r) => sum + (r / 2 - (n + 1) / 2) ** 2, 0);
  const sd = Math.sqrt(((few * many) / (n * (n - 1))) * spread);
  return sd === 0 ? 1 : Math.min(1, 2 * normalBeyond(Math.max(0, distance / 2 - 0.5) / sd));
}

/** P(Z > z), z ≥ 0; Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalBeyond(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.max(Number.MIN_VALUE, (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly);
}
