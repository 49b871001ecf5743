import { act, edited } from '@/lib/actions/act';
import { readFresh } from '@/lib/actions/freshSummary';
import { leaseLost, orphaned } from '@/lib/actions/leaseHolder';
import { fromMessage } from '@/lib/messages/records';
import type { CancelFailure, CancelProgress, CancelRecord, CancelReport } from '@/lib/model/cancelling';
import type { SummaryId } from '@/lib/model/ids';
import { failed, isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import { counted, sheriffName, type TailRound } from '@/lib/notes/notes';
import { askBackground } from './look';
import type { PreparedCancel } from './prepareCancel';
import { sentence } from './receipts';
import type { SendDeps } from './sendRound';
import { AT_ONCE, ENDS_ALL } from './trigger';

export type CancelDeps = Pick<
  SendDeps,
  'call' | 'journal' | 'fire' | 'now' | 'checkSender' | 'leases' | 'treeherder' | 'store' | 'clock' | 'notes'
>;

/**
 * "Cancel jobs of round n", by a person's click: asks Taskcluster's `cancel` action to end each job of the round that does not
 * run yet. What runs is left to run. The credentials are read at each request, as for a send; a line in the notes tells what was
 * cancelled.
 */
export async function cancelRound(
  deps: CancelDeps,
  id: SummaryId,
  round: TailRound,
  root: string | null,
  progress: (p: CancelProgress) => void,
): Promise<void> {
  progress({ kind: 'checking' });
  const sender = await deps.checkSender(root);
  if (!isOk(sender)) return progress({ kind: 'stopped', problem: sender.problem });
  const by = sheriffName(sender.value.username);

  const end = await deps.leases.withLease([id], async (renew): Promise<Outcome<CancelProgress>> => {
    progress({ kind: 'looking', round: round.number });
    const fresh = await readFresh(deps, id, deps.now);
    if (!isOk(fresh)) return fresh;
    // receipts may have come in since the bar was drawn
    const known = fresh.value.noted.rounds.find((r) => r.nonce === round.nonce) ?? round;
    const prepared = await prepare(deps, id, known, sender.value.root);
    if (!isOk(prepared)) return prepared;
    const { targets, running, ended, underWay, unmade, problems } = prepared.value;

    let cancelled = 0;
    let done = 0;
    let stopped: Problem | null = null;
    const failures: CancelFailure[] = problems.map(({ revision, jobs, problem }) => ({
      revision,
      jobs,
      reason: sentence(problem),
    }));
    const queue = [...targets];
    const tell = () => progress({ kind: 'cancelling', round: round.number, done, total: targets.length });
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { target } = next;
        if (!stopped && !(await renew())) stopped = leaseLost('tab took over, uncancelled');
        const outcome = stopped
          ? refused(stopped)
          : await cancelOne(
              deps,
              { summaryId: id, round: round.number, nonce: round.nonce },
              sender.value.root,
              next,
            );
        if (isOk(outcome)) cancelled++;
        else {
          if (ENDS_ALL.includes(outcome.problem.kind)) stopped ??= outcome.problem;
          const reason = sentence(outcome.problem);
          failures.push({
            revision: target.revision,
            jobs: 1,
            reason: outcome.kind === 'unclear' ? `unclear: ${reason}` : reason,
          });
        }
        done++;
        tell();
      }
    };
    tell();
    await Promise.all(Array.from({ length: AT_ONCE }, worker));

    const counts = { cancelled, underWay, unmade, running, ended };
    const report: CancelReport = { round: round.number, ...counts, failures };
    if (cancelled === 0) return ok({ kind: 'done', report, problem: null });
    const note = await act(deps, id, {
      wish: edited(fresh.value.notes, [{ kind: 'line', by, text: cancelComment(report) }]),
    });
    const problem: Problem | null = isOk(note)
      ? null
      : {
          ...note.problem,
          message: say('cancelled without note', note.problem.message),
        };
    return ok({ kind: 'done', report, problem });
  });
  progress(isOk(end) ? end.value : { kind: 'stopped', problem: nothingCancelled(end.problem) });
}

/** What the notes say of it: 'round 1: 12 waiting jobs cancelled, 3 run already'. */
function cancelComment({ round, cancelled, running }: CancelReport): string {
  const left = running > 0 ? `, ${running} ${running === 1 ? 'runs' : 'run'} already` : '';
  return `round ${round}: ${counted(cancelled, 'waiting job')} cancelled${left}`;
}

async function prepare(
  deps: CancelDeps,
  summaryId: SummaryId,
  { nonce, at, receipts }: TailRound,
  root: string,
): Promise<Outcome<PreparedCancel>> {
  const actionTasks = receipts.flatMap(({ revision, actionTask }) =>
    actionTask ? [{ taskId: actionTask as string, revision: revision as string }] : [],
  );
  if (actionTasks.length === 0) {
    return refused({
      kind: 'nothing to do',
      message: say('nothing to cancel'),
    });
  }
  try {
    const answer = await deps.call('content-bg prepare cancel', { summaryId, root, nonce, at, actionTasks });
    return answer.kind === 'ok' ? ok(fromMessage(answer.value)) : failed(fromMessage(answer.problem));
  } catch (error) {
    return failed(orphaned(error));
  }
}

/** One request, once: journaled before it leaves, looked up when its end is unclear. */
async function cancelOne(
  deps: CancelDeps,
  key: Pick<CancelRecord, 'summaryId' | 'round' | 'nonce'>,
  root: string,
  { target, trigger }: PreparedCancel['targets'][number],
): Promise<Outcome<null>> {
  const left = deps.now();
  const record: CancelRecord = { version: 1, ...key, taskId: target.taskId, state: 'leaving', at: left };
  try {
    await deps.journal.writeCancel(record);
  } catch (error) {
    return failed({
      kind: 'storage',
      message: say('journal unasked'),
      detail: String(error).slice(0, 200),
    });
  }
  const outcome = await deps.fire(root, trigger);
  let isAsked = isOk(outcome);
  if (outcome.kind === 'unclear') {
    const { hookGroupId, hookId } = trigger;
    const found = await askBackground(deps.call)(root, [{ hookGroupId, hookId }], left - 60_000, []).catch(
      () => null,
    );
    isAsked =
      !!found &&
      isOk(found) &&
      found.value.tasks.some((t) => t.action === 'cancel' && t.target === target.taskId);
  }
  const state = isAsked ? 'asked' : outcome.kind === 'unclear' ? 'unclear' : 'failed';
  await deps.journal.writeCancel({ ...record, state }).catch(() => {});
  return isAsked || isOk(outcome) ? ok(null) : outcome;
}

const nothingCancelled = (problem: Problem): Problem =>
  /\bNothing (?:more )?(?:was|is)\b/.test(problem.message)
    ? problem
    : { ...problem, message: `${problem.message} Nothing was cancelled.` };
