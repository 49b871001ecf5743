import type { SummaryId } from '@/lib/model/ids';
import { createGate } from '@/lib/rounds/waiting';

/** Bars whose cost is worked out at the same time. */
const WORKED_OUT_AT_ONCE = 2;
/** Work begins a little before a bar scrolls into the window. */
const MARGIN = '200px';

/** Which bars a person can see, and the work that is done for those alone. */
export interface Sight {
  watch(id: SummaryId, bar: Element): void;
  forget(id: SummaryId, bar: Element): void;
  inView(): ReadonlySet<SummaryId>;
  /** Does the work for this bar if it is in view, a few at a time, and not in a hidden tab. */
  work(id: SummaryId): void;
}

/**
 * @param seen told at once of each bar that comes into view or is looked at again
 * @param work what takes requests, one bar after another
 */
export function createSight(
  seen: (id: SummaryId) => void,
  work: (id: SummaryId) => Promise<void>,
  signal: AbortSignal,
): Sight {
  const idOf = new WeakMap<Element, SummaryId>();
  const inView = new Set<SummaryId>();
  const gate = createGate(WORKED_OUT_AT_ONCE);

  const start = (id: SummaryId) => {
    if (document.visibilityState === 'hidden') return;
    seen(id);
    void gate(async () => {
      if (inView.has(id)) await work(id);
    });
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const id = idOf.get(target);
        if (id === undefined) continue;
        if (isIntersecting) {
          inView.add(id);
          start(id);
        } else inView.delete(id);
      }
    },
    { rootMargin: MARGIN },
  );
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });

  return {
    watch(id, bar) {
      idOf.set(bar, id);
      observer.observe(bar);
    },
    forget(id, bar) {
      observer.unobserve(bar);
      inView.delete(id);
    },
    inView: () => inView,
    work: start,
  };
}
