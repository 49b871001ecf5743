import { type Label, label, type PushId, type SignatureId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { RunCount } from '@/lib/model/planInput';
import type { Job } from '@/lib/model/push';
import type { FoundActionTask } from '@/lib/taskcluster/backgroundWork';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';
import type { Gathered } from './gather';

const OPEN_STATES: readonly string[] = ['unscheduled', 'pending', 'running'];
/** Results of runs that give no point; 'retry' and 'superseded' are followed by a run of their own. */
export const LOST_RESULTS: readonly string[] = ['testfailed', 'busted', 'exception', 'usercancel'];

/**
 * What is on its way for the chosen labels: jobs that run or wait, jobs that ended well without their point having
 * arrived, and runs that open action tasks have promised. Read on hover, focus or press, never at rest.
 */
export async function readRuns(
  treeherder: TreeherderReads,
  actionTasks: ActionTaskReader,
  gathered: Gathered,
  labels: ReadonlyMap<Label, SignatureId>,
  root: string | null,
  signal?: AbortSignal,
): Promise<Outcome<ReadonlyMap<Label, ReadonlyMap<PushId, RunCount>>>> {
  const pushes = gathered.pushes.map((p) => p.id);
  if (pushes.length === 0) return ok(new Map());
  const names = [...labels.keys()];
  const [actions, ...perLabel] = await Promise.all([
    treeherder.jobsOnPushes(pushes, { groupSymbol: 'AC' }, signal),
    ...names.map((label) => treeherder.jobsOnPushes(pushes, { label }, signal)),
  ]);
  if (!isOk(actions)) return actions;
  const promised = await actionTasks.promisedRuns(
    actions.value.filter((j) => OPEN_STATES.includes(j.state)),
    root,
  );
  const runs = new Map<Label, Map<PushId, RunCount>>();
  for (const [i, label] of names.entries()) {
    const jobs = perLabel[i];
    if (!jobs || !isOk(jobs)) return jobs ?? ok(new Map());
    const signature = labels.get(label);
    const points = signature === undefined ? [] : (gathered.points.get(signature) ?? []);
    const counts = new Map<PushId, RunCount>();
    for (const id of pushes) {
      const here = jobs.value.filter((j) => j.pushId === id);
      const open = here.filter((j) => OPEN_STATES.includes(j.state)).length;
      const pointsHere = points.filter((p) => p.pushId === id);
      // some jobs give several points; one that is named by a point has delivered
      const delivered = new Set(pointsHere.map((p) => p.jobId));
      const late = here.filter(
        (j) => j.state === 'completed' && j.result === 'success' && !delivered.has(j.id),
      ).length;
      const unnamed = pointsHere.filter((p) => p.jobId === null).length;
      counts.set(id, {
        coming: open + Math.max(0, late - unnamed),
        promised: promised.get(id)?.get(label) ?? 0,
        ran: here.length > 0,
        failed: here.filter((j) => j.state === 'completed' && LOST_RESULTS.includes(j.result)).length,
      });
    }
    runs.set(label, counts);
  }
  return ok(runs);
}

/** Open action tasks and what they ask for; definitions never change and are read once. */
export interface ActionTaskReader {
  promisedRuns(
    open: readonly Job[],
    root: string | null,
  ): Promise<ReadonlyMap<PushId, ReadonlyMap<Label, number>>>;
}

/** @param look action tasks by id, with the state that is known already */
export function createActionTaskReader(
  look: (
    root: string,
    tasks: readonly { readonly taskId: string; readonly state: string }[],
  ) => Promise<Outcome<{ readonly tasks: readonly FoundActionTask[] }>>,
): ActionTaskReader {
  const runsOf = new Map<string, ReadonlyMap<Label, number>>();
  return {
    async promisedRuns(open, root) {
      const unread = open.flatMap((j) =>
        j.taskId && !runsOf.has(j.taskId) ? [{ taskId: j.taskId as string, state: j.state }] : [],
      );
      if (unread.length > 0 && root) {
        const answer = await look(root, unread);
        // unread promises only make the plan larger than it need be; the look before sending reads them again
        if (isOk(answer)) {
          for (const t of answer.value.tasks)
            runsOf.set(t.taskId, new Map(t.runs.map(([name, n]) => [label(name), n])));
        }
      }
      const promised = new Map<PushId, Map<Label, number>>();
      for (const job of open) {
        for (const [label, n] of (job.taskId && runsOf.get(job.taskId)) || []) {
          const here = promised.get(job.pushId) ?? new Map<Label, number>();
          promised.set(job.pushId, here.set(label, (here.get(label) ?? 0) + n));
        }
      }
      return promised;
    },
  };
}
