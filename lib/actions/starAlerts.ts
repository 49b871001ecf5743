import type { AlertSummary } from '@/lib/model/alert';
import type { AlertId } from '@/lib/model/ids';
import type { Outcome } from '@/lib/model/outcome';
import {
  type AlertsWritten,
  type AlertWriteDeps,
  carryOut,
  createTally,
  type RunOptions,
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
  const tally = createTally(null, onProgress);
  return deps.leases.withLease([id], (renew) =>
    carryOut({ deps, renew, signal, tally }, [id], { kind: 'star', summary: id, alerts, starred }),
  );
}
