/**
 * `npm run soak -- [--ui DIR] [--actions 200] [--seed NAME] [--browser chromium|firefox]`: a sheriff at random, on a built Perfherder
 * UI or the sandbox's own page. The last line is JSON; exit 1 when anything is wrong at the end, 2 when it could not begin.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser, variableFor } from '../../../scripts/browsers.mjs';
import { startSandbox } from '../../sandbox/server.ts';
import { openAlerts } from '../driver/alertsPage.ts';
import { launch } from '../driver/driver.ts';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    ui: { type: 'string' },
    actions: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    browser: { type: 'string', default: 'chromium' },
  },
});
const kind = values.browser === 'firefox' ? 'firefox' : 'chromium';
const executable = findBrowser(kind);
if (executable === undefined) {
  console.error(`No ${kind} here: name its program in ${variableFor(kind)}.`);
  process.exit(2);
}
const ui = values.ui && resolve(process.env.INIT_CWD ?? process.cwd(), values.ui);
const sandbox = await startSandbox(ui ? { ui } : {});
const folder = kind === 'firefox' ? 'firefox-mv3' : 'chrome-mv3';
const session = await launch(kind, {
  executable,
  port: sandbox.port,
  extension: join(import.meta.dirname, '../../../.output', folder),
});
try {
  const tab = await session.newTab();
  await tab.front();
  await openAlerts(tab);
  const actions = Number(values.actions);
  const result = await soak(tab, sandbox, { actions, seed: values.seed, say: console.log });
  for (const problem of result.problems) console.log(`PROBLEM ${problem}`);
  console.log(JSON.stringify({ browser: kind, actions, seed: values.seed, ...result }));
  process.exitCode = result.problems.length === 0 ? 0 : 1;
} finally {
  await session.close();
  await sandbox.close();
}
