import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/browsers.mjs';
import { launch, type Session } from '../e2e/driver/driver';
import { type SandboxServer, startSandbox } from '../sandbox/server';

/** Summaries of the dashboards that are measured: the last is as many as one has to bear. */
export const DASHBOARDS = [50, 160, 500] as const;

/** The dashboard with so many summaries, in milliseconds. */
export interface DashboardTimes {
  readonly summaries: number;
  /** From the start of the navigation until rows are there and seen from outside. */
  readonly firstContent: number;
  /** From a change of the filter, or of the queue that is shown, until the next paint; the slowest of several changes, each at its quickest. */
  readonly filter: number;
  readonly requests: number;
}

/** With the most of them: first content under 1 s, a filter under 100 ms, at most 12 requests. */
export const MOST_DASHBOARD: Omit<DashboardTimes, 'summaries'> = {
  firstContent: 1000,
  filter: 100,
  requests: 12,
};
const LOOKS = 5;

/** Measures the built extension in Chromium, on the sandbox; empty where there is no browser or no build. */
export async function measureDashboard(sizes: readonly number[]): Promise<DashboardTimes[]> {
  const executable = findBrowser('chromium');
  const extension = join(import.meta.dirname, '../../.output/chrome-mv3');
  if (executable === undefined || !existsSync(join(extension, 'dashboard.html'))) return [];
  const server = await startSandbox({});
  const session = await launch('chromium', { executable, extension, port: server.port });
  try {
    const measured: DashboardTimes[] = [];
    for (const summaries of sizes) {
      server.reset({ scenario: `summaries-${summaries}` });
      measured.push(await measureSize(session, server, summaries));
    }
    return measured;
  } finally {
    await session.close();
    await server.close();
  }
}

async function measureSize(
  session: Session,
  server: SandboxServer,
  summaries: number,
): Promise<DashboardTimes> {
  const times: Pick<DashboardTimes, 'firstContent' | 'requests'>[] = [];
  const filters: number[][] = [];
  for (let look = 0; look < LOOKS; look++) {
    server.log.clear();
    const tab = await session.extensionTab('dashboard.html?role=both');
    await tab.byCss('tbody tr').nth(0).wait();
    // one clock for both: opening an empty tab is the browser's time
    const firstContent = Date.now() - (await tab.evaluate(() => performance.timeOrigin));
    filters.push(await tab.evaluate(changeFilters));
    times.push({ firstContent, requests: server.log.entries.length });
    await tab.close();
  }
  // the machine is shared: the quickest look is the one that was disturbed least
  const quickest = (filters[0] ?? []).map((_, n) => Math.min(...filters.map((f) => f[n] ?? 0)));
  return {
    summaries,
    firstContent: Math.min(...times.map((t) => t.firstContent)),
    filter: Math.max(...quickest),
    requests: Math.max(...times.map((t) => t.requests)),
  };
}

/** Runs inside the page. */
async function changeFilters(): Promise<number[]> {
  const painted = () =>
    new Promise<number>((done) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(null);
      });
    });
  const choice = (label: string) => {
    const found = [...document.querySelectorAll('label')].find((l) => l.textContent?.startsWith(label));
    return found?.querySelector('select, input') as HTMLSelectElement | HTMLInputElement;
  };
  const set = async (label: string, value: string) => {
    const before = performance.now();
    const field = choice(label);
    field.value = value;
    field.dispatchEvent(new Event(label === 'Search' ? 'input' : 'change', { bubbles: true }));
    return (await painted()) - before;
  };
  const took: number[] = [];
  for (const [label, value] of [
    ['Framework', 'talos'],
    ['Framework', ''],
    ['Search', 'tp5o'],
    ['Search', ''],
    ['Role', 'perf sheriff'],
    ['Role', 'both'],
    ['Sort', 'newest first'],
    ['Sort', 'due first'],
  ] as const) {
    took.push(await set(label, value));
  }
  return took;
}
