import type { CallBackground } from '@/lib/messages/background';
import { type Instant, type Nonce, type PushId, type SummaryId, taskId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem, type ProblemKind, refused } from '@/lib/model/outcome';
import type { PlanReport } from '@/lib/model/planReport';
import type { JournalRecord, PushRequest, Receipt } from '@/lib/model/round';
import type { RenderedTrigger } from '@/lib/taskcluster/renderTrigger';
import { toRetriggerInput } from '@/lib/taskcluster/retriggerInput';
import type { Treeherder } from '@/lib/treeherder/client';
import { failedRecord, look, ownActionTask, type PushTrigger, promisedByOthers, receiptOf } from './trigger';

/** Runs in the background, where all that it asks is at hand. */
export interface PrepareDeps {
  readonly call: CallBackground;
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

export interface Prepared {
  /** In the order of sending. */
  readonly triggers: readonly PushTrigger[];
  /** Pushes that cannot be asked, with the reason, and those that were asked already. */
  readonly receipts: readonly Receipt[];
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
  known: Foreknown,
): Promise<Outcome<Prepared>> {
  const decisions = await deps.treeherder.decisionTasks(
    round.repository,
    requests.map((r) => r.pushId),
  );
  if (!isOk(decisions)) return decisions;

  const receipts: Receipt[] = [];
  const askable: { request: PushRequest; decisionTask: string }[] = [];
  for (const request of requests) {
    const decisionTask = decisions.value.get(request.pushId);
    if (decisionTask) askable.push({ request, decisionTask });
    else receipts.push(unsendable(request, noDecisionTask));
  }
  const checked: typeof askable = [];
  for (const { request, decisionTask } of askable) {
    const doubtful = request.labels.filter((l) =>
      known.doubtful.some((d) => d.pushId === request.pushId && d.label === l.label),
    );
    if (doubtful.length === 0) {
      checked.push({ request, decisionTask });
      continue;
    }
    const answer = await deps.call('content-bg check labels', {
      root: round.root,
      decisionTask,
      labels: doubtful.map((l) => l.label),
    });
    if (answer.kind !== 'ok') {
      receipts.push(unsendable(request, answer.problem));
      continue;
    }
    const unknown = doubtful.filter((l) => !answer.value.known.includes(l.label));
    const labels = request.labels.filter((l) => !unknown.includes(l));
    if (unknown.length > 0) {
      const words = unknown.map((l) => l.label).join(', ');
      const message = `This push does not know the job ${words}.`;
      receipts.push(unsendable({ ...request, labels: unknown }, { kind: 'unknown label', message }));
    }
    if (labels.length > 0) checked.push({ request: { ...request, labels }, decisionTask });
  }

  const rendered = await render(deps, round, checked);
  const records: { record: JournalRecord; trigger: RenderedTrigger }[] = [];
  for (const [i, { request, decisionTask }] of checked.entries()) {
    const outcome = rendered[i];
    if (!outcome) continue;
    if (outcome.kind !== 'ok') {
      receipts.push(unsendable(request, outcome.problem));
      continue;
    }
    const left = known.left.find((l) => l.pushId === request.pushId);
    const record: JournalRecord = {
      version: 1,
      summaryId: round.summaryId,
      round: round.number,
      nonce: round.nonce,
      request,
      root: round.root,
      decisionTask: taskId(decisionTask),
      hook: { groupId: outcome.value.hookGroupId, hookId: outcome.value.hookId },
      state: left ? { kind: 'leaving', at: left.at } : { kind: 'planned', at: deps.now() },
    };
    records.push({ record, trigger: outcome.value });
  }
  const found = await look(
    deps,
    records.map((r) => r.record),
  );
  if (found.kind !== 'ok') {
    return refused({
      ...(found.problem as Problem),
      message: `What is on its way already could not be read. ${found.problem.message}`,
    });
  }

  const reduced: PushRequest[] = [];
  const triggers: PushTrigger[] = [];
  for (const { record, trigger } of records) {
    const own = ownActionTask(record, found.value.tasks);
    if (own) {
      receipts.push(receiptOf({ ...record, state: { kind: 'sent', at: deps.now(), actionTask: own } }));
      continue;
    }
    const promised = promisedByOthers(record, found.value.tasks);
    const labels = record.request.labels.flatMap(({ label, times }) => {
      const counted =
        known.promised.find((p) => p.pushId === record.request.pushId && p.label === label)?.runs ?? 0;
      const left = times - Math.max(0, (promised.get(label) ?? 0) - counted);
      return left > 0 ? [{ label, times: left }] : [];
    });
    if (labels.length === 0) continue; // others ask for all of it already
    const same = labels.every((l, i) => record.request.labels[i]?.times === l.times);
    if (same && labels.length === record.request.labels.length) {
      triggers.push({ record, trigger });
    } else reduced.push({ ...record.request, labels });
  }
  if (reduced.length > 0) {
    // the input is part of the payload: a smaller request is rendered anew, from answers that are still in memory
    const again = reduced.map((request) => ({
      request,
      decisionTask: decisions.value.get(request.pushId) ?? '',
    }));
    const payloads = await render(deps, round, again);
    for (const [i, { request }] of again.entries()) {
      const base = records.find((r) => r.record.request.pushId === request.pushId)?.record;
      const outcome = payloads[i];
      if (base && outcome?.kind === 'ok')
        triggers.push({ record: { ...base, request }, trigger: outcome.value });
      else if (base && outcome?.kind === 'failed') {
        receipts.push(receiptOf(failedRecord({ ...base, request }, deps.now(), outcome.problem as Problem)));
      }
    }
    const order = requests.map((r) => r.pushId);
    triggers.sort((a, b) => order.indexOf(a.record.request.pushId) - order.indexOf(b.record.request.pushId));
  }
  return ok({ triggers, receipts });
}

async function render(
  deps: PrepareDeps,
  round: RoundIdentity,
  pushes: readonly { readonly request: PushRequest; readonly decisionTask: string }[],
) {
  if (pushes.length === 0) return [];
  const answer = await deps.call('content-bg render triggers', {
    root: round.root,
    pushes: pushes.map(({ request, decisionTask }) => {
      const { requests, deputy } = toRetriggerInput(request.labels, {
        version: 1,
        summary: round.summaryId,
        round: round.number,
        nonce: round.nonce,
      });
      return {
        pushId: request.pushId,
        decisionTask,
        input: {
          requests: requests.map((r) => ({ tasks: [...r.tasks], times: r.times })),
          ...(deputy && { deputy }),
        },
      };
    }),
  });
  return pushes.map(({ request }) => answer.triggers.find((t) => t.pushId === request.pushId)?.outcome);
}

const noDecisionTask = {
  kind: 'no decision task',
  message: 'The push has no finished decision task.',
} as const;

/** @param problem as it came, also through a message, where the kind is only text */
function unsendable(
  request: PushRequest,
  problem: { readonly kind: string; readonly message: string },
): Receipt {
  return {
    kind: 'failed',
    pushId: request.pushId,
    revision: request.revision,
    jobs: request.labels.reduce((sum, l) => sum + l.times, 0),
    reason: problem.message,
    problem: problem.kind as ProblemKind,
  };
}
