import { median, resolutionOf } from './levels';
import { rankTest, roughRankTest } from './rankTest';
import { type TWord, tBetween, tWord } from './tScale';

/** Two pooled sides and how far they stand apart. */
export interface SidesApart {
  readonly before: number;
  readonly after: number;
  readonly points: readonly [number, number];
  /** Perfherder's t over the pooled sides, signed; see tScale.ts. */
  readonly t: number;
  readonly tWord: TWord;
  /** Exact rank test over the pooled sides, two-sided. */
  readonly p: number;
  readonly apart: boolean;
  /** Both sides have both levels: the runs flip between two modes, and how often is no level. */
  readonly twoModes: boolean;
}

/** Pinpoint's level for "different". By itself too lax here, for the verdict tries every split of the window. */
const RANK_WITH_T = 0.01;
/** Perfherder's own alert threshold: with it, Pinpoint's level is enough. */
const T_WITH_RANK = 7;
/** Between the two: ranks that chance gives 3 times in 1,000, and a t that PerfCompare calls high. */
const RANK_WITH_HIGH = 0.003;
/** Otava's level: the ranks alone are enough, for one outlier swells the variance and hides a step from t. */
const RANK_ALONE = 0.001;

/** The normal approximation is never so far off that more than this could be RANK_WITH_T exactly. */
const WORTH_EXACT = 0.05;

/**
 * Judges two sides. A point equal to its side's median says nothing against a step, so it never counts against it: where
 * both sides in full are not apart, they are when leaving out some of those points sets them apart. (Else one more
 * perfectly ordinary run could turn a confirmed step back into "not yet".)
 */
export function sidesApart(before: readonly number[], after: readonly number[]): SidesApart {
  const t = tBetween(before, after);
  const inFull = {
    before: median(before),
    after: median(after),
    points: [before.length, after.length] as const,
    t,
    tWord: tWord(t),
    p: rankTest(before, after),
    twoModes: hasTwoModes(before, after),
  };
  if (isApart(inFull)) return { ...inFull, apart: true };
  for (const b of withFewerOfTheMedian(before)) {
    for (const a of withFewerOfTheMedian(after)) {
      if (a.length === after.length && b.length === before.length) continue;
      if (roughRankTest(b, a) > WORTH_EXACT) continue;
      const judged = { t: tBetween(b, a), p: rankTest(b, a) };
      if (isApart(judged)) return { ...inFull, ...judged, tWord: tWord(judged.t), apart: true };
    }
  }
  return { ...inFull, apart: false };
}

/** Above this share of a side at the other side's level, in data whose levels are clear, it is the series that has modes. */
const MOST_AT_THE_OTHER = 0.1;

/**
 * Two clear levels, yet many points at the wrong one: a series of two modes (noise profile MODAL). A change in how often
 * each mode comes can pass a rank test, but the place of a step cannot be told from it.
 */
function hasTwoModes(before: readonly number[], after: readonly number[]): boolean {
  const [older, newer] = [median(before), median(after)];
  let wrongSide = 0;
  let asSplit = 0;
  let toNearest = 0;
  for (const [values, own, other] of [
    [before, older, newer],
    [after, newer, older],
  ] as const) {
    let astray = 0;
    for (const v of values) {
      const [toOwn, toOther] = [Math.abs(v - own), Math.abs(v - other)];
      asSplit += toOwn;
      toNearest += Math.min(toOwn, toOther);
      astray += Number(toOther < toOwn);
    }
    wrongSide = Math.max(wrongSide, astray / values.length);
  }
  return wrongSide > MOST_AT_THE_OTHER && toNearest < asSplit / 2;
}

const isApart = ({ t, p }: { readonly t: number; readonly p: number }) =>
  p <= RANK_ALONE ||
  (p <= RANK_WITH_HIGH && tWord(t) === 'high') ||
  (p <= RANK_WITH_T && Math.abs(t) >= T_WITH_RANK);

/** The values with all, all but one, … and none of the points that equal their median. */
function withFewerOfTheMedian(values: readonly number[]): readonly (readonly number[])[] {
  const level = median(values);
  const tolerance = resolutionOf([level]) * 1e-3;
  const others = values.filter((v) => Math.abs(v - level) > tolerance);
  const equal = values.filter((v) => Math.abs(v - level) <= tolerance);
  return Array.from({ length: equal.length + 1 }, (_, left) => [...others, ...equal.slice(left)]);
}
