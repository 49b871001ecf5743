import { type CountRule, GRAPH_LEGEND, SELECTOR_RULES, type SelectorRule } from './selectorRules';
import { findAll, findOne, SELECTORS, type SelectorName } from './selectors';

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
 * Counts every registered selector against its rule. Meant for an alerts or graphs page at rest: while the page loads, a list may
 * rightly be empty without saying so.
 */
export function checkSelectors(root: ParentNode): SelectorHealth[] {
  const main = findOne('main', root) ?? root;
  const blocks = findAll('block', main);
  const emptyList = findOne('emptyList', main) !== null;
  const legend = main.querySelector(GRAPH_LEGEND) !== null;
  return (Object.keys(SELECTORS) as SelectorName[]).map((name) => {
    const { expected, within, feature } = SELECTOR_RULES[name];
    const perBlock = blocks.map((block) => countInBlock(name, within, block));
    const found = {
      document: () => findAll(name, root).length,
      main: () => findAll(name, main).length,
      block: () => sum(perBlock),
      table: () => sum(perBlock),
      'notes form': () => countInNotesForm(name, root),
    }[within]();
    const [text, healthy] = judge(expected, found, perBlock, { emptyList, legend });
    return { name, found, expected: text, healthy, feature };
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

function countInBlock(name: SelectorName, within: SelectorRule['within'], block: HTMLElement): number {
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
