import type { PushId } from '@/lib/model/ids';
import {
  bestSplit,
  type RunPoint,
  resolutionOf,
  type SeriesEnds,
  type SeriesPush,
  seriesPushes,
  splits,
  valuesOf,
} from './levels';
import { aroundPlace, type PointsWanted, stillToCome } from './morePoints';
import { oddsOfNoStep, placesNear, stepOf } from './noStep';
import { judgeRunOrder, type RunOrder } from './runOrder';
import { type SidesApart, sidesApart } from './sides';
import { placesWithin, type StepPlace, stepPlaces } from './stepPlace';

export type { RunPoint, SeriesEnds } from './levels';
export type { PointsWanted } from './morePoints';

/** One series around one alert. */
export interface VerdictInput {
  /** All points of the series near the alert, single ones further out too; in any order. */
  readonly points: readonly RunPoint[];
  readonly lowerIsBetter: boolean;
  readonly alertPush: { readonly id: PushId; readonly order: number };
  readonly ends: SeriesEnds;
  /** Points planned per push, by all rounds. */
  readonly wanted: ReadonlyMap<PushId, number>;
  /** A count that machines do not change (build sizes): run times are not looked at. */
  readonly deterministic?: boolean;
  /** The smallest step that matters, percent; Treeherder drops alerts below 2. */
  readonly smallestStepPct?: number;
}

/** The numbers behind a verdict, for the place where the step is or would be. */
export interface VerdictEvidence {
  readonly sides: SidesApart;
  /** After against before, percent; signed. */
  readonly changePct: number;
  readonly direction: 'regression' | 'improvement';
  /** How sure each place of the step is, given that there is one. */
  readonly places: readonly StepPlace[];
  /** Natural logarithms of the odds; see runOrder.ts. */
  readonly runOrder: Pick<RunOrder, 'forPush' | 'forMachine' | 'known'>;
}

export type NotYetReason =
  /** Planned points have not arrived. */
  | 'data to come'
  /** Fewer than two pushes or four points on a side. */
  | 'side too short'
  /** The step goes by push and by run time alike: only new runs on old pushes can tell code from machines. */
  | 'code or machines'
  /** The levels lie too close for the noise, so far. */
  | 'too close to call'
  /** So close that more runs of the same cannot help. */
  | 'too noisy';

export type Verdict =
  | {
      readonly kind: 'step confirmed';
      /** Last push that surely has the old level, and first one that surely has the new: the cause is after `from`, up to and with `to`. */
      readonly from: PushId;
      readonly to: PushId;
      /** How sure the range is, 0 to 1. */
      readonly certainty: number;
      /** False when the run times are not known: then nothing speaks for or against the machines. */
      readonly machinesRuledOut: boolean;
      readonly evidence: VerdictEvidence;
    }
  | { readonly kind: 'no step'; readonly evidence: VerdictEvidence }
  | {
      readonly kind: 'not yet';
      readonly reason: NotYetReason;
      /** Where more points help, and how many; empty when asking for runs does not help. */
      readonly more: readonly PointsWanted[];
      readonly evidence: VerdictEvidence | null;
    }
  /** The machines changed, not the code. No further round helps. */
  | {
      readonly kind: 'follows the run time';
      /** Unix seconds of the first run at the new level; null when it goes by machine. */
      readonly since: number | null;
      readonly evidence: VerdictEvidence;
    };

/** On each side of a step: one push alone can be a bad build, and fewer than 4 points can be anything. */
const PUSHES_A_SIDE = 2;
const POINTS_A_SIDE = 4;
/** The true place of the step may be outside the range this seldom. */
const RANGE_DOUBT = Number(process.env.DOUBT ?? 0.003);
/** What a verdict other than "not yet" must have for it. */
const SURE = Math.log(Number(process.env.SURE ?? 150));
/** Changed machines are rare against changed code (taken as 1 in 20), so code needs less for it, and machines more. */
const PRIOR_CODE = Math.log(20);
const CODE_NEEDS = Number(process.env.CN ?? 1.6);
const MACHINES_NEED = Number(process.env.MN ?? 7.6);
/** New runs on old pushes at the new level, before machines are blamed. */
const LATE_RUNS = 2;
/** Treeherder's default: smaller changes raise no alert. */
const SMALLEST_STEP_PCT = 2;
/** About what two pooled sides need to be apart. */
const T_APART = 5;

/** What is known about the best place of a step, whatever the verdict will be. */
interface Judged {
  readonly pushes: readonly SeriesPush[];
  readonly at: number;
  readonly order: RunOrder;
  readonly longEnough: boolean;
  readonly largeEnough: boolean;
  readonly oddsOfNone: number;
  readonly evidence: VerdictEvidence;
}

/**
 * What the data of one series say about an alert. Deterministic: the same points give the same verdict, in whatever order.
 *
 * Every split of the window between the series' ends competes for the place of the step, by how much two levels leave
 * unexplained. At the best one the pooled sides must be apart by an exact rank test beside Perfherder's t; the range is
 * every place that the data do not exclude.
 */
