/**
 * Every selector that Deputy uses on Perfherder's page, each with what it stands for and what is lost without it. A
 * change of the page is mended here and nowhere else.
 */

/** `data-testid` of a summary's title link: also how the script in the page's world finds the summary's component. */
export const summaryTitleTestId = (id: number | string) => `alert summary ${id} title`;

/** How many matches a healthy alerts page has. */
export type CountRule =
  | 'one'
  | 'none or one'
  | 'one per block'
  | 'at least one per block'
  | 'at least one unless the list is empty';

export interface SelectorEntry {
  readonly selector: string;
  /** Where it is looked for. */
  readonly within: 'document' | 'main' | 'block' | 'table' | 'notes form';
  readonly expected: CountRule;
  /** What stops working when it finds nothing. */
  readonly feature: string;
  /** Where the page makes it, and why this is the handle to hold on to. */
  readonly source: string;
}

export const SELECTORS = {
  root: {
    selector: '#root',
    within: 'document',
    expected: 'one',
    feature: 'everything on the page',
    source: 'index.html: the one element that React renders into',
  },
  main: {
    selector: '#perf-main',
    within: 'document',
    expected: 'one',
    feature: 'everything on the page',
    source: 'perfherder/App.jsx: there once repositories, frameworks and tags are loaded',
  },
  block: {
    selector: 'form',
    within: 'main',
    expected: 'at least one unless the list is empty',
    feature: 'bars and cells',
    source: 'AlertTable.jsx: the one form of a summary; the filters have none, dialogs are outside of main',
  },
  summaryTitle: {
    selector: 'a[data-testid^="alert summary "][data-testid$=" title"]',
    within: 'block',
    expected: 'one per block',
    feature: 'bars and cells: which summary a block shows',
    source: 'AlertHeaderTitle.jsx; links to duplicated summaries have no test id',
  },
  table: {
    selector: ':scope > table',
    within: 'block',
    expected: 'one per block',
    feature: 'the bar and the cells of a block',
    source: 'AlertTable.jsx: the permanent child before which the bar stands',
  },
  headerRow: {
    selector: 'tr.subtest-header',
    within: 'table',
    expected: 'one per block',
    feature: 'the column title over the cells',
    source: 'AlertTable.jsx: a row of the table body, there is no thead',
  },
  alertRow: {
    selector: 'tr[aria-label="Alert table row"]',
    within: 'table',
    expected: 'at least one per block',
    feature: 'marks and data strips on the rows',
    source: 'AlertTableRow.jsx: data-testid is the alert id, not unique on the page',
  },
  statusMenu: {
    selector: '.status-drop-down-container',
    within: 'block',
    expected: 'one per block',
    feature: "guarding the page's own notes editor: which summary it was opened for",
    source: 'StatusDropdown.jsx: "Edit notes" is an item of this menu',
  },
  emptyList: {
    selector: 'p.lead',
    within: 'main',
    expected: 'none or one',
    feature: 'the line above an empty list',
    source: 'AlertsView.jsx: "No alerts to show"',
  },
  notesEditor: {
    selector: 'textarea#editableNotes',
    within: 'document',
    expected: 'none or one',
    feature: "guarding the page's own notes editor",
    source: 'NotesModal.jsx: in a dialog on the body while the editor is open',
  },
  notesSave: {
    selector: 'button[type="submit"]',
    within: 'notes form',
    expected: 'none or one',
    feature: "guarding the page's own notes editor",
    source: 'NotesModal.jsx: disabled while the text equals the notes that the page knows',
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

export interface SelectorHealth {
  readonly name: SelectorName;
  readonly found: number;
  /** The rule, with the number where it depends on the page: "one per block (3)". */
  readonly expected: string;
  readonly healthy: boolean;
  /** What is lost while it is not healthy. */
  readonly feature: string;
}

/**
 * Counts every registered selector against its rule. Meant for an alerts page at rest: while the page loads, a list may
 * rightly be empty without saying so.
 */
export function checkSelectors(root: ParentNode): SelectorHealth[] {
  const main = findOne('main', root) ?? root;
  const blocks = findAll('block', main);
  const emptyList = findOne('emptyList', main) !== null;
  return (Object.keys(SELECTORS) as SelectorName[]).map((name) => {
    const { expected, within, feature }: SelectorEntry = SELECTORS[name];
    const perBlock = blocks.map((block) => countInBlock(name, within, block));
    const found = {
      document: () => findAll(name, root).length,
      main: () => findAll(name, main).length,
      block: () => sum(perBlock),
      table: () => sum(perBlock),
      'notes form': () => countInNotesForm(name, root),
    }[within]();
    const [text, healthy] = judge(expected, found, perBlock, emptyList);
    return { name, found, expected: text, healthy, feature };
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

function countInBlock(name: SelectorName, within: SelectorEntry['within'], block: HTMLElement): number {
  const scope = within === 'table' ? findOne('table', block) : block;
  return scope ? findAll(name, scope).length : 0;
}

function countInNotesForm(name: SelectorName, root: ParentNode): number {
  const form = findOne('notesEditor', root)?.closest('form');
  return form ? findAll(name, form).length : 0;
}

function judge(
  rule: CountRule,
  found: number,
  perBlock: readonly number[],
  emptyList: boolean,
): [expected: string, healthy: boolean] {
  switch (rule) {
    case 'one':
      return [rule, found === 1];
    case 'none or one':
      return [rule, found <= 1];
    case 'one per block':
      return [`${rule} (${perBlock.length})`, perBlock.every((n) => n === 1)];
    case 'at least one per block':
      return [`${rule} (${perBlock.length})`, perBlock.every((n) => n >= 1)];
    case 'at least one unless the list is empty':
      return [rule, found >= 1 || emptyList];
  }
}
