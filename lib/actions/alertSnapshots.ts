import type { Alert, AlertSummary } from '@/lib/model/alert';
import type { AlertSnapshot, AlertState } from '@/lib/model/alertSnapshot';
import type { AlertId } from '@/lib/model/ids';
import type { AlertFields } from '@/lib/treeherder/session';

/** Alerts as they stand before and after writes: pure, plain data. */

/** What of an alert a write of ours can change, and an undo brings back. */
export const stateOf = (alert: Alert): AlertState => ({
  id: alert.id,
  summaryId: alert.summaryId,
  status: alert.status,
  relatedSummaryId: alert.relatedSummaryId,
  starred: alert.starred,
});

/** All alerts of the summaries, own and related; one that stands in two of them is the same in both. */
export function statesOf(summaries: readonly AlertSummary[]): Map<AlertId, AlertState> {
  const all = summaries.flatMap((s) => [...s.alerts, ...s.relatedAlerts]);
  return new Map(all.map((a) => [a.id, stateOf(a)]));
}

/** A star may differ. */
export const sameRelation = (a: AlertState, b: AlertState) =>
  a.status === b.status && a.relatedSummaryId === b.relatedSummaryId;

/** Does the alert have what a write with these fields wants? */
export const holds = (state: AlertState, fields: AlertFields): boolean =>
  (fields.status === undefined || state.status === fields.status) &&
  (fields.relatedSummaryId === undefined || state.relatedSummaryId === fields.relatedSummaryId) &&
  (fields.starred === undefined || state.starred === fields.starred);

/** The alert once such a write was carried out. */
export const withFields = (state: AlertState, fields: AlertFields): AlertState => ({ ...state, ...fields });

/**
 * @param after what was read back; a summary that could not be is missing
 * @param known states of alerts that stand in for what could not be read back
 */
export function snapshotOf(
  before: readonly AlertSummary[],
  after: readonly AlertSummary[],
  known: ReadonlyMap<AlertId, AlertState>,
  changed: readonly AlertId[],
): AlertSnapshot {
  const statesBefore = statesOf(before);
  const statesAfter = new Map([...statesBefore, ...known, ...statesOf(after)]);
  return {
    version: 1,
    summaries: before.map((b) => ({
      id: b.id,
      statusBefore: b.status,
      statusAfter: after.find((a) => a.id === b.id)?.status ?? b.status,
      triagedBefore: b.firstTriaged !== null,
    })),
    before: sorted(statesBefore.values()),
    after: sorted(statesAfter.values()),
    changed: [...new Set(changed)].sort((a, b) => a - b),
  };
}

const sorted = (states: Iterable<AlertState>) => [...states].sort((a, b) => a.id - b.id);

/**
 * Two writes as one, to be undone in one go: of a table's rows, or of a write that was stopped and taken up again. An alert
 * that somebody else changed between the two keeps what the later one found.
 */
export function joinSnapshots(first: AlertSnapshot, second: AlertSnapshot): AlertSnapshot {
  const byId = (states: readonly AlertState[]) => new Map(states.map((s) => [s.id, s]));
  const [firstAfter, secondBefore] = [byId(first.after), byId(second.before)];
  const before = byId(second.before);
  for (const state of first.before) {
    const [left, found] = [firstAfter.get(state.id), secondBefore.get(state.id)];
    const untouched = !left || !found || (sameRelation(left, found) && left.starred === found.starred);
    if (untouched) before.set(state.id, state);
  }
  const summaries = new Map(second.summaries.map((s) => [s.id, s]));
  for (const s of first.summaries) {
    summaries.set(s.id, { ...s, statusAfter: summaries.get(s.id)?.statusAfter ?? s.statusAfter });
  }
  return {
    version: 1,
    summaries: [...summaries.values()],
    before: sorted(before.values()),
    after: sorted(new Map([...firstAfter, ...byId(second.after)]).values()),
    changed: [...new Set([...first.changed, ...second.changed])].sort((a, b) => a - b),
  };
}
