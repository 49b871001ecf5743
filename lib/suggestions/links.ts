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
  const range = RANGES.find((r) => r >= now / 1000 - oldest) ?? RANGES.at(-1);
  const query = new URLSearchParams({ timerange: String(range) });
  for (const s of [here, there]) {
    if (s.signatureId !== null) query.append('series', `${s.repository},${s.signatureId},1,${framework}`);
  }
  query.append('highlightedRevisions', here.revision.slice(0, 12));
  query.append('highlightedRevisions', there.revision.slice(0, 12));
  return `/perfherder/graphs?${query}`;
}

/** A push in the job view. */
export const pushUrl = (repository: string, revision: string) =>
  `/jobs?${new URLSearchParams({ repo: repository, revision })}`;

/** An alert summary by itself. */
export const summaryUrl = (id: number) => `/perfherder/alerts?id=${id}`;
