import type { CallBackground } from '@/lib/messages/background';
import { fromMessage, toMessage } from '@/lib/messages/records';
import type { Instant, TaskId } from '@/lib/model/ids';
import { isOk, type Outcome, type Problem, type ProblemKind } from '@/lib/model/outcome';
import type { JournalRecord, Receipt } from '@/lib/model/round';
import type { RenderedTrigger } from '@/lib/taskcluster/renderTrigger';
import type { Journal } from './journal';
import { failedRecord, type PushTrigger, receiptOf, sentence } from './receipts';

/** Posts at the same time: each starts a task that reads a large graph, and the decision workers are few. */
export const AT_ONCE = 3;
/** An unclear send is looked up again this long after it left: the hook may have been slower than our patience. */
const LOOK_AGAIN_MS = 60_000;

export interface TriggerDeps {
  readonly call: CallBackground;
  readonly journal: Journal;
  /** Fires one hook; reads the credentials at this very moment. */
  readonly fire: (root: string, trigger: RenderedTrigger) => Promise<Outcome<TaskId>>;
  readonly now: () => Instant;
  readonly wait: (ms: number) => Promise<void>;
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
      if (stopped) {
        const record = failedRecord(next.record, deps.now(), stopped);
        ended.push(record);
        onReceipt(receiptOf(record));
        continue;
      }
      const { record, problem } = await sendOne(deps, next);
      if (problem && ENDS_ALL.includes(problem.kind)) stopped ??= problem;
      ended.push(record);
      onReceipt(receiptOf(record));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return ended;
}

/** The same credentials would be refused for every other push as well. */
export const ENDS_ALL: readonly ProblemKind[] = ['credentials refused', 'no credentials'];

interface Sent {
  readonly record: JournalRecord;
  readonly problem?: Problem;
}

async function sendOne(deps: TriggerDeps, { record, trigger }: PushTrigger): Promise<Sent> {
  const leaving: JournalRecord = { ...record, state: { kind: 'leaving', at: deps.now() } };
  try {
    await deps.journal.write([leaving]);
  } catch (error) {
    const problem: Problem = {
      kind: 'storage',
      message: 'The journal could not be written, so nothing was sent.',
      detail: String(error),
    };
    return { record: failedRecord(record, deps.now(), problem), problem };
  }
  const outcome = await deps.fire(record.root, trigger);
  let ended: JournalRecord;
  if (isOk(outcome)) {
    ended = { ...record, state: { kind: 'sent', at: deps.now(), actionTask: outcome.value } };
  } else if (outcome.kind === 'unclear') ended = await lookUp(deps, leaving, outcome.problem);
  else ended = failedRecord(record, deps.now(), outcome.problem);
  // the post is done: a storage that fails now must not hide its end
  await deps.journal.write([ended]).catch(() => {});
  return isOk(outcome) ? { record: ended } : { record: ended, problem: outcome.problem };
}

/** Was it carried out after all? Asked at once; found, it is sent; not found, it stays unclear for now. */
async function lookUp(deps: TriggerDeps, leaving: JournalRecord, problem: Problem): Promise<JournalRecord> {
  const [task] = (await askWhatWasSent(deps, [leaving])) ?? [];
  if (task) return { ...leaving, state: { kind: 'sent', at: deps.now(), actionTask: task } };
  return { ...leaving, state: { kind: 'unclear', at: leaving.state.at, reason: sentence(problem) } };
}

/** The action tasks that the records' requests have made, null for none; null as a whole when it cannot be told. */
async function askWhatWasSent(
  { call }: Pick<TriggerDeps, 'call'>,
  records: readonly JournalRecord[],
): Promise<readonly (TaskId | null)[] | null> {
  const answer = await call('content-bg look for sent', { records: toMessage(records) }).catch(() => null);
  return answer?.kind === 'ok' ? fromMessage(answer.value.actionTasks) : null;
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
  const found = await askWhatWasSent(deps, open);
  if (!found) return records;
  const settled = records.map((r): JournalRecord => {
    const task = found[open.indexOf(r)];
    return task ? { ...r, state: { kind: 'sent', at: deps.now(), actionTask: task } } : r;
  });
  await deps.journal.write(settled.filter((r, i) => r !== records[i])).catch(() => {});
  return settled;
}
