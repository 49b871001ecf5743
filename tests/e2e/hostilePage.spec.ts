import { BRIDGE_VERSION, REFETCH_TO_PAGE, REFETCHED_FROM_PAGE } from '../../lib/messages/bridge.ts';
import {
  askedJobs,
  barOf,
  firedHooks,
  jobsIn,
  mainSummary,
  notesRow,
  openAlerts,
  pressSend,
  testJobs,
  uncaught,
  writes,
} from './driver/alertsPage.ts';
import { expect, launchBuilt, QUICK, test } from './driver/fixtures.ts';
import type { Tab } from './driver/tab.ts';

test.use({ settings: QUICK });

/** Console errors of Deputy's own; a failed request is told there too, and is none. */
const ownErrors = (tab: Tab) => tab.problems().filter((problem) => /Deputy|extension:\/\//.test(problem));

/**
 * What a hostile script of the page can do, every fifth of a second: press our controls, forge both directions of the bridge
 * from this window and from a frame, and send what the extension framework's own scripts stop each other with.
 */
async function attack(tab: Tab, summaryId: number, extensionId: string): Promise<void> {
  await tab.evaluate(
    ({ id, extension, version, question, answer }) => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.hidden = true;
      const fromFrame = (frame.contentWindow as unknown as { Function: FunctionConstructor }).Function;
      const postFromFrame = fromFrame('message', 'parent.postMessage(message, "*")');
      const forged = [
        { name: answer, version, id: 'a', ok: false },
        { name: answer, version, id: '__proto__', ok: true },
        { name: question, version, id: 'b', summaryId: id, more: 1 },
        { name: question, version: 99, id: 'c', summaryId: id },
        { deputy: 1, name: 'content-bg lease take', request: { summaries: [id], holder: 'x' } },
      ];
      const stops = ['wxt:content-script-started', 'wxt:locationchange'].flatMap((name) => [
        name,
        `${extension}:perfherder:${name}`,
        `${extension}:${name}`,
      ]);
      const press = () => {
        for (const host of document.querySelectorAll('[data-deputy]')) {
          for (const control of host.shadowRoot?.querySelectorAll<HTMLElement>('button, input, select') ??
            []) {
            control.click();
            control.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
            control.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
          }
        }
        for (const message of forged) {
          window.postMessage(message, '*');
          postFromFrame(message);
        }
        for (const name of stops) {
          const detail = {
            contentScriptName: 'perfherder',
            messageId: 'x',
            noScriptStartedPostMessage: false,
          };
          for (const target of [window, document, document.documentElement])
            target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
          window.postMessage({ type: name, ...detail }, '*');
        }
      };
      setInterval(press, 200);
      press();
    },
    {
      id: summaryId,
      extension: extensionId,
      version: BRIDGE_VERSION,
      question: REFETCH_TO_PAGE,
      answer: REFETCHED_FROM_PAGE,
    },
  );
}

test('script of the page gains nothing by presses, forged messages and stop events, and a round goes on', async ({
  driver,
  session,
  sandbox,
}) => {
  const { id } = mainSummary(sandbox);
  const { bar, send, receipts, state } = barOf(driver, id);
  const extension = await session.extensionTab('manifest.json');
  const extensionId = new URL(extension.url()).host;
  await extension.close();
  await openAlerts(driver);
  await send.waitEnabled();
  const offered = jobsIn(await send.text());
  const before = testJobs(sandbox);
  await attack(driver, id, extensionId);
  // it is at it for a while, and nothing comes of it
  await driver.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
  expect(await driver.byCss('[role="dialog"]').count()).toBe(0);
  expect(writes(sandbox)).toEqual([]);
  expect(firedHooks(sandbox)).toEqual([]);

  await pressSend(driver, id);
  await receipts.wait();
  await state.waitForText(/^data ready/);
  await notesRow(driver, id).waitForText(/^\[sheriff\] round 1: /);
  const posts = firedHooks(sandbox);
  expect(askedJobs(posts)).toBeGreaterThan(0);
  expect(askedJobs(posts)).toBeLessThanOrEqual(offered);
  sandbox.clock.advance(3600);
  expect(testJobs(sandbox) - before).toBe(askedJobs(posts));
  expect(sandbox.world.summary(id).notes?.match(/^round 1 /gm)).toHaveLength(1);
  expect(await bar.count()).toBe(1);
  expect(uncaught(driver)).toEqual([]);
  expect(ownErrors(driver)).toEqual([]);

  await test.step('nor can it read a file of the extension', async () => {
    const read = await driver.evaluate(
      async (origin) => {
        const files = ['manifest.json', 'background.js', 'content-scripts/perfherder.js'];
        const answers = files.map((file) =>
          fetch(`${origin}/${file}`).then(
            () => file,
            () => null,
          ),
        );
        return (await Promise.all(answers)).filter(Boolean);
      },
      `${session.kind === 'firefox' ? 'moz' : 'chrome'}-extension://${extensionId}`,
    );
    expect(read).toEqual([]);
  });
});

