import { barOf, firedHooks, mainSummary, openAlerts, uncaught } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';

test.use({ settings: { ...QUICK, autoAdvance: true } });

test('a part of a shift without a mouse: note, mark, round', async ({ driver, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const { state, send, receipts } = barOf(driver, id);
  const strip = driver.byRole('region', 'Deputy: what waits');
  const notesOf = () => sandbox.world.summaries.get(id)?.notes ?? '';
  const focused = () =>
    driver.evaluate(() => {
      let node = document.activeElement;
      while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
      return node?.getAttribute('aria-label') ?? node?.textContent ?? '';
    });
  /** Presses a key until it shows: what writes is dead for half a second after the page has moved. */
  const until = (key: string, holds: () => Promise<boolean>) =>
    expect
      .poll(async () => {
        if (await holds()) return true;
        await driver.press(key);
        return holds();
      })
      .toBe(true);
  await openAlerts(driver);
  await send.waitEnabled();
  await strip.byRole('button', 'Show what waits').press('Enter');
  await strip.waitForText(/untriaged [1-9]/);

  await test.step('to the bar, and a comment into its notes', async () => {
    await until('j', async () => (await focused()) === `Deputy: alert #${id}`);
    await driver.press('e');
    const notes = driver.byRole('dialog', `Notes of alert #${id}`);
    await notes.byRole('textbox', 'Comment').type('looked at by keys');
    await until('Tab', async () => (await focused()) === 'Save notes');
    await driver.press('Enter');
    await expect.poll(notesOf).toContain('looked at by keys');
  });

  await test.step('an alert is marked', async () => {
    await driver.press('.');
    const mark = driver.byRole('button', await focused());
    await until('m', async () => (await mark.attribute('aria-pressed')) === 'true');
    await expect.poll(notesOf).toMatch(/^mark /m);
  });

  await test.step('the round is sent; the state says so, and the queues stay in sight', async () => {
    await send.waitEnabled();
    await until('s', async () => (await barOf(driver, id).cancel.count()) === 1);
    await receipts.wait();
    await state.waitForText(/^(data ready|collecting data)/);
    expect(firedHooks(sandbox).length).toBeGreaterThan(0);
    await strip.waitForText(/untriaged \d/);
  });
  expect(uncaught(driver)).toEqual([]);
});
