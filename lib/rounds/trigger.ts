import type { CallBackground, MessageAnswer } from '@/lib/messages/background';
import type { Instant, Label, TaskId } from '@/lib/model/ids';
import { label, taskId } from '@/lib/model/ids';
import { isOk, type Outcome, type Problem } from '@/lib/model/outcome';
import type { JournalRecord, Receipt } from '@/lib/model/round';

import type { RenderedTrigger } from '@/lib/taskcluster/renderTrigger';
import type { Journal } from './journal';

/** Posts at the same time: each starts a task that reads a large graph, and the decision workers are few. */
const AT_ONCE = 3;
/** An unclear send is looked up again this long after it left: the hook may have been slower than our patience. */
const LOOK_AGAIN_MS = 60_000;
/** Lookups reach back this far before a record's time: two servers' clocks are never quite the same. */
const CLOCK_SLACK_MS = 60_000;

export interface TriggerDeps {
  readonly call: CallBackground;
  readonly journal: Journal;
  /** Fires one hook; reads the credentials at this very moment. */
  readonly fire: (root: string, trigger: RenderedTrigger) => Promise<Outcome<TaskId>>;
  readonly now: () => Instant;
  readonly wait: (ms: number) => Promise<void>;
}

export interface PushTrigger {
  readonly record: JournalRecord;
  readonly trigger: RenderedTrigger;
}

export type FoundActionTasks = Extract<
  MessageAnswer<'content-bg look for action tasks'>,
  { kind: 'ok' }
>['value']['tasks'];

/** Jobs that a record's request asks for. */
export const jobsOf = (record: Pick<JournalRecord, 'request'>) =>
  record.request.labels.reduce((sum, l) => sum + l.times, 0);

/** The action task that this very request has made already, if any. */
export function ownActionTask(record: JournalRecord, found: FoundActionTasks): TaskId | null {
  const mine = found.find((t) => {
    if (t.taskGroupId !== record.decisionTask) return false;
    if (t.marker) return t.marker.nonce === record.nonce;
    const runs = new Map(t.runs);
    // a push whose schema forbade the marker: the very same runs, asked for after the record was made
    return (
      record.state.kind !== 'planned' &&
      t.created >= record.state.at - CLOCK_SLACK_MS &&
      runs.size === record.request.labels.length &&
      record.request.labels.every((l) => runs.get(l.label) === l.times)
    );
  });
  return mine ? taskId(mine.taskId) : null;
}

/** Runs that open action tasks of others have promised on the record's push. */
export function promisedByOthers(record: JournalRecord, found: FoundActionTasks): ReadonlyMap<Label, number> {
  const promised = new Map<Label, number>();
  for (const t of found) {
    if (t.taskGroupId !== record.decisionTask) continue;
    if (!['unscheduled', 'pending', 'running'].includes(t.state)) continue;
    if (t.marker?.nonce === record.nonce) continue;
    for (const [name, n] of t.runs) promised.set(label(name), (promised.get(label(name)) ?? 0) + n);
  }
  return promised;
}

/** Looks at what the records' hooks have made since they were written. */
export async function look(
  deps: Pick<TriggerDeps, 'call'>,
  records: readonly JournalRecord[],
  named: readonly { readonly taskId: string; readonly state: string }[] = [],
): Promise<MessageAnswer<'content-bg look for action tasks'>> {
  const [first] = records;
  if (!first) return { kind: 'ok', value: { tasks: [] } };
  const hooks = new Map(
    records.map((r) => [
      `${r.hook.groupId}/${r.hook.hookId}`,
      { hookGroupId: r.hook.groupId, hookId: r.hook.hookId },
    ]),
  );
  return deps.call('content-bg look for action tasks', {
    root: first.root,
    hooks: [...hooks.values()],
    since: Math.min(...records.map((r) => r.state.at)) - CLOCK_SLACK_MS,
    taskIds: [...named],
  });
}

/**
 * Sends the triggers in their order, a few at once, each exactly once: the record is stored as leaving before the post,
 * and with its end after it. An unclear end is looked up at once; what stays unclear is left so, for a person to resume.
 * @param renew asked before each post; false stops the rest, which stay planned
 */
