/** Addresses that the page builds from alerts. */
import type { Alert, AlertSummary } from './types';

const twoWeeks = 1_209_600;
const threeMonths = 7_776_000;
const year = 31_536_000;
const ranges = [86_400, 172_800, 604_800, twoWeeks, 2_592_000, 5_184_000, threeMonths, year];

function timeRange(summary: AlertSummary): number {
  const least = summary.repository === 'mozilla-beta' ? threeMonths : twoWeeks;
  const age = Date.now() / 1000 - summary.push_timestamp;
  const containing = ranges.find((range) => range >= age) ?? year;
  return Math.max(least, containing);
}

/** The graph of an alert's series, on beta beside the same series of autoland. */
export function graphLink(alert: Alert, summary: AlertSummary): string {
  const { id, signature_hash: hash } = alert.series_signature;
  const series = [`${summary.repository},${id},1,${summary.framework}`];
  if (summary.repository === 'mozilla-beta' && [1, 10, 11, 12].includes(summary.framework)) {
    series.push(`autoland,${hash},1,${summary.framework}`);
  }
  const query = series.map((one) => `series=${one}`).join('&');
  return `/perfherder/graphs?timerange=${timeRange(summary)}&${query}&highlightedToRevision=${summary.revision}`;
}

const comparedPushes = (summary: AlertSummary) => ({
  baseRev: summary.prev_push_revision,
  baseRepo: summary.repository,
  newRev: summary.revision,
  newRepo: summary.repository,
  framework: String(summary.framework),
});

/** PerfCompare for the two pushes of a summary. */
export function compareLink(summary: AlertSummary): string {
  const query = new URLSearchParams({
    ...comparedPushes(summary),
    sort: 'delta|desc',
  });
  return `https://perf.compare/compare-results?${query}`;
}

/** PerfCompare for the subtests of one alert. */
export function subtestsLink(alert: Alert, summary: AlertSummary): string {
  const signature = String(alert.series_signature.id);
  const query = new URLSearchParams({
    ...comparedPushes(summary),
    baseParentSignature: signature,
    newParentSignature: signature,
  });
  return `https://perf.compare/subtests-compare-results?${query}`;
}

/** The job view of the pushes between a summary's two revisions. */
export function jobsLink(summary: AlertSummary): string {
  const query = new URLSearchParams({
    repo: summary.repository,
    fromchange: summary.prev_push_revision,
    tochange: summary.revision,
  });
  return `/jobs?${query}`;
}

/** One summary in detail mode, as links inside the table have it. */
export function summaryLink(summaryId: number): string {
  return `/perfherder/alerts?id=${summaryId}`;
}
