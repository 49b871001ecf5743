import { ownPageProblems } from './driver/accessibility.ts';
import { barOf, mainSummary, openAlerts, uncaught } from './driver/alertsPage.ts';
import { expect, test } from './driver/fixtures.ts';

test('the health page: from the bar, what is found, a switch, and a page that lost an anchor', async ({
  driver,
  session,
  sandbox,
}) => {
  const { id } = mainSummary(sandbox);
  const { bar, send } = barOf(driver, id);
  await openAlerts(driver);
  await send.waitEnabled();
  await bar.byCss('details.menu > summary').click();
  await bar.byRole('button', 'Health').click();
  const health = await session.waitForTab(/health\.html$/);
  const page = health.byRole('region', 'Page 1: alerts list');
  await page.waitForText(/Bars: works.*Cells: works.*Suggestions: works.*Keys: works/);
  await health.byRole('region', 'Report').waitForText(/found deputy-bar: \d+ \(\d+ of Deputy’s own\)/);
  expect(await health.byRole('region', 'Report').text()).not.toMatch(/sheriff|@|https?:/);
  expect(await ownPageProblems(health)).toEqual([]);

  await test.step('a feature that is off is not in the page', async () => {
    await health.byRole('checkbox', 'Cells').click();
    await health.byRole('button', 'Reload the pages').click();
    await driver.front();
    await bar.wait();
    await send.waitEnabled();
    expect(await driver.byCss('deputy-cell').count()).toBe(0);
    await health.front();
    await health.byRole('button', 'Look again').click();
    await page.waitForText(/Cells: switched off/);
  });

  await test.step('the search for a culprit puts the switches back', async () => {
    await health.byRole('button', 'Find the culprit').click();
    await health.byRole('button', 'Yes, still there').click();
    await health.byRole('alert').waitForText(/look elsewhere/);
    await health.byRole('button', 'Done').click();
    await health.byRole('checkbox', 'Cells').click();
  });

  await test.step('what the page no longer has is told, and the rest goes on', async () => {
    await driver.front();
    await driver.reload();
    await send.waitEnabled();
    await driver.evaluate(() => {
      for (const box of document.querySelectorAll('.status-drop-down-container')) box.className = 'renamed';
    });
    await health.front();
    await health.byRole('button', 'Look again').click();
    await page.waitForText(
      /Bars: works.*Guard of the page’s notes editor: off by itself.*missing statusMenu: 0/,
    );
    expect(await bar.count()).toBe(1);
  });
  expect(uncaught(driver)).toEqual([]);
  expect(uncaught(health)).toEqual([]);
});
