/**
 * `node tests/e2e/shiftCost/measureShift.ts [--ui DIR] [--browser chromium|firefox]`: a shift of twenty alert summaries, once with
 * Deputy and once without it by the page's own controls, on a built Perfherder UI or the sandbox's own page. Prints the table of
 * docs/cost-of-a-shift.md; the last line is JSON; exit 1 when a click or a key is not as work.ts foresees, 2 when it cannot begin.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TRAINING_PAGE } from '../../../scripts/arguments.ts';
import { findBrowser, variableFor } from '../../../scripts/browsers.mjs';
import { TASKCLUSTER_HOST } from '../../sandbox/hosts.ts';
import { type SandboxServer, startSandbox } from '../../sandbox/server.ts';
import { launch } from '../driver/driver.ts';
import type { Tab } from '../driver/tab.ts';
import { doByHand, doWithDeputy } from './hands.ts';
import {
  byHand,
  type Cost,
  linesOf,
  NOTHING,
  type Part,
  plus,
  ROUND_BY_HAND,
  SHIFT,
  withDeputy,
} from './work.ts';

const { values } = parseArgs({
  options: { ui: { type: 'string' }, browser: { type: 'string', default: 'chromium' } },
});
const kind = values.browser === 'firefox' ? 'firefox' : 'chromium';
const program = findBrowser(kind);
if (program === undefined) {
  console.error(`No ${kind} here: name its program in ${variableFor(kind)}.`);
  process.exit(2);
}
const executable = program;
const ui = values.ui && resolve(process.env.INIT_CWD ?? process.cwd(), values.ui);
const build = join(
  import.meta.dirname,
  '../../../.output',
  kind === 'firefox' ? 'firefox-mv3' : 'chrome-mv3',
);
/** The pages of the list, the oldest first, as the guide has it. */
const PAGES = [2, 1];
const wrong: string[] = [];

const requestsOf = (sandbox: SandboxServer) =>
  sandbox.log.find().filter(({ host, path }) => host === TASKCLUSTER_HOST || path.startsWith('/api/')).length;

/** Goes through the list page by page and does what is to be done on each. */
async function goThrough(part: Part, how: 'Deputy' | 'hand'): Promise<Cost> {
  const sandbox = await startSandbox({ scenario: part.scenario, ...(ui && { ui }) });
  const session = await launch(kind, {
    executable,
    port: sandbox.port,
    ...(how === 'Deputy' && { extension: build }),
  });
  try {
    const tab = await session.newTab();
    await tab.login({ next: '/perfherder/alerts?framework=6' });
    const work = part.work(sandbox.world);
    let cost = NOTHING;
    let done = 0;
    sandbox.log.clear();
    for (const page of PAGES) {
      await tab.open(`${TRAINING_PAGE}&page=${page}`);
      cost = plus(cost, { pages: 1 });
      const here = await summariesOn(tab);
      for (const one of work.filter(({ id }) => here.includes(id))) {
        const hand = await (how === 'Deputy' ? doWithDeputy : doByHand)(tab, sandbox, one);
        const derived = how === 'hand' && one.kind === 'round' ? one.alerts : 0;
        for (let n = 0; n < derived; n++) cost = plus(cost, ROUND_BY_HAND);
        const foreseen = (how === 'Deputy' ? withDeputy : byHand)(one);
        const clicks = hand.clicks + derived * ROUND_BY_HAND.clicks;
        if (clicks !== foreseen.clicks || hand.keys !== foreseen.keys)
          wrong.push(`${how}, ${one.kind} #${one.id}: ${clicks} clicks, ${hand.keys} keys`);
        cost = plus(cost, hand);
        done++;
      }
    }
    if (done !== work.length) wrong.push(`${how}, ${part.name}: ${done} of ${work.length} summaries found`);
    return plus(cost, { requests: requestsOf(sandbox) });
  } finally {
    await session.close();
    await sandbox.close();
  }
}

async function summariesOn(tab: Tab): Promise<readonly number[]> {
  await tab.byCss('#perf-main form table').nth(0).wait();
  return tab.evaluate(() =>
    [...document.querySelectorAll('[data-testid^="alert summary "][data-testid$=" title"]')].map((title) =>
      Number(/\d+/.exec(title.getAttribute('data-testid') ?? '')?.[0]),
    ),
  );
}

const rows: { name: string; deputy: Cost; hand: Cost }[] = [];
for (const part of SHIFT) {
  const deputy = await goThrough(part, 'Deputy');
  rows.push({ name: part.name, deputy, hand: await goThrough(part, 'hand') });
}
for (const line of linesOf(rows)) console.log(line);
for (const what of wrong) console.log(`NOT AS FORESEEN: ${what}`);
console.log(JSON.stringify({ browser: kind, rows, wrong: wrong.length }));
process.exit(wrong.length === 0 ? 0 : 1);
