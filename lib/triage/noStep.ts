import { cutAt, fitOf, logOddsBetween, POINTS_A_SIDE, type SeriesPush, valuesOf } from './levels';

/**
 * How sure the data are that no step of at least `size` is near the alert (natural logarithm of the odds): against a step
 * at any place near it with two pushes and four points on both sides, upwards or downwards, each as likely as the others
 * beforehand. Negative infinity where no place can be tried.
 *
 * A step larger than `size` is excluded even more surely, so the smallest one that matters decides.
 *
 * @param size in the unit of the series.
 * @param isNear may the alert be about a step between the push before this index and the one at it?
 */
export function oddsOfNoStep(
  pushes: readonly SeriesPush[],
  size: number,
  isNear: (at: number) => boolean,
  resolution: number,
): number {
  const values = valuesOf(pushes);
  const level = fitOf([values]);
  const against: number[] = [];
  for (let at = 2; at <= pushes.length - 2; at += 1) {
    if (!isNear(at)) continue;
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
