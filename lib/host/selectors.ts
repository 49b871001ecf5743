/**
 * Every selector that Deputy uses on Perfherder's page, each with what it stands for and what is lost without it; the comment says
 * where the page makes it and why this is the handle to hold on to. A change of the page is mended here and nowhere else.
 */

/** `data-testid` of a summary's title link: also how the script in the page's world finds the summary's component. */
export const summaryTitleTestId = (id: number | string) => `alert summary ${id} title`;

/** How many matches a healthy alerts page has. */
export type CountRule =
  | 'one'
  | 'none or one'
  | 'one per block'
  | 'none or one per block'
  | 'at least one per block'
  | 'at least one unless the list is empty';

export interface SelectorEntry {
  readonly selector: string;
  /** Where it is looked for. */
  readonly within: 'document' | 'main' | 'block' | 'table' | 'notes form';
  readonly expected: CountRule;
  /** What stops working when it finds nothing. */
  readonly feature: string;
}

export const SELECTORS = {
  // index.html: the one element that React renders into
  root: {
    selector: '#root',
    within: 'document',
    expected: 'one',
    feature: 'everything on the page',
  },
  // perfherder/App.jsx: there once repositories, frameworks and tags are loaded
  main: {
    selector: '#perf-main',
    within: 'document',
    expected: 'one',
    feature: 'everything on the page',
  },
  // AlertTable.jsx: the one form of a summary; the filters have none, dialogs are outside of main
  block: {
    selector: 'form',
    within: 'main',
    expected: 'at least one unless the list is empty',
    feature: 'bars and cells',
  },
  // AlertHeaderTitle.jsx; links to duplicated summaries have no test id
  summaryTitle: {
    selector: 'a[data-testid^="alert summary "][data-testid$=" title"]',
    within: 'block',
    expected: 'one per block',
    feature: 'bars and cells: which summary a block shows',
  },
  // AlertTable.jsx: the permanent child before which the bar stands
  table: {
    selector: ':scope > table',
    within: 'block',
    expected: 'one per block',
    feature: 'the bar and the cells of a block',
  },
  // AlertTable.jsx: a row of the table body, there is no thead
  headerRow: {
    selector: 'tr.subtest-header',
    within: 'table',
    expected: 'one per block',
    feature: 'the column title over the cells',
  },
  // AlertTableRow.jsx: data-testid is the alert id, not unique on the page
  alertRow: {
    selector: 'tr[aria-label="Alert table row"]',
    within: 'table',
    expected: 'at least one per block',
    feature: 'marks and data strips on the rows',
  },
  // AlertTableRow.jsx: disabled for everybody but staff
  rowBox: {
    selector: 'input[type="checkbox"][data-testid^="alert "][data-testid$=" checkbox"]',
    within: 'table',
    expected: 'at least one per block',
    feature: 'selecting rows for the page’s own buttons',
  },
  // StatusDropdown.jsx: "Edit notes" is an item of this menu
  statusMenu: {
    selector: '.status-drop-down-container',
    within: 'block',
    expected: 'one per block',
    feature: "guarding the page's own notes editor: which summary it was opened for",
  },
  // AlertTable.jsx, TruncatedText.jsx: the notes until "show more" is pressed; also in page.css of the content script
  collapsedNotes: {
    selector: '.sticky-footer p.text-truncate',
    within: 'block',
    expected: 'none or one per block',
    feature: 'keeping long notes from covering the table',
  },
  // AlertsView.jsx: "No alerts to show"
  emptyList: {
    selector: 'p.lead',
    within: 'main',
    expected: 'none or one',
    feature: 'the line above an empty list',
  },
  // NotesModal.jsx: in a dialog on the body while the editor is open
  notesEditor: {
    selector: 'textarea#editableNotes',
    within: 'document',
    expected: 'none or one',
    feature: "guarding the page's own notes editor",
  },
  // NotesModal.jsx: disabled while the text equals the notes that the page knows
  notesSave: {
    selector: 'button[type="submit"]',
    within: 'notes form',
    expected: 'none or one',
    feature: "guarding the page's own notes editor",
  },
} as const satisfies Record<string, SelectorEntry>;

export type SelectorName = keyof typeof SELECTORS;

/** All matches of a registered selector below `root`, in document order. */
export function findAll<E extends Element = HTMLElement>(name: SelectorName, root: ParentNode): E[] {
  return [...root.querySelectorAll<E>(SELECTORS[name].selector)];
}

/** The first match of a registered selector below `root`. */
export function findOne<E extends Element = HTMLElement>(name: SelectorName, root: ParentNode): E | null {
  return root.querySelector<E>(SELECTORS[name].selector);
}

/** The nearest ancestor (or the node itself) that a registered selector matches. */
export function findAround(name: SelectorName, node: Element): HTMLElement | null {
  return node.closest<HTMLElement>(SELECTORS[name].selector);
}
