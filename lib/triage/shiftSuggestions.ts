import type { Alert, AlertSummary } from '@/lib/model/alert';
import type { SummaryId } from '@/lib/model/ids';
import type { DownstreamPair } from '@/lib/model/pairs';
import type { ComparedAlert } from './candidateIndex';
import { suggestDownstream } from './downstream';

/** The summary that most alerts of another one may come from. */
export interface ShiftSuggestion {
  readonly of: SummaryId;
  /** Alerts with a match there by the rule, out of those that need a decision. */
  readonly alerts: number;
  readonly undecided: number;
}

/** A summary with the suggestions that its notes decline. */
export interface SuggestedFor {
  readonly summary: AlertSummary;
  readonly declined: readonly SummaryId[];
}

/**
 * What may be downstream of what, by the rule of design 1.4 alone: same test, options and direction on a paired branch, in the
 * window. From the summaries that were read for the queues, so a window of weeks is searched as far back as they go; whether
 * the push range holds the revision is asked for on the alerts page only.
 */
export function shiftSuggestions(
  all: readonly SuggestedFor[],
  pairs: readonly DownstreamPair[],
): ReadonlyMap<SummaryId, ShiftSuggestion> {
  const open = all.filter((s) => s.summary.status === 'untriaged' || s.summary.status === 'investigating');
  const found = suggestDownstream({
    alerts: open.flatMap(({ summary }) => undecided(summary).map((a) => compared(summary, a))),
    candidates: all.flatMap(({ summary }) => telling(summary).map((a) => compared(summary, a))),
    pairs,
    containment: () => 'unknown',
    dataOn: () => 'unknown',
  });
  const suggestions = new Map<SummaryId, ShiftSuggestion>();
  for (const { summary, declined } of open) {
    const alerts = undecided(summary);
    const counts = new Map<SummaryId, number>();
    for (const { id } of alerts) {
      const best = found.get(id)?.suggestions.find((s) => s.tier !== 'possible' && !s.contradicted);
      if (!best || declined.includes(best.upstream)) continue;
      counts.set(best.upstream, (counts.get(best.upstream) ?? 0) + 1);
    }
    const [most] = [...counts].sort(([a, n], [b, m]) => m - n || a - b);
    if (most) suggestions.set(summary.id, { of: most[0], alerts: most[1], undecided: alerts.length });
  }
  return suggestions;
}

const undecided = (summary: AlertSummary) =>
  summary.alerts.filter((a) => a.status === 'untriaged' || a.status === 'acknowledged');

const saysNothing = (status: string) => status === 'invalid' || status === 'infra';
const telling = (summary: AlertSummary) =>
  saysNothing(summary.status) ? [] : summary.alerts.filter((a) => !saysNothing(a.status));

const compared = (summary: AlertSummary, alert: Alert): ComparedAlert => ({
  alertId: alert.id,
  summaryId: summary.id,
  repository: summary.repository,
  framework: summary.framework,
  signatureHash: alert.signature.hash,
  suite: alert.signature.suite,
  test: alert.signature.test,
  platform: alert.signature.platform,
  isRegression: alert.isRegression,
  amountPct: alert.amountPct,
  prevValue: alert.prevValue,
  newValue: alert.newValue,
  pushTime: summary.pushTime,
  revision: summary.revision,
});
