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
import { isOk, type Outcome, ok, type Problem, refused } from '@/lib/model/outcome';
import type { AlertFields } from '@/lib/treeherder/session';
import { derivedStatus } from '@/lib/triage/foreseenStatus';
import { sameRelation, statesOf } from './alertSnapshots';
import {
  type AlertsWritten,
  type AlertWrite,
  type AlertWriteDeps,
  carryOut,
  createTally,
  leaseLost,
  type RunOptions,
  readFresh,
} from './alertWrites';

export interface Undone extends Omit<AlertsWritten, 'undo'> {
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
  return deps.leases.withLease(ids, async (renew) => {
    const fresh = await readFresh(deps, ids);
    if (!isOk(fresh)) return fresh;
    const wanted = wantedWrites(snapshot, statesOf(fresh.value));
    const against = [...wanted.against, ...statusAgainst(snapshot, fresh.value)];
    if (against.length > 0) {
      return refused({
        kind: 'alerts changed',
        message: `${against.join(' ')} Nothing was taken back.`,
      });
    }
    const progress = createTally(wanted.there.length + wanted.writes.length, onProgress);
    progress.there(wanted.there.length);
    const run = { deps, renew, signal, onEach: progress.onEach };
    const written = await carryOut(run, fresh.value, wanted.there, wanted.writes, 'as before again');
    if (!isOk(written)) return written;
    const { undo: _, ...value } = written.value;
    const { wrote, problems } = await settleStatuses(deps, snapshot, fresh.value, value, renew);
    const back = wrote ? await readFresh(deps, ids) : null;
    const after = back && isOk(back) ? back.value : value.after;
    const statuses = changedStatuses(snapshot, after);
    const notRestored = [...problems, ...whatStays(snapshot), ...statuses];
    if (snapshot.changed.length > 0) return ok({ ...value, after, notRestored });
    const sentence = statuses.length > 0 ? 'Nothing was taken back.' : 'The status is as before again.';
    return ok({ ...value, after, sentence, notRestored });
  });
}

/** What an undo of this cannot bring back, to be said before: sentences for people. */
export const cannotRestore = (snapshot: AlertSnapshot): readonly string[] => [
  ...whatStays(snapshot),
  ...(snapshot.summaries.some((s) => s.statusBefore !== s.statusAfter)
    ? ['A status that Treeherder derives from the alerts is derived anew.']
    : []),
];

/** Classifier and `first_triaged` have no way back on the server (treeherder-api 6.2). */
function whatStays({ changed, summaries }: AlertSnapshot): readonly string[] {
  const untriaged = summaries.filter((s) => !s.triagedBefore).map((s) => `#${s.id}`);
  return [
    ...(changed.length > 0 ? ['You stay the classifier of these alerts.'] : []),
    ...(untriaged.length > 0 ? [`The triage clock of ${untriaged.join(' and ')} stays stopped.`] : []),
  ];
}

interface Wanted {
  readonly writes: readonly AlertWrite[];
  /** Alerts that are as before already. */
  readonly there: readonly AlertId[];
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
 * Lets the server recompute the summaries that alerts were moved away from, and sets a status again that was lost, if nobody
 * set another one meanwhile and the server will keep it.
 * @returns whether anything was sent, and sentences about what did not work
 */
async function settleStatuses(
  deps: AlertWriteDeps,
  snapshot: AlertSnapshot,
  fresh: readonly AlertSummary[],
  { after, notDone }: Omit<AlertsWritten, 'undo'>,
  renew: () => Promise<boolean>,
): Promise<{ readonly wrote: boolean; readonly problems: readonly string[] }> {
  const problems: string[] = [];
  let wrote = false;
  const write = async (id: SummaryId, fields: { status?: SummaryStatusName }) => {
    wrote = true;
    const outcome = (await renew()) ? await deps.treeherder.putSummary(id, fields) : refused(leaseLost);
    if (!isOk(outcome)) problems.push(staleStatus(id, outcome.problem));
  };
  const left = oldTargets(snapshot);
  for (const { id, statusBefore, statusAfter } of snapshot.summaries) {
    const [then, now] = [fresh, after].map((list) => list.find((s) => s.id === id));
    const untouched = then?.status === statusAfter && notDone.length === 0;
    if (now && untouched && isSettable(statusBefore) && keeps(now, statusBefore)) {
      if (now.status !== statusBefore) await write(id, { status: statusBefore });
      else if (left.has(id)) await write(id, {});
    } else if (left.has(id)) await write(id, {});
  }
  return { wrote, problems };
}

const isSettable = (status: string): status is SummaryStatusName =>
  SUMMARY_STATUSES.some((known) => known === status);

/** Would the server leave this status alone, with the alerts as they are? */
function keeps({ id, alerts, relatedAlerts }: AlertSummary, status: SummaryStatusName): boolean {
  const each = new Map([...alerts, ...relatedAlerts].map((a) => [a.id, a]));
  const derived = derivedStatus(id, status, [...each.values()]);
  return derived.status === status && derived.setBack.length === 0;
}

const staleStatus = (id: SummaryId, { message }: Problem) =>
  `The status of summary #${id} may be out of date: ${message}`;

/** Summaries that the changed alerts pointed at and do not any more. */
function oldTargets({ before, after, changed }: AlertSnapshot): ReadonlySet<SummaryId> {
  return new Set(
    changed.flatMap((id) => {
      const [was, became] = [before, after].map((list) => list.find((a) => a.id === id)?.relatedSummaryId);
      return became && became !== was ? [became] : [];
    }),
  );
}

/** Sentences about statuses that are not as before after all. */
const changedStatuses = (snapshot: AlertSnapshot, now: readonly AlertSummary[]): readonly string[] =>
  snapshot.summaries.flatMap(({ id, statusBefore }) => {
    const status = now.find((s) => s.id === id)?.status;
    return status && status !== statusBefore ? [`Summary #${id} is ${status} now, not ${statusBefore}.`] : [];
  });
