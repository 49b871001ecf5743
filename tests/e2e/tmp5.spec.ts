import { barOf, mainSummary, openAlerts, press, pressSend } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';

test.use({ settings: { ...QUICK, role: 'perf sheriff' } });
test('look', async ({ driver, sandbox, kind }) => {
  const shot = (name: string) => driver.screenshot(`/tmp/shots5/${kind}-${name}.png`, { fullPage: true });
  const { id } = mainSummary(sandbox);
  const { bar, send, state, plan, receipts, dialog } = barOf(driver, id);
  await openAlerts(driver);
  await send.wait();
  await pressSend(driver, id);
  await receipts.wait();
  await state.waitForText(/^data ready/);
  await shot('1sent');
  console.log(await bar.text());
  const tell = bar.byRole('button', 'Tell me when the data is in');
  console.log('tell', await tell.count());
  for (let n = 0; n < 6; n++) { sandbox.clock.advance(3600); }
  await driver.reload();
  await bar.waitForText(/confirmed/);
  await shot('2data');
  console.log(await bar.text());
  await bar.byCss('summary', { text: /What the data say/ }).click();
  await shot('3open');
  await plan.click();
  await dialog.wait();
  await dialog.byRole('textbox', /Why is round 2 needed/).type('the range holds two pushes');
  await shot('4dialog');
  await dialog.byRole('button', /^Send round 2/).click();
  await receipts.wait();
  await bar.waitForText(/asked for/);
  await shot('5sent2');
  console.log(await bar.text());
  for (let n = 0; n < 6; n++) { sandbox.clock.advance(3600); }
  await driver.reload();
  await bar.waitForText(/confirmed at [0-9a-f]{12} /);
  await bar.byCss('summary', { text: /What the data say/ }).click();
  await shot('6data2');
  console.log(await bar.text());
  console.log(sandbox.world.summary(id).notes);
});
