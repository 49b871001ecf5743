import { TASKCLUSTER_HOST } from '../sandbox/hosts.ts';
import { accessibilityProblems } from './driver/accessibility.ts';
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
import { expect, test } from './driver/fixtures.ts';

/** "Round 1: 3 alerts, 8 revisions, 33 jobs (+3 builds), data about 10:41 UTC" */
const COST =
  /Round 1: (\d+) alerts?, (\d+) revisions?, (?:up to )?(\d+) jobs?(?: \(\+\d+ builds?\))?, data about \d\d:\d\d UTC/;
const STEP_MINUTES = 90;
const LONGEST_WAIT_HOURS = 24;

test('round 1: look, take back, send, and the data comes in', async ({ driver, sandbox, kind }) => {
  const { id } = mainSummary(sandbox);
  const { bar, state, send, plan, cancel, receipts, dialog } = barOf(driver, id);

  await test.step('a look costs nothing and tells the price', async () => {
    await openAlerts(driver);
    await send.wait();
    expect(await state.text()).toMatch(/^untriaged/);
    const [, alerts, revisions, jobs] = COST.exec(await bar.waitForText(COST)) ?? [];
    expect(Number(alerts)).toBeGreaterThan(0);
    expect(Number(revisions)).toBeGreaterThan(0);
    expect(jobsIn(await send.text())).toBe(Number(jobs));
    expect(await accessibilityProblems(driver)).toEqual([]);
  });

  await test.step('the plan opens, tells the same price, and Close takes it away', async () => {
    await plan.click();
    await dialog.wait();
    const inPlan = await dialog.byRole('button', /^Send round 1/).waitForText(/: \d+ jobs?$/);
    expect(await dialog.text()).toMatch(COST);
    expect(await dialog.byRole('columnheader').count()).toBeGreaterThan(2);
    expect(await accessibilityProblems(driver)).toEqual([]);
    await dialog.byRole('button', 'Close').click();
    await dialog.gone();
    await send.hover();
    // hover counts in what runs, waits and is promised: no more "up to"
    expect(await send.waitForText(/^Send round 1: \d+ jobs?$/)).toBe(inPlan);
  });

  await test.step('Cancel in the grace sends and writes nothing', async () => {
    sandbox.log.clear();
    await pressSend(driver, id);
    await cancel.wait();
    expect(await bar.text()).toMatch(/sends in [1-5] s/);
    expect(await accessibilityProblems(driver)).toEqual([]);
    await cancel.click();
    await send.wait();
    expect(writes(sandbox)).toEqual([]);
    expect(sandbox.log.count({ host: TASKCLUSTER_HOST })).toBe(0);
    expect(sandbox.world.summary(id).notes).toBeNull();
  });

  const offered = jobsIn(await send.text());
  const jobsBefore = testJobs(sandbox);
  const rows = await driver.byCss('[aria-label="Alert table row"]').count();

  await test.step('one click sends it: receipts, note and marks, without a reload', async () => {
    await driver.evaluate(() => void Object.assign(window, { stillTheSamePage: true }));
    sandbox.log.clear();
    await pressSend(driver, id);
    await receipts.wait();
    await state.waitForText(/^data ready/);
    // Chromium has not been asked yet; a driven Firefox allows everything
    if (kind === 'chromium') await bar.byRole('button', 'Tell me when the data is in').wait();
    await notesRow(driver, id).waitForText(/^\[sheriff\] round 1: \d+ jobs on \d+ revisions/);
    expect(await driver.evaluate(() => 'stillTheSamePage' in window)).toBe(true);

    const posts = firedHooks(sandbox);
    const pushes = posts.length;
    const items = await receipts.byRole('listitem').texts();
    expect(pushes).toBeGreaterThan(0);
    expect(items).toHaveLength(pushes);
    for (const item of items) expect(item).toMatch(/^[0-9a-f]{12} \d+ jobs? action task [\w-]{22}$/);
    expect(await receipts.byRole('link').count()).toBe(pushes);

    const asked = askedJobs(posts);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(offered);
    expect(items.reduce((sum, item) => sum + jobsIn(item), 0)).toBe(asked);
    const hooks = new Set(posts.map(({ path }) => path)).size;
    expect(sandbox.log.count({ host: TASKCLUSTER_HOST })).toBeLessThanOrEqual(2 * pushes + hooks + 2);
    // the claim, and the note in its place
    expect(writes(sandbox)).toHaveLength(2);

    expect(sandbox.world.summary(id).notes).toMatch(/-- deputy 1 --\n(?:.*\n)*?round 1 pending sheriff /);
    const marks = driver.byCss('button[aria-pressed="true"]');
    await marks.nth(0).wait();
    const names = await marks.names();
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name).toMatch(/^Retriggered: \S+( \S+)? \S+$/);
    expect(await driver.byCss('[aria-label="Alert table row"]').count()).toBe(rows);
    expect(await accessibilityProblems(driver)).toEqual([]);
  });

  await test.step('on the virtual clock the data comes in, and the strips become complete', async () => {
    await driver
      .byRole('img', /^\d+ of \d+ points/)
      .nth(0)
      .wait();
    for (let minutes = STEP_MINUTES; ; minutes += STEP_MINUTES) {
      sandbox.clock.advance(STEP_MINUTES * 60);
      await driver.reload();
      const seen = await state.waitForText(/^data ready \(/);
      if (seen.startsWith('data ready (complete)')) break;
      expect(minutes, seen).toBeLessThan(LONGEST_WAIT_HOURS * 60);
    }
    const drawn = driver.byRole('img', /^\d+ of \d+ points/);
    await drawn.nth(0).wait();
    const strips = await drawn.names();
    expect(strips.length).toBeGreaterThan(0);
    for (const strip of strips) {
      const [, have, want] = /^(\d+) of (\d+) points/.exec(strip) ?? [];
      expect(have, strip).toBe(want);
    }
    expect(testJobs(sandbox) - jobsBefore).toBeLessThanOrEqual(offered);
    expect(testJobs(sandbox) - jobsBefore).toBe(askedJobs(firedHooks(sandbox)));
    // the receipts of the notes are those that the page showed after sending
    await bar.byCss('summary', { text: /^Receipts:/ }).click();
    expect(await receipts.byRole('link').count()).toBe(firedHooks(sandbox).length);
    expect(await driver.byCss('button[aria-pressed="true"]').count()).toBeGreaterThan(0);
  });

  expect(uncaught(driver)).toEqual([]);
});
