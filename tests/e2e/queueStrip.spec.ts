import { accessibilityProblems } from './driver/accessibility.ts';
import { openAlerts, uncaught } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { focusedName } from './driver/keyboard.ts';

test.use({ settings: QUICK, scenario: 'week' });

const PARTS = ['deputy-line', 'deputy-overlay'];

test('the queues above the list, the next one and the tour', async ({ driver, sandbox }) => {
  const strip = driver.byRole('region', 'Deputy: what waits');
  const tour = driver.byRole('dialog', 'Tour of Deputy');
  await openAlerts(driver);

  await test.step('counts of the role over everything, in at most twelve requests', async () => {
    const show = strip.byRole('button', 'Show what waits');
    await show.click();
    await strip.waitForText(/code sheriff.*stuck 30.*untriaged 75.*collecting data 15/);
    expect(await accessibilityProblems(driver, PARTS)).toEqual([]);
  });

  await test.step('the tour goes by keys alone, comes back from the help, and is not offered again', async () => {
    await strip.byRole('button', 'Take the one-minute tour').click();
    await tour.waitForText(/1 of 6: What waits for you/);
    expect(await accessibilityProblems(driver, PARTS)).toEqual([]);
    for (const title of ['Where an alert stands', 'Suggestions', 'A round', 'Marks and data', 'Notes']) {
      await driver.press('Enter');
      await tour.waitForText(new RegExp(title));
    }
    await driver.press('Enter');
    await tour.gone();
    await strip.byRole('button', 'Take the one-minute tour').gone();
    await driver.press('?');
    await driver.byRole('button', 'Show the tour').click();
    await tour.waitForText(/1 of 6/);
    await driver.press('Escape');
    await tour.gone();
  });

  await test.step('the other role has other queues, and what a colleague changed is marked until it was seen', async () => {
    await strip.byRole('button', 'Work as perf sheriff').click();
    await strip.waitForText(
      /perf sheriff.*data ready: complete 15.*needs bug 15.*data ready: data coming 30/,
    );
    await strip.byRole('button', /changed by others: seen$/).click();
    await strip.byRole('button', /changed by others: seen$/).gone();
    await strip.byRole('button', 'Work as code sheriff').click();
    await strip.waitForText(/untriaged 75/);
  });

  await test.step('"Next one" opens what is due next when nothing on the page waits, and goes to its bar', async () => {
    await driver.open('/perfherder/alerts?status=4&framework=1');
    await strip.waitForText(/untriaged 75/);
    await driver.press('n');
    await driver.waitForUrl(/\?id=\d+/);
    await expect.poll(() => focusedName(driver)).toMatch(/^Deputy: alert #\d+$/);
  });
  expect(uncaught(driver)).toEqual([]);
  expect(sandbox.log.find({ path: /\/alertsummary\// }).length).toBeLessThan(40);
});
