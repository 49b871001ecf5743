import { expect, test } from './driver/fixtures.ts';
import { graphsPage, mainSeries, panelOf, selected } from './driver/graphsPage.ts';

test('look', async ({ driver, sandbox, kind }) => {
  const { series, points, alertAt } = mainSeries(sandbox);
  await driver.resize(1700, 1300);
  await driver.login({ next: graphsPage([series], selected(series, points[alertAt])) });
  const { panel, bar } = panelOf(driver);
  await panel.wait();
  await panel.waitForText(/this point/);
  await bar.wait();
  await bar.waitForText(/Round 1/);
  await driver.screenshot(`/tmp/shots8/${kind}-alert.png`);
  await driver.login({ next: graphsPage([series], selected(series, points[alertAt - 6])) });
  await panel.waitForText(/this point/);
  await bar.waitForText(/Round 1/);
  await driver.screenshot(`/tmp/shots8/${kind}-point.png`);
  console.log(driver.problems());
});
