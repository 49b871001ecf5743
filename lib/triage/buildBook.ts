import type { PushId } from '@/lib/model/ids';
import type { BuildState, PlanInput } from '@/lib/model/planInput';
import { buildLabelOf } from './platformBuilds';

/** What is known about the builds of a plan's pushes. */
export interface BuildBook {
  /** The build that a platform's tests need; platforms with one build share its key. */
  readonly keyOf: (platform: string) => string;
  /** 'absent' when nothing is known: a build is then counted as needed. */
  readonly stateOf: (platform: string, push: PushId) => BuildState;
}

const RANK: Record<BuildState, number> = { failed: 3, built: 2, building: 1, absent: 0 };

/**
 * Gathers build states by build label, for several platforms share a build.
 *
 * - A failed build counts as failed even where data exists: new runs reuse the failed task and wait for nothing
 *   (taskcluster-actions 2.6).
 * - A push with data for a platform has its build, whatever else is unknown.
 * - Runs that are queued or promised have their build started already.
 */
export function readBuilds(input: PlanInput): BuildBook {
  const states = new Map<string, Map<PushId, BuildState>>();
  // A platform that the table does not know shares its build with nobody.
  const keys = new Map<string, string>();
  const keyOf = (platform: string) => {
    const key = keys.get(platform) ?? buildLabelOf(platform) ?? `build of ${platform}`;
    keys.set(platform, key);
    return key;
  };
  const note = (platform: string, push: PushId, state: BuildState) => {
    const key = keyOf(platform);
    const pushes = states.get(key) ?? new Map<PushId, BuildState>();
    states.set(key, pushes);
    if (RANK[state] > RANK[pushes.get(push) ?? 'absent']) pushes.set(push, state);
  };

  for (const [platform, pushes] of input.builds) {
    for (const [push, state] of pushes) note(platform, push, state);
  }
  for (const { signature } of [...input.summary.alerts, ...input.summary.relatedAlerts]) {
    for (const p of input.points.get(signature.id) ?? []) note(signature.platform, p.pushId, 'built');
    const fact = input.labels.get(signature.id);
    const runs = fact?.kind === 'known' ? input.runs?.get(fact.label) : undefined;
    for (const [push, r] of runs ?? []) {
      if (r.coming + r.promised > 0) note(signature.platform, push, 'building');
    }
  }
  return {
    keyOf,
    stateOf: (platform, push) => states.get(keyOf(platform))?.get(push) ?? 'absent',
  };
}

/** A label that is itself a build (build_metrics) needs no build before it. */
export const isBuildLabel = (label: string) => label.startsWith('build-');
