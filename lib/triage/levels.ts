import type { PushId } from '@/lib/model/ids';

/** One measured value with all that a verdict looks at; read from `performance/summary`, which does not round. */
export interface RunPoint {
  readonly pushId: PushId;
  /** Position of the push in the repository's push log; only the order counts. */
  readonly pushOrder: number;
  /** Time of the push, Unix seconds. */
  readonly pushTime: number;
  readonly value: number;
  /** When the job was asked to run, Unix seconds; null once it was pruned (about 4 months). */
  readonly submitTime: number | null;
  readonly machine: string | null;
}

/** A data-bearing push with its points. */
export interface SeriesPush {
  readonly id: PushId;
  readonly order: number;
  readonly time: number;
  readonly points: readonly RunPoint[];
}

/** Where the level around an alert ends: nothing beyond may speak for or against it. Null = not before the data's end. */
export interface SeriesEnds {
  /** Push order of the alert (or backout) before: that push is the first of this window. */
  readonly from: number | null;
  /** Push order of the next alert of the series, or of a backout of the alert's push: it is no longer of this window. */
  readonly until: number | null;
}

/** The pushes of a series between its ends, oldest first. Independent of the order of the points given. */
export function seriesPushes(points: readonly RunPoint[], ends: SeriesEnds): readonly SeriesPush[] {
  const byPush = new Map<PushId, RunPoint[]>();
  for (const p of points) {
    if (!Number.isFinite(p.value)) continue;
    if (ends.from !== null && p.pushOrder < ends.from) continue;
    if (ends.until !== null && p.pushOrder >= ends.until) continue;
    const seen = byPush.get(p.pushId);
    if (seen) seen.push(p);
    else byPush.set(p.pushId, [p]);
  }
  return [...byPush.entries()]
    .map(([id, ofPush]) => {
      const sorted = ofPush.sort((a, b) => a.value - b.value || (a.submitTime ?? 0) - (b.submitTime ?? 0));
      const first = sorted[0];
      return { id, order: first?.pushOrder ?? 0, time: first?.pushTime ?? 0, points: sorted };
    })
    .sort((a, b) => a.order - b.order || a.id - b.id);
}

/** Of all pushes, in push order. */
export const valuesOf = (pushes: readonly SeriesPush[]): readonly number[] =>
  pushes.flatMap((p) => p.points.map((point) => point.value));

/** NaN without values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? Number.NaN) + upper) / 2;
}

/** Null without values. */
export const medianOrNull = (values: readonly number[]): number | null =>
  values.length === 0 ? null : median(values);

/**
 * How badly levels explain values: the sum of their distances from the medians of their groups. A point equal to its
 * median costs nothing.
 */
export interface Fit {
  readonly misfit: number;
  /**
   * The misfit without its outliers: how wide the noise is. Whatever lies far from both of two levels adds to the misfit
   * of both, so it must not blur the difference between them.
   */
  readonly noise: number;
}

/** The share of the distances that tells the width of the noise, and what these smallest ones sum up to of all. */
const CORE = 0.9;
/** 0.74 of the sum for normal noise, 0.67 for double-exponential. */
const CORE_OF_SUM = 0.7;

/** Each group has a level of its own. */
export function fitOf(groups: readonly (readonly number[])[]): Fit {
  const distances = groups.flatMap((values) => {
    const level = median(values);
    return values.map((v) => Math.abs(v - level));
  });
  distances.sort((a, b) => a - b);
  const misfit = distances.reduce((sum, d) => sum + d, 0);
  // The last of the core counts in part, so that one more point at its median never widens the noise.
  let left = CORE * distances.length;
  let core = 0;
  for (const d of distances) {
    core += d * Math.min(1, Math.max(0, left));
    left -= 1;
  }
  return { misfit, noise: Math.min(misfit, core / CORE_OF_SUM) };
}

/** With one level for all. */
export const misfitOf = (values: readonly number[]) => fitOf([values]).misfit;

/** Two levels instead of one: the groups before `at`, and those from it on. */
export interface Split {
  readonly at: number;
  readonly misfit: number;
}

/**
 * The values that a level must have at least. With fewer a wild outlier, or two of them, would be worth a level of its own;
 * and no test could tell them from the others.
 */
export const POINTS_A_SIDE = 4;

/**
 * Every way to cut a sequence of groups into two levels, in order, with what stays unexplained. Both sides have at least
 * POINTS_A_SIDE values; empty when that cannot be.
 *
 * @param groups values that cannot be told apart in the order at hand: those of one push, or of one time.
 */
export function splits(groups: readonly (readonly number[])[]): readonly Split[] {
  const older = growingMisfits(groups);
  const newer = growingMisfits([...groups].reverse());
  const count = groups.reduce((n, group) => n + group.length, 0);
  let before = 0;
  return groups.slice(1).flatMap((_, i) => {
    before += groups[i]?.length ?? 0;
    if (before < POINTS_A_SIDE || count - before < POINTS_A_SIDE) return [];
    return [{ at: i + 1, misfit: (older[i] ?? 0) + (newer[groups.length - 2 - i] ?? 0) }];
  });
}

/** The split that leaves least unexplained, the oldest of equals; undefined when there is nothing to cut. */
export function bestSplit(all: readonly Split[]): Split | undefined {
  return all.reduce<Split | undefined>((best, s) => (best && best.misfit <= s.misfit ? best : s), undefined);
}

function growingMisfits(groups: readonly (readonly number[])[]): readonly number[] {
  const sorted: number[] = [];
  return groups.map((group) => {
    for (const value of group) {
      const place = sorted.findIndex((v) => v > value);
      sorted.splice(place < 0 ? sorted.length : place, 0, value);
    }
    // About the median, the upper half adds to the distances and the lower half takes off.
    const half = sorted.length >> 1;
    let misfit = 0;
    for (let i = 0; i < half; i += 1) misfit += (sorted[sorted.length - 1 - i] ?? 0) - (sorted[i] ?? 0);
    return misfit;
  });
}

/** Both sides of a split. */
export const cutAt = <T>(items: readonly T[], at: number): readonly [readonly T[], readonly T[]] => [
  items.slice(0, at),
  items.slice(at),
];

/**
 * The logarithm of how much better `best` explains the data than something with this larger misfit: double-exponential
 * noise of unknown width, `count` values of which the levels use up two. One stray value weighs at most as much as the
 * levels are apart.
 *
 * @param resolution what a misfit can mean at all, so that data without noise do not claim infinite certainty.
 */
export const logOdds = (best: Fit, misfit: number, count: number, resolution: number) =>
  Math.max(0, count - 2) * Math.log(1 + Math.max(0, misfit - best.misfit) / Math.max(best.noise, resolution));

/** The same between two explanations: positive for the first. */
export const logOddsBetween = (first: Fit, second: Fit, count: number, resolution: number) =>
  first.misfit <= second.misfit
    ? logOdds(first, second.misfit, count, resolution)
    : -logOdds(second, first.misfit, count, resolution);

/** A millionth of the values' size for each: far below any noise, far above rounding. */
export function resolutionOf(values: readonly number[]): number {
  return Math.max(1e-12, 1e-6 * values.reduce((sum, v) => sum + Math.abs(v), 0));
}
