import type { PushId, Revision } from '@/lib/model/ids';
import type { DataPoint, Push } from '@/lib/model/push';
import { byPushOrder, type PushPlace, pushesBetween } from './pushOrder';

/**
 * The window of an alert: the pushes that a round looks at. Neighbours are neighbours in the DATA of the alert's series,
 * not in the push log: perf jobs run on about every 20th push only.
 *
 * Each alert of a plan has its own window, for each series has its own data-bearing revisions. On one platform they
 * mostly coincide, since a job's series are fed together; where they do not, the union is asked for, each alert on
 * its own pushes, and the planner moves a later alert's cut points to pushes whose build an earlier alert already pays for
 * (see cutPoints.ts).
 */
export interface WindowRevision extends PushPlace {
  readonly id: PushId;
  readonly revision: Revision;
  /** 0 is the alert's own, −1 the data-bearing revision before it: the step lies between these two. */
  readonly offset: number;
  /** Data points of the series on this push. */
  readonly have: number;
}

export interface WindowGap {
  /** Offset of the revision that ends the gap: 0 is the gap just before the alert's revision. */
  readonly before: number;
  /** Pushes of the log strictly between the two revisions, oldest first; may be empty. */
  readonly pushes: readonly Push[];
}

export interface AlertWindow {
  /** Oldest first. */
  readonly revisions: readonly WindowRevision[];
  /** Oldest first, one between each two neighbouring revisions. */
  readonly gaps: readonly WindowGap[];
}

/** Is there a window at all: has the series data on the push or after it? Much cheaper than the window itself. */
export const hasWindow = (points: readonly DataPoint[], step: PushPlace) =>
  points.some((p) => p.pushId === step.id || byPushOrder({ id: p.pushId, time: p.pushTime }, step) >= 0);

/**
 * The data-bearing revisions of one series around a push, `eachSide` on each side (fewer when there are fewer), and the
 * gaps between them.
 *
 * The middle is the first push with data at or after `step`: for an alert of the summary that is its own push; a series
 * reassigned from another summary may have no data there, and the first later one is where this push can show.
 * Undefined when the series has no data from `step` on.
 */
export function windowAround(
  points: readonly Pick<DataPoint, 'pushId' | 'pushTime' | 'revision'>[],
  step: PushPlace,
  pushes: readonly Push[],
  eachSide: number,
): AlertWindow | undefined {
  const byPush = new Map<PushId, { id: PushId; time: number; revision: Revision; have: number }>();
  for (const p of points) {
    const seen = byPush.get(p.pushId);
    if (seen) seen.have += 1;
    else byPush.set(p.pushId, { id: p.pushId, time: p.pushTime, revision: p.revision, have: 1 });
  }
  const series = [...byPush.values()].sort(byPushOrder);
  const exact = series.findIndex((p) => p.id === step.id);
  const middle = exact >= 0 ? exact : series.findIndex((p) => byPushOrder(p, step) >= 0);
  if (middle < 0) return undefined;

  const revisions = series
    .map((p, i): WindowRevision => ({ ...p, offset: i - middle }))
    .filter((p) => Math.abs(p.offset) <= eachSide);
  const gaps: WindowGap[] = [];
  let older: WindowRevision | undefined;
  for (const newer of revisions) {
    if (older) gaps.push({ before: newer.offset, pushes: pushesBetween(pushes, older, newer) });
    older = newer;
  }
  return { revisions, gaps };
}
