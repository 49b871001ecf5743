import {
  ALERT_STATUSES,
  type AlertStatus,
  type AlertStatusName,
  type AlertSummary,
  SUMMARY_STATUSES,
  type SummaryStatusName,
} from '@/lib/model/alert';
import type { AlertSnapshot, AlertState } from '@/lib/model/alertSnapshot';
import type { AlertId, SummaryId } from '@/lib/model/ids';
import { type Outcome, ok, refused } from '@/lib/model/outcome';
import { say } from '@/lib/model/say';
import type { AlertFields } from '@/lib/treeherder/session';
import { derivedStatus } from '@/lib/triage/foreseenStatus';
import type { AlertAnswer, AlertPlan, AlertQuestion, AlertsJudged, AlertWrite } from './alertQuestions';
import { sameRelation, statesOf } from './alertSnapshots';

/** Taking back writes of alerts: what has to be written, and what cannot be brought back. Pure; runs in the background. */

/** Refused when somebody changed the same since. */
export function planUndo(snapshot: AlertSnapshot, fresh: readonly AlertSummary[]): Outcome<AlertPlan> {
  const { writes, there, against } = wantedWrites(snapshot, statesOf(fresh));
  const reasons = [...against, ...statusAgainst(snapshot, fresh)];
  return reasons.length > 0
    ? refused({ kind: 'alerts changed', message: `${reasons.join(' ')} Nothing was taken back.` })
    : ok({ writes, there });
}

/** What an undo of this cannot bring back, to be said before: sentences for people. */
export const cannotRestore = (snapshot: AlertSnapshot): readonly string[] => [
  ...whatStays(snapshot),
  ...(snapshot.summaries.some((s) => s.statusBefore !== s.statusAfter) ? [say('status anew')] : []),
];

/** Classifier and `first_triaged` have no way back on the server (treeherder-api 6.2). */
function whatStays({ changed, summaries }: AlertSnapshot): readonly string[] {
  const untriaged = summaries.filter((s) => !s.triagedBefore).map((s) => `#${s.id}`);
  return [
    ...(changed.length > 0 ? [say('classifier stays')] : []),
    ...(untriaged.length > 0 ? [`The triage clock of ${untriaged.join(' and ')} stays stopped.`] : []),
  ];
}

interface Wanted extends AlertPlan {
  readonly against: readonly string[];
}

function wantedWrites(snapshot: AlertSnapshot, now: ReadonlyMap<AlertId, AlertState>): Wanted {
  const writes: AlertWrite[] = [];
  const there: AlertId[] = [];
  const against: string[] = [];
  for (const id of snapshot.changed) {
    const before = snapshot.before.find((a) => a.id === id);
    const after = snapshot.after.find((a) => a.id === id);
    const alert = now.get(id);
    if (!before || !after) continue;
    if (!alert) {
      against.push(`Alert ${id} is gone.`);
      continue;
    }
    const fields = wayBack(before, after, alert);
    if (fields === null) against.push(`Somebody changed alert ${id} since: it is ${alert.status} now.`);
    else if (Object.keys(fields).length === 0) there.push(id);
    else writes.push({ alert, fields });
  }
  // first what points elsewhere, so that a summary whose alerts were set back is judged without what caused it
  writes.sort(
    (a, b) => Number(b.alert.relatedSummaryId !== null) - Number(a.alert.relatedSummaryId !== null),
  );
  return { writes, there, against };
}

/**
 * The fields that bring an alert back. Status and relation go together, or the server fails (treeherder-api 1.6).
 * @returns null when what was changed has been changed again
 */
function wayBack(before: AlertState, after: AlertState, now: AlertState): AlertFields | null {
  const { status } = before;
  const isRelationChanged = !sameRelation(before, after) && !sameRelation(now, before);
  if (isRelationChanged && (!sameRelation(now, after) || !isKnown(status))) return null;
  return {
    ...(isRelationChanged && isKnown(status) && { status, relatedSummaryId: before.relatedSummaryId }),
    ...(before.starred !== after.starred && now.starred !== before.starred && { starred: before.starred }),
  };
}

const isKnown = (status: AlertStatus): status is AlertStatusName =>
  ALERT_STATUSES.some((known) => known === status);

/** A write that only set a status: it must still be what was set. */
function statusAgainst(snapshot: AlertSnapshot, now: readonly AlertSummary[]): readonly string[] {
  if (snapshot.changed.length > 0) return [];
  return snapshot.summaries.flatMap(({ id, statusBefore, statusAfter }) => {
    const status = now.find((s) => s.id === id)?.status;
    return status === statusBefore || status === statusAfter
      ? []
      : [`Somebody changed summary #${id} since: it is ${status} now.`];
  });
}

/**
 * Writes that let the server recompute the summaries that alerts were moved away from, and that set a status again that was
 * lost, if nobody set another one meanwhile and the server will keep it.
 * @param after read back once the alerts were written
 */
export function settlingWrites(
  snapshot: AlertSnapshot,
  fresh: readonly AlertSummary[],
  after: readonly AlertSummary[],
  isWhole: boolean,
): AlertsJudged['settle'] {
  const left = oldTargets(snapshot);
  return snapshot.summaries.flatMap(({ id, statusBefore, statusAfter }) => {
    const [then, now] = [fresh, after].map((list) => list.find((s) => s.id === id));
    const isUntouched = then?.status === statusAfter && isWhole;
    if (now && isUntouched && isSettable(statusBefore) && keeps(now, statusBefore)) {
      if (now.status !== statusBefore) return [{ id, fields: { status: statusBefore } }];
    }
    return left.has(id) ? [{ id, fields: {} }] : [];
  });
}

const isSettable = (status: string): status is SummaryStatusName =>
  SUMMARY_STATUSES.some((known) => known === status);

/** Would the server leave this status alone, with the alerts as they are? */
function keeps({ id, alerts, relatedAlerts }: AlertSummary, status: SummaryStatusName): boolean {
  const each = new Map([...alerts, ...relatedAlerts].map((a) => [a.id, a]));
  const derived = derivedStatus(id, status, [...each.values()]);
  return derived.status === status && derived.setBack.length === 0;
}

/** Summaries that the changed alerts pointed at and do not any more. */
function oldTargets({ before, after, changed }: AlertSnapshot): ReadonlySet<SummaryId> {
  return new Set(
    changed.flatMap((id) => {
      const [was, became] = [before, after].map((list) => list.find((a) => a.id === id)?.relatedSummaryId);
      return became && became !== was ? [became] : [];
    }),
  );
}

/** What is not as it was before after all, once the statuses were settled; and the sentence of an undo that only set one. */
export function judgeUndo({
  snapshot,
  statuses,
  stale,
}: AlertQuestion<'judge undo'>): AlertAnswer<'judge undo'> {
  const lost = snapshot.summaries.flatMap(({ id, statusBefore }) => {
    const status = statuses.find((s) => s.id === id)?.status;
    return status && status !== statusBefore ? [`Summary #${id} is ${status} now, not ${statusBefore}.`] : [];
  });
  const outOfDate = stale.map(
    ({ id, problem }) => `The status of summary #${id} may be out of date: ${problem.message}`,
  );
  const ofStatus = lost.length > 0 ? 'Nothing was taken back.' : 'The status is as before again.';
  return {
    notRestored: [...outOfDate, ...whatStays(snapshot), ...lost],
    sentence: snapshot.changed.length > 0 ? null : ofStatus,
  };
}