export function verdict(input: VerdictInput): Verdict {
  const pushes = pushesOf(input);
  const judged = judge(pushes, input);
  const toCome = stillToCome(pushes, input.wanted);
  if (!judged) {
    const reason = toCome.length > 0 ? 'data to come' : 'side too short';
    return { kind: 'not yet', reason, more: toCome, evidence: null };
  }
  const { evidence, order } = judged;
  const { shift } = order;
  if (
    shift?.sides.apart &&
    !shift.sides.twoModes &&
    shift.lateAtNew >= LATE_RUNS &&
    shift.lateAtNew >= 0.75 * shift.lateOnOld &&
    -order.forPush >= MACHINES_NEED
  ) {
    return { kind: 'follows the run time', since: shift.since, evidence };
  }
  if (evidence.sides.apart && !evidence.sides.twoModes && order.forMachine >= MACHINES_NEED) {
    return { kind: 'follows the run time', since: null, evidence };
  }
  const range = placesWithin(evidence.places, RANGE_DOUBT);
  const from = range && pushes[range.first - 1];
  const to = range && pushes[range.last];
  const matters = evidence.sides.apart && !evidence.sides.twoModes && judged.largeEnough;
  if (matters && judged.longEnough && pushIsTheCause(order) && from && to) {
    const machinesRuledOut = timesKnown(order);
    return {
      kind: 'step confirmed',
      from: from.id,
      to: to.id,
      certainty: range.share,
      machinesRuledOut,
      evidence,
    };
  }
  if (!matters && judged.oddsOfNone >= SURE) return { kind: 'no step', evidence };
  if (toCome.length > 0) return { kind: 'not yet', reason: 'data to come', more: toCome, evidence };
  return { kind: 'not yet', ...whatHelps(judged), evidence };
}

function pushesOf(input: VerdictInput): readonly SeriesPush[] {
  const points = input.deterministic
    ? input.points.map((p) => ({ ...p, submitTime: null, machine: null }))
    : input.points;
  return seriesPushes(points, input.ends);
}

function judge(pushes: readonly SeriesPush[], input: VerdictInput): Judged | undefined {
  const all = splits(pushes.map((p) => p.points.map((point) => point.value)));
  const best = bestSplit(all);
  if (!best) return undefined;
  const values = valuesOf(pushes);
  const resolution = resolutionOf(values);
  const [older, newer] = [pushes.slice(0, best.at), pushes.slice(best.at)];
  const sides = sidesApart(valuesOf(older), valuesOf(newer));
  const order = judgeRunOrder(pushes);
  const size = stepOf(values, input.smallestStepPct ?? SMALLEST_STEP_PCT);
  return {
    pushes,
    at: best.at,
    order,
    longEnough: [older, newer].every(
      (side) => side.length >= PUSHES_A_SIDE && valuesOf(side).length >= POINTS_A_SIDE,
    ),
    largeEnough: Math.abs(sides.after - sides.before) >= size / 2,
    oddsOfNone: oddsOfNoStep(
      pushes,
      size,
      placesNear(pushes, input.alertPush.order, new Set(input.wanted.keys())),
      resolution,
    ),
    evidence: {
      sides,
      changePct: (100 * (sides.after - sides.before)) / Math.abs(sides.before),
      direction: sides.after > sides.before === input.lowerIsBetter ? 'regression' : 'improvement',
      places: stepPlaces(pushes, all, resolution),
      runOrder: { forPush: order.forPush, forMachine: order.forMachine, known: order.known },
      shift: order.shift && [
        order.shift.sides.apart,
        order.shift.sides.twoModes,
        order.shift.sides.points,
        order.shift.lateOnOld,
        order.shift.lateAtNew,
      ],
    },
  };
}

const timesKnown = (order: RunOrder) => order.known >= POINTS_A_SIDE;
const pushIsTheCause = (order: RunOrder) =>
  !timesKnown(order) || (order.forPush >= CODE_NEEDS && order.forMachine < MACHINES_NEED);

/** All that was planned is there and it is not enough: more of what, and where? */
function whatHelps({ pushes, at, longEnough, largeEnough, oddsOfNone, evidence }: Judged): {
  readonly reason: NotYetReason;
  readonly more: readonly PointsWanted[];
} {
  const { sides } = evidence;
  if (sides.apart && largeEnough && longEnough) {
    // A late run tells by how far the levels are apart, on each old push once: further ones there add little.
    const old = [at - 4, at - 3, at - 2, at - 1].flatMap((i) => pushes[i]?.id ?? []);
    return { reason: 'code or machines', more: old.map((pushId) => ({ pushId, points: 1 })) };
  }
  if (sides.apart && largeEnough) {
    const short =
      at < PUSHES_A_SIDE || valuesOf(pushes.slice(0, at)).length < POINTS_A_SIDE ? 'older' : 'newer';
    const side = short === 'older' ? pushes.slice(0, at) : pushes.slice(at);
    const lacking = POINTS_A_SIDE - valuesOf(side).length;
    const next = short === 'older' ? side.at(-1) : side[0];
    // Another push cannot be asked for here: it comes with time, or with the gap's pushes.
    const more = next && side.length >= PUSHES_A_SIDE ? [{ pushId: next.id, points: lacking }] : [];
    return { reason: 'side too short', more };
  }
  const count = valuesOf(pushes).length;
  const forStep = sides.t === 0 ? Number.POSITIVE_INFINITY : count * ((T_APART / sides.t) ** 2 - 1);
  const forNone = oddsOfNone > 0 ? count * (SURE / oddsOfNone - 1) : Number.POSITIVE_INFINITY;
  const points = Math.max(POINTS_A_SIDE, Math.ceil(Math.min(forStep, forNone)));
  const more = aroundPlace(pushes, at, points);
  return more ? { reason: 'too close to call', more } : { reason: 'too noisy', more: [] };
}
