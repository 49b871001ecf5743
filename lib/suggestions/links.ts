import type { EvidenceSeries } from '@/lib/model/suggestions';

type PlottedSeries = Pick<EvidenceSeries, 'repository' | 'signatureId' | 'pushTime' | 'revision'>;

/*
 * Addresses of the site's own pages behind a suggestion, relative to its origin. They are made of ids, names and revisions
 * that the API gave; each part is escaped.
 */

const DAY_S = 24 * 3600;
/** The ranges that the graphs page offers, in seconds (perfherder-ui: `phTimeRanges`). */
const RANGES = [1, 2, 7, 14, 30, 60, 90, 365].map((days) => days * DAY_S);

/** Both series in the graphs page, far enough back to show both pushes. @param now milliseconds since 1970 */
export function graphsUrl(
  { here, there, framework }: { here: PlottedSeries; there: PlottedSeries; framework: number },
  now: number,
): string {
  const oldest = Math.min(here.pushTime, there.pushTime) - 7 * DAY_S;
  const query = new URLSearchParams({ timerange: String(rangeSince(oldest, now)) });
  for (const s of [here, there]) {
    if (s.signatureId !== null) query.append('series', `${s.repository},${s.signatureId},1,${framework}`);
  }
  query.append('highlightedRevisions', here.revision.slice(0, 12));
  query.append('highlightedRevisions', there.revision.slice(0, 12));
  return `/perfherder/graphs?${query}`;
}

/** One series in the graphs page with a push that is highlighted, as the alerts page links to an alert's graph. */
export function pointUrl(
  series: { readonly repository: string; readonly signatureId: number; readonly framework: number },
  push: { readonly revision: string; readonly time: number },
  now: number,
): string {
  const query = new URLSearchParams({
    timerange: String(rangeSince(push.time - 7 * DAY_S, now)),
    series: `${series.repository},${series.signatureId},1,${series.framework}`,
    highlightedToRevision: push.revision,
  });
  return `/perfherder/graphs?${query}`;
}

/** The shortest range of the page that reaches back to a time, in seconds. */
const rangeSince = (time: number, now: number) => RANGES.find((r) => r >= now / 1000 - time) ?? RANGES.at(-1);

/** A push in the job view. */
export const pushUrl = (repository: string, revision: string) =>
  `/jobs?${new URLSearchParams({ repo: repository, revision })}`;

/** An alert summary by itself. */
export const summaryUrl = (id: number) => `/perfherder/alerts?id=${id}`;
