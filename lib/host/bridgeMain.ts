/**
 * The part of the bridge that runs in the page's own world, and all that runs there. It finds the React component of a
 * summary and calls the page's own refetch: no fetch, no storage, no credentials, no decisions. Nothing is gained by forging
 * a message to it, for page script can call the same function by itself.
 */
import {
  BRIDGE_VERSION,
  isRefetchToPage,
  REFETCHED_FROM_PAGE,
  type RefetchedFromPage,
} from '@/lib/messages/bridge';
import { summaryTitleTestId } from './selectors';

/** The parts of React's internal tree that are walked; not an interface that React promises to keep. */
interface Fiber {
  readonly return?: Fiber | null;
  readonly memoizedProps?: { readonly fetchAlertSummaries?: unknown; readonly alertSummary?: unknown } | null;
}

/** The title link lies about 25 components below the block that holds the function; more is a page gone astray. */
const MAX_STEPS = 200;

/**
 * Answers refetch messages on this window, one refetch at a time: overlapping ones make the page lose updates.
 */
export function serveBridge(view: Window): void {
  let queue = Promise.resolve();
  view.addEventListener('message', (event) => {
    const { data, origin, source } = event;
    if (source !== view || origin !== view.location.origin || !isRefetchToPage(data)) return;
    const { id, summaryId } = data;
    queue = queue.then(async () => {
      const answer: RefetchedFromPage = {
        name: REFETCHED_FROM_PAGE,
        version: BRIDGE_VERSION,
        id,
        ok: await refetch(view.document, summaryId),
      };
      view.postMessage(answer, view.location.origin);
    });
  });
}

/** Has the page fetch one summary again; false when its component is not found or the refetch throws. */
async function refetch(document: Document, summaryId: number): Promise<boolean> {
  try {
    const title = document.querySelector(`[data-testid="${summaryTitleTestId(summaryId)}"]`);
    const key = title && Object.keys(title).find((name) => name.startsWith('__reactFiber$'));
    let fiber = key ? (title as unknown as Record<string, Fiber | null | undefined>)[key] : null;
    for (let step = 0; fiber && step < MAX_STEPS; step++, fiber = fiber.return) {
      const props = fiber.memoizedProps;
      if (typeof props?.fetchAlertSummaries !== 'function' || !props.alertSummary) continue;
      await props.fetchAlertSummaries(summaryId);
      return true;
    }
  } catch {
    // The page's own trouble; the answer says that nothing was refetched.
  }
  return false;
}
