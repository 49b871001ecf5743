import type { AlertSummary } from '@/lib/model/alert';
import type { AlertId, SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import type { RelationKind } from '@/lib/triage/relation';
import { type AlertsJudged, askAboutAlerts, type RelationRow } from './alertQuestions';
import {
  type AlertsWritten,
  type AlertWriteDeps,
  carryOut,
  createTally,
  notHeard,
  type RunOptions,
  type Tally,
} from './alertWrites';
import { halts } from './halts';

export interface Relation {
  /** The alerts' own summary as the sheriff saw it when deciding. */
  readonly seen: AlertSummary;
  readonly target: SummaryId;
  readonly alerts: readonly AlertId[];
  readonly kind: RelationKind;
}

/**
 * "Mark downstream of #N" and "Reassign to #N". Under the lease of both summaries: reads both afresh, refuses what Treeherder
 * would refuse and what somebody changed since, writes alert after alert, reads both back and compares.
 *
 * Called again after a stop or a failure it goes on where it was: alerts that are so already are left alone. Refused before
 * anything is sent when one of the alerts cannot be related.
 */
export function relateAlerts(
  deps: AlertWriteDeps,
  relation: Relation,
  { onProgress, signal }: RunOptions = {},
): Promise<Outcome<AlertsWritten>> {
  return relate(deps, relation, signal, createTally(new Set(relation.alerts).size, onProgress));
}

export interface RelatedTable extends Omit<AlertsJudged, 'settle'> {
  /** In the order of the rows; those after one that ended the run were not tried. */
  readonly rows: readonly { readonly target: SummaryId; readonly outcome: Outcome<AlertsWritten> }[];
}

/**
 * Relates the alerts of one summary to several others, row after row, with one progress over all of them. A row that is
 * refused does not keep the next ones from being tried.
 */
export function relateTable(
  deps: AlertWriteDeps,
  table: Pick<Relation, 'seen' | 'kind'> & { readonly rows: readonly RelationRow[] },
  { onProgress, signal }: RunOptions = {},
): Promise<Outcome<RelatedTable>> {
  const { seen, kind, rows } = table;
  const all = rows.flatMap((row) => [...new Set(row.alerts)]);
  if (new Set(all).size < all.length) {
    return Promise.resolve(
      refused({
        kind: 'relation refused',
        message: 'An alert stands in two rows: choose one target.',
      }),
    );
  }
  const tally = createTally(all.length, onProgress);
  let counted = 0;
  // held over all rows, so that no other tab writes in between
  return deps.leases.withLease([seen.id], async () => {
    const told: { target: SummaryId; outcome: Outcome<AlertsWritten> }[] = [];
    let end: Problem | null = null;
    for (const { target, alerts } of rows) {
      const outcome: Outcome<AlertsWritten> = end
        ? refused(end)
        : await relate(deps, { seen, kind, target, alerts }, signal, tally);
      told.push({ target, outcome });
      counted += new Set(alerts).size;
      if (!isOk(outcome) && outcome.problem.kind !== 'stopped') tally.refuseUpTo(counted);
      const problems: readonly Problem[] = isOk(outcome)
        ? outcome.value.notDone.map((n) => n.problem)
        : [outcome.problem];
      // another tab may hold one target; the next row has another
      end ??= problems.find((p) => halts(p) && (isOk(outcome) || p.kind !== 'lease taken')) ?? null;
    }
    // without the summaries, which are long and were judged already
    const light = told.map(({ target, outcome }) => ({
      target,
      outcome: isOk(outcome) ? ok({ ...outcome.value, before: [], after: [] }) : outcome,
    }));
    const judged = await askAboutAlerts(deps.call, { kind: 'judge table', rows, told: light });
    return isOk(judged) ? ok({ ...judged.value, rows: told }) : notHeard(judged);
  });
}

function relate(
  deps: AlertWriteDeps,
  { seen, target, alerts, kind: relation }: Relation,
  signal: AbortSignal | undefined,
  tally: Tally,
): Promise<Outcome<AlertsWritten>> {
  const ids = [seen.id, target];
  return deps.leases.withLease(ids, (renew) =>
    carryOut({ deps, renew, signal, tally }, ids, { kind: 'relate', seen, target, alerts, relation }),
  );
}
