import { bestSplit, cutAt, fitOf, logOdds, type SeriesPush, type Split, valuesOf } from './levels';

/** One place where the step can be: between two data-bearing pushes that follow each other in the data. */
export interface StepPlace {
  /** The pushes before this index show the old level, those from it on the new one. */
  readonly at: number;
  /** Share of the certainty that the step, if there is one, is here; all places together have 1. */
  readonly share: number;
}

/**
 * How sure the data are of each place of the step, given that there is one: every split of the window competes, the
 * alert's own has no advantage. In push order.
 */
export function stepPlaces(
  pushes: readonly SeriesPush[],
  all: readonly Split[],
  resolution: number,
): readonly StepPlace[] {
  const count = valuesOf(pushes).length;
  const best = fitOf(cutAt(pushes, bestSplit(all)?.at ?? 0).map(valuesOf));
  const weights = all.map((s) => Math.exp(-logOdds(best, s.misfit, count, resolution)));
  const sum = weights.reduce((a, b) => a + b, 0);
  return all.map((s, i) => ({ at: s.at, share: (weights[i] ?? 0) / sum }));
}

/** Places from `first` to `last` (both included, as indexes of the push that follows), and how sure they are together. */
export interface PlaceRange {
  readonly first: number;
  readonly last: number;
  readonly share: number;
}

/** The narrowest run of places that leaves at most `doubt` outside: the surest places first, holes filled. */
export function placesWithin(places: readonly StepPlace[], doubt: number): PlaceRange | undefined {
  const surest = [...places].sort((a, b) => b.share - a.share || a.at - b.at);
  const top = surest[0];
  if (!top) return undefined;
  let first = top.at;
  let last = top.at;
  let kept = 0;
  for (const place of surest) {
    if (kept >= 1 - doubt) break;
    kept += place.share;
    first = Math.min(first, place.at);
    last = Math.max(last, place.at);
  }
  const inside = places.filter((p) => p.at >= first && p.at <= last);
  return {
    first,
    last,
    share: Math.min(
      1,
      inside.reduce((sum, p) => sum + p.share, 0),
    ),
  };
}
