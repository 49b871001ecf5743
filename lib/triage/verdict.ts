import type { PushId } from '@/lib/model/ids';
import { type Judged, judgeWindow, type VerdictEvidence, type VerdictInput, windowPushes } from './evidence';
import { POINTS_A_SIDE } from './levels';
import { type NotYetReason, type PointsWanted, stillToCome, whatHelps } from './morePoints';
import type { RunOrder } from './runOrder';
import type { SidesApart } from './sides';
import { placesWithin } from './stepPlace';

export type { VerdictEvidence, VerdictInput } from './evidence';
export type { RunPoint, SeriesEnds } from './levels';
export type { NotYetReason, PointsWanted } from './morePoints';

/** What the data of one series say about an alert. */
export type Verdict =
  | {
      readonly kind: 'step confirmed';
      /**
       * Last push that surely has the old level, and first one that surely has the new: the cause is one of the pushes
       * after `from`, up to and with `to`. Both have data.
       */
      readonly from: PushId;
      readonly to: PushId;
      /** How sure the range is, 0 to 1. */
      readonly certainty: number;
      /** False when the run times are not known or do not matter: nothing was said about the machines. */
      readonly machinesRuledOut: boolean;
      readonly evidence: VerdictEvidence;
    }
  /** No step that matters near the alert: noise, or a change too small for an alert. */
  | { readonly kind: 'no step'; readonly evidence: VerdictEvidence }
  | {
      readonly kind: 'not yet';
      readonly reason: NotYetReason;
      /** Where more points help, and how many, in push order; empty when asking for runs does not help. */
      readonly more: readonly PointsWanted[];
      /** Null where no two sides of POINTS_A_SIDE points can be made. */
      readonly evidence: VerdictEvidence | null;
    }
  /** The machines changed, not the code: likely infra. No further round is offered. */
  | {
      readonly kind: 'follows the run time';
      /** Unix seconds of the first run at the new level; null when the levels go by machine. */
      readonly since: number | null;
      readonly evidence: VerdictEvidence;
    };

/** The true place of the step may be outside the range this seldom. */
const RANGE_DOUBT = 0.003;
/**
 * 50 to 1 is the least that code or machines must have when one of them is blamed. That is the edge: most decisions lie far
 * beyond it, and `npm run eval:verdict` holds their mistakes below 1 in 100.
 */
const SURE = Math.log(50);
/** Changed machines are rare against changed code (taken as 1 in 20), so code needs less for it, and machines more. */
const PRIOR_CODE = Math.log(19);
const CODE_NEEDS = SURE - PRIOR_CODE;
const MACHINES_NEED = SURE + PRIOR_CODE;
/**
 * 20 to 1 against the smallest step that matters, at the place where it is excluded least: a step of twice that size is
 * then excluded with much more.
 */
const NONE_NEEDS = Math.log(20);
/** Before machines are blamed: new runs on old pushes at the new level, and their share of all new runs there. */
const LATE_RUNS = 2;
const LATE_SHARE = 0.75;

/**
 * Judges one series. Deterministic: the same points give the same verdict, in whatever order they are given.
 *
 * Every split of the window between the series' ends competes for the place of the step, by how much two levels leave
 * unexplained. At the best one the pooled sides must be apart by an exact rank test beside Perfherder's t; the range is
 * every place that the data do not exclude. Where run times are known, the push must explain the runs better than their
 * time: without late runs on old pushes the answer is "not yet", for code and machines then look the same.
 *
 * One more run equal to its side's median never takes a confirmed step back.
 */
export function verdict(input: VerdictInput): Verdict {
  const pushes = windowPushes(input);
  const judged = judgeWindow(pushes, input);
  const toCome = stillToCome(pushes, input.wanted);
  if (!judged) {
    const reason = toCome.length > 0 ? 'data to come' : 'side too short';
    return { kind: 'not yet', reason, more: toCome, evidence: null };
  }
  const { evidence } = judged;
  const { runOrder, sides } = evidence;
  if (machinesChanged(judged)) {
    return { kind: 'follows the run time', since: runOrder.shift?.since ?? null, evidence };
  }
  if (goesByMachine(judged)) return { kind: 'follows the run time', since: null, evidence };
  const isStep = areTwoLevels(sides) && judged.largeEnough;
  const range = placesWithin(evidence.places, RANGE_DOUBT);
  const from = range && pushes[range.first - 1];
  const to = range && pushes[range.last];
  if (isStep && judged.nearTheAlert && judged.longEnough && isByPush(runOrder) && from && to) {
    const machinesRuledOut = areTimesKnown(runOrder);
    return {
      kind: 'step confirmed',
      from: from.id,
      to: to.id,
      certainty: range.share,
      machinesRuledOut,
      evidence,
    };
  }
  if (!isStep && judged.oddsOfNone >= NONE_NEEDS) return { kind: 'no step', evidence };
  if (toCome.length > 0) return { kind: 'not yet', reason: 'data to come', more: toCome, evidence };
  return { kind: 'not yet', ...whatHelps(judged, NONE_NEEDS), evidence };
}

const areTwoLevels = (sides: SidesApart) => sides.apart && !sides.twoModes;

function machinesChanged({ evidence: { runOrder }, shiftLargeEnough }: Judged): boolean {
  const { shift, forPush } = runOrder;
  return (
    shift !== null &&
    shiftLargeEnough &&
    areTwoLevels(shift.sides) &&
    shift.lateAtNew >= Math.max(LATE_RUNS, LATE_SHARE * shift.lateOnOld) &&
    -forPush >= MACHINES_NEED
  );
}

function goesByMachine({ evidence: { runOrder, sides }, machinesLargeEnough }: Judged): boolean {
  const { machines } = runOrder;
  return (
    machines !== null &&
    sides.apart &&
    machinesLargeEnough &&
    areTwoLevels(machines.sides) &&
    machines.odds >= MACHINES_NEED
  );
}

const areTimesKnown = (order: RunOrder) => order.known >= POINTS_A_SIDE;

const isByPush = (order: RunOrder) => !areTimesKnown(order) || order.forPush >= CODE_NEEDS;
