import { accessibilityProblems } from './driver/accessibility.ts';
import {
  askedJobs,
  barOf,
  firedHooks,
  jobsIn,
  mainSummary,
  openAlerts,
  press,
  uncaught,
} from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';

const EXPECTS = 'the backout shows in the newest revision';
const REVISION = /^[0-9a-f]{12}$/;

test.use({ settings: QUICK });

test('the plan is changed by keys alone, and exactly what it says then is sent', async ({
  driver,
  sandbox,
}) => {
  const { id } = mainSummary(sandbox);
  const { bar, plan, dialog, receipts } = barOf(driver, id);
  const send = dialog.byRole('button', /^Send round 1/);
  const jobs = async () => jobsIn(await send.text());
  /** Waits until the plan asks for this many jobs. */
  const jobsBecome = (n: number) => send.waitForText(new RegExp(`: ${n} jobs?$`));
  const focused = () =>
    driver.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return (
        at?.getAttribute('aria-label') ?? at?.closest('label')?.textContent?.trim() ?? at?.localName ?? ''
      );
    });

  await openAlerts(driver);
  await plan.wait();
  await press(plan, bar, async () => (await dialog.count()) > 0);
  await dialog.waitForText(/counted in/);
  expect(await dialog.text()).toMatch(/about \d+ machine-minutes/);
  await dialog.waitForText(/\d+ jobs wait for gecko-t\/win11-64-24h2-hw now/);
  expect(await accessibilityProblems(driver)).toEqual([]);

  // an alert out: its row stays, and another one of its suite stands in
  const alerts = dialog.byRole('rowheader');
  const rows = await alerts.count();
  await dialog.byCss('summary', { text: /^Left out/ }).press('Enter');
  await alerts
    .nth(rows - 1)
    .byRole('checkbox')
    .press(' ');
  await dialog.waitForText(/taken out of the plan by hand \(\+\d+ jobs/);
  expect(await alerts.count()).toBeGreaterThanOrEqual(rows);
  const withoutAlert = await jobs();

  // along the first row to its first number, which is the oldest revision's
  await alerts.nth(0).byRole('checkbox').focus();
  await driver.press('ArrowRight');
  expect(await focused()).toMatch(/^Points of .* on [0-9a-f]{12}$/);
  await driver.press('ArrowUp');
  await jobsBecome(withoutAlert + 1);
  expect(await focused()).toMatch(/^Points of /);

  // the newest revision out
  const columns = dialog.byRole('checkbox', REVISION);
  const last = columns.nth((await columns.count()) - 1);
  const dropped = await last.name();
  await last.press(' ');
  await expect.poll(jobs).toBeLessThanOrEqual(withoutAlert);
  expect(await focused()).toContain(dropped);

  await dialog.byRole('textbox', /^expects:/).type(EXPECTS);
  const offered = await jobs();
  expect(await accessibilityProblems(driver)).toEqual([]);
  sandbox.log.clear();
  await send.press('Enter');
  await dialog.gone();
  await receipts.wait();

  const notes = () => sandbox.world.summary(id).notes ?? '';
  await expect.poll(notes).toMatch(/\nround 1 pending sheriff /);
  expect(notes()).toMatch(/^expects 1 .*the.*backout.*shows.*revision$/m);
  const posts = firedHooks(sandbox);
  expect(askedJobs(posts)).toBe(offered);
  expect(posts.some(({ body }) => body?.includes(dropped))).toBe(false);
  expect(uncaught(driver)).toEqual([]);
});