test('a newer copy that is forged takes the bars away, and no more', async ({ driver, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const { bar, send, cancel } = barOf(driver, id);
  await openAlerts(driver);
  await send.waitEnabled();
  const before = testJobs(sandbox);
  await pressSend(driver, id);
  await cancel.wait();
  await driver.evaluate(() => {
    const mark = document.querySelector('deputy-bar')?.cloneNode() as HTMLElement;
    mark.dataset.deputy = '999999999999999-zzzz';
    document.querySelector('#perf-main form')?.append(mark);
  });
  await bar.gone();
  // the page is as it would be without Deputy
  expect(await driver.byCss('[aria-label="Alert table row"]').count()).toBeGreaterThan(0);
  await driver.evaluate(() => new Promise((resolve) => setTimeout(resolve, 8000)));
  // what a person had pressed either went on to its end or never began
  const posts = firedHooks(sandbox);
  sandbox.clock.advance(3600);
  expect(testJobs(sandbox) - before).toBe(askedJobs(posts));
  const notes = sandbox.world.summary(id).notes ?? '';
  expect(notes.match(/^round 1 /gm) ?? []).toHaveLength(posts.length === 0 ? 0 : 1);
  await driver.reload();
  await bar.wait();
  expect(uncaught(driver)).toEqual([]);
});

test('an extension that was updated under the page says so, or takes over, and sends nothing by itself', async ({
  kind,
  sandbox,
}) => {
  const { id } = mainSummary(sandbox);
  // Chromium does not load an extension of the command line again: this browser is of no use to other tests
  const session = await launchBuilt(kind, sandbox);
  try {
    const driver = await session.newTab();
    const { bar, send, problem, cancel } = barOf(driver, id);
    await openAlerts(driver);
    await send.waitEnabled();
    await session.updateExtension();
    await driver.front();
    await driver.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3000)));
    expect(await bar.count()).toBe(1);
    await send.waitEnabled();
    await send.click();
    // Chromium leaves the old script in the page, Firefox starts the new one there
    if (kind === 'chromium') {
      await problem.waitForText(
        /^Deputy was updated or reloaded\. Nothing more is sent or written from here/,
      );
      await problem.byRole('button', 'Reload the page').wait();
    } else await cancel.click();
    expect(writes(sandbox)).toEqual([]);
    expect(firedHooks(sandbox)).toEqual([]);
    expect(uncaught(driver)).toEqual([]);
  } finally {
    await session.close();
  }
});

test('access to the site taken away in Firefox: nothing is sent, and the page is as without Deputy', async ({
  kind,
  sandbox,
}) => {
  test.skip(kind !== 'firefox', 'Chromium takes the access away by reloading the extension');
  const { id } = mainSummary(sandbox);
  const session = await launchBuilt(kind, sandbox);
  try {
    const driver = await session.newTab();
    const { bar, send } = barOf(driver, id);
    await openAlerts(driver);
    await send.waitEnabled();
    const page = await session.extensionTab('manifest.json');
    const removed = await page.evaluate(() =>
      (globalThis as unknown as { browser: Permitted }).browser.permissions.remove({
        origins: ['https://treeherder.mozilla.org/*'],
      }),
    );
    expect(removed).toBe(true);
    await page.close();
    await driver.front();
    // the open page has what it needs: its own session, and servers that answer any origin
    await barOf(driver, id).plan.click();
    await barOf(driver, id).dialog.byRole('button', 'Close').click();
    await driver.reload();
    await driver.byCss('[aria-label="Alert table row"]').nth(0).wait();
    expect(await bar.count()).toBe(0);
    expect(await driver.byCss('[data-deputy]').count()).toBe(0);
    expect(writes(sandbox)).toEqual([]);
    expect(firedHooks(sandbox)).toEqual([]);
    expect(uncaught(driver)).toEqual([]);
  } finally {
    await session.close();
  }
});

interface Permitted {
  permissions: { remove(what: { origins: string[] }): Promise<boolean> };
}
