/** Runs in the page that is checked, with Deputy's own code: what it looks for, and the way into the page's React. */
import { serveBridge } from '@/lib/host/bridgeMain';
import { checkSelectors } from '@/lib/host/selectorHealth';
import {
  BRIDGE_VERSION,
  isRefetchedFromPage,
  REFETCH_TO_PAGE,
  type RefetchToPage,
} from '@/lib/messages/bridge';
import { alertListQuery } from '@/lib/treeherder/alertListQuery';

/** The page builds the answer to a single summary in up to 30 s. */
const PATIENCE_MS = 30_000;

export const health = () => checkSelectors(document);

export const listQuery = () => `?${alertListQuery(location.search)}`;

let serves = false;

/** Has the page fetch a summary again, as the bridge does; false when its component is not found. */
export function refetch(summaryId: number): Promise<boolean> {
  if (!serves) serveBridge(window);
  serves = true;
  const id = crypto.randomUUID();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  window.addEventListener('message', ({ data }) => {
    if (isRefetchedFromPage(data) && data.id === id) resolve(data.ok);
  });
  setTimeout(() => resolve(false), PATIENCE_MS);
  const message: RefetchToPage = { name: REFETCH_TO_PAGE, version: BRIDGE_VERSION, id, summaryId };
  window.postMessage(message, location.origin);
  return promise;
}
