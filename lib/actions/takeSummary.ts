import type { SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, type Problem, refused } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import { type NotedSummary, sheriffName } from '@/lib/notes/notes';
import type { ActDeps } from './act';
import { readFresh } from './freshSummary';
import { writeSummary } from './writeSummary';

/**
 * Perfherder reads an assignee's name with this very expression, and its block crashes when it does not match: a dot or a
 * dash in the local part is enough (perfherder-ui 8). Such names go into the notes instead.
 */
const PAGE_READS = /\/(\w+)@/;
/** Can this user be made the assignee without breaking the page? */
export const pageBearsName = (username: string): boolean => PAGE_READS.test(username);

/**
 * Makes somebody the summary's assignee, or nobody with null. Refuses when somebody else has taken it meanwhile.
 * @param me the full username of the sheriff who presses
 */
export function takeSummary(
  deps: Pick<ActDeps, 'treeherder' | 'store' | 'leases' | 'clock'>,
  id: SummaryId,
  me: string,
  assignee: string | null,
): Promise<Outcome<NotedSummary>> {
  return deps.leases.withLease([id], async (renew) => {
    const fresh = await readFresh(deps, id, deps.clock.now);
    if (!isOk(fresh)) return fresh;
    const { assignee: there, noted } = fresh.value;
    if (there === assignee) return fresh;
    if (there !== null && there !== me) return refused(takenBy(there));
    if (assignee !== null && noted.taker && noted.taker.by !== sheriffName(me)) {
      return refused(takenBy(noted.taker.by));
    }
    const otherwise = (now: NotedSummary) => (now.assignee === assignee ? null : takenBy(now.assignee));
    return writeSummary(deps, fresh.value, { assignee }, renew, otherwise, 'turn lost, nothing written');
  });
}

const takenBy = (username: string | null): Problem => ({
  kind: 'conflict',
  message:
    username === null ? say('assignee gone') : `${sheriffName(username)} has it now. Nothing was changed.`,
});
