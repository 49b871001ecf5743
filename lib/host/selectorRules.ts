import type { SelectorName } from './selectors';

/** What the health check knows about each selector of selectors.ts. */

/** How many matches a healthy alerts page has. */
export type CountRule =
  | 'one'
  | 'one beside a legend'
  | 'none or one'
  | 'one per block'
  | 'none or one per block'
  | 'at least one per block'
  | 'at least one unless the list is empty';

export interface SelectorRule {
  /** Where it is looked for. */
  readonly within: 'document' | 'main' | 'block' | 'table' | 'notes form';
  readonly expected: CountRule;
  /** What stops working when it finds nothing. */
  readonly feature: string;
}

/** GraphsView.jsx: a legend with series in it, which has the drawings beside it; only the health check looks at it. */
export const GRAPH_LEGEND = '[aria-label="Graph Legend"]:not(:empty)';

export const SELECTOR_RULES: Readonly<Record<SelectorName, SelectorRule>> = {
  root: {
    within: 'document',
    expected: 'one',
    feature: 'everything on the page',
  },
  main: {
    within: 'document',
    expected: 'one',
    feature: 'everything on the page',
  },
  block: {
    within: 'main',
    expected: 'at least one unless the list is empty',
    feature: 'bars and cells',
  },
  summaryTitle: {
    within: 'block',
    expected: 'one per block',
    feature: 'bars and cells: which summary a block shows',
  },
  table: {
    within: 'block',
    expected: 'one per block',
    feature: 'the bar and the cells of a block',
  },
  headerRow: {
    within: 'table',
    expected: 'one per block',
    feature: 'the column title over the cells',
  },
  alertRow: {
    within: 'table',
    expected: 'at least one per block',
    feature: 'marks and data strips on the rows',
  },
  rowBox: {
    within: 'table',
    expected: 'at least one per block',
    feature: 'selecting rows for the page’s own buttons',
  },
  graphLink: {
    within: 'table',
    expected: 'at least one per block',
    feature: 'opening the graph of an alert by a key',
  },
  statusMenu: {
    within: 'block',
    expected: 'one per block',
    feature: "guarding the page's own notes editor: which summary it was opened for",
  },
  collapsedNotes: {
    within: 'block',
    expected: 'none or one per block',
    feature: 'keeping long notes from covering the table',
  },
  emptyList: {
    within: 'main',
    expected: 'none or one',
    feature: 'the line above an empty list',
  },
  graphContainer: {
    within: 'main',
    expected: 'one beside a legend',
    feature: 'the panel on the graphs page',
  },
  lockedTooltip: {
    within: 'main',
    expected: 'none or one',
    feature: 'the panel on the graphs page: the point that was clicked',
  },
  notesEditor: {
    within: 'document',
    expected: 'none or one',
    feature: "guarding the page's own notes editor",
  },
  notesSave: {
    within: 'notes form',
    expected: 'none or one',
    feature: "guarding the page's own notes editor",
  },
};
