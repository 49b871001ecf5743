import { isRecent } from '@/lib/model/age';
import type { Label, PushId, TaskId } from '@/lib/model/ids';
import { isOk, type Outcome, type Problem } from '@/lib/model/outcome';
import type { PushGraph } from '@/lib/model/planInput';
import type { PlanReport } from '@/lib/model/planReport';
import type { RoundPlan } from '@/lib/model/round';
import type { TaskclusterReads } from '@/lib/taskcluster/publicReads';
import { generationOf } from '@/lib/taskcluster/renderTrigger';
import { knownRoot } from '@/lib/taskcluster/roots';
import type { Treeherder } from '@/lib/treeherder/client';
import { multipliesRuns } from '@/lib/triage/pushGraphs';

/** Decision tasks are remembered for this long, as is all that a plan goes by, and so many of them. */
const DECISIONS_FOR_MS = 10 * 60 * 1000;
const MOST_PUSHES = 1000;

export interface GraphQuestion {
  readonly repository: string;
  readonly root: string | null;
  readonly plan: Pick<RoundPlan, 'cells'>;
  /** Labels that a push may not know; see `PlanReport`. */
  readonly doubtful: PlanReport['doubtful'];
  /** Undefined when it is not known. */
  readonly isRetriggerable: (label: Label) => boolean | undefined;
  readonly now: number;
}

export interface GraphReader {
  /**
   * Learns what the pushes of a plan allow, as far as it is in doubt, and puts it into `known`: one request for the decision
   * tasks of all pushes that are new here; actions.json where the generation of the action matters (a build has to be made, or
   * the label multiplies its runs); runnable-jobs.json where a label is in doubt. Taskcluster's answers are kept for the send.
   * Trouble leaves a push unknown, for sending looks again. Answers whether anything was learned.
   */
  learn(question: GraphQuestion, known: Map<PushId, PushGraph>): Promise<boolean>;
}

/** Keeps which decision task a push has for a while; the graphs themselves are kept by whoever asks. */
export function createGraphReader(
  treeherder: Pick<Treeherder, 'decisionTasks'>,
  taskcluster: Pick<TaskclusterReads, 'actions' | 'runnableLabels'>,
): GraphReader {
  const decisionTasks = new Map<PushId, { readonly task: TaskId; readonly at: number }>();

  /** Null for a push without a finished decision task; a push that could not be looked up is absent. */
  async function decisionsOf(
    repository: string,
    pushes: readonly PushId[],
    now: number,
  ): Promise<ReadonlyMap<PushId, TaskId | null>> {
    for (const [id, { at }] of decisionTasks) {
      if (!isRecent(at, now, DECISIONS_FOR_MS) || decisionTasks.size > MOST_PUSHES) decisionTasks.delete(id);
    }
    const unread = pushes.filter((id) => !decisionTasks.has(id));
    const answer = unread.length > 0 ? await treeherder.decisionTasks(repository, unread) : null;
    const isRead = answer !== null && isOk(answer);
    for (const [id, task] of isRead ? answer.value : []) decisionTasks.set(id, { task, at: now });
    return new Map(
      pushes.flatMap((id) => {
        const task = decisionTasks.get(id)?.task ?? null;
        return task !== null || isRead ? [[id, task] as const] : [];
      }),
    );
  }

  return {
    async learn({ repository, root, plan, doubtful, isRetriggerable, now }, known) {
      const knownTaskcluster = knownRoot(root);
      const asked = plan.cells.filter((c) => c.need > 0);
      const pushes = [...new Set(asked.map((c) => c.pushId))];
      if (!knownTaskcluster || pushes.length === 0) return false;
      const before = new Map(known);
      const put = (id: PushId, change: Partial<PushGraph>) => known.set(id, { ...known.get(id), ...change });
      const putLabel = (id: PushId, label: Label, can: Answer) =>
        put(id, { labels: new Map([...(known.get(id)?.labels ?? []), [label, can]]) });

      for (const { pushId, label } of asked) {
        if (isRetriggerable(label) !== false || known.get(pushId)?.labels?.has(label)) continue;
        putLabel(pushId, label, 'not retriggerable');
      }
      const decisions = await decisionsOf(repository, pushes, now);
      const readActions = async (id: PushId, task: TaskId) => {
        const matters = asked.some((c) => c.pushId === id && (c.build || multipliesRuns(c.label)));
        if (!matters || known.get(id)?.generation !== undefined) return;
        const answer = await taskcluster.actions(knownTaskcluster, task);
        const generation = isOk(answer) ? generationOf(answer.value) : undefined;
        if (generation !== undefined) put(id, { generation });
        else if (isOk(answer) || isGone(answer)) put(id, { cannotAsk: true });
      };
      const readLabels = async (id: PushId, task: TaskId) => {
        const inDoubt = doubtful.filter((d) => d.pushId === id && !known.get(id)?.labels?.has(d.label));
        if (inDoubt.length === 0) return;
        const answer = await taskcluster.runnableLabels(knownTaskcluster, task);
        if (isGone(answer)) put(id, { cannotAsk: true });
        if (!isOk(answer)) return;
        for (const { label } of inDoubt) {
          putLabel(id, label, answer.value.has(label) ? 'retriggerable' : 'unknown');
        }
      };
      await Promise.all(
        [...decisions].map(async ([id, task]) => {
          if (known.get(id)?.cannotAsk) return;
          if (task === null) return void put(id, { cannotAsk: true });
          await readActions(id, task);
          await readLabels(id, task);
        }),
      );
      return [...known].some(([id, graph]) => before.get(id) !== graph);
    },
  };
}

type Answer = 'retriggerable' | 'not retriggerable' | 'unknown';

const isGone = (
  answer: Outcome<unknown>,
): answer is Exclude<Outcome<unknown>, { kind: 'ok' }> & { problem: Problem } =>
  !isOk(answer) && answer.problem.kind === 'not found';
