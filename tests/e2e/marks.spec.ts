import { accessibilityProblems } from './driver/accessibility.ts';
import { barOf, mainSummary, notesRow, openAlerts, press, uncaught, writes } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import type { Tab } from './driver/tab.ts';

test.use({ settings: QUICK });

const CNN = 'Retriggered: cnn windows11-64-24h2-shippable';
const ARES6 = 'Retriggered: ares6 linux2404-64-shippable';

/** The mark on a row. */
const mark = (tab: Tab, name: string) => tab.byRole('button', name);

/** Presses a mark until it stands as wanted. */
const toggle = (tab: Tab, summaryId: number, name: string, pressed: boolean) =>
  press(
    mark(tab, name),
    barOf(tab, summaryId).bar,
    async () => (await mark(tab, name).attribute('aria-pressed')) === String(pressed),
  );

test('a sheriff marks rows, and the others see it', async ({ driver, session, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const { bar } = barOf(driver, id);
  await openAlerts(driver);
  await mark(driver, CNN).waitEnabled();
  sandbox.log.clear();

  await test.step('a mark that is taken back within the grace writes nothing', async () => {
    await toggle(driver, id, CNN, true);
    await bar.waitForText(/1 mark, written to the notes in [12] s/);
    await toggle(driver, id, CNN, false);
    expect(await bar.byRole('button', 'Take back').count()).toBe(0);

    await toggle(driver, id, ARES6, true);
    await bar.byRole('button', 'Take back').click();
    await mark(driver, ARES6).waitForAttribute('aria-pressed', 'false');
    await bar.byRole('button', 'Take back').gone();
  });

  await test.step('two marks are one write', async () => {
    await toggle(driver, id, CNN, true);
    await toggle(driver, id, ARES6, true);
    await bar.waitForText(/2 marks, written to the notes in [12] s/);
    expect(await accessibilityProblems(driver)).toEqual([]);
    await bar.byRole('button', 'Take back').gone();
    await notesRow(driver, id).waitForText(/-- deputy 1 --/);
    // longer than any grace: what was taken back above would have been written by now
    expect(writes(sandbox)).toHaveLength(1);
    const notes = sandbox.world.summary(id).notes ?? '';
    expect(notes.match(/^mark .*$/gm)).toHaveLength(2);
    for (const name of [CNN, ARES6]) expect(await mark(driver, name).attribute('aria-pressed')).toBe('true');
  });

  await test.step('another sheriff sees who and when, and can take a mark away', async () => {
    const other = await session.newTab();
    await openAlerts(other, { user: 'second' });
    await mark(other, CNN).waitForAttribute('aria-pressed', 'true');
    await mark(other, CNN).waitEnabled();
    for (const name of [CNN, ARES6])
      expect(await mark(other, name).attribute('title')).toMatch(/marked by sheriff, (?:\d+ \w+ )?\d\d:\d\d/);
    await toggle(other, id, CNN, false);
    await barOf(other, id).bar.byRole('button', 'Write now').click();
    await barOf(other, id).bar.byRole('button', 'Write now').gone();
    await driver.front();
    await driver.reload();
    await mark(driver, CNN).waitForAttribute('aria-pressed', 'false');
    await mark(driver, ARES6).waitForAttribute('aria-pressed', 'true');
    expect(writes(sandbox)).toHaveLength(2);
  });
  expect(uncaught(driver)).toEqual([]);
});

test('who may not change alerts sees the marks and cannot press them', async ({ driver, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const { bar } = barOf(driver, id);
  for (const user of ['nobody', 'viewer']) {
    await openAlerts(driver, { user });
    await barOf(driver, id).send.waitEnabled();
    sandbox.log.clear();
    const row = mark(driver, CNN);
    await row.waitForAttribute('aria-disabled', 'true');
    expect(await row.attribute('title')).toContain('log in as a sheriff');
    await row.press('Enter');
    await row.press(' ');
    expect(await row.attribute('aria-pressed')).toBe('false');
    expect(await bar.byRole('button', 'Take back').count()).toBe(0);
    expect(writes(sandbox)).toEqual([]);
  }
  expect(sandbox.world.summary(id).notes).toBeNull();
});
