import { TROUBLES } from '../contract/troubles.ts';
import { TASKCLUSTER_HOST } from '../sandbox/hosts.ts';
import type { SandboxServer } from '../sandbox/server.ts';
import {
  askedJobs,
  barOf,
  firedHooks,
  mainSummary,
  openAlerts,
  press,
  pressSend,
  testJobs,
  uncaught,
  writes,
} from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import type { Tab } from './driver/tab.ts';

test.use({ settings: QUICK });

const FULL = process.env.DEPUTY_FULL === '1';
const ROW = '[aria-label="Alert table row"]';

/** Nothing has come of a press: no job, no action task, no word in the notes. */
function expectNothingDone(sandbox: SandboxServer, summaryId: number): void {
  expect([...sandbox.world.hooks.values()].flatMap(({ fires }) => fires)).toEqual([]);
  expect(sandbox.world.summary(summaryId).notes).toBeNull();
}

/** The page's own text, by summary: what Deputy must leave as it is. */
const pageText = (tab: Tab) => tab.byCss('#perf-main form > div').texts();

test('who may not send is told why, and script of the page is not even that', async ({ driver, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const { bar, send, problem } = barOf(driver, id);
  for (const [user, why] of [
    ['nobody', /^You are not logged in to Treeherder\. Nothing was done\. Log in /],
    ['viewer', /^Your account may not change alerts.* Nothing was done\. Ask for the sheriff group/],
  ] as const) {
    await openAlerts(driver, { user });
    await pressSend(driver, id);
    await problem.waitForText(why);
    await problem.byRole('button', 'Dismiss').click();
    await problem.gone();
  }
  await openAlerts(driver);
  await send.waitEnabled();
  const before = await bar.text();
  sandbox.log.clear();
  await driver.evaluate(() => {
    for (const host of document.querySelectorAll('deputy-bar, deputy-cell')) {
      for (const button of host.shadowRoot?.querySelectorAll('button') ?? []) {
        button.click();
        button.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
        for (const key of ['Enter', ' '])
          button.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
      }
    }
  });
  // a trusted press in the same bar, which comes after all of that
  const { plan, dialog } = barOf(driver, id);
  await press(plan, bar, async () => (await dialog.count()) > 0);
  await dialog.byRole('button', 'Close').click();
  expect((await bar.text()).replace('up to ', '')).toBe(before.replace('up to ', ''));
  expect(await driver.byCss('button[aria-pressed="true"]').count()).toBe(0);
  expect(writes(sandbox)).toEqual([]);
  expectNothingDone(sandbox, id);
});

test('without valid credentials the site’s own login opens, and the round goes on', async ({
  driver,
  session,
  sandbox,
}) => {
  const { id } = mainSummary(sandbox);
  const { send, problem, cancel } = barOf(driver, id);
  const logIn = problem.byRole('button', 'Log in to Taskcluster');

  await openAlerts(driver, { credentials: 'expired' });
  await pressSend(driver, id);
  await problem.waitForText(/credentials.*expired\. Nothing was sent\./);
  await logIn.wait();

  await openAlerts(driver, { credentials: 'none' });
  await pressSend(driver, id);
  await problem.waitForText(/^There are no Taskcluster credentials here\. Nothing was sent\./);
  const tabs = (await session.tabs()).length;
  sandbox.log.clear();
  await logIn.click();
  await cancel.wait();
  expect(sandbox.log.find({ host: TASKCLUSTER_HOST }).map(({ path }) => path.split('?')[0])).toEqual([
    '/login/oauth/authorize',
    '/login/oauth/token',
    '/login/oauth/credentials',
  ]);
  await cancel.click();
  await send.wait();
  expect(await session.tabs()).toHaveLength(tabs);
  expect(writes(sandbox)).toEqual([]);
  expectNothingDone(sandbox, id);
});

test('what goes wrong on the way is said in the bar, and nothing is sent', async ({ driver, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const { send, problem } = barOf(driver, id);
  await openAlerts(driver);
  await send.waitEnabled();
  const page = await pageText(driver);
  const rows = await driver.byCss(ROW).count();
  const jobs = testJobs(sandbox);

  // one before the claim and one after it, which is taken back; the unit specs have them all
  const shown = FULL ? TROUBLES : [TROUBLES[0], TROUBLES.at(-1)].filter((one) => one !== undefined);
  for (const { name, make, why, whatToDo } of shown) {
    await test.step(name, async () => {
      const mend = make(sandbox);
      await pressSend(driver, id);
      const said = await problem.waitForText(/./);
      mend();
      expect(said).toMatch(why);
      expect(said).toContain(whatToDo === 'try again' ? 'Press again to try once more' : whatToDo);
      expectNothingDone(sandbox, id);
      await problem.byRole('button', 'Dismiss').click();
      await problem.gone();
      await send.waitEnabled();
    });
  }
  expect(testJobs(sandbox)).toBe(jobs);
  expect(await pageText(driver)).toEqual(page);
  expect(await driver.byCss(ROW).count()).toBe(rows);
  expect(uncaught(driver)).toEqual([]);
});

test('a label that a push does not know is left out of its plan, and told before the click', async ({
  driver,
  sandbox,
}) => {
  const { id, pushId } = mainSummary(sandbox);
  const { world } = sandbox;
  const { index } = world.push(pushId);
  // The job was renamed right after the alert's push. Later pushes have its data, but its runs are not to be found there.
  const renamed = [...world.labels.keys()].find((label) => /windows.*-cnn$/.test(label));
  if (renamed === undefined) throw new Error('the scenario has cnn on Windows');
  const later = (world.pushLog.get('autoland') ?? []).filter((push) => push.index > index);
  for (const push of later) {
    world.missingLabels.set(push.id, new Set([renamed]));
    const kept = (world.jobsOfPush.get(push.id) ?? []).filter(({ label }) => label !== renamed);
    world.jobsOfPush.set(push.id, kept);
  }
  await openAlerts(driver);
  const { plan, dialog, receipts, state } = barOf(driver, id);
  await plan.waitEnabled();
  await plan.click();
  await dialog.byCss('summary', { text: /^Left out/ }).click();
  await dialog.waitForText(/does not know this job, or by another name/);
  await dialog.byRole('button', 'Close').click();
  await dialog.gone();
  await pressSend(driver, id);
  await receipts.wait();
  await state.waitForText(/^data ready/, { ms: 60_000 });
  const posts = firedHooks(sandbox).map(({ body }) => body ?? '');
  const laterPosts = posts.filter((body) => later.some(({ revision }) => body.includes(revision)));
  expect(laterPosts.length).toBeGreaterThan(0);
  expect(posts.some((body) => body.includes(`${renamed}"`))).toBe(true);
  for (const body of laterPosts) expect(body).not.toContain(`${renamed}"`);
  // the action task of a push with an unknown label would have failed, and made none of the others' jobs either
  const before = testJobs(sandbox);
  sandbox.clock.advance(3600);
  expect(testJobs(sandbox) - before).toBe(askedJobs(firedHooks(sandbox)));
});

test('what cannot be read is said where it is missing, and the rest works', async ({ driver, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const broken = [...sandbox.world.summaries.keys()].find((other) => other === id - 1) ?? 0;
  sandbox.faults.add({
    match: { path: '^/api/performance/alertsummary/' },
    effect: {
      kind: 'call',
      run: async (_request, carryOut) => {
        const answer = (await (await carryOut()).json()) as Answer;
        for (const summary of answer.results ?? [answer])
          if (summary.id === broken) summary.prev_push_id = 'one before';
        return Response.json(answer);
      },
    },
  });
  await openAlerts(driver);
  const said = await barOf(driver, broken).problem.waitForText(/./);
  expect(said).toMatch(/a form that Deputy does not know\. prev_push_id/);
  await barOf(driver, id).send.waitEnabled();
  sandbox.faults.clear();

  await test.step('Treeherder fails for Deputy alone', async () => {
    sandbox.faults.add({ match: { path: '[?&]deputy=1' }, effect: { kind: 'status', status: 500 } });
    await driver.reload();
    await barOf(driver, id).problem.waitForText(/^Treeherder failed \(500\)\. Reload the page$/);
    expect(await barOf(driver, id).send.count()).toBe(0);
    expect(await driver.byCss(ROW).count()).toBeGreaterThan(0);
  });
  expectNothingDone(sandbox, id);
});

interface Answer {
  id?: number;
  prev_push_id?: unknown;
  results?: Answer[];
}
