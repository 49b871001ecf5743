import {
  BRIDGE_VERSION,
  isRefetchedFromPage,
  REFETCH_TO_PAGE,
  type RefetchToPage,
} from '@/lib/messages/bridge';
import type { SummaryId } from '@/lib/model/ids';
import { after } from '@/lib/timers/timers';
import type { PageRequest } from './pageRequests';

/**
 * How an asked-for refetch ended. `behind`: it cannot be shown that the page fetched the summary again, so what it displays
 * may be out of date and a reload is what helps.
 */
export type RefetchResult = 'refetched' | 'behind';

export interface BridgeOptions {
  readonly view: Window;
  /** Calls back for each finished request of the page itself; the returned function ends that. */
  readonly onPageRequest: (listener: (request: PageRequest) => void) => () => void;
  /** Milliseconds on the page's steady clock (`performance.now`). */
  readonly now: () => number;
  readonly newId: () => string;
  readonly timeoutMs?: number;
}

/**
 * The server builds the page's single-summary answer in up to 30 s when it has many regressions, usually in a few: after
 * this the page counts as behind, though its answer may still come.
 */
const TIMEOUT_MS = 20_000;

/** The isolated side of the bridge to the page's React. */
export class Bridge {
  readonly #options: BridgeOptions;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: BridgeOptions) {
    this.#options = options;
  }

  /**
   * Asks the page to fetch one summary again, after those that were asked for before. The reply of the page's world proves
   * nothing (any script of the page can write it): a refusal is believed, but "refetched" needs the page's own request for
   * that summary, started after the question and answered well. Never rejects; an abort gives `behind`.
   */
  requestPageRefetch(summaryId: SummaryId, signal?: AbortSignal): Promise<RefetchResult> {
    const result = this.#queue.then(() => this.#refetch(summaryId, signal));
    this.#queue = result;
    return result;
  }

  #refetch(summaryId: SummaryId, signal?: AbortSignal): Promise<RefetchResult> {
    if (signal?.aborted) return Promise.resolve('behind');
    const { view, onPageRequest, now, newId, timeoutMs = TIMEOUT_MS } = this.#options;
    const { promise, resolve } = Promise.withResolvers<RefetchResult>();
    const over = new AbortController();
    const asked = now();
    const id = newId();

    const stopListening = onPageRequest((request) => {
      if (!request.refetch || request.summaryId !== summaryId || request.startedAt < asked) return;
      resolve(request.status === undefined || request.status < 400 ? 'refetched' : 'behind');
    });
    view.addEventListener(
      'message',
      (event) => {
        if (event.source !== view || event.origin !== view.location.origin) return;
        const { data } = event;
        if (isRefetchedFromPage(data) && data.id === id && !data.ok) resolve('behind');
      },
      { signal: over.signal },
    );
    signal?.addEventListener('abort', () => resolve('behind'), { signal: over.signal });
    const takeBack = after(timeoutMs, () => resolve('behind'));

    const message: RefetchToPage = { name: REFETCH_TO_PAGE, version: BRIDGE_VERSION, id, summaryId };
    view.postMessage(message, view.location.origin);

    return promise.finally(() => {
      takeBack();
      stopListening();
      over.abort();
    });
  }
}
