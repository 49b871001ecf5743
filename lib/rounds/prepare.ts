import type { Instant, Nonce, PushId, SummaryId, TaskId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import type { PlanReport } from '@/lib/model/planReport';
import type { JournalRecord, PushRequest } from '@/lib/model/round';
import { checkLabels, lookForActionTasks, renderTriggers } from '@/lib/taskcluster/backgroundWork';
import type { TaskclusterReads } from '@/lib/taskcluster/publicReads';
import type { RenderedTrigger } from '@/lib/taskcluster/renderTrigger';
import { toRetriggerInput } from '@/lib/taskcluster/retriggerInput';
import type { Treeherder } from '@/lib/treeherder/client';
import { look, ownActionTask, promisedByOthers } from './look';
import { failedRecord, type Prepared, type PushTrigger } from './receipts';

/** Runs in the background, where all that it asks is at hand. */
export interface PrepareDeps {
  readonly taskcluster: TaskclusterReads;
  readonly treeherder: Pick<Treeherder, 'decisionTasks'>;
  readonly now: () => Instant;
}

export interface RoundIdentity {
  readonly summaryId: SummaryId;
  readonly repository: string;
  readonly root: string;
  readonly number: number;
  readonly nonce: Nonce;
}

/** What is known beforehand. */
export interface Foreknown extends Pick<PlanReport, 'doubtful' | 'promised'> {
  /** Pushes whose trigger left earlier with an unclear end, and when: their action tasks may be long resolved. */
  readonly left: readonly { readonly pushId: PushId; readonly at: Instant }[];
}

export type PrepareTriggers = (
  round: RoundIdentity,
  requests: readonly PushRequest[],
  known: Foreknown,
) => Promise<Outcome<Prepared>>;

/**
 * Everything between the claim and the first post: decision tasks, labels that a push may not know, the payloads, and
 * the look at what was asked for meanwhile. What others have promised since the plan was made comes off; nothing is ever
 * added.
 */
export async function prepareTriggers(
  deps: PrepareDeps,
  round: RoundIdentity,
  requests: readonly PushRequest[],
  foreknown: Foreknown,
): Promise<Outcome<Prepared>> {
  const decisions = await deps.treeherder.decisionTasks(
    round.repository,
    requests.map((r) => r.pushId),
  );
  if (!isOk(decisions)) return decisions;

  const settled: JournalRecord[] = [];
  const fail = (request: PushRequest, problem: Problem, known: Partial<JournalRecord> = {}) =>
    settled.push(failedRecord({ ...recordOf(request), ...known }, deps.now(), problem));
  const recordOf = (request: PushRequest) => {
    const left = foreknown.left.find((l) => l.pushId === request.pushId);
    return unasked(
      round,
      request,
      left ? { kind: 'leaving', at: left.at } : { kind: 'planned', at: deps.now() },
    );
  };

  const askable: Askable[] = [];
  for (const request of requests) {
    const decisionTask = decisions.value.get(request.pushId);
    if (decisionTask) askable.push({ request, decisionTask });
    else fail(request, noDecisionTask);
  }
  const checked: Askable[] = [];
  for (const push of askable) {
    const known = await withoutUnknown(deps, round, push, foreknown.doubtful);
    if (isOk(known)) checked.push(known.value);
    else fail(push.request, known.problem, { decisionTask: push.decisionTask });
  }

  const rendered = await render(deps, round, checked);
  const records: PushTrigger[] = [];
  for (const [i, { request, decisionTask, leftOut }] of checked.entries()) {
    const outcome = rendered[i];
    if (!outcome) continue;
    const common = { decisionTask, ...(leftOut !== undefined && { leftOut }) };
    if (!isOk(outcome)) {
      fail(request, outcome.problem, common);
      continue;
    }
    const { hookGroupId: groupId, hookId } = outcome.value;
    records.push({
      record: { ...recordOf(request), ...common, hook: { groupId, hookId } },
      trigger: outcome.value,
    });
  }
  const found = await look(
    (...question) => lookForActionTasks(deps.taskcluster, ...question),
    records.map((r) => r.record),
  );
  if (!isOk(found)) {
    return refused({
      ...found.problem,
      message: `What is on its way already could not be read. ${found.problem.message}`,
    });
  }

  const reduced: JournalRecord[] = [];
  const triggers: PushTrigger[] = [];
  for (const { record, trigger } of records) {
    const own = ownActionTask(record, found.value.tasks);
    if (own) {
      settled.push({ ...record, state: { kind: 'sent', at: deps.now(), actionTask: own } });
      continue;
    }
    const promised = promisedByOthers(record, found.value.tasks);
    const labels = record.request.labels.flatMap(({ label, times }) => {
      const counted =
        foreknown.promised.find((p) => p.pushId === record.request.pushId && p.label === label)?.runs ?? 0;
      const left = times - Math.max(0, (promised.get(label) ?? 0) - counted);
      return left > 0 ? [{ label, times: left }] : [];
    });
    if (labels.length === 0) continue; // others ask for all of it already
    const same = labels.every((l, i) => record.request.labels[i]?.times === l.times);
    if (same && labels.length === record.request.labels.length) {
      triggers.push({ record, trigger });
    } else reduced.push({ ...record, request: { ...record.request, labels } });
  }
  if (reduced.length > 0) {
    // the input is part of the payload: a smaller request is rendered anew, from answers that are still in memory
    const again = reduced.map(({ request, decisionTask }) => ({ request, decisionTask: decisionTask ?? '' }));
    const payloads = await render(deps, round, again);
    for (const [i, record] of reduced.entries()) {
      const outcome = payloads[i];
      if (!outcome) continue;
      if (isOk(outcome)) triggers.push({ record, trigger: outcome.value });
      else settled.push(failedRecord(record, deps.now(), outcome.problem));
    }
    const order = requests.map((r) => r.pushId);
    triggers.sort((a, b) => order.indexOf(a.record.request.pushId) - order.indexOf(b.record.request.pushId));
  }
  return ok({ triggers, settled });
}

interface Askable {
  readonly request: PushRequest;
  readonly decisionTask: TaskId;
  /** What the push could not be asked for, a sentence. */
  readonly leftOut?: string;
}

/**
 * The push without the labels that its graph does not know: one of them would fail the whole action task. Failures: 'unknown
 * label' when it knows none, else those of the read.
 */
async function withoutUnknown(
  deps: PrepareDeps,
  { root }: RoundIdentity,
  push: Askable,
  doubtful: Foreknown['doubtful'],
): Promise<Outcome<Askable>> {
  const { request, decisionTask } = push;
  const inDoubt = request.labels.filter((l) =>
    doubtful.some((d) => d.pushId === request.pushId && d.label === l.label),
  );
  if (inDoubt.length === 0) return ok(push);
  const answer = await checkLabels(
    deps.taskcluster,
    root,
    decisionTask,
    inDoubt.map((l) => l.label),
  );
  if (!isOk(answer)) return answer;
  const unknown = inDoubt.filter((l) => !answer.value.known.includes(l.label));
  if (unknown.length === 0) return ok(push);
  const message = `This push does not know the job ${unknown.map((l) => l.label).join(', ')}.`;
  const labels = request.labels.filter((l) => !unknown.includes(l));
  if (labels.length === 0) return refused({ kind: 'unknown label', message });
  return ok({ ...push, request: { ...request, labels }, leftOut: message });
}

async function render(
  deps: PrepareDeps,
  round: RoundIdentity,
  pushes: readonly { readonly request: PushRequest; readonly decisionTask: string }[],
): Promise<readonly (Outcome<RenderedTrigger> | undefined)[]> {
  if (pushes.length === 0) return [];
  const marker = { version: 1, summary: round.summaryId, round: round.number, nonce: round.nonce } as const;
  const triggers = await renderTriggers(
    deps.taskcluster,
    round.root,
    pushes.map(({ request, decisionTask }) => ({
      pushId: request.pushId,
      decisionTask,
      input: toRetriggerInput(request.labels, marker),
    })),
  );
  return pushes.map(({ request }) => triggers.find((t) => t.pushId === request.pushId)?.outcome);
}

const noDecisionTask: Problem = {
  kind: 'no decision task',
  message: 'The push has no finished decision task.',
};

/** The record of a push of which nothing is known yet but what it is to be asked for. */
const unasked = (
  round: RoundIdentity,
  request: PushRequest,
  state: JournalRecord['state'],
): JournalRecord => ({
  version: 1,
  summaryId: round.summaryId,
  round: round.number,
  nonce: round.nonce,
  request,
  root: round.root,
  decisionTask: null,
  hook: null,
  state,
});
