/** Plays the main job without a display: looks at an alert summary, sends round 1, waits on the virtual clock until the data is in. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, type Session } from '../tests/e2e/driver/driver.ts';
import type { Tab } from '../tests/e2e/driver/tab.ts';
import type { Target } from '../tests/e2e/driver/target.ts';
import { scoreInWords, scoreOfShift } from '../tests/sandbox/score.ts';
import { type SandboxServer, startSandbox } from '../tests/sandbox/server.ts';
import { ALERTS_PAGE, startArguments, TRAINING_PAGE } from './arguments.ts';

/** Data takes 30 minutes to 6 hours in the field; after a day something is wrong. */
const LONGEST_WAIT_HOURS = 24;
const STEP_MINUTES = 30;

const start = startArguments();
const pictures = join(import.meta.dirname, '..', '.output', 'pictures', start.browser);

/** The running account: printed, and left as text beside the pictures. */
const account: string[] = [];
function tell(line: string): void {
  account.push(line);
  console.log(line);
}

let taken = 0;
async function picture(tab: Tab, caption: string): Promise<void> {
  taken += 1;
  const name = `${String(taken).padStart(2, '0')}-${caption.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
  await tab.screenshot(join(pictures, name));
  tell(`  picture ${name}`);
}

/** The bar of the first alert summary that offers a round, and the summary's id. */
async function barWithRound(tab: Tab): Promise<{ bar: Target; id: string }> {
  const bars = tab.byRole('region', /^Deputy: alert #\d+$/);
  await bars
    .byRole('button', /^Plan round 1/)
    .nth(0)
    .wait();
  for (const name of await bars.names()) {
    const bar = tab.byRole('region', name);
    if ((await bar.byRole('button', /^Send round 1/).count()) === 0) continue;
    return { bar, id: name.replace(/\D/g, '') };
  }
  throw new Error('no alert summary on the page offers to send round 1');
}

async function look(tab: Tab): Promise<{ bar: Target; id: string }> {
  tell('1. A code sheriff opens the alerts page.');
  await tab.login({ next: start.sandbox.scenario === 'training' ? `${TRAINING_PAGE}&page=1` : ALERTS_PAGE });
  const { bar, id } = await barWithRound(tab);
  const summaries = await tab.byRole('region', /^Deputy: alert #\d+$/).names();
  tell(
    `  ${summaries.length} alert summaries, each with a bar. Alert #${id}: ${await bar.byRole('status').text()}`,
  );
  await picture(tab, 'alerts page');

  tell(`2. What would round 1 of alert #${id} do?`);
  await bar.byRole('button', /^Plan round 1/).click();
  const plan = tab.byRole('dialog', `Round 1 of alert #${id}`);
  await plan.wait();
  await plan.byRole('button', /^Send round 1/).wait();
  await picture(tab, 'plan of round 1');
  await plan.byRole('button', 'Close').click();
  await plan.gone();
  return { bar, id };
}

async function send(tab: Tab, bar: Target): Promise<void> {
  const button = bar.byRole('button', /^Send round 1/);
  tell(`3. One click: ${await button.name()}`);
  await button.click();
  await bar.byRole('button', 'Cancel').wait();
  await picture(tab, 'grace before sending');
  const receipts = bar.byRole('list', 'Receipts of round 1');
  await receipts.wait({ ms: 60_000 });
  await bar.byRole('status').waitForText(/^data ready/i, { ms: 120_000 });
  for (const receipt of await receipts.byRole('listitem').texts()) tell(`  ${receipt}`);
  await picture(tab, 'receipts');

  tell('4. The marks and the note that it left:');
  const pressed = await tab.byCss('button[aria-pressed="true"]').names();
  for (const mark of pressed.filter((name) => name.startsWith('Retriggered: '))) tell(`  ${mark}`);
  for (const note of await tab.byCss('.multiline-text').texts()) tell(`  ${note}`);
  await picture(tab, 'marks and notes');
}

async function waitForData(tab: Tab, sandbox: SandboxServer, id: string): Promise<void> {
  tell('5. The jobs run; on the virtual clock the data comes in.');
  const status = tab.byRole('region', `Deputy: alert #${id}`).byRole('status');
  for (let minutes = STEP_MINUTES; minutes <= LONGEST_WAIT_HOURS * 60; minutes += STEP_MINUTES) {
    sandbox.clock.advance(STEP_MINUTES * 60);
    await tab.reload();
    // the state comes from the notes at once, how much of the data is in only after a look at it
    const seen = await status.waitForText(/data ready \(|needs data/i);
    if (minutes % 120 === 0) tell(`  after ${minutes / 60} h: ${seen}`);
    if (!/complete/i.test(seen)) continue;
    tell(`  after ${minutes / 60} h: ${seen}`);
    for (const strip of await tab.byRole('img', /^\d+ of \d+ points/).names()) tell(`  ${strip}`);
    await picture(tab, 'data complete');
    return;
  }
  throw new Error(`the data was not in after ${LONGEST_WAIT_HOURS} h: ${await status.text()}`);
}

async function play(sandbox: SandboxServer, session: Session): Promise<void> {
  const tab = await session.newTab();
  try {
    const { bar, id } = await look(tab);
    await send(tab, bar);
    await waitForData(tab, sandbox, id);
  } catch (error) {
    await picture(tab, 'where it stopped').catch(() => undefined);
    const problems = tab.problems();
    if (problems.length > 0) tell(`What the page complained about:\n${problems.join('\n')}`);
    throw error;
  }
}

rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });
const sandbox = await startSandbox(start.sandbox);
let session: Promise<Session> | undefined;
let ended = false;
/** Closes all that was started, once; also on Ctrl-C, a browser that is only starting included. */
async function end(code: number): Promise<void> {
  if (ended) return;
  ended = true;
  await session?.then((open) => open.close()).catch(() => undefined);
  await sandbox.close();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end(130));

let failure: unknown;
try {
  session = launch(start.browser, { ...start, port: sandbox.port });
  await play(sandbox, await session);
} catch (error) {
  failure = error;
}
if (!ended) {
  const score = scoreOfShift(sandbox.world);
  if (score) tell(`\nThe shift so far: ${scoreInWords(score)}`);
  if (failure !== undefined)
    tell(`\nIt stopped: ${failure instanceof Error ? failure.message : String(failure)}`);
  writeFileSync(join(pictures, 'summary.txt'), `${account.join('\n')}\n`);
  console.log(`Pictures: ${pictures}`);
  if (failure !== undefined)
    console.log('What to do: look at the last picture and at summary.txt beside it; "npm test" tells more.');
  await end(failure === undefined ? 0 : 1);
}
