import type { CancelRecord, CancelTarget } from '@/lib/model/cancelling';
import { type Instant, label, type Nonce, type Revision, type SummaryId, taskId } from '@/lib/model/ids';
import { failed, isOk, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import type { JournalRecord } from '@/lib/model/round';
import { readActionTask } from '@/lib/taskcluster/actionTask';
import {
  createVoucher,
  isOpenState,
  lookForActionTasks,
  notVouchedFor,
  tooOld,
  unsafeRoot,
} from '@/lib/taskcluster/backgroundWork';
import type { TaskclusterReads } from '@/lib/taskcluster/publicReads';
import {
  findCancel,
  type RenderedTrigger,
  renderCancel,
  type TargetTask,
} from '@/lib/taskcluster/renderTrigger';
import { knownRoot } from '@/lib/taskcluster/roots';
import type { ActionsAnswer, TaskDefinition } from '@/lib/taskcluster/schemas';

/** Runs in the background, where all that it asks is at hand. */
export interface PrepareCancelDeps {
  readonly taskcluster: TaskclusterReads;
  readonly journal: () => Promise<readonly JournalRecord[]>;
  readonly cancelRecords: () => Promise<readonly CancelRecord[]>;
  readonly now: () => Instant;
}

export interface CancelQuestion {
  readonly summaryId: SummaryId;
  readonly root: string;
  readonly nonce: Nonce;
  /** When the round was claimed. */
  readonly at: Instant;
  /** The round's action tasks, as its receipts name them. */
  readonly actionTasks: readonly { readonly taskId: string; readonly revision: Revision }[];
}

export interface PreparedCancel {
  /** Newest push last, as the receipts stand. */
  readonly targets: readonly { readonly target: CancelTarget; readonly trigger: RenderedTrigger }[];
  /** Jobs that are not asked about, by reason. */
  readonly running: number;
  readonly ended: number;
  readonly underWay: number;
  /** Jobs that their action task has not made yet. */
  readonly unmade: number;
  /** Pushes of which the jobs cannot be cancelled. */
  readonly problems: readonly {
    readonly revision: Revision;
    readonly jobs: number;
    readonly problem: Problem;
  }[];
}

/** A cancel request that left this short a time ago may not have made its action task yet. */
const MAY_STILL_COME_MS = 60_000;
const CLOCK_SLACK_MS = 60_000;

/** One of the round's action tasks with what is needed to cancel what it made. */
interface RoundPush {
  readonly actionTask: string;
  readonly revision: Revision;
  readonly decisionTask: string;
  readonly definition: TaskDefinition;
  /** Runs that it asks for, by label. */
  readonly runs: ReadonlyMap<string, number>;
  readonly actions: ActionsAnswer;
}

/**
 * Which jobs of a round still wait, each with the trigger that cancels it. The receipts in the notes are anybody's text: a task
 * counts as the round's only if it carries the round's marker, or this browser's journal knows it. Builds go on: others may
 * wait for them.
 *
 * In 2W + D + 3 requests for W pushes and D hooks: definitions of action and decision tasks, actions, last fires with their
 * definitions, and the tasks that each finished action task has made.
 */
export async function prepareCancel(
  deps: PrepareCancelDeps,
  question: CancelQuestion,
): Promise<Outcome<PreparedCancel>> {
  const root = knownRoot(question.root);
  if (!root) return failed(unsafeRoot);
  const reads = deps.taskcluster;
  const problems: PreparedCancel['problems'][number][] = [];
  const pushes = await readPushes(deps, root, question, problems);
  if (!isOk(pushes)) return pushes;

  const decisions = await reads.tasks(
    root,
    pushes.value.map((p) => p.decisionTask),
  );
  if (!isOk(decisions)) return decisions;
  const vouches = createVoucher(reads, root);
  const cancellable: RoundPush[] = [];
  const hooks = new Map<string, { hookGroupId: string; hookId: string }>();
  for (const push of pushes.value) {
    const hook = findCancel(push.actions, targetOf(push.actionTask, push.definition));
    const scopes = decisions.value.get(push.decisionTask)?.scopes ?? [];
    const refusal = !isOk(hook)
      ? hook.problem
      : (await vouches(scopes, { ...hook.value, payload: null }))
        ? null
        : notVouchedFor;
    if (refusal || !isOk(hook)) {
      problems.push({ revision: push.revision, jobs: total(push.runs), problem: refusal ?? notVouchedFor });
      continue;
    }
    hooks.set(hook.value.hookId, hook.value);
    cancellable.push(push);
  }

  const found = await lookForActionTasks(
    reads,
    root,
    [...hooks.values()],
    question.at - CLOCK_SLACK_MS,
    cancellable.map((p) => ({ taskId: p.actionTask, state: 'unknown' })),
  );
  if (!isOk(found)) return found;
  const states = new Map(found.value.tasks.map((t) => [t.taskId, t.state]));
  const asked = new Set(
    found.value.tasks.flatMap((t) =>
      t.action === 'cancel' && t.target && isOpenState(t.state) ? [t.target] : [],
    ),
  );
  for (const record of await deps.cancelRecords()) {
    const isYoung = record.at > deps.now() - MAY_STILL_COME_MS;
    if (isYoung && (record.state === 'leaving' || record.state === 'unclear')) asked.add(record.taskId);
  }

  const targets: PreparedCancel['targets'][number][] = [];
  let [running, ended, underWay, unmade] = [0, 0, 0, 0];
  for (const push of cancellable) {
    // its jobs are made when it is done, or not at all (taskcluster-actions 2.9); a cancel request would come too late for it
    if (isOpenState(states.get(push.actionTask) ?? '')) {
      unmade += total(push.runs);
      continue;
    }
    const made = await reads.dependents(root, push.actionTask);
    if (!isOk(made)) {
      problems.push({ revision: push.revision, jobs: total(push.runs), problem: made.problem });
      continue;
    }
    for (const task of made.value) {
      if (task.taskGroupId !== push.decisionTask || !push.runs.has(task.name)) continue;
      if (task.state === 'running') running++;
      else if (!isOpenState(task.state)) ended++;
      else if (asked.has(task.taskId)) underWay++;
      else {
        const { revision, actions, decisionTask } = push;
        const trigger = renderCancel(actions, decisionTask, task);
        const target = { taskId: taskId(task.taskId), revision, label: label(task.name) };
        if (isOk(trigger)) targets.push({ target, trigger: trigger.value });
        else problems.push({ revision, jobs: 1, problem: trigger.problem });
      }
    }
  }
  return ok({ targets, running, ended, underWay, unmade, problems });
}

/** The round's action tasks that are surely its own, with their pushes' actions. */
async function readPushes(
  deps: PrepareCancelDeps,
  root: string,
  question: CancelQuestion,
  problems: PreparedCancel['problems'][number][],
): Promise<Outcome<readonly RoundPush[]>> {
  const definitions = await deps.taskcluster.tasks(
    root,
    question.actionTasks.map((t) => t.taskId),
  );
  if (!isOk(definitions)) return definitions;
  const journaled = new Set(
    (await deps.journal()).flatMap(({ nonce, state }) =>
      nonce === question.nonce && state.kind === 'sent' ? [state.actionTask as string] : [],
    ),
  );
  const own = question.actionTasks.flatMap(({ taskId: actionTask, revision }) => {
    const definition = definitions.value.get(actionTask);
    const action = readActionTask(definition);
    if (!definition || !action) {
      problems.push({ revision, jobs: 0, problem: gone });
      return [];
    }
    const { runs, marker } = action;
    if (marker?.nonce !== question.nonce && !(marker === null && journaled.has(actionTask))) {
      problems.push({ revision, jobs: 0, problem: foreign });
      return [];
    }
    return [{ actionTask, revision, definition, runs, decisionTask: definition.taskGroupId }];
  });
  const actions = await Promise.all(own.map((p) => deps.taskcluster.actions(root, p.decisionTask)));
  return ok(
    own.flatMap((push, i) => {
      const answer = actions[i];
      if (answer && isOk(answer)) return [{ ...push, actions: answer.value }];
      const problem = tooOld(answer?.problem);
      if (!isOk(problem)) {
        problems.push({ revision: push.revision, jobs: total(push.runs), problem: problem.problem });
      }
      return [];
    }),
  );
}

const targetOf = (id: string, { tags }: TaskDefinition): TargetTask => ({ taskId: id, tags });
const total = (runs: ReadonlyMap<string, number>) => [...runs.values()].reduce((sum, n) => sum + n, 0);

const gone: Problem = {
  kind: 'not found',
  message: 'Its action task is gone: Taskcluster does not have it (any more).',
};
const foreign: Problem = {
  kind: 'unsafe hook',
  message: 'The action task that the notes name is not of this round. It was left alone.',
};
