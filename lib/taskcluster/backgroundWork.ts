import { failed, isOk, type Outcome, ok, type Problem } from '@/lib/model/outcome';
import { readActionTask } from './actionTask';
import type { LastFire, TaskclusterReads } from './publicReads';
import {
  findRetrigger,
  type RenderedTrigger,
  renderTrigger,
  satisfies,
  vouchingScope,
} from './renderTrigger';
import type { Marker, RetriggerInput } from './retriggerInput';
import { knownRoot } from './roots';

/** Fired tasks whose definitions are read in one look; more means a very busy hook, and the newest matter. */
const MOST_DEFINITIONS = 200;
/** Taskcluster ends an action task that did not come to its end by itself (taskgraph's default deadline, 1 day). */
const ACTION_DEADLINE_MS = 24 * 60 * 60 * 1000;
/** What a trigger makes is made within minutes of its leaving. */
const NEAR_MS = 15 * 60 * 1000;
const OPEN_STATES: readonly string[] = ['unscheduled', 'pending', 'running'];
/** A task that has not come to its end. */
export const isOpenState = (state: string) => OPEN_STATES.includes(state);

export interface PushInput {
  readonly pushId: number;
  readonly decisionTask: string;
  readonly input: RetriggerInput;
}

export interface FoundActionTask {
  readonly taskId: string;
  readonly state: string;
  readonly taskGroupId: string;
  readonly action: string;
  /** Runs that it asks for, by label. */
  readonly runs: [string, number][];
  readonly marker: Marker | null;
  /** The task that the action is about; null for actions on a whole push. */
  readonly target: string | null;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export const unsafeRoot: Problem = {
  kind: 'unsafe hook',
  message: 'Treeherder names a Taskcluster that Deputy does not know. Nothing was sent.',
};

/**
 * Renders one trigger per push: actions.json of each (in parallel, kept for the next look), one request for all
 * decision tasks, and the check that each decision task's scopes vouch for the hook that its actions.json names.
 */
export async function renderTriggers(
  reads: TaskclusterReads,
  root: string,
  pushes: readonly PushInput[],
): Promise<readonly { readonly pushId: number; readonly outcome: Outcome<RenderedTrigger> }[]> {
  const known = knownRoot(root);
  if (!known) return pushes.map((p) => ({ pushId: p.pushId, outcome: failed(unsafeRoot) }));
  const [definitions, ...actions] = await Promise.all([
    reads.tasks(
      known,
      pushes.map((p) => p.decisionTask),
    ),
    ...pushes.map((p) => reads.actions(known, p.decisionTask)),
  ]);
  const vouches = createVoucher(reads, known);
  const result: { pushId: number; outcome: Outcome<RenderedTrigger> }[] = [];
  for (const [i, push] of pushes.entries()) {
    const offered = actions[i];
    let outcome: Outcome<RenderedTrigger>;
    if (!offered || !isOk(offered)) outcome = tooOld(offered?.problem);
    else if (!isOk(definitions)) outcome = definitions;
    else {
      outcome = renderTrigger(offered.value, push.decisionTask, push.input);
      const scopes = definitions.value.get(push.decisionTask)?.scopes ?? [];
      if (isOk(outcome) && !(await vouches(scopes, outcome.value))) outcome = failed(notVouchedFor);
    }
    result.push({ pushId: push.pushId, outcome });
  }
  return result;
}

export const notVouchedFor: Problem = {
  kind: 'unsafe hook',
  message: "The push's decision task may not offer this action. Nothing was sent.",
};

/**
 * Do a decision task's scopes vouch for the hook that its actions.json names (taskcluster-actions 1.5)? What equal lists of
 * scopes stand for is asked once.
 */
export function createVoucher(reads: TaskclusterReads, root: string) {
  const expanded = new Map<string, readonly string[]>();
  return async (scopes: readonly string[], trigger: RenderedTrigger): Promise<boolean> => {
    const wanted = vouchingScope(trigger);
    // expansion only adds scopes: it is asked for only when the plain list is not enough
    if (satisfies(scopes, wanted)) return true;
    const key = scopes.join('\n');
    let all = expanded.get(key);
    if (!all) {
      const answer = await reads.expandScopes(root, scopes);
      all = isOk(answer) ? answer.value : [];
      expanded.set(key, all);
    }
    return satisfies(all, wanted);
  };
}

/** What an unreadable actions.json means. */
export function tooOld(problem: Problem | undefined): Outcome<never> {
  return failed(
    problem?.kind === 'not found'
      ? { ...problem, kind: 'too old', message: 'The push is too old: its list of actions has expired.' }
      : (problem ?? { kind: 'server', message: 'Taskcluster did not answer.' }),
  );
}

/**
 * Action tasks with their inputs: what the hooks made lately (open ones, and resolved ones since a time), and tasks
 * named by id with the state that somebody else already knows. One request per hook and one for all definitions.
 */
export async function lookForActionTasks(
  reads: TaskclusterReads,
  root: string,
  hooks: readonly { readonly hookGroupId: string; readonly hookId: string }[],
  since: number,
  named: readonly { readonly taskId: string; readonly state: string }[],
): Promise<Outcome<{ tasks: FoundActionTask[] }>> {
  const known = knownRoot(root);
  if (!known) return failed(unsafeRoot);
  const states = new Map(named.map((t) => [t.taskId, t.state]));
  const fires = await Promise.all(
    // an action task that is still open was made within the day: that is its deadline
    hooks.map((h) => reads.lastFires(known, h.hookGroupId, h.hookId, since - ACTION_DEADLINE_MS)),
  );
  const found: LastFire[] = [];
  for (const answer of fires) {
    // a hook that is gone fires nothing any more; the trigger will say so
    if (!isOk(answer) && answer.problem.kind === 'not found') continue;
    if (!isOk(answer)) return answer;
    found.push(...answer.value.filter((f) => isOpenState(f.state) || f.created >= since));
  }
  // those of that very time first: on a busy hook hundreds may have been fired since
  const isNear = (f: LastFire) => f.created >= since && f.created <= since + NEAR_MS;
  found.sort((a, b) => Number(isNear(b)) - Number(isNear(a)) || b.created - a.created);
  for (const fire of found) states.set(fire.taskId, fire.state);
  const wanted = [...states.keys()].slice(0, MOST_DEFINITIONS);
  const definitions = await reads.tasks(known, wanted);
  if (!isOk(definitions)) return definitions;
  const tasks: FoundActionTask[] = [];
  for (const id of wanted) {
    const task = definitions.value.get(id);
    const action = readActionTask(task);
    if (!task || !action) continue;
    tasks.push({
      taskId: id,
      state: states.get(id) ?? 'unknown',
      taskGroupId: task.taskGroupId,
      action: action.name,
      runs: [...action.runs],
      marker: action.marker,
      target: action.target,
      created: Date.parse(task.created),
    });
  }
  return ok({ tasks });
}

/** The hook by which a push is asked for jobs. Failures: 'too old', 'no action', 'unsafe hook', and those of the read. */
export async function retriggerHook(
  reads: TaskclusterReads,
  root: string,
  decisionTask: string,
): Promise<Outcome<Omit<RenderedTrigger, 'payload'>>> {
  const known = knownRoot(root);
  if (!known) return failed(unsafeRoot);
  const actions = await reads.actions(known, decisionTask);
  return isOk(actions) ? findRetrigger(actions.value) : tooOld(actions.problem);
}

/** The labels that the push's graph knows; the others would fail the whole action task. */
export async function checkLabels(
  reads: TaskclusterReads,
  root: string,
  decisionTask: string,
  labels: readonly string[],
): Promise<Outcome<{ known: string[] }>> {
  const known = knownRoot(root);
  if (!known) return failed(unsafeRoot);
  const answer = await reads.runnableLabels(known, decisionTask);
  return isOk(answer) ? ok({ known: labels.filter((l) => answer.value.has(l)) }) : tooOld(answer.problem);
}
