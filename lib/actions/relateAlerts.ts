import type { AlertSummary } from '@/lib/model/alert';
import type { AlertSnapshot } from '@/lib/model/alertSnapshot';
import type { AlertId, SummaryId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import { canRelate, type RelationKind } from '@/lib/triage/relation';
import { joinSnapshots, sameRelation, stateOf } from './alertSnapshots';
import {
  type AlertsWritten,
  type AlertWrite,
  type AlertWriteDeps,
  carryOut,
  createTally,
  halts,
  type RunOptions,
  readFresh,
  type Tally,
} from './alertWrites';

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

/** One row of a table of several upstreams. */
export interface RelationRow {
  readonly target: SummaryId;
  readonly alerts: readonly AlertId[];
}

export interface RelatedTable {
  /** In the order of the rows; those after one that ended the run were not tried. */
  readonly rows: readonly { readonly target: SummaryId; readonly outcome: Outcome<AlertsWritten> }[];
  readonly done: readonly AlertId[];
  readonly notDone: readonly { readonly alert: AlertId; readonly problem: Problem }[];
  /** Takes all rows back in one go; null when nothing was written. */
  readonly undo: AlertSnapshot | null;
  readonly sentence: string;
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
        message: 'An alert stands in two rows: choose one target for it.',
      }),
    );
  }
  const progress = createTally(all.length, onProgress);
  let counted = 0;
  // held over all rows, so that no other tab writes in between
  return deps.leases.withLease([seen.id], async () => {
    const told: { target: SummaryId; outcome: Outcome<AlertsWritten> }[] = [];
    let end: Problem | null = null;
    for (const { target, alerts } of rows) {
      const outcome: Outcome<AlertsWritten> = end
        ? refused(end)
        : await relate(deps, { seen, kind, target, alerts }, signal, progress);
      told.push({ target, outcome });
      counted += new Set(alerts).size;
      if (!isOk(outcome) && outcome.problem.kind !== 'stopped') progress.refuseUpTo(counted);
      const problems: readonly Problem[] = isOk(outcome)
        ? outcome.value.notDone.map((n) => n.problem)
        : [outcome.problem];
      // another tab may hold one target; the next row has another
      end ??= problems.find((p) => halts(p) && (isOk(outcome) || p.kind !== 'lease taken')) ?? null;
    }
    return ok(sumUp(rows, told));
  });
}

function sumUp(rows: readonly RelationRow[], told: RelatedTable['rows']): RelatedTable {
  const done: AlertId[] = [];
  const notDone: { alert: AlertId; problem: Problem }[] = [];
  const sentences: string[] = [];
  let undo: AlertSnapshot | null = null;
  told.forEach(({ target, outcome }, i) => {
    if (!isOk(outcome)) {
      const { problem } = outcome;
      notDone.push(...(rows[i]?.alerts ?? []).map((alert) => ({ alert, problem })));
      sentences.push(`Nothing done for #${target}: ${problem.message}`);
      return;
    }
    done.push(...outcome.value.done);
    notDone.push(...outcome.value.notDone);
    sentences.push(outcome.value.sentence);
    const mine = outcome.value.undo;
    if (mine) undo = undo ? joinSnapshots(undo, mine) : mine;
  });
  return { rows: told, done, notDone, undo, sentence: sentences.join(' ') };
}

function relate(
  deps: AlertWriteDeps,
  { seen, target, alerts, kind }: Relation,
  signal: AbortSignal | undefined,
  progress: Tally,
): Promise<Outcome<AlertsWritten>> {
  return deps.leases.withLease([seen.id, target], async (renew) => {
    const fresh = await readFresh(deps, [seen.id, target]);
    if (!isOk(fresh)) return fresh;
    const [own, other] = fresh.value;
    if (!own || !other) throw new Error('two summaries were read');
    const there: AlertId[] = [];
    const writes: AlertWrite[] = [];
    const against: Problem[] = [];
    for (const id of new Set(alerts)) {
      const alert = own.alerts.find((a) => a.id === id);
      const before = seen.alerts.find((a) => a.id === id);
      if (!alert || !before) {
        against.push(changed(`Alert ${id} is not in summary #${own.id} any more.`));
        continue;
      }
      const refusal = canRelate(own, other, alert, kind);
      if (refusal?.code === 'already so') there.push(id);
      else if (!sameRelation(stateOf(alert), stateOf(before))) {
        against.push(changed(`Somebody changed alert ${id} meanwhile: it is ${inWords(alert)} now.`));
      } else if (refusal) against.push({ kind: 'relation refused', message: refusal.text });
      else writes.push({ alert: stateOf(alert), fields: { status: kind, relatedSummaryId: target } });
    }
    if (against[0]) return refused(withOthers(against[0], against));
    progress.there(there.length);
    const what = kind === 'downstream' ? `marked downstream of #${target}` : `reassigned to #${target}`;
    const run = { deps, renew, signal, onEach: progress.onEach };
    return carryOut(run, [own, other], there, writes, what);
  });
}

const changed = (message: string): Problem => ({ kind: 'alerts changed', message });

const inWords = ({ status, relatedSummaryId }: { status: string; relatedSummaryId: SummaryId | null }) =>
  relatedSummaryId === null ? status : `${status}, related to #${relatedSummaryId}`;

/** Nothing was sent; what was found first is said first, and the rest is there to read. */
function withOthers(first: Problem, all: readonly Problem[]): Problem {
  const message = `${first.message} Nothing was written.`;
  const others = all.slice(1).map((p) => p.message);
  return others.length > 0 ? { ...first, message, detail: others.join(' ') } : { ...first, message };
}
