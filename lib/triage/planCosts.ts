import type { Label, PushId } from '@/lib/model/ids';
import type { PlanInput } from '@/lib/model/planInput';
import type { RoundPlan } from '@/lib/model/round';
import { buildLabelOf } from './platformBuilds';
import { buildsEachRun } from './pushGraphs';

/** What a plan takes of one pool of machines. */
export interface PoolCost {
  readonly kind: 'tests' | 'builds';
  /** The tests' platform, or the build's label. */
  readonly name: string;
  /** A label of these jobs: their queue is found by it. */
  readonly label: Label;
  readonly jobs: number;
  /** Machine-minutes, as far as it is known how long such jobs take. */
  readonly minutes: number;
  /** Jobs whose length is not known, and which `minutes` leaves out. */
  readonly unknown: number;
}

/**
 * Jobs and machine-minutes by platform, and those of the builds that come first, in the order of the plan's alerts. A build's
 * minutes are its own: the runs that train a shippable build before it are not counted.
 * @param minutesOf how long a job of this label takes; undefined when none was seen
 */
export function planCosts(
  plan: RoundPlan,
  graphs: PlanInput['graphs'],
  minutesOf: (label: Label) => number | undefined,
): readonly PoolCost[] {
  const costs = new Map<string, PoolCost>();
  const add = (kind: PoolCost['kind'], name: string, label: Label, jobs: number) => {
    const minutes = minutesOf(label);
    const before = costs.get(name) ?? { kind, name, label, jobs: 0, minutes: 0, unknown: 0 };
    costs.set(name, {
      ...before,
      jobs: before.jobs + jobs,
      minutes: before.minutes + (minutes ?? 0) * jobs,
      unknown: before.unknown + (minutes === undefined ? jobs : 0),
    });
  };
  const platforms = new Map(plan.alerts.map((a) => [a.alertId, a.platform]));
  const built = new Map<string, Set<string>>();
  for (const { alertId, label, pushId, need, build } of plan.cells) {
    const platform = platforms.get(alertId);
    if (need <= 0 || platform === undefined) continue;
    add('tests', platform, label, need);
    if (!build) continue;
    const name = buildLabelOf(platform) ?? `build of ${platform}`;
    const keys = built.get(name) ?? new Set<string>();
    built.set(name, keys);
    for (const key of buildKeys(graphs, pushId, need)) keys.add(key);
  }
  for (const [name, keys] of built) add('builds', name, name as Label, keys.size);
  const all = [...costs.values()];
  return [...all.filter((c) => c.kind === 'tests'), ...all.filter((c) => c.kind === 'builds')];
}

/** One build a push; on pushes of the old generation one for each run of each count (see `priceOf`). */
function buildKeys(graphs: PlanInput['graphs'], push: PushId, runs: number): readonly string[] {
  return buildsEachRun(graphs, push)
    ? Array.from({ length: runs }, (_, i) => `${push} ${runs} ${i}`)
    : [`${push}`];
}
