import { accessibilityProblems } from './driver/accessibility.ts';
import { barOf, firedHooks, mainSummary, openAlerts, uncaught, writes } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { focusedName, pressUntil } from './driver/keyboard.ts';

test.use({ settings: { ...QUICK, keys: { mark: 'x', graph: '' } } });

test('a sheriff works through a summary with keys alone', async ({ driver, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const { bar, send, cancel, dialog } = barOf(driver, id);
  const marks = driver.byRole('button', /^Retriggered: /);
  const focused = () => focusedName(driver);
  const until = (key: string, holds: () => Promise<boolean>) => pressUntil(driver, key, holds);
  await openAlerts(driver);
  await send.waitEnabled();
  await bar.waitForText(/Round 1: /);
  sandbox.log.clear();

  await test.step('j and k go from summary to summary, point and comma from alert to alert', async () => {
    await until('j', async () => (await focused()) === `Deputy: alert #${id}`);
    await driver.press('.');
    const first = await focused();
    expect(first).toMatch(/^Retriggered: /);
    await driver.press('.');
    expect(await focused()).not.toBe(first);
    await driver.press(',');
    expect(await focused()).toBe(first);
    // as it was set in the options
    await driver.press('m');
    expect(await marks.nth(0).attribute('aria-pressed')).toBe('false');
    const here = driver.byRole('button', first);
    await until('x', async () => (await here.attribute('aria-pressed')) === 'true');
    await until('c', async () => (await here.attribute('aria-pressed')) === 'false');
  });

  await test.step('what is typed is text, and what stands open has the keys for itself', async () => {
    await driver.press('e');
    const notes = driver.byRole('dialog', `Notes of alert #${id}`);
    await notes.byRole('textbox', 'Comment').type('just plain words');
    expect(await notes.byRole('textbox', 'Comment').value()).toContain('just plain words');
    await driver.press('Escape');
    await notes.gone();
    await driver.press('p');
    await dialog.wait();
    await driver.press('s');
    await driver.press('Escape');
    await dialog.gone();
    expect(await cancel.count()).toBe(0);
    await driver.press('?');
    const help = driver.byRole('dialog', 'Keys of Deputy');
    await help.waitForText(/x Mark this alert.*off|off.*x Mark this alert/);
    expect(await accessibilityProblems(driver)).toEqual([]);
    await driver.press('Escape');
    await help.gone();
  });

  await test.step('s sends, and c takes it back in time; nothing is ever sent by a key of the page’s script', async () => {
    await driver.evaluate(() =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 's', bubbles: true })),
    );
    expect(await cancel.count()).toBe(0);
    await until('s', async () => (await cancel.count()) === 1);
    await driver.press('c');
    await cancel.gone();
    await send.wait();
    expect(firedHooks(sandbox)).toEqual([]);
    expect(writes(sandbox)).toEqual([]);
  });
  expect(uncaught(driver)).toEqual([]);
});
