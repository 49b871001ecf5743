import type { PushId } from '@/lib/model/ids';
import {
  bestSplit,
  cutAt,
  type RunPoint,
  resolutionOf,
  type SeriesEnds,
  type SeriesPush,
  seriesPushes,
  splits,
  valuesOf,
} from './levels';
import { oddsOfNoStep } from './noStep';
import { judgeRunOrder, type RunOrder } from './runOrder';
import { type SidesApart, sidesApart } from './sides';
import { type StepPlace, stepPlaces } from './stepPlace';

/** One series around one alert. */
export interface VerdictInput {
  /** All points of the series near the alert, single ones further out too; in any order. */
  readonly points: readonly RunPoint[];
  readonly lowerIsBetter: boolean;
  readonly alertPush: { readonly id: PushId; readonly order: number };
  readonly ends: SeriesEnds;
  /** Points planned per push, by all rounds; a cell that has become impossible is left out by the caller. */
  readonly wanted: ReadonlyMap<PushId, number>;
  /** A count that machines do not change (build sizes): run times are not looked at. */
  readonly deterministic?: boolean;
  /** The smallest step that matters, percent; Treeherder's default alert threshold of 2 when absent. */
  readonly smallestStepPct?: number;
}

/** The numbers behind a verdict, for the place where the step is or would be. */
export interface VerdictEvidence {
  readonly sides: SidesApart;
  /** After against before, percent; signed. Null when the level before is 0. */
  readonly changePct: number | null;
  readonly direction: 'regression' | 'improvement';
  /** The data-bearing pushes on both sides of the likeliest place: the last of the old level, the first of the new. */
  readonly between: readonly [PushId, PushId];
  /** How sure each place of the step is, given that there is one. */
  readonly places: readonly StepPlace[];
  readonly runOrder: RunOrder;
}

/** What is known about the best place of a step, whatever the verdict will be. */
export interface Judged {
  readonly pushes: readonly SeriesPush[];
  /** Index of the first push at the new level. */
  readonly at: number;
  /** Index of the alert's push, or of the first data-bearing one after it. */
  readonly alertAt: number;
  /** Both sides have what a step must have; see PUSHES_A_SIDE. */
  readonly longEnough: boolean;
  /** The best place is one that the alert can be about; else it is another step, which raised no alert. */
  readonly nearTheAlert: boolean;
  /** The levels differ by at least half of the smallest step that matters. */
  readonly largeEnough: boolean;
  /** The same for the best step by run time, and by machine. */
  readonly shiftLargeEnough: boolean;
  readonly machinesLargeEnough: boolean;
  /** Natural logarithm of the odds against any step that matters; see noStep.ts. */
  readonly oddsOfNone: number;
  readonly evidence: VerdictEvidence;
}

/** On each side of a step: one push alone can be a bad build. */
export const PUSHES_A_SIDE = 2;
/** Treeherder's default threshold: smaller changes raise no alert. */
const SMALLEST_STEP_PCT = 2;

/** The data of the alert's window, oldest push first. */
export function windowPushes(input: VerdictInput): readonly SeriesPush[] {
  const points = input.deterministic
    ? input.points.map((p): RunPoint => ({ ...p, submitTime: null, machine: null }))
    : input.points;
  return seriesPushes(points, input.ends);
}

/** Undefined with too few pushes or points for two levels: there is nothing to compare. */
export function judgeWindow(pushes: readonly SeriesPush[], input: VerdictInput): Judged | undefined {
  const all = splits(pushes.map((p) => p.points.map((point) => point.value)));
  const best = bestSplit(all);
  if (!best) return undefined;
  const values = valuesOf(pushes);
  const resolution = resolutionOf(values);
  const [older, newer] = cutAt(pushes, best.at);
  const [lastOld, firstNew] = [older.at(-1), newer[0]];
  if (!lastOld || !firstNew) return undefined;
  const sides = sidesApart(valuesOf(older), valuesOf(newer));
  const runOrder = judgeRunOrder(pushes);
  // Of the level before, as Treeherder reckons; a new point at its side's median does not change it.
  const size = (Math.abs(sides.before) * (input.smallestStepPct ?? SMALLEST_STEP_PCT)) / 100;
  const isLarge = (s: SidesApart | undefined) => s !== undefined && Math.abs(s.after - s.before) >= size / 2;
  const isNear = nearTheAlert(pushes, input);
  return {
    pushes,
    at: best.at,
    alertAt: pushes.filter((p) => p.order < input.alertPush.order).length,
    longEnough: Math.min(older.length, newer.length) >= PUSHES_A_SIDE,
    nearTheAlert: isNear(best.at),
    largeEnough: isLarge(sides),
    shiftLargeEnough: isLarge(runOrder.shift?.sides),
    machinesLargeEnough: isLarge(runOrder.machines?.sides),
    oddsOfNone: oddsOfNoStep(pushes, size, isNear, resolution),
    evidence: {
      sides,
      changePct: sides.before === 0 ? null : (100 * (sides.after - sides.before)) / Math.abs(sides.before),
      direction: sides.after > sides.before === input.lowerIsBetter ? 'regression' : 'improvement',
      between: [lastOld.id, firstNew.id],
      places: stepPlaces(pushes, all, resolution),
      runOrder,
    },
  };
}

/**
 * The places that an alert can be about: the window of the planned pushes and half of its width beyond, on each side. Points
 * further out count for the sides, but a step there is another one. Measured in the push log and not in data-bearing
 * pushes, so that a push that gets data moves nothing. Everywhere when nothing was planned.
 */
function nearTheAlert(pushes: readonly SeriesPush[], { alertPush, wanted }: VerdictInput) {
  const orders = [alertPush.order, ...pushes.filter((p) => wanted.has(p.id)).map((p) => p.order)];
  const first = Math.min(...orders);
  const last = Math.max(...orders);
  const beyond = first === last ? Number.POSITIVE_INFINITY : (last - first) / 2;
  return (at: number) => {
    const order = pushes[at]?.order ?? Number.POSITIVE_INFINITY;
    return order >= first - beyond && order <= last + beyond;
  };
}
