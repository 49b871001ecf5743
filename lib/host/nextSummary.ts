import type { SummaryId } from '@/lib/model/ids';

/** Tells the page that is opened, through the tab's own name, that its bar is to be gone to: the page rewrites its address. */
const GO_TO_BAR = 'deputy: next one';

/** Opens the page about one summary, to work on it. */
export function openToWorkOn(view: Window, id: SummaryId): void {
  view.name = GO_TO_BAR;
  view.location.assign(`/perfherder/alerts?id=${id}&hideDwnToInv=0`);
}

/** Was this page opened to work on its summary? Answers once. */
export function wasOpenedToWorkOn(view: Window): boolean {
  if (view.name !== GO_TO_BAR) return false;
  view.name = '';
  return true;
}
