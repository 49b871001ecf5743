import { type Page, pageKind } from './pageKind';
import { type PageRequest, type TriggerRequest, watchPageRequests } from './pageRequests';
import { findOne } from './selectors';

export type HostEvent =
  /** Nodes came or went; look at the page again. The look began then, on the page's steady clock. */
  | { readonly type: 'dom'; readonly since: number }
  /** The address changed (or is told for the first time). */
  | { readonly type: 'page'; readonly page: Page; readonly url: string }
  | PageRequest
  | TriggerRequest;

export interface WatchOptions {
  readonly view: Window & typeof globalThis;
  readonly emit: (event: HostEvent) => void;
  /**
   * Gets the records of each batch as they come and says whether they call for a look. Records that only show our own
   * insertions must not, or every look would cause the next one.
   */
  readonly sift: (records: MutationRecord[]) => boolean;
  readonly signal: AbortSignal;
}

/**
 * The one observer of the page. It sees nodes that come and go below #root (`childList`, subtree; attributes and text would
 * give two hundred times the records), gathers them to one look per frame, and compares the address at each look. In a
 * hidden tab nothing is looked at; on becoming visible there is one look. The page's own requests are reported as they end.
 * Everything stops when the signal is aborted.
 *
 * @returns asks for one more look in the next frame
 */
export function watchPage({ view, emit, sift, signal }: WatchOptions): () => void {
  const { document } = view;
  let knownUrl: string | null = null;
  let frame: number | null = null;

  const checkAddress = () => {
    const url = view.location.href;
    if (signal.aborted || url === knownUrl) return;
    knownUrl = url;
    emit({ type: 'page', page: pageKind(url), url });
  };
  const look = () => {
    frame = null;
    if (signal.aborted) return;
    checkAddress();
    emit({ type: 'dom', since: view.performance.now() });
  };
  const lookSoon = () => {
    if (signal.aborted || frame !== null || document.visibilityState === 'hidden') return;
    frame = view.requestAnimationFrame(look);
  };

  const observer = new view.MutationObserver((records) => {
    if (sift(records)) lookSoon();
  });
  if (signal.aborted) return lookSoon;
  whenRootIsThere(view, signal, (root) => {
    observer.observe(root, { childList: true, subtree: true });
    lookSoon();
  });

  const onVisible = () => {
    if (document.visibilityState !== 'hidden') lookSoon();
  };
  document.addEventListener('visibilitychange', onVisible, { signal });
  view.addEventListener('popstate', checkAddress, { signal });
  // `pushState` gives no event that reaches this world, except in the Navigation API, which older Firefox lacks.
  navigationOf(view)?.addEventListener('currententrychange', checkAddress, { signal });
  watchPageRequests(view, emit, signal);

  signal.addEventListener(
    'abort',
    () => {
      observer.disconnect();
      if (frame !== null) view.cancelAnimationFrame(frame);
    },
    { once: true },
  );
  return lookSoon;
}

function whenRootIsThere(
  view: Window & typeof globalThis,
  signal: AbortSignal,
  then: (root: HTMLElement) => void,
): void {
  const { document } = view;
  const root = findOne('root', document);
  if (root) {
    then(root);
    return;
  }
  const waiting = new view.MutationObserver(() => {
    const arrived = findOne('root', document);
    if (!arrived) return;
    waiting.disconnect();
    if (!signal.aborted) then(arrived);
  });
  waiting.observe(document, { childList: true, subtree: true });
  signal.addEventListener('abort', () => waiting.disconnect(), { once: true });
}

/** Missing in older browsers, whatever the compiler's library says. */
const navigationOf = (view: Window): EventTarget | undefined =>
  (view as { navigation?: EventTarget }).navigation;
