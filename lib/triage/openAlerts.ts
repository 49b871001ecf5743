import type { Alert, AlertSummary } from '@/lib/model/alert';
import type { RoundRules } from '@/lib/model/rules';

/** What the open alerts are read from. */
export type SummaryAlerts = Pick<AlertSummary, 'id' | 'alerts' | 'relatedAlerts'>;

/**
 * Alerts that still need a decision here, sorted by id: own ones that are untriaged or acknowledged, and those of other
 * summaries that were reassigned to this one (design 1.1, cover rule).
 */
export function openAlerts(summary: SummaryAlerts): readonly Alert[] {
  const own = summary.alerts.filter((a) => a.status === 'untriaged' || a.status === 'acknowledged');
  const here = summary.relatedAlerts.filter(
    (a) => a.status === 'reassigned' && a.relatedSummaryId === summary.id,
  );
  const byId = new Map([...own, ...here].map((a) => [a.id, a]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

/** A regression, or an improvement too good to be true (sheriff guide: over 80 %). */
const countsAsRegression = (a: Alert, rules: Pick<RoundRules, 'suspiciousImprovementPct'>) =>
  a.isRegression || (a.amountPct !== null && a.amountPct > rules.suspiciousImprovementPct);

export interface CountedAlerts {
  /** The open alerts that rounds and the cover rule count: regressions only, if there are any. */
  readonly alerts: readonly Alert[];
  /** Open improvements that stand back because there are regressions. */
  readonly setAside: readonly Alert[];
  readonly improvementsOnly: boolean;
}

/** Splits the open alerts into those that count for rounds and cover, and the rest. */
export function countedAlerts(
  summary: SummaryAlerts,
  rules: Pick<RoundRules, 'suspiciousImprovementPct'>,
): CountedAlerts {
  const open = openAlerts(summary);
  const regressions = open.filter((a) => countsAsRegression(a, rules));
  if (regressions.length === 0) return { alerts: open, setAside: [], improvementsOnly: open.length > 0 };
  return {
    alerts: regressions,
    setAside: open.filter((a) => !countsAsRegression(a, rules)),
    improvementsOnly: false,
  };
}
