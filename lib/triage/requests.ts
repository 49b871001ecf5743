import type { Label, PushId } from '@/lib/model/ids';
import type { PlanPush, PushRequest, RoundPlan } from '@/lib/model/round';

/**
 * What each push is asked for, one request a push, next to the step first and then outwards: when sending breaks off,
 * the most telling runs are on their way. Labels stand by count and then by name; no label twice on a push.
 */
export function toPushRequests(plan: RoundPlan): PushRequest[] {
  const times = new Map<PushId, Map<Label, number>>();
  for (const c of plan.cells) {
    if (c.need <= 0) continue;
    const labels = times.get(c.pushId) ?? new Map<Label, number>();
    times.set(c.pushId, labels);
    // Should two alerts ever share a label, its runs feed both: the larger wish is enough for the smaller.
    labels.set(c.label, Math.max(labels.get(c.label) ?? 0, c.need));
  }
  return outwards(plan.pushes).flatMap(({ id, revision }) => {
    const labels = times.get(id);
    if (!labels) return [];
    const sorted = [...labels]
      .map(([label, n]) => ({ label, times: n }))
      .sort((a, b) => b.times - a.times || (a.label < b.label ? -1 : 1));
    return [{ pushId: id, revision, labels: sorted }];
  });
}

/** The revisions on both sides of the step, the pushes between them, then the others by their distance from these. */
function outwards(pushes: readonly PlanPush[]): readonly PlanPush[] {
  const own = pushes.findIndex((p) => p.offset === 0);
  // Without the alert's own revision in the plan, the order of the push log is as good as any.
  if (own < 0) return pushes;
  // Alerts with different data have different neighbours: the nearest one counts.
  const previous = pushes.findLastIndex((p, i) => p.offset === -1 && i < own);
  const key = (i: number): readonly [number, number] => {
    if (i === own) return [0, 0];
    if (i === previous) return [0, 1];
    if (i > previous && i < own && previous >= 0) return [1, own - i];
    const outside = i > own ? i - own : previous >= 0 ? previous - i : own - i;
    return [2, outside];
  };
  return pushes
    .map((push, i) => ({ push, key: key(i), i }))
    .sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || a.i - b.i)
    .map(({ push }) => push);
}
