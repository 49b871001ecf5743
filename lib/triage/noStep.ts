import type { PushId } from '@/lib/model/ids';
import { cutAt, fitOf, logOddsBetween, POINTS_A_SIDE, type SeriesPush, valuesOf } from './levels';

/**
 * How sure the data are that no step of at least `size` is near the alert (natural logarithm of the odds): against a step
 * at any place near it with two pushes and four points on both sides, upwards or downwards, each as likely as the others
 * beforehand. Negative infinity where no place can be tried.
 *
 * A step larger than `size` is excluded even more surely, so the smallest one that matters decides.
 *
 * @param size in the unit of the series.
 * @param near first and last index (of the push after the place) that the alert can be about.
 */
export function oddsOfNoStep(
  pushes: readonly SeriesPush[],
  size: number,
  near: readonly [number, number],
  resolution: number,
): number {
  const values = valuesOf(pushes);
  const level = fitOf([values]);
  const against: number[] = [];
  for (let at = Math.max(2, near[0]); at <= Math.min(pushes.length - 2, near[1]); at += 1) {
    const [older, newer] = cutAt(pushes, at);
    const [before, after] = [valuesOf(older), valuesOf(newer)];
    if (Math.min(before.length, after.length) < POINTS_A_SIDE) continue;
    for (const step of [size, -size]) {
      const moved = fitOf([[...before, ...after.map((v) => v - step)]]);
      against.push(logOddsBetween(level, moved, values.length, resolution));
    }
  }
  if (against.length === 0) return Number.NEGATIVE_INFINITY;
  const least = Math.min(...against);
  const likely = against.reduce((sum, odds) => sum + Math.exp(least - odds), 0) / against.length;
  return least - Math.log(likely);
}

/**
 * The places that an alert can be about: around its push and the pushes with planned points, and this many data-bearing
 * pushes beyond. A detector's alert is seldom off by more (in the data), and a step further away is another alert's.
 */
const BEYOND = 2;

export function placesNear(
  pushes: readonly SeriesPush[],
  alertOrder: number,
  planned: ReadonlySet<PushId>,
): readonly [number, number] {
  const orders = [alertOrder, ...pushes.filter((p) => planned.has(p.id)).map((p) => p.order)];
  const first = pushes.findIndex((p) => p.order >= Math.min(...orders));
  const last = pushes.findLastIndex((p) => p.order <= Math.max(...orders));
  return [(first < 0 ? pushes.length : first) - BEYOND, last + BEYOND];
}
