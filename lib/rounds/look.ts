import type { CallBackground } from '@/lib/messages/background';
import { fromMessage } from '@/lib/messages/records';
import { type Label, label, type TaskId, taskId } from '@/lib/model/ids';
import { failed, type Outcome, ok } from '@/lib/model/outcome';
import type { JournalRecord } from '@/lib/model/round';
import type { FoundActionTask } from '@/lib/taskcluster/backgroundWork';

/** Lookups reach back this far before a record's time: two servers' clocks are never quite the same. */
const CLOCK_SLACK_MS = 60_000;

export type FoundActionTasks = readonly FoundActionTask[];

/** `lookForActionTasks`, with its reads at hand or asked of the background. */
export type AskActionTasks = (
  root: string,
  hooks: readonly { readonly hookGroupId: string; readonly hookId: string }[],
  since: number,
  named: readonly { readonly taskId: string; readonly state: string }[],
) => Promise<Outcome<{ readonly tasks: FoundActionTasks }>>;

/** From the page the background is asked. Rejects as `call` does. */
export const askBackground =
  (call: CallBackground): AskActionTasks =>
  async (root, hooks, since, named) => {
    const answer = await call('content-bg look for action tasks', {
      root,
      hooks: hooks.map((h) => ({ ...h })),
      since,
      taskIds: named.map((t) => ({ ...t })),
    });
    return answer.kind === 'ok' ? ok({ tasks: answer.value.tasks }) : failed(fromMessage(answer.problem));
  };

/** Looks at what the records' hooks have made since they were written. */
export async function look(
  ask: AskActionTasks,
  records: readonly JournalRecord[],
): Promise<Outcome<{ readonly tasks: FoundActionTasks }>> {
  const hooks = new Map(
    records.flatMap(({ hook }) =>
      hook ? [[`${hook.groupId}/${hook.hookId}`, { hookGroupId: hook.groupId, hookId: hook.hookId }]] : [],
    ),
  );
  const [first] = records;
  if (!first || hooks.size === 0) return ok({ tasks: [] });
  const since = Math.min(...records.map((r) => r.state.at)) - CLOCK_SLACK_MS;
  return ask(first.root, [...hooks.values()], since, []);
}

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
