/** Takes the pictures of the documentation from the sandbox's scenarios: one size, one moment, so that each run gives the same files. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { barOf, mainSummary, pressSend } from '../tests/e2e/driver/alertsPage.ts';
import { launch } from '../tests/e2e/driver/driver.ts';
import type { Tab } from '../tests/e2e/driver/tab.ts';
import { done, not, until } from '../tests/e2e/driver/until.ts';
import { type SandboxServer, startSandbox } from '../tests/sandbox/server.ts';
import { startArguments } from './arguments.ts';
import { PICTURE_SIZE, PICTURE_TIME, PICTURES, type Picture } from './pictures.ts';

/** What is on its way into the page has come when nothing has changed for so long, in milliseconds. */
const STILL_MS = 1500;
/** All data of a round is in by then: how much there is earlier hangs on which job came first. */
const AFTER_SENDING_SECONDS = 10 * 3600;
const ZOOM = 0.8;
const FOLDER = join(import.meta.dirname, '..', 'docs', 'pictures');

const { executable, extension } = startArguments();

/** All that is drawn, the page's own and what lies in Deputy's shadow roots, with where it is scrolled to. */
function drawn(): string {
  const texts = [`${scrollX} ${scrollY}`];
  const add = (root: Document | ShadowRoot) => {
    texts.push(root instanceof ShadowRoot ? root.innerHTML : document.body.innerHTML);
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) add(element.shadowRoot);
  };
  add(document);
  return texts.join('\n');
}

/** Waits until nothing has been asked, answered or drawn for a while: a busy machine takes longer, and shows the same. */
async function untilStill(tab: Tab, { log }: SandboxServer): Promise<void> {
  let last = '';
  let since = Date.now();
  await until('the page to lie still', async () => {
    const unanswered = log.entries.filter((entry) => entry.status === null).length;
    const now = `${log.entries.length} ${unanswered} ${await tab.evaluate(drawn)}`;
    if (now !== last || unanswered > 0) {
      last = now;
      since = Date.now();
    }
    return Date.now() - since >= STILL_MS ? done(true) : not('it changes');
  });
}

async function prepare(tab: Tab, sandbox: SandboxServer, { after }: Picture, id: number): Promise<void> {
  const { bar, plan, dialog, state, send } = barOf(tab, id);
  switch (after) {
    case 'nothing':
      return;
    case 'send':
      await send.wait();
      await pressSend(tab, id);
      await state.waitForText(/^data ready/, { ms: 60_000 });
      sandbox.clock.advance(AFTER_SENDING_SECONDS);
      await tab.reload();
      await state.waitForText(/^data ready \(complete/);
      return;
    case 'plan':
      await plan.click();
      await dialog.byRole('button', /^Send round 1: \d+ jobs?$/).wait();
      return;
    case 'why':
      await bar.byCss('summary', { text: /^Why #/ }).click();
      return;
    case 'state':
      await bar.byCss('summary', { text: 'State' }).click();
  }
}

/** The page's notes stick to the lower end of the window: smaller, the rows of the table find room above them. */
function makeRoom(zoom: number): void {
  document.documentElement.style.setProperty('zoom', String(zoom));
  scrollTo(0, 90);
}

/** What chance and the passing second have put into the notes: the round's nonce, and the seconds of its times. */
function withoutChance(): void {
  for (const notes of document.querySelectorAll('.multiline-text')) {
    const walker = document.createTreeWalker(notes, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      node.nodeValue = (node.nodeValue ?? '')
        .replace(/^(round \d+ \w+ \w+ \S+) [0-9a-f]{12} /gm, '$1 4b7f0c1d9e25 ')
        .replace(/(\d\d:\d\d):\d\dZ/g, '$1Z');
    }
  }
}

async function take(picture: Picture): Promise<void> {
  const sandbox = await startSandbox({ scenario: picture.scenario, clock: { start: PICTURE_TIME } });
  const session = await launch('chromium', {
    executable,
    extension,
    port: sandbox.port,
    fixedTime: PICTURE_TIME,
  });
  try {
    const tab = await session.newTab();
    await tab.resize(PICTURE_SIZE.width, PICTURE_SIZE.height);
    const id = picture.alert ?? mainSummary(sandbox).id;
    await tab.login({ next: `/perfherder/alerts?id=${id}&hideDwnToInv=0` });
    const { bar } = barOf(tab, id);
    await bar.wait();
    await untilStill(tab, sandbox);
    await prepare(tab, sandbox, picture, id);
    await tab.evaluate(makeRoom, ZOOM);
    await untilStill(tab, sandbox);
    await tab.evaluate(withoutChance);
    await tab.port.mouseMove(1, 1);
    await tab.screenshot(join(FOLDER, `${picture.name}.png`));
  } finally {
    await session.close();
    await sandbox.close();
  }
}

mkdirSync(FOLDER, { recursive: true });
for (const file of readdirSync(FOLDER)) {
  if (!PICTURES.some((p) => `${p.name}.png` === file)) rmSync(join(FOLDER, file));
}
for (const picture of PICTURES) {
  await take(picture);
  const digest = createHash('sha256')
    .update(readFileSync(join(FOLDER, `${picture.name}.png`)))
    .digest('hex');
  console.log(`${picture.name}.png ${digest.slice(0, 16)}`);
}
process.exit(0);
