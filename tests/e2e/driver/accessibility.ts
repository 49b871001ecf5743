import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Tab } from './tab.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Hosts of our own parts; what the page does with its own is not ours to judge. */
const OWN_PARTS = ['deputy-bar', 'deputy-cell', 'deputy-line', 'deputy-overlay', 'th[data-deputy]'];

/**
 * What axe finds wrong in Deputy's parts of the page, in words; it looks into open shadow roots by itself.
 * @param parts selectors of the parts to look at; hundreds of cells take seconds
 */
export async function accessibilityProblems(tab: Tab, parts = OWN_PARTS): Promise<string[]> {
  if (!(await tab.evaluate(() => 'axe' in window))) await tab.run(await readFile(AXE, 'utf8'));
  return tab.evaluate(async (parts) => {
    const { axe } = window as unknown as { axe: Axe };
    const include = parts.filter((part) => document.querySelector(part) !== null).map((part) => [part]);
    const { violations, passes } = await axe.run({ include }, { resultTypes: ['violations'] });
    // the target of a node in a shadow root is a path of selectors
    const looked = passes.some(({ nodes }) => nodes.some(({ target }) => Array.isArray(target[0])));
    if (!looked) return ['axe has seen nothing of what is in the shadow roots'];
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html }) => `${id} (${help}) at ${JSON.stringify(target)}: ${html.slice(0, 160)}`),
    );
  }, parts);
}

interface Axe {
  run(
    context: { include: string[][] },
    options: { resultTypes: string[] },
  ): Promise<Record<'violations' | 'passes', { id: string; help: string; nodes: AxeNode[] }[]>>;
}

interface AxeNode {
  target: (string | string[])[];
  html: string;
}
