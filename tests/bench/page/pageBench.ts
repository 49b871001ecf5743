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
import { evaluationMs, ownWork, TIMELINE } from './trace.ts';

const SLOW_DOWN = 4;
const SORTS = 12;
/** Loads in a fresh process for the first evaluation. */
const EVALUATIONS = 8;
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
  /** Of one sort of a table, below a function of Deputy. */
  readonly sortOwn: number;
  readonly requests: number;
  readonly longest: number;
  readonly own: number;
  readonly long: number;
}

/** Script, and layout and style, of one sort of a table, the page's and ours, ms. */
interface Sort {
  readonly script: number;
  readonly layout: number;
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

async function measureLoad(
  sandbox: SandboxServer,
  measured: Measured,
  traces: boolean,
): Promise<{ readonly load: Load; readonly sorts: readonly Sort[] }> {
  const { page } = measured;
  await page.goto('about:blank');
  sandbox.log.clear();
  const open = async () => {
    await page.goto(TREEHERDER_ORIGIN + ALERTS_PAGE);
    await page.waitForSelector('tr[aria-label="Alert table row"]', { timeout: MOST_WAIT_MS });
    await rest(sandbox, measured);
  };
  await measured.slowDown(SLOW_DOWN);
  const events = await watched(measured, traces, open);
  const loaded = busy(await measured.metrics());
  const requests = sandbox.log.entries.filter(({ path, by }) => by !== 'page' || path.includes('deputy='));
  const seen = await page.evaluate(() => (globalThis as unknown as { sightings: Sightings }).sightings);
  let sorts: readonly Sort[] = [];
  const sorting = await watched(measured, traces, async () => {
    sorts = await sortTables(measured);
  });
  await measured.slowDown(1);
  const own = ownWork(events);
  const load = {
    ...seen,
    script: loaded.script,
    layout: loaded.layout,
    sortOwn: ownWork(sorting).total / SORTS,
    requests: requests.length,
    longest: own.longest,
    own: own.total,
    long: own.long,
  };
  return { load, sorts };
}

/** The host's own re-renders: its handler, its tables, and whatever comes of it, of each. */
async function sortTables(measured: Measured): Promise<Sort[]> {
  const { page } = measured;
  const sorts: Sort[] = [];
  for (let n = 0; n < SORTS; n++) {
    const before = busy(await measured.metrics());
    await page.evaluate((turn) => {
      const buttons = document.querySelectorAll<HTMLElement>(
        'form tr.subtest-header button[title^="Sorted in"]',
      );
      buttons[(turn * 7) % buttons.length]?.click();
    }, n);
    await page.waitForTimeout(600);
    const after = busy(await measured.metrics());
    sorts.push({ script: after.script - before.script, layout: after.layout - before.layout });
  }
  return sorts;
}

/** The usual one of the loads at each of the sorts, since each moves other rows; their mean. */
function usualSort(loads: readonly (readonly Sort[])[]): Sort & { readonly total: number } {
  const mean = (what: (sort: Sort) => number) =>
    Array.from({ length: SORTS }, (_, n) => median(loads.map((sorts) => what(sorts[n] as Sort)))).reduce(
      (sum, ms) => sum + ms / SORTS,
      0,
    );
  return {
    script: mean((sort) => sort.script),
    layout: mean((sort) => sort.layout),
    total: mean((sort) => sort.script + sort.layout),
  };
}

/**
 * First evaluation of Deputy's scripts and of the library floor, ms: each alone in a browser, in processes that have compiled nothing
 * yet; the least of several, without slow-down, which stops the thread for longer than a script takes.
 */
async function measureEvaluation(program: string, sandbox: SandboxServer, floor: string) {
  const least = async (extension: string) => {
    let measured = await openMeasured({ executable: program, port: sandbox.port, extensions: [extension] });
    const took: number[] = [];
    for (let n = 0; n < EVALUATIONS; n++) {
      measured = await measured.fresh();
      const events = await measured.traced(async () => {
        await measured.page.goto(TREEHERDER_ORIGIN + ALERTS_PAGE);
        await measured.page.waitForSelector('tr[aria-label="Alert table row"]');
        await measured.page.waitForTimeout(300);
      }, TIMELINE);
      took.push(evaluationMs(events));
    }
    await measured.close();
    return Math.round(100 * Math.min(...took)) / 100;
  };
  return { deputy: await least(EXTENSION), floor: await least(floor) };
}

async function login(measured: Measured): Promise<void> {
  await measured.page.goto(`${TREEHERDER_ORIGIN}/__sandbox/login?next=${encodeURIComponent(ALERTS_PAGE)}`);
  await measured.page.waitForSelector('tr[aria-label="Alert table row"]', { timeout: MOST_WAIT_MS });
}

/** Heap after the tenth and after the last page change, MB, after a collection; and Deputy's nodes in the page. */
async function measureHeap(sandbox: SandboxServer, measured: Measured, changes: number) {
  const { page, cdp } = measured;
  await page.goto(TREEHERDER_ORIGIN + ALERTS_PAGE);
  await page.locator('tr[aria-label="Alert table row"]').first().waitFor();
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
    // a handle of a row would keep its table alive
    await page.locator('tr[aria-label="Alert table row"]').first().waitFor();
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
  const few = await startSandbox({ scenario: 'rows-10', ...(values.ui ? { ui: values.ui } : {}) });
  result.evaluation = await measureEvaluation(executable, few, floor.folder);
  await few.close();
  for (const rows of values.rows.split(',').map(Number)) {
    const sandbox = await startSandbox({ scenario: `rows-${rows}`, ...(values.ui ? { ui: values.ui } : {}) });
    const open = (extensions: readonly string[]) =>
      openMeasured({ executable, port: sandbox.port, extensions });
    const sides = { without: await open([]), with: await open([EXTENSION]) };
    for (const side of Object.values(sides)) await login(side);
    const loads = { without: [] as Load[], with: [] as Load[] };
    const sorts = { without: [] as (readonly Sort[])[], with: [] as (readonly Sort[])[] };
    // a trace slows everything down: these runs count for what only they tell
    const traced: Load[] = [];
    // the first load of each warms caches up and does not count
    for (let run = 0; run <= runs + TRACED; run++) {
      for (const side of run > runs ? (['with'] as const) : (['without', 'with'] as const)) {
        // a sheriff opens the page in a tab whose process has compiled nothing yet
        if (run > runs) sides[side] = await sides[side].fresh();
        const { load, sorts: sorted } = await measureLoad(sandbox, sides[side], run > runs);
        if (run > runs) traced.push(load);
        else if (run > 0) {
          loads[side].push(load);
          sorts[side].push(sorted);
        }
      }
    }
    const [off, on] = [medians(loads.without), medians(loads.with)];
    const [sortOff, sortOn] = [usualSort(sorts.without), usualSort(sorts.with)];
    // a neighbour on the machine only lengthens: the least of the traced runs is nearest to what it takes
    const least = (what: (load: Load) => number) => Math.min(...traced.map(what));
    const costs = {
      lastRow: round(on.lastRow / off.lastRow),
      lastBarAfterRows: round(on.lastBar - on.lastRow),
      drawnAfterRows: round(on.drawn - on.lastRow),
      longestOwnTask: round(least((load) => load.longest)),
      ownTasksOver50: least((load) => load.long),
      ownWork: round(least((load) => load.own)),
      sort: Math.round((100 * sortOn.total) / sortOff.total) / 100,
      sortScript: [round(sortOff.script), round(sortOn.script)],
      sortLayout: [round(sortOff.layout), round(sortOn.layout)],
      sortOwn: round(least((load) => load.sortOwn)),
      extraScript: round(on.script - off.script),
      extraLayout: round(on.layout - off.layout),
      requests: on.requests,
    };
    for (const [name, l, sort] of [
      ['without', off, sortOff.total],
      ['with', on, sortOn.total],
    ] as const)
      table.push([
        `10 × ${rows}`,
        name,
        ...[l.lastRow, l.firstBar, l.lastBar, l.drawn, l.script, l.layout, sort].map((n) =>
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
const { evaluation, heap, hidden, bytes } = result as unknown as PageRecord;
console.log();
if (evaluation)
  console.log(
    `first evaluation, without slow-down: ${evaluation.deputy} ms, the library floor ${evaluation.floor} ms`,
  );
if (heap)
  console.log(
    `heap after ${values.changes} page changes: ${heap.withMb} MB more, without Deputy ${heap.withoutMb} MB`,
  );
if (hidden)
  console.log(
    `in ${values.hidden} s of a hidden page: ${hidden.requests} requests of Deputy, ${hidden.timers} timers`,
  );
console.log(`content scripts: ${bytes.raw} bytes, packed ${bytes.gzip}`);
const over = overLimits(result as unknown as PageRecord);
for (const line of over) console.log(`OVER ITS LIMIT: ${line}`);
console.log();
console.log(JSON.stringify(result));
process.exitCode = over.length === 0 ? 0 : 1;
