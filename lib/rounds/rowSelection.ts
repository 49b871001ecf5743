import type { AlertSummary } from '@/lib/model/alert';
import type { AlertId } from '@/lib/model/ids';
import type { PlanReport } from '@/lib/model/planReport';
import type { SummaryView } from '@/lib/model/views';
import { openAlerts } from '@/lib/triage/openAlerts';
import { alertName } from './cellView';

/*
 * Rows that are ticked at once for the page's own buttons: covered alerts to be acknowledged, those without a step to be
 * marked invalid. Which of the two it is stays with the sheriff.
 */

/** How far the cover rule is met, with the rows that can be ticked; null before anything was asked for. */
export function coverageView(summary: AlertSummary, report: PlanReport | null): SummaryView['coverage'] {
  if (!report?.coverage.started) return null;
  const { text, note, covered } = report.coverage;
  const open = new Set(openAlerts(summary).map((a) => a.id));
  const judged = report.outlook?.alerts ?? [];
  return {
    text,
    ...(note !== undefined && { note }),
    covered,
    noStep: judged.flatMap((a) => (a.kind === 'no step' && open.has(a.alertId) ? [a.alertId] : [])),
  };
}

/** Rows that are named as not shown; the others are a number. */
const NAMED = 3;

/**
 * '7 of 9 rows ticked. Not shown by the page: amazon linux2404-64, …'.
 * @param missing alerts of `all` whose row is not in the page: filtered out, collapsed, or on another page of the list
 */
export function tickedInWords(
  { alerts, relatedAlerts }: Pick<AlertSummary, 'alerts' | 'relatedAlerts'>,
  all: readonly AlertId[],
  { ticked, missing }: { readonly ticked: number; readonly missing: readonly AlertId[] },
): string {
  const known = new Map([...alerts, ...relatedAlerts].map((a) => [a.id, a]));
  const names = missing.slice(0, NAMED).map((id) => {
    const alert = known.get(id);
    return alert ? alertName(alert) : `alert ${id}`;
  });
  const more = missing.length - names.length;
  const count = ticked === all.length ? `${ticked}` : `${ticked} of ${all.length}`;
  const said = `${count} ${all.length === 1 ? 'row' : 'rows'} ticked for the page’s own buttons.`;
  if (names.length === 0) return said;
  return `${said} Not shown by the page: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
