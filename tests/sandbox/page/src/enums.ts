/** Numbers of Treeherder's API for statuses and frameworks, and the names that the page shows for them. */

export const alertStatusNames = [
  'untriaged',
  'downstream',
  'reassigned',
  'invalid',
  'acknowledged',
  'infra',
] as const;
export type AlertStatusName = (typeof alertStatusNames)[number];

const summaryStatusNames = [
  'untriaged',
  'downstream',
  'reassigned',
  'invalid',
  'improvement',
  'investigating',
  'wontfix',
  'fixed',
  'backedout',
  'infra',
] as const;
export type SummaryStatusName = (typeof summaryStatusNames)[number];

/** Values of the status filter: the summary statuses and four that only the page knows. */
export const statusFilters: ReadonlyMap<string, number> = new Map([
  ['all statuses', -2],
  ['all regressions', -1],
  ['untriaged regressions', 10],
  ['untriaged improvements', 11],
  ...summaryStatusNames.map((name, index): [string, number] => [name, index]),
]);

const bugStatusNames = [
  'NEW',
  'FIXED',
  'INVALID',
  'INACTIVE',
  'DUPLICATE',
  'WONTFIX',
  'WORKSFORME',
  'INCOMPLETE',
  'MOVED',
];

const backfillStatusNames = ['preliminary', 'ready for processing', 'backfilled', 'successful', 'failed'];

/** Framework whose tables have a column more. */
export const browsertimeFramework = 13;

/** More rows than this and a table shows its first 20 and last 6 only. */
export const maximumVisibleRows = 26;

/** The number of an alert status. */
export function alertStatus(name: AlertStatusName): number {
  return alertStatusNames.indexOf(name);
}

/** The number of a summary status. */
export function summaryStatus(name: SummaryStatusName): number {
  return summaryStatusNames.indexOf(name);
}

function nameAt(names: readonly string[], index: number, what: string): string {
  const name = names[index];
  // The host dereferences the missing entry and its error boundary replaces the block; so does this page.
  if (name === undefined) throw new Error(`Unknown ${what} ${index}`);
  return name;
}

/** @throws for a number that Perfherder does not know. */
export function alertStatusName(status: number): string {
  return nameAt(alertStatusNames, status, 'alert status');
}

/** @throws for a number that Perfherder does not know. */
export function summaryStatusName(status: number): string {
  return nameAt(summaryStatusNames, status, 'alert summary status');
}

/** @throws for a number that Perfherder does not know. */
export function bugStatusName(status: number): string {
  return nameAt(bugStatusNames, status, 'bug status');
}

/** @throws for a number that the page does not know, 5 ("verification failed") among them, as on the site. */
export function backfillStatusName(status: number): string {
  return nameAt(backfillStatusNames, status, 'backfill status');
}
