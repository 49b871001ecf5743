import { ownPageProblems } from './driver/accessibility.ts';
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
