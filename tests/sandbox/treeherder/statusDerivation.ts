import type { AlertRecord } from '../records.ts';

export const ALERT = {
  untriaged: 0,
  downstream: 1,
  reassigned: 2,
  invalid: 3,
  acknowledged: 4,
  infra: 5,
} as const;

export const SUMMARY = {
  untriaged: 0,
  downstream: 1,
  reassigned: 2,
  invalid: 3,
  improvement: 4,
  investigating: 5,
  wontfix: 6,
  fixed: 7,
  backedout: 8,
  infra: 9,
} as const;

/**
 * Treeherder's status of a summary, rule by rule (treeherder-api 1.7).
 *
 * @param stored the status the summary has
 * @param alerts its own alerts and those related to it
 * @returns the status, and the alerts that rule 3 sets back to untriaged
 */
export function deriveStatus(
  summaryId: number,
  stored: number,
  alerts: readonly AlertRecord[],
): { status: number; setBack: readonly AlertRecord[] } {
  const only = (status: number) => ({ status, setBack: [] });
  if (alerts.length === 0 || alerts.some((a) => a.status === ALERT.untriaged)) return only(SUMMARY.untriaged);
  if (stored === SUMMARY.improvement && alerts.some((a) => a.status === ALERT.reassigned && a.isRegression)) {
    return { status: SUMMARY.untriaged, setBack: alerts.filter((a) => a.status === ALERT.acknowledged) };
  }
  const all = (...statuses: number[]) => alerts.every((a) => statuses.includes(a.status));
  if (all(ALERT.invalid)) return only(SUMMARY.invalid);
  if (all(ALERT.infra)) return only(SUMMARY.infra);
  if (all(ALERT.invalid, ALERT.infra)) return only(SUMMARY.invalid);
  const rest = alerts.filter((a) => a.status !== ALERT.invalid && a.status !== ALERT.infra);
  if (rest.some((a) => a.status === ALERT.acknowledged)) {
    const counted = rest.filter(
      (a) =>
        a.status === ALERT.acknowledged ||
        (a.status === ALERT.reassigned && a.relatedSummaryId === summaryId),
    );
    if (counted.every((a) => !a.isRegression)) return only(SUMMARY.improvement);
    return only(
      stored >= SUMMARY.improvement && stored <= SUMMARY.backedout ? stored : SUMMARY.investigating,
    );
  }
  return only(rest.some((a) => a.status === ALERT.reassigned) ? SUMMARY.reassigned : SUMMARY.downstream);
}
