import { starAlerts } from '@/lib/actions/starAlerts';
import { fromMessage } from '@/lib/messages/records';
import type { SummaryId } from '@/lib/model/ids';
import { isOk, type Problem } from '@/lib/model/outcome';
import type { PendingWrite } from '@/lib/model/pendingWrite';
import { say } from '@/lib/model/say';
import type { UndoRecord } from '@/lib/model/undo';
import type { Settings } from '@/lib/settings/settings';
import type { DeskDeps } from './desk';

/**
 * Sets the stars of alerts that were marked by hand, where the setting wants it. A mark that is taken off leaves the star: it
 * may have another reason by then. Alerts of other summaries that only point here are left alone.
 * @param record what can be taken back of the marks; their stars are added to it
 * @returns what went wrong; null when all is well, or nothing was to do
 */
export async function starMarked(
  deps: Pick<DeskDeps, 'settings' | 'store' | 'undoList' | 'treeherder' | 'leases' | 'clock' | 'call'>,
  id: SummaryId,
  marks: PendingWrite['marks'],
  record: UndoRecord,
): Promise<Problem | null> {
  if (!(await isWanted(deps))) return null;
  const own = deps.store.get(id)?.summary?.alerts ?? [];
  const alerts = own.flatMap((a) => (marks.get(a.id) && !a.starred ? [a.id] : []));
  if (alerts.length === 0) return null;
  const outcome = await starAlerts(deps, { id }, alerts, true);
  if (!isOk(outcome)) {
    const { problem } = outcome;
    return { ...problem, message: say('marks without star', problem.message) };
  }
  const { undo: relations, notDone, sentence } = outcome.value;
  if (relations) deps.undoList.add({ ...record, relations });
  const [first] = notDone;
  return first ? { ...first.problem, message: `The marks are written. ${sentence}` } : null;
}

/** As it is stored now, which is what the bar has said. */
async function isWanted({ call, settings }: Pick<DeskDeps, 'call' | 'settings'>): Promise<boolean> {
  try {
    return fromMessage<Settings>(await call('content-bg settings', {})).starMarked;
  } catch {
    return settings.starMarked;
  }
}
