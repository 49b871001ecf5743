/**
 * `npm run check:host -- DIR [--browser chromium|firefox]`: is all that Deputy needs of Perfherder's page there in this build of
 * it? DIR holds the index.html of a built Treeherder UI; without it the sandbox's own page is looked at. The last line is
 * "N found, M missing"; exit 1 when something is missing, 2 when it could not be looked at.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser, variableFor } from '../../../scripts/browsers.mjs';
import { startSandbox } from '../../sandbox/server.ts';
import { launch, type Session } from '../driver/driver.ts';
import { checkHost, type Finding } from './hostCheck.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { browser: { type: 'string', default: 'chromium' } },
});

function fail(words: string): never {
  console.error(words);
  process.exit(2);
}

const kind = values.browser === 'firefox' ? 'firefox' : 'chromium';
const executable = findBrowser(kind) ?? fail(`No ${kind} here: name its program in ${variableFor(kind)}.`);
const [given] = positionals;
// npm changes to the project's folder, and remembers where the person stands
const ui = given === undefined ? undefined : resolve(process.env.INIT_CWD ?? process.cwd(), given);
if (ui !== undefined && !existsSync(join(ui, 'index.html'))) fail(`${ui} has no index.html.`);

const sandbox = await startSandbox(ui === undefined ? {} : { ui });
let session: Session | undefined;
let findings: Finding[] = [];
try {
  session = await launch(kind, { executable, port: sandbox.port });
  findings = await checkHost(await session.newTab(), sandbox);
} finally {
  await session?.close();
  await sandbox.close();
}

for (const { where, what, found, seen } of findings)
  console.log(`${found ? 'found  ' : 'MISSING'} ${where}: ${what}: ${seen}`);
const missing = findings.filter(({ found }) => !found);
if (missing.length > 0) console.log('\nWhat does not work without it:');
for (const { where, what, feature } of missing) console.log(`  ${feature} (${where}: ${what})`);
console.log(
  JSON.stringify({ found: findings.length - missing.length, missing: missing.length, browser: kind }),
);
console.log(`${findings.length - missing.length} found, ${missing.length} missing`);
process.exit(missing.length === 0 ? 0 : 1);
