import { type SummaryId, summaryId } from '@/lib/model/ids';

/** What a URL of Treeherder's single page shows, as far as Deputy cares. */
export type Page =
  | { readonly kind: 'list' }
  | { readonly kind: 'detail'; readonly summaryId: SummaryId }
  | { readonly kind: 'graphs' }
  | { readonly kind: 'off' };

/**
 * Which kind of page a URL of the site is. Everything that is not the alerts page or the graphs page is off: the other
 * applications of the site, the login pop-ups `/login` and `/taskcluster-auth`, and the legacy addresses that the site
 * rewrites by itself. An `id` that is no number is off too: the page then has nothing to show.
 */
export function pageKind(url: string | URL): Page {
  const { pathname, searchParams } = parsed(url);
  // React Router compares paths without regard to case and lets a splat route match below.
  const path = pathname.toLowerCase();
  if (isUnder(path, '/perfherder/graphs')) return { kind: 'graphs' };
  if (!isUnder(path, '/perfherder/alerts')) return { kind: 'off' };

  const id = last(searchParams, 'id');
  if (!id) return { kind: 'list' };
  return /^[1-9]\d{0,14}$/.test(id) ? { kind: 'detail', summaryId: summaryId(Number(id)) } : { kind: 'off' };
}

const parsed = (url: string | URL) => (typeof url === 'string' ? new URL(url) : url);
const isUnder = (path: string, route: string) => path === route || path.startsWith(`${route}/`);
/** The page folds its query into an object, so that the last of several equal names wins. */
const last = (search: URLSearchParams, name: string) => search.getAll(name).at(-1);
