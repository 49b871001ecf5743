import type { PushId, Revision } from '@/lib/model/ids';
import type { RunCount } from '@/lib/model/planInput';
import type { DataPoint, Push } from '@/lib/model/push';
import type { RoundRules } from '@/lib/model/rules';
import { medianOrNull } from './levels';
import { byPushOrder, type PushPlace } from './pushOrder';
import { windowAround } from './window';

export interface PointWindowInput {
  /** Points of the series, in full precision. */
  readonly points: readonly Pick<DataPoint, 'pushId' | 'pushTime' | 'revision' | 'value'>[];
  /** The point's own push. */
  readonly step: PushPlace;
  /** The push log of the window; empty where it could not be read. */
  readonly pushes: readonly Push[];
  /** What runs, waits and failed of the series' label; undefined while it was not read. */
  readonly runs: ReadonlyMap<PushId, RunCount> | undefined;
  readonly rules: Pick<RoundRules, 'revisionsEachSide' | 'pointsPerRevision'>;
  /** One point a push says all. */
  readonly deterministic: boolean;
}

/** Data points of the series on one push of the window. */
export interface WindowPush extends PushPlace {
  readonly revision: Revision;
  /** 0 is the point's own; null inside a gap. */
  readonly offset: number | null;
  readonly have: number;
  /** What the protocol wants of a data-bearing revision; 0 inside a gap, where the plan decides. */
  readonly want: number;
  /** Running, queued, promised, or ended well without the point having arrived. */
  readonly coming: number;
  readonly failed: number;
  /** Median of the values; null without data. */
  readonly level: number | null;
}

/**
 * The point's data-bearing revisions, 2 before and 2 after, each followed by the pushes without data up to the next one.
 * Undefined when the series has no data from the point's push on.
 */
export function pointWindow(
  input: PointWindowInput,
): readonly { readonly revision: WindowPush; readonly gap: readonly WindowPush[] }[] | undefined {
  const { points, step, pushes, runs, rules } = input;
  const window = windowAround(points, step, pushes, rules.revisionsEachSide);
  if (!window) return undefined;
  const values = Map.groupBy(points, (p) => p.pushId);
  const wanted = input.deterministic ? 1 : rules.pointsPerRevision;
  const on = (push: PushPlace & { readonly revision: Revision }, offset: number | null): WindowPush => {
    const here = values.get(push.id) ?? [];
    const count = runs?.get(push.id);
    return {
      id: push.id,
      time: push.time,
      revision: push.revision,
      offset,
      have: here.length,
      want: offset === null ? 0 : wanted,
      coming: (count?.coming ?? 0) + (count?.promised ?? 0),
      failed: count?.failed ?? 0,
      level: medianOrNull(here.map((p) => p.value)),
    };
  };
  return window.revisions.map((revision) => ({
    revision: on(revision, revision.offset),
    gap: (window.gaps.find((g) => g.before === revision.offset + 1)?.pushes ?? []).map((p) => on(p, null)),
  }));
}

/** Values that a verdict takes in: far more than rounds bring, few enough to judge at once. */
const MOST_VALUES = 400;

/**
 * The values of the pushes nearest to one, whole pushes only, and those of its window in any case.
 * @param values in push order
 */
export function nearestValues<V extends { readonly pushId: PushId; readonly pushTime: number }>(
  values: readonly V[],
  step: PushPlace,
  eachSide: number,
): readonly V[] {
  const pushes = [...Map.groupBy(values, (v) => v.pushId).values()];
  const at = pushes.findIndex(([v]) => v && byPushOrder({ id: v.pushId, time: v.pushTime }, step) >= 0);
  const middle = at < 0 ? pushes.length : at;
  const near: V[][] = [];
  let count = 0;
  for (let distance = 0; distance < pushes.length; distance++) {
    const both = distance === 0 ? [middle] : [middle - distance, middle + distance];
    const here = both.flatMap((n) => pushes[n] ?? []);
    if (distance > eachSide && count + here.length > MOST_VALUES) break;
    count += here.length;
    near.push(here);
  }
  return near
    .flat()
    .sort((a, b) => byPushOrder({ id: a.pushId, time: a.pushTime }, { id: b.pushId, time: b.pushTime }));
}
