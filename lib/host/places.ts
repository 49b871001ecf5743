import type { SummaryId } from '@/lib/model/ids';
import { type Block, summaryAround } from './anchors';
import { findAround, findOne } from './selectors';

/* Where Deputy's own views stand, for what is pressed by a key. */

/** The root of the bar in a block. */
export const barOf = (block: Block | undefined): ShadowRoot | null =>
  block?.form.querySelector('deputy-bar')?.shadowRoot ?? null;

/** The root of the line above the list. */
export const lineOf = (document: Document): ShadowRoot | null =>
  document.querySelector('deputy-line')?.shadowRoot ?? null;

/** The roots of the cells in a block, from top to bottom. */
export const cellsOf = (block: Block | undefined): readonly ShadowRoot[] =>
  (block?.rows ?? []).flatMap(({ row }) => row.querySelector('deputy-cell')?.shadowRoot ?? []);

/** The summary that holds the focus. */
export function focusedSummary(document: Document): SummaryId | null {
  const { activeElement } = document;
  return activeElement && summaryAround(activeElement);
}

/** Brings one of our controls into view and focuses it. */
export function goTo(control: HTMLElement | null | undefined): void {
  control?.focus({ preventScroll: true });
  control?.scrollIntoView({ block: 'center' });
}

/** Keys belong to who is typing, and to what is open above the page. */
export function takesKeys(event: Event): boolean {
  return event
    .composedPath()
    .some(
      (node) =>
        node instanceof Element &&
        node.matches(
          'textarea,select,dialog,[contenteditable],[role=dialog],[role=menu],input:not([type=checkbox],[type=radio])',
        ),
    );
}

/** The page's own link to the graph of the alert whose cell this is. */
export const graphLinkOf = (cell: ShadowRoot): HTMLAnchorElement | null => {
  const row = findAround('alertRow', cell.host);
  return row && findOne<HTMLAnchorElement>('graphLink', row);
};
