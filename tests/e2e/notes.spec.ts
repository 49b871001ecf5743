import { accessibilityProblems } from './driver/accessibility.ts';
import { barOf, mainSummary, notesRow, openAlerts, press, uncaught, writes } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import type { Tab } from './driver/tab.ts';
import { done, not, until } from './driver/until.ts';

test.use({ settings: QUICK });

/** The notes dialog of a summary, and the controls that open it. */
function notesOf(tab: Tab, id: number) {
  const { bar } = barOf(tab, id);
  const dialog = tab.byRole('dialog', `Notes of alert #${id}`);
  return {
    dialog,
    open: bar.byRole('button', `Notes of alert #${id}`),
    template: dialog.byRole('combobox', 'Template'),
    comment: dialog.byRole('textbox', 'Comment'),
    reason: dialog.byRole('textbox', 'Reason'),
    preview: dialog.byRole('region', 'What will be written'),
    save: dialog.byRole('button', 'Save notes'),
    menu: bar.byCss('details.menu > summary'),
  };
}

/** Saves the form, and lets what was saved go out at once. */
async function save(tab: Tab, id: number): Promise<void> {
  const { bar } = barOf(tab, id);
  const { dialog, save: button } = notesOf(tab, id);
  await button.click();
  await dialog.gone();
  const writeNow = bar.byRole('button', 'Write now');
  await press(writeNow, bar, async () => (await writeNow.count()) === 0);
}

/** Opens the menu of states and presses one, which opens the dialog. */
async function choose(tab: Tab, id: number, text: string): Promise<void> {
  const { bar } = barOf(tab, id);
  const { menu, dialog } = notesOf(tab, id);
  await menu.click();
  await press(bar.byRole('button', text), bar, async () => (await dialog.count()) === 1);
}

test('notes from templates, with what they will look like beforehand', async ({ driver, sandbox }) => {
  const { id } = mainSummary(sandbox);
  const { bar, state } = barOf(driver, id);
  const { dialog, open, template, comment, reason, preview, save: button } = notesOf(driver, id);
  await openAlerts(driver);
  await barOf(driver, id).send.waitEnabled();
  sandbox.log.clear();

  await test.step('the fitting template is chosen, and another one fills in what is known', async () => {
    await open.click();
    await comment.wait();
    expect(await template.value()).toBe('taken by');
    expect(await comment.value()).toMatch(/^taken by sheriff, \d{4}-\d\d-\d\d$/);
    await template.choose('noise note');
    await reason.fill('bimodal since spring');
    await preview.waitForText(/\[sheriff\] noise in .+: bimodal since spring/);
    expect(await dialog.text()).toContain('The first write stops the triage clock.');
    expect(await accessibilityProblems(driver)).toEqual([]);
    expect(writes(sandbox)).toEqual([]);
  });

  await test.step('what was typed outlives Escape and a reload', async () => {
    await template.choose('No template');
    await comment.fill('half a thought');
    await driver.press('Escape');
    await dialog.gone();
    await driver.reload();
    await open.click();
    await comment.wait();
    expect(await comment.value()).toBe('half a thought');
    expect(await template.value()).toBe('');
  });

  await test.step('it is saved by key, the page’s own row shows it, and undo takes it back', async () => {
    await comment.type(' and the rest');
    await preview.waitForText(/\[sheriff\] half a thought and the rest/);
    await comment.press('Control+Enter');
    await dialog.gone();
    await bar.waitForText(/a comment, written to the notes in [12] s/);
    await notesRow(driver, id).waitForText(/^\[sheriff\] half a thought and the rest/);
    expect(writes(sandbox)).toHaveLength(1);
    const undo = bar.byRole('button', 'Undo: a comment');
    await press(undo, bar, async () => (await undo.count()) === 0);
    await bar.waitForText(/Taken back: a comment/);
    expect(sandbox.world.summary(id).notes ?? '').toBe('');
  });

  await test.step('needing data takes a reason', async () => {
    await choose(driver, id, 'Needs data');
    await reason.wait();
    await button.waitForAttribute('aria-disabled', 'true');
    await button.press('Enter');
    expect(await dialog.text()).toContain('Say why more data is needed.');
    await reason.fill('broken build');
    await preview.waitForText(/needs data: broken build.*state needs-data sheriff/);
    await save(driver, id);
    await state.waitForText(/^needs data/);
    await notesRow(driver, id).waitForText(/^\[sheriff\] needs data: broken build/);
  });

  await test.step('who has begun can take it, and let it go', async () => {
    const take = bar.byRole('button', 'Take');
    const letGo = bar.byRole('button', 'Let go');
    await press(take, bar, async () => (await take.count()) === 0);
    await letGo.wait();
    expect(sandbox.world.summary(id).assignee).toBe('mozilla-ldap/sheriff@mozilla.com');
    await press(letGo, bar, async () => (await letGo.count()) === 0);
    await take.wait();
    expect(sandbox.world.summary(id).assignee).toBeNull();
  });

  await test.step('handing over without cover says what is missing, and takes a reason', async () => {
    await choose(driver, id, 'Hand over as data ready');
    await reason.wait();
    expect(await template.value()).toBe('handed over');
    expect(await dialog.text()).toMatch(/handed over all the same: covered 0 of \d+, not \w+/);
    await reason.fill('asked for in the meeting');
    await preview.waitForText(/covered 0 of \d+, not .+, but asked for in the meeting/);
    await save(driver, id);
    await state.waitForText(/^data ready/);
    await until('the notes to say so', async () => {
      const notes = sandbox.world.summary(id).notes ?? '';
      return /^\[sheriff\] data ready: .* but asked for in the meeting\n/.test(notes)
        ? done(true)
        : not(notes);
    });
  });
  expect(uncaught(driver)).toEqual([]);
});
