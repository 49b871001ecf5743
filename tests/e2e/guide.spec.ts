import { ownPageProblems } from './driver/accessibility.ts';
import { openAlerts } from './driver/alertsPage.ts';
import { expect, test } from './driver/fixtures.ts';

test('the guide stands in the extension, and asks nobody for anything', async ({ session, sandbox }) => {
  const popup = await session.extensionTab('popup.html');
  await popup.byRole('link', 'Guide').wait();
  sandbox.log.clear();
  const tab = await session.extensionTab('guide.html');
  const pages = tab.byRole('navigation', "The sheriff's guide");
  await pages.byRole('link', 'Downstream').click();
  await tab.byRole('heading', 'Downstream').wait();
  await tab.byRole('main').byRole('link', 'looks downstream, but is not').click();
  await tab.byRole('heading', 'Looks downstream, but is not').wait();
  await pages.byRole('link', 'Your first shift').click();
  await tab.byRole('heading', 'Before you go').wait();
  expect(await tab.byCss('main ol').count()).toBeGreaterThan(5);
  expect(await ownPageProblems(tab)).toEqual([]);
  expect(sandbox.log.entries).toEqual([]);
});

test('the list of keys on the alerts page leads to the guide', async ({ driver, session }) => {
  await openAlerts(driver);
  const keys = driver.byRole('dialog', 'Keys of Deputy');
  await expect
    .poll(async () => {
      if ((await keys.count()) === 0) await driver.press('?');
      return keys.count();
    })
    .toBe(1);
  await keys.byRole('button', "The sheriff's guide").click();
  // Firefox does not show its driver the pages that an extension opens
  if (session.kind === 'firefox') return;
  const guide = await session.waitForTab(/guide\.html/);
  await guide.byRole('navigation', "The sheriff's guide").wait();
});
