import { logOdds, median, misfit, type SeriesPush, valuesOf } from './levels';

/**
 * How sure the data are that no step of at least `size` is in the window (natural logarithm of the odds, against the
 * most likely of such steps): every place with two pushes and four points on both sides is tried, upwards and downwards.
 * Negative infinity where no place can be tried.
 *
 * A step larger than `size` is excluded even more surely, so the smallest one that matters decides.
 */
export function oddsOfNoStep(pushes: readonly SeriesPush[], size: number, resolution: number): number {
  const values = valuesOf(pushes);
  const level = misfit(values);
  let least = Number.POSITIVE_INFINITY;
  for (let at = 2; at <= pushes.length - 2; at += 1) {
    const before = valuesOf(pushes.slice(0, at));
    const after = valuesOf(pushes.slice(at));
    if (before.length < 4 || after.length < 4) continue;
    for (const step of [size, -size]) {
      const moved = misfit([...before, ...after.map((v) => v - step)]);
      least = Math.min(least, logOdds(moved, level, values.length, resolution));
    }
  }
  return Number.isFinite(least) ? least : Number.NEGATIVE_INFINITY;
}

/** A step of this share of the level, in the unit of the series. */
export const stepOf = (values: readonly number[], percent: number) =>
  (Math.abs(median(values)) * percent) / 100;
