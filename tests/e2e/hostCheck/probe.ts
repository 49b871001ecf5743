import { join } from 'node:path';
import { build } from 'vite';
import type { SelectorHealth } from '../../../lib/host/selectorHealth.ts';
import type { Tab } from '../driver/tab.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What the page's side of the check offers; see inPage.ts. */
export interface Probe {
  health(): SelectorHealth[];
  listQuery(): string | null;
  refetch(id: number): Promise<boolean>;
}

/** Deputy's own registry and rules, bundled for a page in which Deputy need not run. */
async function probeScript(): Promise<string> {
  const output = await build({
    configFile: false,
    envDir: false,
    logLevel: 'error',
    resolve: { alias: { '@': ROOT } },
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'inPage.ts'), formats: ['iife'], name: 'deputyProbe' },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (chunk?.type !== 'chunk') throw new Error('the probe of the host page was not built');
  return `${chunk.code}; globalThis.deputyProbe = deputyProbe;`;
}

let script: Promise<string> | undefined;

/** Puts the probe into the page that the tab shows. */
export async function addProbe(tab: Tab): Promise<void> {
  script ??= probeScript();
  await tab.run(await script);
}

/** Asks the probe in the page. */
export const healthOf = (tab: Tab): Promise<SelectorHealth[]> =>
  tab.evaluate(() => (globalThis as unknown as { deputyProbe: Probe }).deputyProbe.health());
export const listQueryOf = (tab: Tab): Promise<string | null> =>
  tab.evaluate(() => (globalThis as unknown as { deputyProbe: Probe }).deputyProbe.listQuery());
export const refetchIn = (tab: Tab, summaryId: number): Promise<boolean> =>
  tab.evaluate((id) => (globalThis as unknown as { deputyProbe: Probe }).deputyProbe.refetch(id), summaryId);
