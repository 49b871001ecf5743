import { type Nonce, type PushId, type Revision, type TaskId, taskId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import { lookForActionTasks, retriggerHook } from '@/lib/taskcluster/backgroundWork';
import type { TaskclusterReads } from '@/lib/taskcluster/publicReads';
import type { Treeherder } from '@/lib/treeherder/client';
import type { TreeherderReads } from '@/lib/treeherder/publicReads';

/** Runs in the background, where all that it asks is at hand. */
export interface TraceDeps {
  readonly taskcluster: TaskclusterReads;
  readonly treeherder: Pick<Treeherder, 'decisionTasks'>;
  readonly reads: Pick<TreeherderReads, 'pushes'>;
}

/** A round as its claim tells it. */
export interface TracedRound {
  readonly repository: string;
  readonly root: string;
  /** Data-bearing revisions, oldest first. The pushes between them may have been asked as well. */
  readonly revisions: readonly Revision[];
  readonly nonce: Nonce;
  /** When it was claimed; milliseconds since 1970. */
  readonly since: number;
}

/** An action task that carries the round's marker. */
export interface RoundTrace {
  readonly actionTask: TaskId;
  readonly pushId: PushId;
  readonly revision: Revision;
  readonly jobs: number;
}

/** Two servers' clocks are never quite the same. */
const CLOCK_SLACK_MS = 60_000;

/**
 * What a round has set going, by its marker alone: for a round that this browser has no journal of. In W + 5 requests for W
 * revisions: push log, decision tasks, their actions, last fires and the definitions of these.
 */
export async function traceRound(
  deps: TraceDeps,
  round: TracedRound,
): Promise<Outcome<readonly RoundTrace[]>> {
  const [first] = round.revisions;
  const last = round.revisions.at(-1);
  if (!first || !last) return ok([]);
  const pushes = await deps.reads.pushes(round.repository, first, last);
  if (!isOk(pushes)) return pushes;
  const decisions = await deps.treeherder.decisionTasks(
    round.repository,
    pushes.value.map((p) => p.id),
  );
  if (!isOk(decisions)) return decisions;

  // pushes between two edits of .taskcluster.yml share their hook (taskcluster-actions 1.3)
  const hooks = new Map<string, { hookGroupId: string; hookId: string }>();
  for (const { id, revision } of pushes.value) {
    const decisionTask = decisions.value.get(id);
    if (!decisionTask || !round.revisions.includes(revision)) continue;
    const hook = await retriggerHook(deps.taskcluster, round.root, decisionTask);
    if (isOk(hook)) hooks.set(hook.value.hookId, hook.value);
    // a push whose actions have expired, or that offers none, cannot have been asked either
    else if (!['too old', 'no action'].includes(hook.problem.kind)) return hook;
  }
  const found = await lookForActionTasks(
    deps.taskcluster,
    round.root,
    [...hooks.values()],
    round.since - CLOCK_SLACK_MS,
    [],
  );
  if (!isOk(found)) return found;
  return ok(
    found.value.tasks.flatMap((task) => {
      const push = pushes.value.find((p) => decisions.value.get(p.id) === task.taskGroupId);
      if (!push || task.marker?.nonce !== round.nonce) return [];
      return [
        {
          actionTask: taskId(task.taskId),
          pushId: push.id,
          revision: push.revision,
          jobs: task.runs.reduce((sum, [, n]) => sum + n, 0),
        },
      ];
    }),
  );
}
