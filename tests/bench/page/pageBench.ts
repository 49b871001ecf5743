/**
 * What Deputy costs the page: the same page with and without it, side by side in one run, at four times slow-down of the page's
 * thread. `node tests/bench/page/pageBench.ts [--rows 10,50,110] [--runs 3] [--ui DIR] [--changes 50]`. The last line is JSON.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ALERTS_PAGE } from '../../../scripts/arguments.ts';
import { findBrowser, variableFor } from '../../../scripts/browsers.mjs';
import { TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import { type SandboxServer, startSandbox } from '../../sandbox/server.ts';
import { EXTENSION, floorExtension, type Measured, openMeasured } from './browser.ts';
import type { Sightings } from './inPage.ts';
import { overLimits, type PageRecord } from './limits.ts';
import { ownWork } from './trace.ts';

const SLOW_DOWN = 4;
const SORTS = 6;
/** Loads with Deputy that are traced, beside those that are timed. */
const TRACED = 3;
/** The page is at rest when nothing was asked for and nothing changed for so long. */
const REST_MS = 1_500;
const MOST_WAIT_MS = 120_000;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10,50,110' },
    runs: { type: 'string', default: '3' },
    changes: { type: 'string', default: '50' },
    hidden: { type: 'string', default: '65' },
    ui: { type: 'string' },
  },
});

const runs = Number(values.runs);
const executable = findBrowser('chromium');
if (executable === undefined) throw new Error(`no Chromium: name its program in ${variableFor('chromium')}`);

/** What one load of the page came to. */
interface Load {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstBar: number;
  readonly lastBar: number;
  readonly drawn: number;
  /** Script, layout and style of the page's thread until it came to rest, ms. */
  readonly script: number;
  readonly layout: number;
  /** Script, layout and style of one sort of a table, the page's and ours, ms. */
  readonly sort: number;
  readonly sortScript: number;
  readonly sortLayout: number;
  /** Of that, below a function of Deputy. */
  readonly sortOwn: number;
  readonly requests: number;
  readonly longest: number;
  readonly own: number;
  readonly long: number;
  readonly evaluation: number;
  readonly floor: number;
}

async function rest(sandbox: SandboxServer, { page }: Measured): Promise<void> {
  const until = Date.now() + MOST_WAIT_MS;
  for (let before = -1; Date.now() < until; ) {
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    const now = sandbox.log.entries.length * 1e6 + nodes;
    if (now === before) return;
    before = now;
    await page.waitForTimeout(REST_MS);
  }
}

const busy = (metrics: Record<string, number>) => ({
  script: 1000 * (metrics.ScriptDuration ?? 0),
  layout: 1000 * ((metrics.LayoutDuration ?? 0) + (metrics.RecalcStyleDuration ?? 0)),
  task: 1000 * (metrics.TaskDuration ?? 0),
});

async function watched(measured: Measured, traces: boolean, work: () => Promise<void>) {
  if (traces) return measured.traced(work);
  await work();
  return [];
}

async function measureLoad(sandbox: SandboxServer, measured: Measured, traces: boolean): Promise<Load> {
  const { page } = measured;
  await page.goto('about:blank');
  sandbox.log.clear();
  const load = async () => {
    await page.goto(TREEHERDER_ORIGIN + ALERTS_PAGE);
    await page.waitForSelector('tr[aria-label="Alert table row"]', { timeout: MOST_WAIT_MS });
    await rest(sandbox, measured);
  };
  await measured.slowDown(SLOW_DOWN);
  const events = await watched(measured, traces, load);
  const loaded = busy(await measured.metrics());
  const requests = sandbox.log.entries.filter(({ path, by }) => by !== 'page' || path.includes('deputy='));
  const seen = await page.evaluate(() => (globalThis as unknown as { sightings: Sightings }).sightings);
  const before = await measured.metrics();
  const sorting = await watched(measured, traces, () => sortTables(measured, sandbox));
  const sorted = busy(await measured.metrics());
  await measured.slowDown(1);
  const own = ownWork(events);
  return {
    ...seen,
    script: loaded.script,
    layout: loaded.layout,
    sort: (sorted.script + sorted.layout - busy(before).script - busy(before).layout) / SORTS,
    sortScript: (sorted.script - busy(before).script) / SORTS,
    sortLayout: (sorted.layout - busy(before).layout) / SORTS,
    sortOwn: ownWork(sorting).total / SORTS,
    requests: requests.length,
    longest: own.longest,
    own: own.total,
    long: own.long,
    evaluation: own.evaluation,
    floor: own.floor,
  };
}

