import { ROW_FRAGMENT, rowFragment } from '@/lib/model/graphPoint';
import { alertId } from '@/lib/model/ids';
import { visibleBlocks } from './anchors';
import { goTo, graphLinkOf } from './places';
import { findAround } from './selectors';

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

/** Frames in which the cell may still be drawn after its row has come. */
const FRAMES = 120;

/**
 * Waits for the row that the address leads to, brings it into view and focuses its mark. A person who does something first is left
 * alone.
 * @returns to be called when the page has changed
 */
export function createRowReturn(view: Window & typeof globalThis, signal: AbortSignal): () => void {
  const { document, performance } = view;
  const [entry] = performance.getEntriesByType('navigation');
  let wanted = new RegExp(`${ROW_FRAGMENT}(\\d{1,15})$`).exec(entry?.name ?? '')?.[1];
  const leave = ({ isTrusted }: Event) => {
    if (isTrusted) wanted = undefined;
  };
  if (wanted) {
    for (const type of ['pointerdown', 'keydown', 'wheel']) {
      document.addEventListener(type, leave, { capture: true, passive: true, signal });
    }
  }
  const settle = (row: HTMLElement, frames: number) => {
    if (!wanted || signal.aborted) return;
    const mark = row.querySelector('deputy-cell')?.shadowRoot?.querySelector<HTMLElement>('.mark');
    if (mark || frames === 0) {
      wanted = undefined;
      goTo(mark);
    } else view.requestAnimationFrame(() => settle(row, frames - 1));
  };
  let found: HTMLElement | undefined;
  return () => {
    if (!wanted) return;
    const row = visibleBlocks(document)
      .flatMap((b) => b.rows)
      .find((r) => `${r.alertId}` === wanted)?.row;
    if (!row || row === found) return;
    found = row;
    row.scrollIntoView({ block: 'center' });
    settle(row, FRAMES);
  };
}
