import { openToWorkOn } from '@/lib/host';
import type { CallBackground } from '@/lib/messages/background';
import { fromMessage } from '@/lib/messages/records';
import type { SummaryId } from '@/lib/model/ids';
import type { DrawnStrip } from '@/lib/model/strip';
import { after, everyWhileSeen } from '@/lib/timers/timers';

/** The queues of the role, as the background last drew them. */
export interface QueueStripDesk {
  shown(): DrawnStrip | null;
  /** Looks again; `press` names what was pressed. */
  look(press?: string): Promise<void>;
  /** Opens the first that waits and is not on the page; false when there is none. */
  openNext(onPage: ReadonlySet<SummaryId>): boolean;
}

const MINUTE_MS = 60_000;
/** The page's own first requests go before. */
const FIRST_LOOK_MS = 1_500;

/** Looks at the queues a moment after the start, and each minute while the page is seen. */
export function createQueueStrip(deps: {
  readonly call: CallBackground;
  readonly username: () => string;
  /** The strip stands on this page. */
  readonly isThere: () => boolean;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}): QueueStripDesk {
  let shown: DrawnStrip | null = null;
  const desk: QueueStripDesk = {
    shown: () => shown,
    async look(press = '') {
      if (document.visibilityState === 'hidden' || !deps.isThere()) return;
      // without an answer the last one stays: the next press tells why
      const answer = await deps
        .call('content-bg queue strip', { press, me: deps.username() })
        .catch(() => null);
      if (answer) shown = fromMessage(answer);
      deps.onChange();
    },
    openNext(onPage) {
      const next = shown?.next.find((id) => !onPage.has(id));
      if (!next) return false;
      openToWorkOn(window, next);
      return true;
    },
  };
  after(FIRST_LOOK_MS, () => void desk.look());
  everyWhileSeen(document, MINUTE_MS, () => void desk.look(), deps.signal);
  return desk;
}

/** Goes on by itself where that is wanted, once the summary that was acted on does not wait for the role any more. */
export function createAdvance(strip: QueueStripDesk, next: () => void) {
  let waited: SummaryId | null = null;
  return (id: SummaryId, isMine: boolean | undefined): void => {
    if (isMine === undefined) return;
    const isDone = waited === id && !isMine;
    waited = isMine ? id : null;
    if (isDone && strip.shown()?.autoAdvance) next();
  };
}