/** The host's own re-renders: its handler, its tables, and whatever comes of it. */
async function sortTables(measured: Measured, sandbox: SandboxServer): Promise<void> {
  const { page } = measured;
  for (let n = 0; n < SORTS; n++) {
    await page.evaluate((turn) => {
      const buttons = document.querySelectorAll<HTMLElement>(
        'form tr.subtest-header button[title^="Sorted in"]',
      );
      buttons[(turn * 7) % buttons.length]?.click();
    }, n);
    await page.waitForTimeout(600);
  }
  await rest(sandbox, measured);
}

async function login(measured: Measured): Promise<void> {
  await measured.page.goto(`${TREEHERDER_ORIGIN}/__sandbox/login?next=${encodeURIComponent(ALERTS_PAGE)}`);
  await measured.page.waitForSelector('tr[aria-label="Alert table row"]', { timeout: MOST_WAIT_MS });
}

/** Heap after the tenth and after the last page change, MB, after a collection; and Deputy's nodes in the page. */
async function measureHeap(sandbox: SandboxServer, measured: Measured, changes: number) {
  const { page, cdp } = measured;
  await page.goto(TREEHERDER_ORIGIN + ALERTS_PAGE);
  await page.waitForSelector('tr[aria-label="Alert table row"]');
  await rest(sandbox, measured);
  const heap = async () => {
    for (let n = 0; n < 3; n++) await cdp.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize = 0, Nodes = 0 } = await measured.metrics();
    return { mb: JSHeapUsedSize / 1e6, nodes: Nodes };
  };
  let early = await heap();
  for (let n = 1; n <= changes; n++) {
    const wanted = n % 2 === 1 ? 2 : 1;
    const link = page.locator(`[aria-label="Go to page ${wanted}"]`).first();
    await link.click();
    await page.waitForURL(new RegExp(`page=${wanted}\\b`));
    await page.waitForSelector('tr[aria-label="Alert table row"]');
    await page.waitForTimeout(150);
    if (n === 10) {
      await rest(sandbox, measured);
      early = await heap();
    }
  }
  await rest(sandbox, measured);
  const late = await heap();
  return { early: early.mb, late: late.mb, nodes: late.nodes - early.nodes };
}

/** Requests of Deputy and its timers in a page that stays hidden, with no round in flight. */
async function measureHidden(sandbox: SandboxServer, measured: Measured, seconds: number) {
  const { page, context } = measured;
  await page.goto(TREEHERDER_ORIGIN + ALERTS_PAGE);
  await page.waitForSelector('deputy-bar');
  await rest(sandbox, measured);
  const other = await context.newPage();
  await other.bringToFront();
  // headless Chromium shows all pages at once: what a hidden one is told is told by hand
  await measured.cdp.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  // the extension's world has a document object of its own
  const isHidden = await measured.inAllWorlds(`(() => {
    for (const [name, value] of [['hidden', true], ['visibilityState', 'hidden']])
      Object.defineProperty(document, name, { value, configurable: true });
    return document.visibilityState;
  })()`);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  // what was about to be drawn when the page was left has its end first
  await new Promise((resolve) => setTimeout(resolve, 3000));
  sandbox.log.clear();
  const events = await measured.traced(() => new Promise((resolve) => setTimeout(resolve, seconds * 1000)));
  const requests = sandbox.log.entries.filter(({ path, by }) => by !== 'page' || path.includes('deputy='));
  await other.close();
  return { isHidden, requests: requests.length, timers: ownWork(events).timers };
}

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
const medians = (loads: readonly Load[]): Load =>
  Object.fromEntries(
    Object.keys(loads[0] ?? {}).map((key) => [key, median(loads.map((load) => load[key as keyof Load]))]),
  ) as unknown as Load;
const round = (n: number) => Math.round(n * 10) / 10;

function scriptBytes(): { raw: number; gzip: number } {
  const folder = join(EXTENSION, 'content-scripts');
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  const sum = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0);
  return { raw: sum(files.map((f) => f.length)), gzip: sum(files.map((f) => gzipSync(f).length)) };
}

