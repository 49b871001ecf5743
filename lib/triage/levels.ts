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

export const valuesOf = (pushes: readonly SeriesPush[]): readonly number[] =>
  pushes.flatMap((p) => p.points.map((point) => point.value));

/** NaN without values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * How badly one level explains values: the sum of their distances from their median. One outlier costs one distance, so
 * it moves no verdict by itself; and a point equal to the median costs nothing.
 */
export function misfit(values: readonly number[]): number {
  const level = median(values);
  return values.reduce((sum, v) => sum + Math.abs(v - level), 0);
}

/** Two levels instead of one: the groups before `at`, and those from it on. */
export interface Split {
  readonly at: number;
  readonly misfit: number;
}

/**
 * Every way to cut a sequence of groups in two, in order, with what stays unexplained.
 *
 * @param groups values that cannot be told apart in the order at hand: those of one push, or of one time.
 */
export function splits(groups: readonly (readonly number[])[]): readonly Split[] {
  const older = growingMisfits(groups);
  const newer = growingMisfits([...groups].reverse());
  return Array.from({ length: Math.max(0, groups.length - 1) }, (_, i) => ({
    at: i + 1,
    misfit: (older[i] ?? 0) + (newer[groups.length - 2 - i] ?? 0),
  }));
}

/** The split that leaves least unexplained, the oldest of equals; undefined when there is nothing to cut. */
export function bestSplit(all: readonly Split[]): Split | undefined {
  return all.reduce<Split | undefined>((best, s) => (best && best.misfit <= s.misfit ? best : s), undefined);
}

function growingMisfits(groups: readonly (readonly number[])[]): readonly number[] {
  const seen: number[] = [];
  return groups.map((group) => {
    seen.push(...group);
    return misfit(seen);
  });
}

/**
 * The logarithm of how much better a misfit explains the data than another: double-exponential noise of unknown width,
 * `count` values of which the levels use up two. One stray value weighs as much as its distance, not the square of it.
 *
 * @param resolution what a misfit can mean at all, so that data without noise do not claim infinite certainty.
 */
export const logOdds = (worse: number, better: number, count: number, resolution: number) =>
  Math.max(0, count - 2) * Math.log(Math.max(worse, resolution) / Math.max(better, resolution));

/** A millionth of the values' size for each: far below any noise, far above rounding. */
export function resolutionOf(values: readonly number[]): number {
  return Math.max(1e-12, 1e-6 * values.reduce((sum, v) => sum + Math.abs(v), 0));
}
