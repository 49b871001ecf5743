import type { AlertSummary } from '@/lib/model/alert';
import type { SignatureId } from '@/lib/model/ids';
import { isOk, type Outcome, ok } from '@/lib/model/outcome';
import type { PastAlert, SeriesHistory } from '@/lib/model/suggestions';
import { parseNotes } from '@/lib/notes/notes';

export interface HistoryDeps {
  /** @param query of `/api/performance/alertsummary/`, without the question mark */
  readonly summaries: (
    query: string,
  ) => Promise<Outcome<{ readonly summaries: readonly AlertSummary[]; readonly more: boolean }>>;
}

/** "5 in 90 days" */
const HISTORY_DAYS = 90;
/** One page; a series with more alerts than that is noise. */
const MOST = 30;
const DAY_S = 24 * 3600;

/** The last alerts of a series, how they ended, and what was noted about its noise. One request. */
export async function readSeriesHistory(
  deps: HistoryDeps,
  repositoryId: number,
  signature: SignatureId,
): Promise<Outcome<SeriesHistory>> {
  const query = new URLSearchParams({
    alerts__series_signature: String(signature),
    repository: String(repositoryId),
    timerange: String(HISTORY_DAYS * DAY_S),
    limit: String(MOST),
  });
  const answer = await deps.summaries(String(query));
  if (!isOk(answer)) return answer;
  const alerts = answer.value.summaries
    .flatMap((summary) =>
      summary.alerts.filter((a) => a.signature.id === signature).map((a) => pastAlert(summary, a)),
    )
    .sort((a, b) => b.pushTime - a.pushTime || b.alertId - a.alertId);
  return ok({
    text: inWords(alerts, answer.value.more),
    days: HISTORY_DAYS,
    alerts,
    more: answer.value.more,
  });
}

function pastAlert(summary: AlertSummary, alert: AlertSummary['alerts'][number]): PastAlert {
  return {
    text: pastInWords(summary, alert),
    summaryId: summary.id,
    alertId: alert.id,
    pushTime: summary.pushTime,
    isRegression: alert.isRegression,
    amountPct: alert.amountPct,
    status: alert.status,
    summaryStatus: summary.status,
    bugNumber: summary.bugNumber,
    noiseProfile: alert.noiseProfile,
    noiseNotes: noiseNotes(summary.notes),
  };
}

function pastInWords({ pushTime, bugNumber }: AlertSummary, alert: AlertSummary['alerts'][number]): string {
  const amount = alert.amountPct === null ? '' : ` ${alert.amountPct.toFixed(1)} %`;
  const bug = bugNumber === null ? '' : `, bug ${bugNumber}`;
  const day = new Date(pushTime * 1000).toISOString().slice(0, 10);
  return `${day}: ${alert.isRegression ? 'regression' : 'improvement'}${amount}, ${alert.status}${bug}`;
}

/** Lines for people that speak of noise, such as those of the template "noise note"; the tail is left out. */
function noiseNotes(notes: string): readonly string[] {
  if (!/nois/i.test(notes)) return [];
  const { lines, fences } = parseNotes(notes);
  return lines
    .filter((_, n) => !fences || n < fences.open || n > fences.close)
    .map((line) => line.text.trim())
    .filter((text) => /\bnois(e|y)\b/i.test(text));
}

/** '5 in 90 days, 3 invalid, 1 downstream'; what is still open is not counted apart. */
function inWords(alerts: readonly PastAlert[], more: boolean): string {
  const ended = new Map<string, number>();
  for (const { status } of alerts) {
    if (status === 'untriaged' || status === 'acknowledged') continue;
    ended.set(status, (ended.get(status) ?? 0) + 1);
  }
  const bugs = alerts.filter((a) => a.bugNumber !== null).length;
  const parts = [...ended].sort((a, b) => b[1] - a[1]).map(([status, n]) => `${n} ${status}`);
  if (bugs > 0) parts.push(`${bugs} with a bug`);
  return [`${more ? 'more than ' : ''}${alerts.length} in ${HISTORY_DAYS} days`, ...parts].join(', ');
}