const table: string[][] = [
  [
    'rows',
    'page',
    'last row',
    'first bar',
    'last bar',
    'drawn',
    'script',
    'layout',
    'sort',
    'own',
    'longest',
    'requests',
  ],
];
const result: Record<string, unknown> = {};
const floor = await floorExtension();
try {
  for (const rows of values.rows.split(',').map(Number)) {
    const sandbox = await startSandbox({ scenario: `rows-${rows}`, ...(values.ui ? { ui: values.ui } : {}) });
    const open = (extensions: readonly string[]) =>
      openMeasured({ executable, port: sandbox.port, extensions });
    const sides = { without: await open([]), with: await open([EXTENSION, floor.folder]) };
    for (const side of Object.values(sides)) await login(side);
    const loads = { without: [] as Load[], with: [] as Load[] };
    // a trace slows everything down: these runs count for what only they tell
    const traced: Load[] = [];
    // the first load of each warms caches up and does not count
    for (let run = 0; run <= runs + TRACED; run++) {
      for (const side of run > runs ? (['with'] as const) : (['without', 'with'] as const)) {
        // what is measured of the first evaluation must not have been compiled before
        if (run > runs) sides[side] = await sides[side].fresh();
        const load = await measureLoad(sandbox, sides[side], side === 'with' && run > runs);
        if (run > runs && side === 'with') traced.push(load);
        else if (run > 0 && run <= runs) loads[side].push(load);
      }
    }
    const [off, on] = [medians(loads.without), medians(loads.with)];
    // a neighbour on the machine only lengthens: the least of the traced runs is nearest to what it takes
    const least = (what: (load: Load) => number) => Math.min(...traced.map(what));
    const costs = {
      lastRow: round(on.lastRow / off.lastRow),
      lastBarAfterRows: round(on.lastBar - on.lastRow),
      drawnAfterRows: round(on.drawn - on.lastRow),
      longestOwnTask: round(least((load) => load.longest)),
      ownTasksOver50: least((load) => load.long),
      ownWork: round(least((load) => load.own)),
      sort: Math.round((100 * on.sort) / off.sort) / 100,
      sortScript: [round(off.sortScript), round(on.sortScript)],
      sortLayout: [round(off.sortLayout), round(on.sortLayout)],
      sortOwn: round(least((load) => load.sortOwn)),
      extraScript: round(on.script - off.script),
      extraLayout: round(on.layout - off.layout),
      requests: on.requests,
      evaluation: round(least((load) => load.evaluation)),
      floor: round(least((load) => load.floor)),
    };
    for (const [name, l] of [
      ['without', off],
      ['with', on],
    ] as const)
      table.push([
        `10 × ${rows}`,
        name,
        ...[l.lastRow, l.firstBar, l.lastBar, l.drawn, l.script, l.layout, l.sort].map((n) =>
          String(Math.round(n)),
        ),
        name === 'with' ? String(Math.round(least((load) => load.own))) : '',
        name === 'with' ? String(Math.round(least((load) => load.longest))) : '',
        String(l.requests),
      ]);
    result[`10x${rows}`] = costs;
    const changes = Number(values.changes);
    if (rows === 50 && changes > 0) {
      const heapOff = await measureHeap(sandbox, sides.without, changes);
      const heapOn = await measureHeap(sandbox, sides.with, changes);
      result.heap = {
        changes,
        withoutMb: round(heapOff.late - heapOff.early),
        withMb: round(heapOn.late - heapOn.early),
        nodes: heapOn.nodes - heapOff.nodes,
      };
    }
    if (rows === 50 && Number(values.hidden) > 0)
      result.hidden = await measureHidden(sandbox, sides.with, Number(values.hidden));
    for (const side of Object.values(sides)) await side.close();
    await sandbox.close();
  }
} finally {
  floor.remove();
}
result.bytes = scriptBytes();

const widths = (table[0] ?? []).map((_, n) => Math.max(...table.map((row) => (row[n] ?? '').length)));
console.log(`\nThe page with and without Deputy at ${SLOW_DOWN}× slow-down; milliseconds, medians\n`);
for (const row of table) console.log(row.map((cell, n) => cell.padStart(widths[n] ?? 0)).join('  '));
const over = overLimits(result as unknown as PageRecord);
for (const line of over) console.log(`OVER ITS LIMIT: ${line}`);
console.log();
console.log(JSON.stringify(result));
process.exitCode = over.length === 0 ? 0 : 1;
