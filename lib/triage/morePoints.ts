import type { PushId } from '@/lib/model/ids';
import type { Judged } from './evidence';
import { POINTS_A_SIDE, type SeriesPush, valuesOf } from './levels';

/** Data points still to come or to ask for on one push. */
export interface PointsWanted {
  readonly pushId: PushId;
  readonly points: number;
}

export type NotYetReason =
  /** Planned points have not arrived. */
  | 'data to come'
  /** Only one push on a side, or too few points for two sides. */
  | 'side too short'
  /** The level changes, but far from the alert: look there first. */
  | 'step elsewhere'
  /** The step goes by push and by run time alike: only new runs on old pushes can tell code from machines. */
  | 'code or machines'
  /** The levels lie too close for the noise, so far. */
  | 'too close to call'
  /** So close, or so often flipping between two modes, that more runs of the same cannot help. */
  | 'too noisy';

/** Ten on each of the four pushes around a place, as Pinpoint starts: a series that needs more is too noisy for its step. */
const MOST_POINTS = 40;
/** About the t of two pooled sides that the ranks set apart. */
const T_APART = 5;
/** Old pushes that are asked for one late run each. */
const LATE_RUN_PUSHES = 4;

/** What was planned and has not arrived, in push order; pushes without data yet come last, by id. */
export function stillToCome(
  pushes: readonly SeriesPush[],
  wanted: ReadonlyMap<PushId, number>,
): readonly PointsWanted[] {
  const place = new Map(pushes.map((p, i) => [p.id, i]));
  const placeOf = (id: PushId) => place.get(id) ?? pushes.length;
  return [...wanted]
    .map(([pushId, want]) => ({
      pushId,
      points: want - (pushes[placeOf(pushId)]?.points.length ?? 0),
    }))
    .filter((w) => w.points > 0)
    .sort((a, b) => placeOf(a.pushId) - placeOf(b.pushId) || a.pushId - b.pushId);
}

/**
 * All that was planned is there and it does not decide: more of what, and where? Never more runs where they cannot help.
 *
 * @param sure natural logarithm of the odds that "no step" must have.
 */
export function whatHelps(
  { pushes, at, alertAt, nearTheAlert, longEnough, largeEnough, oddsOfNone, evidence: { sides } }: Judged,
  sure: number,
): { readonly reason: NotYetReason; readonly more: readonly PointsWanted[] } {
  if (sides.twoModes) return { reason: 'too noisy', more: [] };
  if (sides.apart && largeEnough && !nearTheAlert) return { reason: 'step elsewhere', more: [] };
  if (sides.apart && largeEnough && longEnough) {
    // A late run tells by how far the levels are apart, on each old push once: further ones there add little.
    const old = pushes
      .slice(Math.max(0, at - LATE_RUN_PUSHES), at)
      .map(({ id }) => ({ pushId: id, points: 1 }));
    return { reason: 'code or machines', more: old };
  }
  // A further push cannot be asked for here: it comes with time, or with the pushes of the gap.
  if (sides.apart && largeEnough) return { reason: 'side too short', more: [] };
  const count = valuesOf(pushes).length;
  const forStep =
    sides.t === 0 || sides.apart ? Number.POSITIVE_INFINITY : count * ((T_APART / sides.t) ** 2 - 1);
  const forNone = oddsOfNone > 0 ? count * (sure / oddsOfNone - 1) : Number.POSITIVE_INFINITY;
  const points = Math.max(POINTS_A_SIDE, Math.ceil(Math.min(forStep, forNone)));
  if (points > MOST_POINTS) return { reason: 'too noisy', more: [] };
  const more = dealAround(pushes, forNone <= forStep ? alertAt : at, points);
  return { reason: 'too close to call', more };
}

/** `points` dealt out over the two pushes on each side of a place, those next to it first. */
function dealAround(pushes: readonly SeriesPush[], at: number, points: number): readonly PointsWanted[] {
  const near = [at - 1, at, at - 2, at + 1].flatMap((i) => pushes[i]?.id ?? []);
  const dealt = new Map<PushId, number>();
  for (let i = 0; i < points; i += 1) {
    const id = near[i % near.length];
    if (id !== undefined) dealt.set(id, (dealt.get(id) ?? 0) + 1);
  }
  return pushes.flatMap(({ id }) => {
    const n = dealt.get(id);
    return n === undefined ? [] : [{ pushId: id, points: n }];
  });
}
