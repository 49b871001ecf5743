import type { AlertSummary } from '@/lib/model/alert';
import type { AlertId } from '@/lib/model/ids';
import { isOk, type Outcome, refused } from '@/lib/model/outcome';
import { stateOf } from './alertSnapshots';
import {
  type AlertsWritten,
  type AlertWrite,
  type AlertWriteDeps,
  carryOut,
  createTally,
  type RunOptions,
  readFresh,
} from './alertWrites';

/**
 * Sets or takes off the stars of alerts of one summary, one after another. A star is a write like any other: it ends the
 * triage clock, names the caller as classifier, and lets Treeherder recompute the status.
 */
export function starAlerts(
  deps: AlertWriteDeps,
  { id }: Pick<AlertSummary, 'id'>,
  alerts: readonly AlertId[],
  starred: boolean,
  { onProgress, signal }: RunOptions = {},
): Promise<Outcome<AlertsWritten>> {
  return deps.leases.withLease([id], async (renew) => {
    const fresh = await readFresh(deps, [id]);
    if (!isOk(fresh)) return fresh;
    const own = fresh.value.flatMap((s) => s.alerts);
    const there: AlertId[] = [];
    const writes: AlertWrite[] = [];
    for (const alertId of new Set(alerts)) {
      const alert = own.find((a) => a.id === alertId);
      if (!alert) {
        const message = `Alert ${alertId} is not in summary #${id} any more. Nothing was written.`;
        return refused({ kind: 'alerts changed', message });
      }
      if (alert.starred === starred) there.push(alertId);
      else writes.push({ alert: stateOf(alert), fields: { starred } });
    }
    const progress = createTally(there.length + writes.length, onProgress);
    progress.there(there.length);
    const run = { deps, renew, signal, onEach: progress.onEach };
    return carryOut(run, fresh.value, there, writes, starred ? 'starred' : 'without star');
  });
}
