/** Order and selection of the rows of one table. */
import { containsWords } from './alertText';
import { alertStatus } from './enums';
import type { Alert, AlertSummary, Filters, User } from './types';

export type SortOrder = 'default' | 'ascending' | 'descending';
export type SortColumn = 'Test' | 'Platform' | 'Information' | 'Magnitude of Change' | 'Confidence';

export interface Sorting {
  column: SortColumn;
  order: SortOrder;
}

export const unsorted: Sorting = { column: 'Test', order: 'default' };

const following: Record<SortOrder, SortOrder> = {
  default: 'ascending',
  ascending: 'descending',
  descending: 'default',
};

/** What a press on a column's button makes of the sorting. */
export function nextSorting(sorting: Sorting, column: SortColumn): Sorting {
  const order = sorting.column === column ? sorting.order : 'default';
  return { column, order: following[order] };
}

type Compare = (a: Alert, b: Alert) => number;

function descendingNumber(weigh: (alert: Alert) => number): Compare {
  return (a, b) => weigh(b) - weigh(a);
}

const defaultOrder: Compare[] = [
  descendingNumber((alert) => Number(alert.starred)),
  descendingNumber((alert) => Number(alert.backfill_record !== null)),
  descendingNumber((alert) => Number(alert.is_regression)),
  descendingNumber((alert) => alert.t_value ?? Number.MAX_VALUE),
  descendingNumber((alert) => Math.abs(alert.amount_abs)),
  (a, b) => (a.title ?? '').localeCompare(b.title ?? ''),
];

const columnOrder: Record<SortColumn, Compare> = {
  Test: (a, b) => (a.title ?? '').localeCompare(b.title ?? ''),
  Platform: (a, b) => a.series_signature.machine_platform.localeCompare(b.series_signature.machine_platform),
  Information: (a, b) => (a.noise_profile ?? '').localeCompare(b.noise_profile ?? ''),
  'Magnitude of Change': (a, b) => a.amount_abs - b.amount_abs,
  Confidence: (a, b) => (a.t_value ?? 0) - (b.t_value ?? 0),
};

/** The rows in the order of the table's buttons; the default is starred, backfilled, regressions, confidence, size. */
export function sortAlerts(alerts: readonly Alert[], { column, order }: Sorting): Alert[] {
  if (order === 'default') {
    return [...alerts].sort((a, b) => {
      for (const compare of defaultOrder) {
        const difference = compare(a, b);
        if (difference !== 0) return difference;
      }
      return 0;
    });
  }
  const compare = columnOrder[column];
  return [...alerts].sort((a, b) => (order === 'ascending' ? compare(a, b) : compare(b, a)));
}

/** Whether a row is shown: own and related alerts, less those that the filter controls put away. */
export function isShown(alert: Alert, summary: AlertSummary, filters: Filters, user: User): boolean {
  const isDownstream = alert.status === alertStatus('downstream');
  // Alerts that are downstream of this summary give the line below the table instead of a row.
  if (isDownstream && alert.summary_id !== summary.id) return false;
  if (filters.hideAssignedToOthers && summary.assignee_username !== user.username) return false;
  if (filters.hideDownstream) {
    const reassignedAway =
      alert.status === alertStatus('reassigned') && alert.related_summary_id !== summary.id;
    const isOff = alert.status === alertStatus('invalid') || alert.status === alertStatus('infra');
    if (isDownstream || reassignedAway || isOff) return false;
  }
  if (filters.filterText === '') return true;
  return containsWords(`${alert.title} ${summary.bug_number} ${summary.revision}`, filters.filterText);
}
