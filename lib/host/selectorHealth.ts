import { type CountQuestion, type Counts, countNodes } from './countNodes';
import { type CountRule, GRAPH_LEGEND, SELECTOR_RULES } from './selectorRules';
import { SELECTORS, type SelectorName } from './selectors';

export interface SelectorHealth {
  readonly name: SelectorName;
  readonly found: number;
  /** The rule, with the number where it depends on the page: "one per block (3)". */
  readonly expected: string;
  readonly healthy: boolean;
  /** What is lost while it is not healthy. */
  readonly feature: string;
}

/** What of ours may stand in a page. */
const OWN_NAMES = ['deputy-bar', 'deputy-cell', 'deputy-line', 'deputy-panel'] as const;
export type OwnName = (typeof OWN_NAMES)[number];

const NAMES = Object.keys(SELECTORS) as SelectorName[];
/** The button belongs to the form with the editor; others of its kind stand elsewhere. */
const selectorOf = (name: SelectorName) =>
  name === 'notesSave' ? `form:has(${SELECTORS.notesEditor}) ${SELECTORS.notesSave}` : SELECTORS[name];

const BLOCK = `${SELECTORS.main} ${SELECTORS.block}`;

/** All that is counted in a page: the registered selectors, the legend, and our own nodes. */
export const HEALTH_QUESTION: CountQuestion = {
  scopes: ['html', SELECTORS.main, BLOCK, `${BLOCK} > table`],
  selectors: [...NAMES.map(selectorOf), GRAPH_LEGEND, ...OWN_NAMES],
};

/**
 * Judges the counts of `HEALTH_QUESTION`, each selector by its rule. Meant for an alerts or graphs page at rest: while the page
 * loads, a list may rightly be empty without saying so.
 */
export function judgeCounts([whole = [], mains = [], blocks = [], tables = []]: Counts): SelectorHealth[] {
  const [all = []] = whole;
  const [main = all] = mains;
  const at = (counts: readonly number[], n: number) => counts[n] ?? 0;
  const emptyList = at(main, NAMES.indexOf('emptyList')) > 0;
  const legend = at(main, NAMES.length) > 0;
  return NAMES.map((name, n) => {
    const { expected, within, feature } = SELECTOR_RULES[name];
    // a block without a table has none of what stands in one
    const scoped = within === 'table' ? blocks.map((_, i) => tables[i] ?? []) : blocks;
    const perBlock = scoped.map((counts) => at(counts, n));
    const found = {
      document: () => at(all, n),
      main: () => at(main, n),
      block: () => sum(perBlock),
      table: () => sum(perBlock),
      'notes form': () => at(all, n),
    }[within]();
    const [text, healthy] = judge(expected, found, perBlock, { emptyList, legend });
    return { name, found, expected: text, healthy, feature };
  });
}

/** How many nodes of ours the counts have, by kind. */
export const ownNodes = ([[all = []] = []]: Counts): Readonly<Record<OwnName, number>> =>
  Object.fromEntries(OWN_NAMES.map((name, n) => [name, all[NAMES.length + 1 + n] ?? 0])) as Record<
    OwnName,
    number
  >;

/** Counts every registered selector against its rule. */
export const checkSelectors = (root: ParentNode): SelectorHealth[] =>
  judgeCounts(countNodes(root, HEALTH_QUESTION));

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

function judge(
  rule: CountRule,
  found: number,
  perBlock: readonly number[],
  { emptyList, legend }: { readonly emptyList: boolean; readonly legend: boolean },
): [expected: string, healthy: boolean] {
  switch (rule) {
    case 'one':
      return [rule, found === 1];
    case 'one beside a legend':
      return [rule, found === 1 || (found === 0 && !legend)];
    case 'none or one':
      return [rule, found <= 1];
    case 'one per block':
      return [`${rule} (${perBlock.length})`, perBlock.every((n) => n === 1)];
    case 'none or one per block':
      return [rule, perBlock.every((n) => n <= 1)];
    case 'at least one per block':
      return [`${rule} (${perBlock.length})`, perBlock.every((n) => n >= 1)];
    case 'at least one unless the list is empty':
      return [rule, found >= 1 || emptyList];
  }
}
