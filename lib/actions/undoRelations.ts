import type { AlertSnapshot } from '@/lib/model/alertSnapshot';
import type { SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import { type AlertsJudged, askAboutAlerts } from './alertQuestions';
import {
  type AlertsWritten,
  type AlertWriteDeps,
  carryOut,
  createTally,
  type RunOptions,
} from './alertWrites';
import { readAllFresh } from './freshSummary';
import { leaseLost } from './leaseHolder';

export interface Undone extends Omit<AlertsWritten, 'undo' | 'settle'> {
  /** What is not as it was before and cannot be, sentences for people. */
  readonly notRestored: readonly string[];
}

/**
 * Takes a write back: relations, stars, alerts that Treeherder set back because of it, and a status that was set by hand.
 * Refused when somebody changed the same since. Old targets get an empty write at the end, for the server does not
 * recompute them by itself (treeherder-api 1.7). Called again after a stop it goes on where it was.
 */
export function undoRelations(
  deps: AlertWriteDeps,
  snapshot: AlertSnapshot,
  { onProgress, signal }: RunOptions = {},
): Promise<Outcome<Undone>> {
  const ids = snapshot.summaries.map((s) => s.id);
  const tally = createTally(null, onProgress);
  return deps.leases.withLease<Undone>(ids, async (renew) => {
    const written = await carryOut({ deps, renew, signal, tally }, ids, { kind: 'undo', snapshot });
    if (!isOk(written)) return written;
    const { undo: _, settle, ...value } = written.value;
    const stale = await settleStatuses(deps, settle, renew);
    const back = settle.length > 0 ? await readAllFresh(deps, ids, deps.clock.now) : null;
    const after = back && isOk(back) ? back.value : value.after;
    const statuses = after.map(({ id, status }) => ({ id, status }));
    const judged = await askAboutAlerts(deps.call, { kind: 'judge undo', snapshot, statuses, stale });
    // it is taken back all the same; only the words about the rest are missing
    if (!isOk(judged)) return ok({ ...value, after, notRestored: [judged.problem.message] });
    const { notRestored, sentence } = judged.value;
    return ok({ ...value, after, sentence: sentence ?? value.sentence, notRestored });
  });
}

/** @returns what did not work */
async function settleStatuses(
  deps: AlertWriteDeps,
  settle: AlertsJudged['settle'],
  renew: () => Promise<boolean>,
): Promise<readonly { readonly id: SummaryId; readonly problem: Problem }[]> {
  const stale: { id: SummaryId; problem: Problem }[] = [];
  for (const { id, fields } of settle) {
    const outcome = (await renew()) ? await deps.treeherder.putSummary(id, fields) : refused(leaseLost());
    if (!isOk(outcome)) stale.push({ id, problem: outcome.problem });
  }
  return stale;
}