export async function sendTriggers(
  deps: TriggerDeps,
  triggers: readonly PushTrigger[],
  renew: () => Promise<boolean>,
  onReceipt: (receipt: Receipt) => void,
): Promise<readonly JournalRecord[]> {
  const ended: JournalRecord[] = [];
  const queue = [...triggers];
  let stopped: Problem | null = null;
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (!stopped && !(await renew())) {
        stopped = { kind: 'lease taken', message: 'Another tab took over. The rest was not sent.' };
      }
      const record = stopped ? failedRecord(next.record, deps.now(), stopped) : await sendOne(deps, next);
      if (record.state.kind === 'failed' && !stopped && endsAll(record.state.reason)) {
        stopped = { kind: 'credentials refused', message: record.state.reason };
      }
      ended.push(record);
      onReceipt(receiptOf(record));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return ended;
}

const REFUSED_FOR_ALL = ['Taskcluster refused your credentials', 'There are no Taskcluster credentials'];
/** The same credentials would be refused for every other push as well. */
const endsAll = (reason: string) => REFUSED_FOR_ALL.some((r) => reason.startsWith(r));

async function sendOne(deps: TriggerDeps, { record, trigger }: PushTrigger): Promise<JournalRecord> {
  const leaving: JournalRecord = { ...record, state: { kind: 'leaving', at: deps.now() } };
  try {
    await deps.journal.write([leaving]);
  } catch (error) {
    return failedRecord(record, deps.now(), {
      kind: 'storage',
      message: 'The journal could not be written, so nothing was sent.',
      detail: String(error),
    });
  }
  const outcome = await deps.fire(record.root, trigger);
  let ended: JournalRecord;
  if (isOk(outcome))
    ended = { ...record, state: { kind: 'sent', at: deps.now(), actionTask: outcome.value } };
  else if (outcome.kind === 'unclear') ended = await lookUp(deps, leaving, outcome.problem);
  else ended = failedRecord(record, deps.now(), outcome.problem);
  // the post is done: a storage that fails now must not hide its end
  await deps.journal.write([ended]).catch(() => {});
  return ended;
}

/** Was it carried out after all? Asked at once; found, it is sent; not found, it stays unclear for now. */
async function lookUp(deps: TriggerDeps, leaving: JournalRecord, problem: Problem): Promise<JournalRecord> {
  const found = await look(deps, [leaving]).catch(() => null);
  const task = found?.kind === 'ok' ? ownActionTask(leaving, found.value.tasks) : null;
  if (task) return { ...leaving, state: { kind: 'sent', at: deps.now(), actionTask: task } };
  return { ...leaving, state: { kind: 'unclear', at: leaving.state.at, reason: sentence(problem) } };
}

/** Looks again at what stayed unclear, one minute after it left. Never sends. */
export async function lookAgain(
  deps: TriggerDeps,
  records: readonly JournalRecord[],
): Promise<readonly JournalRecord[]> {
  const open = records.filter((r) => r.state.kind === 'unclear' || r.state.kind === 'leaving');
  if (open.length === 0) return records;
  const latest = Math.max(...open.map((r) => r.state.at));
  await deps.wait(Math.max(0, latest + LOOK_AGAIN_MS - deps.now()));
  const found = await look(deps, open).catch(() => null);
  if (found?.kind !== 'ok') return records;
  const settled = records.map((r): JournalRecord => {
    const task = open.includes(r) ? ownActionTask(r, found.value.tasks) : null;
    return task ? { ...r, state: { kind: 'sent', at: deps.now(), actionTask: task } } : r;
  });
  await deps.journal.write(settled.filter((r, i) => r !== records[i])).catch(() => {});
  return settled;
}

export function failedRecord(record: JournalRecord, at: Instant, problem: Problem): JournalRecord {
  return { ...record, state: { kind: 'failed', at, reason: sentence(problem), problem: problem.kind } };
}

const sentence = (p: Problem) => (p.detail ? `${p.message} (${p.detail})` : p.message);

/** What the sheriff sees of a record. */
export function receiptOf(record: JournalRecord): Receipt {
  const common = {
    pushId: record.request.pushId,
    revision: record.request.revision,
    jobs: jobsOf(record),
  };
  switch (record.state.kind) {
    case 'sent':
      return { ...common, kind: 'sent', actionTask: record.state.actionTask };
    case 'failed':
      return {
        ...common,
        kind: 'failed',
        reason: record.state.reason,
        ...(record.state.problem && { problem: record.state.problem }),
      };
    case 'planned':
      return { ...common, kind: 'failed', reason: 'Not sent: the round broke off before it.' };
    case 'leaving':
      return {
        ...common,
        kind: 'unclear',
        reason: 'It is unclear whether it was sent: the tab closed meanwhile.',
      };
    case 'unclear':
      return { ...common, kind: 'unclear', reason: record.state.reason };
  }
}
