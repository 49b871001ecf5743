import { accessibilityProblems } from './driver/accessibility.ts';
import { press, uncaught, writes } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { openSummary, suggestionsOf, untilTrue } from './driver/suggestionsPage.ts';

test.use({ scenario: 'backout-reland', settings: QUICK });

test('backout and reland: the earlier summary is named with its evidence, and can be declined', async ({
  driver,
  sandbox,
}) => {
  const { world } = sandbox;
  const landed = world.answer('regression').summary;

  await test.step('a suspect that was backed out since', async () => {
    const id = await openSummary(driver, sandbox, 'already backed out');
    await suggestionsOf(driver, id).bar.waitForText(/Already backed out in [0-9a-f]{12}/);
  });

  await test.step('the reland repeats the steps of what landed first', async () => {
    const id = await openSummary(driver, sandbox, 'reland');
    const { bar, relate } = suggestionsOf(driver, id);
    await bar.waitForText(
      new RegExp(`Likely reland of #${landed}, which was backed out: all 3 alerts repeat its steps`),
    );
    // nothing is marked for it: it is a thing to know
    expect(await relate(landed).count()).toBe(0);
  });

  await test.step('the backout undoes them, and both pictures show it', async () => {
    const id = await openSummary(driver, sandbox, 'backout');
    const { bar, openWhy, decline, undo } = suggestionsOf(driver, id);
    await bar.waitForText(new RegExp(`Likely backout of #${landed}: all 3 alerts undo its steps`));
    const why = await openWhy(landed);
    expect(await why.text()).toMatch(/go back to the level before it, within half the step/);
    await why.byRole('button', 'Show data of amazon windows11-64-24h2-shippable').click();
    const pictures = why.byRole('img', /^autoland: \d+ push/);
    await pictures.nth(1).wait();
    const [earlier, here] = await pictures.names();
    expect(earlier).toMatch(/\(\+\d+\.\d %\)/);
    expect(here).toMatch(/\(−\d+\.\d %\)/);
    expect(await accessibilityProblems(driver)).toEqual([]);

    sandbox.log.clear();
    await press(decline(landed), bar, async () => (await bar.byRole('button', 'Take back').count()) > 0);
    await bar.waitForText(/Declined: 1/);
    expect(world.summary(id).notes).toMatch(new RegExp(`^declined backout ${landed} `, 'm'));
    expect(writes(sandbox)).toHaveLength(1);
    expect(await bar.text()).not.toContain('Likely backout');
    await press(undo, bar, async () => (await undo.count()) === 0);
    await untilTrue('the notes to be as before', () => !/declined/.test(world.summary(id).notes ?? ''));
    await bar.waitForText(new RegExp(`Likely backout of #${landed}`));
  });
  expect(uncaught(driver)).toEqual([]);
});
