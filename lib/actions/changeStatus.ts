import type { AlertSummary, SummaryStatusName } from '@/lib/model/alert';
import type { AlertSnapshot } from '@/lib/model/alertSnapshot';
import { failed, isOk, type Outcome, ok, refused } from '@/lib/model/outcome';
import { askAboutAlerts } from './alertQuestions';
import { type AlertWriteDeps, notHeard } from './alertWrites';
import { readFresh } from './freshSummary';
import { leaseLost } from './leaseHolder';

export interface StatusChanged {
  readonly before: AlertSummary;
  readonly after: AlertSummary;
  /** What `undoRelations` takes back; null when nothing had to be written. */
  readonly undo: AlertSnapshot | null;
  /** That the status will not last, or what else the server did; null when there is nothing to say. */
  readonly notice: string | null;
}

/**
 * Sets a summary's status by hand, as the page's own menu does.
 * @param seen the summary as the sheriff saw it; another status since is a refusal
 */
export function changeStatus(
  deps: AlertWriteDeps,
  seen: Pick<AlertSummary, 'id' | 'status'>,
  status: SummaryStatusName,
): Promise<Outcome<StatusChanged>> {
  const { id } = seen;
  return deps.leases.withLease<StatusChanged>([id], async (renew) => {
    const fresh = await readFresh(deps, id, deps.clock.now);
    if (!isOk(fresh)) return fresh;
    const before = fresh.value;
    if (before.status === status) return ok({ before, after: before, undo: null, notice: null });
    if (before.status !== seen.status) {
      return refused({
        kind: 'alerts changed',
        message: `Somebody changed summary #${id} meanwhile: it is ${before.status} now. Nothing was written.`,
      });
    }
    if (!(await renew())) return refused(leaseLost());
    const written = await deps.treeherder.putSummary(id, { status });
    if (written.kind === 'refused') return written;
    const back = await readFresh(deps, id, deps.clock.now);
    // the server took it but cannot be read right now: what was sent is the best that is known
    const after = isOk(back) ? back.value : isOk(written) ? { ...before, status } : undefined;
    if (after?.status !== status) {
      if (!isOk(written)) return written;
      return failed({
        kind: 'alerts changed',
        message: `The status was written, but somebody else changed summary #${id} at the same moment.`,
      });
    }
    const judged = await askAboutAlerts(deps.call, { kind: 'judge status', before, after, status });
    return isOk(judged) ? ok({ before, after, ...judged.value }) : notHeard(judged);
  });
}
