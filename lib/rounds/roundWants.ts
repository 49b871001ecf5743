import type { AlertId, Revision } from '@/lib/model/ids';
import type { JournalRecord } from '@/lib/model/round';
import type { RoundRules } from '@/lib/model/rules';
import type { TailRound } from '@/lib/notes/notes';
import { hasLeft } from './roundData';

/** Points that a round is to bring for one alert, by revision: those that were there before it included. */
export type RoundWants = ReadonlyMap<Revision, number>;

/**
 * What a round was to bring for an alert. This browser's journal knows it exactly; of a round that another browser sent the
 * notes tell the jobs of each push, which its alerts share.
 *
 * @param records the journal of the summary
 */
export function roundWants(
  round: TailRound,
  alert: AlertId,
  records: readonly JournalRecord[],
  rules: Pick<RoundRules, 'pointsPerRevision'>,
  isDeterministic: boolean,
): RoundWants {
  const mine = records.filter((r) => r.nonce === round.nonce && r.expects !== undefined);
  if (mine.length > 0) return byJournal(mine, alert);
  const wanted = new Map<Revision, number>();
  if (!round.alerts.includes(alert)) return wanted;
  const atLeast = (revision: Revision, points: number) =>
    wanted.set(revision, Math.max(wanted.get(revision) ?? 0, points));
  const never = new Set(round.receipts.filter((r) => r.failure !== undefined).map((r) => r.revision));
  const asked = new Set(round.receipts.map((r) => r.revision));
  const revisions = new Set(round.revisions);
  for (const revision of revisions) {
    // round 1 fills all its revisions up; a later one names more than it asks for
    const isMeant = !isDeterministic && (round.number === 1 || asked.has(revision));
    if (isMeant && !never.has(revision)) atLeast(revision, rules.pointsPerRevision);
  }
  for (const { revision, jobs, failure } of round.receipts) {
    if (failure !== undefined || revisions.has(revision)) continue;
    atLeast(revision, Math.max(1, Math.round(jobs / Math.max(1, round.alerts.length))));
  }
  return wanted;
}

function byJournal(records: readonly JournalRecord[], alert: AlertId): RoundWants {
  const wanted = new Map<Revision, number>();
  for (const record of records) {
    if (!hasLeft(record)) continue;
    for (const { alertId, label, points } of record.expects ?? []) {
      const isAsked = record.request.labels.some((l) => l.label === label);
      if (alertId === alert && isAsked) wanted.set(record.request.revision, points);
    }
  }
  return wanted;
}
