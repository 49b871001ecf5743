import { ownPageProblems } from './driver/accessibility.ts';
import { barOf, mainSummary, openAlerts, pressSend, uncaught } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';

const HALF_A_DAY = 12 * 60 * 60;

test.use({ settings: QUICK });

test('the popup tells of the rounds that wait, looks when asked, and knows the day’s jobs', async ({
  driver,
  session,
  sandbox,
}) => {
  const { id } = mainSummary(sandbox);
  const popup = await session.extensionTab('popup.html');
  const part = (name: string) => popup.byRole('region', name);
  const check = popup.byRole('button', 'Check now');

  await test.step('without a round it says what to do', async () => {
    await popup.byCss('.empty').waitForText(/No round of yours waits/);
    expect(await ownPageProblems(popup)).toEqual([]);
  });

  await test.step('a round that was sent waits there, with its jobs in the day’s budget', async () => {
    await driver.front();
    await openAlerts(driver);
    await pressSend(driver, id);
    await barOf(driver, id).receipts.wait();
    // the list is there from the first push on: the tab is closed below when all are sent
    await barOf(driver, id).state.waitForText(/^data ready/);
    await popup.front();
    await popup.reload();
    await part('Waiting for data').waitForText(new RegExp(`#${id} round 1: not looked at yet`));
    const jobs = Number(/(\d+) jobs?, sent/.exec(await part('Waiting for data').text())?.[1]);
    await popup.byCss('main').waitForText(new RegExp(`${jobs} of 180 jobs in 24 hours`));
  });

  await test.step('a look on request finds the data, marked as new once', async () => {
    await driver.close();
    await check.click();
    await part('Waiting for data').waitForText(/round 1: \d+ of \d+ points/);
    await popup.byRole('status').waitForText(/^Looked at 1 round\.$/);
    sandbox.clock.advance(HALF_A_DAY);
    await check.click();
    await part('Data is in').waitForText(/round 1: (\d+) of \1 points ?new/);
    expect(await ownPageProblems(popup)).toEqual([]);
    await popup.reload();
    await part('Data is in').wait();
    expect(await popup.byCss('.badge').count()).toBe(0);
  });

  expect(await popup.byRole('link', 'Dashboard').attribute('href')).toMatch(
    /^\w+-extension:.*\/dashboard\.html$/,
  );
  expect(uncaught(popup)).toEqual([]);
});
