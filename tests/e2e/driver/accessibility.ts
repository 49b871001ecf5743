import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Tab } from './tab.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Hosts of our own parts; what the page does with its own is not ours to judge. */
const OWN_PARTS = ['deputy-bar', 'deputy-cell', 'deputy-line', 'deputy-overlay', 'th[data-deputy]'];

/** What axe finds wrong in a page of the extension's own, in light and then in dark; the page stays dark. */
export async function ownPageProblems(tab: Tab): Promise<string[]> {
  if (!(await tab.evaluate(() => 'axe' in window))) await tab.run(await readFile(AXE, 'utf8'));
  return tab.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe };
    const look = async (theme: string) => {
      const { violations, passes } = await axe.run(document, { resultTypes: ['violations'] });
      if (passes.length === 0) return [`${theme}: axe has seen nothing`];
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(
          ({ target, html }) => `${theme}: ${id} (${help}) at ${String(target)}: ${html.slice(0, 160)}`,
        ),
      );
    };
    const light = await look('light');
    // both browsers, whatever their libraries can pretend: the rules for dark are made those for all
    for (const sheet of document.styleSheets)
      for (const rule of sheet.cssRules)
        if (rule instanceof CSSMediaRule && rule.conditionText.includes('dark')) rule.media.mediaText = 'all';
    document.documentElement.style.colorScheme = 'dark';
    return [...light, ...(await look('dark'))];
  });
}

/**
 * What axe finds wrong in Deputy's parts of the page, in words, first as it is (light), then in a page that says it is dark; it
 * looks into open shadow roots by itself. In dark only colours are looked at, for nothing else is another then.
 * @param parts selectors of the parts to look at; hundreds of cells take seconds
 */
export async function accessibilityProblems(tab: Tab, parts = OWN_PARTS): Promise<string[]> {
  if (!(await tab.evaluate(() => 'axe' in window))) await tab.run(await readFile(AXE, 'utf8'));
  const asked = { own: OWN_PARTS, parts };
  return tab.evaluate(async ({ own, parts }) => {
    const { axe } = window as unknown as { axe: Axe };
    const include = parts.filter((part) => document.querySelector(part) !== null).map((part) => [part]);
    const look = async (theme: string, options: object) => {
      const { violations, passes } = await axe.run({ include }, { ...options, resultTypes: ['violations'] });
      // the target of a node in a shadow root is a path of selectors
      const looked = passes.some(({ nodes }) => nodes.some(({ target }) => Array.isArray(target[0])));
      if (!looked) return [`${theme}: axe has seen nothing of what is in the shadow roots`];
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(
          ({ target, html }) =>
            `${theme}: ${id} (${help}) at ${JSON.stringify(target)}: ${html.slice(0, 160)}`,
        ),
      );
    };
    const light = await look('light', {});
    // what Bootstrap's dark theme does: the scheme, and grounds of the page's own
    const dark = document.createElement('style');
    dark.textContent = `:root { color-scheme: dark; } :root, :root :not(${own.join()}) { background-color: #212529 !important; }`;
    document.head.append(dark);
    const inDark = await look('dark', { runOnly: ['color-contrast'] });
    dark.remove();
    return [...light, ...inDark];
  }, asked);
}

interface Axe {
  run(
    context: { include: string[][] } | Document,
    options: { resultTypes: string[]; runOnly?: string[] },
  ): Promise<Record<'violations' | 'passes', { id: string; help: string; nodes: AxeNode[] }[]>>;
}

interface AxeNode {
  target: (string | string[])[];
  html: string;
}
