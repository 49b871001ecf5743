import { barOf, mainSummary, notesRow, openAlerts, press, uncaught } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { ownNotesEditor } from './driver/ownNotesEditor.ts';
import { done, not, until } from './driver/until.ts';

test.use({ settings: QUICK });

const ARES6 = 'Retriggered: ares6 linux2404-64-shippable';
const LONG_AGO = '[cbrown] the author is on leave until Monday';
const MEANWHILE = '[amy] I see it on Windows too';
/** The editor is looked after 5, 15 and 35 seconds from its opening. */
const LOOK_MS = 40_000;

test("the page's own notes editor, opened before a Deputy write and saved after it", async ({
  driver,
  sandbox,
}) => {
  const { id } = mainSummary(sandbox);
  const { bar } = barOf(driver, id);
  const summary = () => sandbox.world.summary(id);
  const notes = () => summary().notes ?? '';
  const editor = ownNotesEditor(driver, id);
  const warning = driver.byRole('alert', undefined, { text: /have changed since you opened the editor/ });
  const mark = driver.byRole('button', ARES6);
  summary().notes = LONG_AGO;
  await openAlerts(driver);
  await mark.waitEnabled();

  await test.step('what was typed before a mark was written is saved beside it', async () => {
    await editor.open();
    await editor.typeOnTop('[sheriff] typed first\n');
    await driver.press('Escape');
    await editor.text.gone();
    await press(mark, bar, async () => (await mark.attribute('aria-pressed')) === 'true');
    const writeNow = bar.byRole('button', 'Write now');
    await press(writeNow, bar, async () => (await writeNow.count()) === 0);
    await notesRow(driver, id).waitForText(/mark \d+ on sheriff/);
    // the page's editor still holds the text from before
    await editor.open();
    expect(await editor.text.value()).toBe(`[sheriff] typed first\n${LONG_AGO}`);
    await editor.save();
    await notesRow(driver, id).waitForText(/^\[sheriff\] typed first/);
    expect(notes()).toMatch(
      new RegExp(
        `^\\[sheriff\\] typed first\\n\\${LONG_AGO}\\n\\n-- deputy 1 --\\nmark \\d+ on sheriff \\S+\\n-- /deputy --$`,
      ),
    );
  });

  await test.step('while it is open and the notes move on, the sheriff is told, once', async () => {
    await driver.reload();
    await mark.waitEnabled();
    await editor.open();
    await editor.typeOnTop('[sheriff] typed second\n');
    expect(await warning.count()).toBe(0);
    summary().notes = `${MEANWHILE}\n${notes()}`;
    await warning.wait({ ms: LOOK_MS });
    expect(await warning.text()).toContain('what you typed will be merged with them on Save');
    expect(await warning.count()).toBe(1);
  });

  await test.step('and the save keeps both', async () => {
    await editor.save();
    await until('both lines to be there', async () =>
      notes().includes('typed second') ? done(true) : not(notes()),
    );
    const lines = notes().split('\n');
    for (const line of [MEANWHILE, '[sheriff] typed first', '[sheriff] typed second', LONG_AGO])
      expect(lines.filter((one) => one === line)).toHaveLength(1);
    expect(notes()).toMatch(/^mark \d+ on sheriff /m);
  });
  expect(uncaught(driver)).toEqual([]);
});
