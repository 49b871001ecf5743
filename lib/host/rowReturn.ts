import { ROW_FRAGMENT, rowFragment } from '@/lib/model/graphPoint';
import { alertId } from '@/lib/model/ids';
import { after } from '@/lib/timers/timers';
import { goTo, graphLinkOf } from './places';
import { findAll, findAround } from './selectors';

/*
 * From an alert's row to its graph in the same tab, and back to that row. The row stands in the fragment of the address, which the
 * page does not look at: so it is there for Back, and for a link. When the page has rewritten its address, as it does while
 * it loads, the navigation timing still knows the fragment.
 */

/** Opens the graph of the alert whose cell this is; false when its row has none. Back leads to the row. */
export function openGraph(view: Window, cell: ShadowRoot | undefined): boolean {
  const link = cell && graphLinkOf(cell);
  const row = cell && findAround('alertRow', cell.host);
  if (!link || !row) return false;
  const { history, location } = view;
  history.replaceState(history.state, '', rowFragment(alertId(Number(row.dataset.testid))));
  location.assign(link.href);
  return true;
}

/** How often the cell of the row is looked for: it is drawn a little after its row has come. */
const LOOK_MS = 200;
/** Later than this after the load the person has gone on to something else. */
const LATEST_MS = 20_000;

/**
 * Waits for the row that the address leads to, brings it into view and focuses its mark.
 * @returns to be called when the page has changed
 */
export function createRowReturn({ document, performance }: Window & typeof globalThis): () => void {
  let wanted = performance.getEntriesByType('navigation')[0]?.name.split(ROW_FRAGMENT)[1];
  return function look() {
    if (!wanted || performance.now() > LATEST_MS) return;
    const row = findAll('alertRow', document).find((r) => r.dataset.testid === wanted);
    const mark = row?.querySelector('deputy-cell')?.shadowRoot?.querySelector<HTMLElement>('.mark');
    if (mark) {
      wanted = undefined;
      goTo(mark);
    } else if (row) after(LOOK_MS, look);
  };
}
