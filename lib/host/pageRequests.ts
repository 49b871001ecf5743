import { type AlertId, alertId, type SummaryId, summaryId } from '@/lib/model/ids';

/**
 * Query parameter that Deputy's own requests to Treeherder carry; the server ignores names it does not know. In the
 * resource timing it tells our requests from the page's, which is what refetches and changes are learned from.
 */
const OWN_REQUEST_PARAMETER = 'deputy';

/** A finished request of the page itself that concerns alert summaries. The method cannot be seen. */
export interface PageRequest {
  readonly type: 'request';
  readonly url: string;
  /** True for a list of summaries by filter, false for one summary or one alert. */
  readonly list: boolean;
  /** True for the page's fetch of a single summary (`?id=`), with which it shows that summary anew. */
  readonly refetch: boolean;
  readonly summaryId?: SummaryId;
  readonly alertId?: AlertId;
  /** HTTP status, where the browser tells it. */
  readonly status?: number;
  /** When it was started, milliseconds on the page's steady clock (`performance.now`). */
  readonly startedAt: number;
}

/**
 * A request to Taskcluster's hooks, by the page's own retrigger and backfill buttons or by a round of ours (taskcluster-actions 1.4):
 * jobs are on their way.
 */
export interface TriggerRequest {
  readonly type: 'trigger';
}
const TRIGGER = /\/hooks\/.+\/trigger$/;

const ENDPOINTS = /^\/api\/performance\/(alertsummary|alert)\/(?:(\d{1,15})\/)?$/;

/**
 * Reads one entry of the resource timing. Null for everything that is not a request of the page's own, on this origin, to
 * `/api/performance/alertsummary/` or `/api/performance/alert/`.
 */
export function pageRequest(
  entry: Pick<PerformanceEntry, 'name' | 'startTime'> & { readonly responseStatus?: number },
  origin: string,
): PageRequest | null {
  if (!URL.canParse(entry.name)) return null;
  const url = new URL(entry.name);
  const match = ENDPOINTS.exec(url.pathname);
  if (!match || url.origin !== origin || url.searchParams.has(OWN_REQUEST_PARAMETER)) return null;

  const [, endpoint, inPath] = match;
  const inQuery = url.searchParams.get('id');
  const id = inPath ?? (inQuery && /^\d{1,15}$/.test(inQuery) ? inQuery : undefined);
  return {
    type: 'request',
    url: entry.name,
    list: endpoint === 'alertsummary' && id === undefined,
    refetch: endpoint === 'alertsummary' && id !== undefined && inPath === undefined,
    startedAt: entry.startTime,
    ...(id !== undefined &&
      (endpoint === 'alert' ? { alertId: alertId(Number(id)) } : { summaryId: summaryId(Number(id)) })),
    ...(entry.responseStatus ? { status: entry.responseStatus } : {}),
  };
}

/**
 * Reports the page's own requests as they finish, also those that finished before the call. Works in hidden tabs too: a
 * round in flight waits for the page's refetch.
 */
export function watchPageRequests(
  view: Window & typeof globalThis,
  report: (request: PageRequest | TriggerRequest) => void,
  signal: AbortSignal,
): void {
  const Observer = view.PerformanceObserver;
  if (!Observer || signal.aborted) return;
  const observer = new Observer((list) => {
    for (const entry of list.getEntries()) {
      const request = pageRequest(entry, view.location.origin);
      if (request) report(request);
      else if (TRIGGER.test(entry.name)) report({ type: 'trigger' });
    }
  });
  observer.observe({ type: 'resource', buffered: true });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
