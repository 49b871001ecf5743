/**
 * Every selector that Deputy uses on Perfherder's page; the comment says where the page makes it and why this is the handle to hold
 * on to. A change of the page is mended here and nowhere else. How many matches are due, and what is lost without them, stands
 * in selectorRules.ts, which the page does not load.
 */

/** `data-testid` of a summary's title link: also how the script in the page's world finds the summary's component. */
export const summaryTitleTestId = (id: number | string) => `alert summary ${id} title`;

export const SELECTORS = {
  // index.html: the one element that React renders into
  root: '#root',
  // perfherder/App.jsx: there once repositories, frameworks and tags are loaded
  main: '#perf-main',
  // AlertTable.jsx: the one form of a summary; the filters have none, dialogs are outside of main
  block: 'form',
  // AlertHeaderTitle.jsx; links to duplicated summaries have no test id
  summaryTitle: 'a[data-testid^="alert summary "][data-testid$=" title"]',
  // AlertTable.jsx: the permanent child before which the bar stands
  table: ':scope > table',
  // AlertTable.jsx: a row of the table body, there is no thead
  headerRow: 'tr.subtest-header',
  // AlertTableRow.jsx: data-testid is the alert id, not unique on the page
  alertRow: 'tr[aria-label="Alert table row"]',
  // AlertTableRow.jsx: disabled for everybody but staff
  rowBox: 'input[type="checkbox"][data-testid^="alert "][data-testid$=" checkbox"]',
  // AlertTableRow.jsx: in each row but those of tests without a graph
  graphLink: 'a[aria-label="graph-link"]',
  // StatusDropdown.jsx: "Edit notes" is an item of this menu
  statusMenu: '.status-drop-down-container',
  // AlertTable.jsx, TruncatedText.jsx: the notes until "show more" is pressed; also in page.css of the content script
  collapsedNotes: '.sticky-footer p.text-truncate',
  // AlertsView.jsx: "No alerts to show"
  emptyList: 'p.lead',
  // GraphsContainer.jsx: around the drawings, or the table; everything inside is drawn anew on each hover
  graphContainer: '[data-testid="graphContainer"]',
  // GraphTooltip.jsx: of the point that was clicked; the one under the pointer lacks the class
  lockedTooltip: '.graph-tooltip.locked',
  // NotesModal.jsx: in a dialog on the body while the editor is open
  notesEditor: 'textarea#editableNotes',
  // NotesModal.jsx: disabled while the text equals the notes that the page knows
  notesSave: 'button[type="submit"]',
} as const satisfies Record<string, string>;

export type SelectorName = keyof typeof SELECTORS;

/** All matches of a registered selector below `root`, in document order. */
export function findAll<E extends Element = HTMLElement>(name: SelectorName, root: ParentNode): E[] {
  return [...root.querySelectorAll<E>(SELECTORS[name])];
}

/** The first match of a registered selector below `root`. */
export function findOne<E extends Element = HTMLElement>(name: SelectorName, root: ParentNode): E | null {
  return root.querySelector<E>(SELECTORS[name]);
}

/** The nearest ancestor (or the node itself) that a registered selector matches. */
export function findAround(name: SelectorName, node: Element): HTMLElement | null {
  return node.closest<HTMLElement>(SELECTORS[name]);
}
