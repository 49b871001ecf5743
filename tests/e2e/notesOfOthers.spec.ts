import { accessibilityProblems } from './driver/accessibility.ts';
import { barOf, mainSummary, notesRow, openAlerts, press, uncaught, writes } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import type { Tab } from './driver/tab.ts';
import type { Target } from './driver/target.ts';
import { done, not, until } from './driver/until.ts';

// each write is sent by "Write now": nothing here is about the grace
test.use({ settings: { ...QUICK, graceSeconds: 30 } });

const CNN = 'Retriggered: cnn windows11-64-24h2-shippable';
/** Its name has a dot, which takes the page's block down when it stands there as the assignee (perfherder-ui 8). */
const USER = 'dotted';
const ME = 'dee.dotted';

/** Presses until a control is no longer there. */
const pressAway = (control: Target, bar: Target) =>
  press(control, bar, async () => (await control.count()) === 0);

/** The page's own boxes of a summary's rows that are ticked. */
const tickedRows = (tab: Tab, id: number) =>
  tab.byCss(
    `form:has([data-testid="alert summary ${id} title"]) tr[aria-label="Alert table row"] input:checked`,
  );

/** Gives a file to a field for files, as the browser's own dialog does. */
const chooseFile = (field: Target, text: string) =>
  field.evaluate((element, content) => {
    const files = new DataTransfer();
    files.items.add(new File([content], 'deputy-templates.json', { type: 'application/json' }));
    const input = element as HTMLInputElement;
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, text);

test('notes that others have written into, and a name that the page cannot bear', async ({
  driver,
  session,
  sandbox,
}) => {
  const summary = mainSummary(sandbox);
  const { id } = summary;
  const { bar } = barOf(driver, id);
  const mark = driver.byRole('button', CNN);
  const writeNow = bar.byRole('button', 'Write now');
  const dialog = driver.byRole('dialog', `Notes of alert #${id}`);
  const openNotes = bar.byRole('button', `Notes of alert #${id}`);
  const alerts = sandbox.world
    .alertsOf(id)
    .map((a) => ({ id: a.id, of: sandbox.world.seriesById(a.seriesId) }));
  const idOf = (suite: string, platform: RegExp) =>
    alerts.find(({ of }) => of.suite === suite && of.test === '' && platform.test(of.platform))?.id;
  const [cnn, amazon] = [idOf('cnn', /^windows/), idOf('amazon', /^windows/)];
  const notes = () => summary.notes ?? '';
  const tail = (...lines: string[]) => ['-- deputy 1 --', ...lines, '-- /deputy --'].join('\n');
  const round = `round 1 pending amy 2026-11-24T10:00Z n1 jobs=4 alerts=${amazon} revisions=${sandbox.world.push(summary.pushId).revision}`;
  const toggle = (pressed: boolean) =>
    press(mark, bar, async () => (await mark.attribute('aria-pressed')) === String(pressed));
  summary.notes = `[amy] round 1: 4 jobs\n\n${tail(round, `mark ${amazon} on amy 2026-11-24T10:01Z`)}`;
  await openAlerts(driver, { user: USER });
  await mark.waitEnabled();
  sandbox.log.clear();

  await test.step('rows tell whose mark it is, and who stands for a covered one', async () => {
    const amazons = driver.byRole('button', /^Retriggered: amazon /);
    await amazons.nth(0).wait();
    await bar.waitForText(/Covered 3 of 8 alerts/);
    const names = await amazons.names();
    const titles = await Promise.all(names.map((_, n) => amazons.nth(n).attribute('title')));
    expect(titles.filter((t) => /, marked by amy, (\d+ \w{3} )?10:01 UTC/.test(t ?? ''))).toHaveLength(1);
    const stands = /, covered by amazon windows11-64-24h2-shippable$/;
    expect(titles.filter((t) => stands.test(t ?? ''))).toHaveLength(2);
  });

  await test.step('"Select covered" ticks the page’s own boxes, and writes nothing', async () => {
    expect(await tickedRows(driver, id).count()).toBe(0);
    await bar.byRole('button', 'Select covered').click();
    await bar.waitForText(/3 rows ticked for the page’s own buttons\./);
    expect(await tickedRows(driver, id).count()).toBe(3);
    expect(await bar.byRole('button', 'Select no step').count()).toBe(0);
    expect(await accessibilityProblems(driver)).toEqual([]);
    expect(writes(sandbox)).toEqual([]);
  });

  await test.step('what a colleague said of the same row is shown beside one’s own', async () => {
    await toggle(true);
    // the page has not seen this
    summary.notes = notes().replace('-- /deputy', `mark ${cnn} off amy 2026-11-24T10:02Z\n-- /deputy`);
    await pressAway(writeNow, bar);
    const row = bar.byRole('row', undefined, { text: /^mark of cnn windows11-64-24h2-shippable/ });
    expect(await row.text()).toMatch(
      new RegExp(`mark ${cnn} off amy 2026-11-24T10:02Z.*mark ${cnn} on ${ME} 20\\S+Z`),
    );
    expect(await accessibilityProblems(driver)).toEqual([]);
    expect(writes(sandbox)).toEqual([]);
    await bar.byRole('button', 'Keep theirs').click();
    await row.gone();
    expect(await mark.attribute('aria-pressed')).toBe('false');
    expect(writes(sandbox)).toEqual([]);

    await toggle(true);
    summary.notes = notes().replace('amy 2026-11-24T10:02Z', 'amy 2026-11-24T10:03Z');
    await pressAway(writeNow, bar);
    await pressAway(bar.byRole('button', 'Keep both'), bar);
    await notesRow(driver, id).waitForText(new RegExp(`mark ${cnn} on ${ME} `));
    expect(notes()).toContain(`mark ${cnn} off amy 2026-11-24T10:03Z\n`);
    expect(writes(sandbox)).toHaveLength(1);
  });

  await test.step('whose name the page cannot bear takes it in the notes', async () => {
    await press(bar.byRole('button', 'Take'), bar, async () => (await writeNow.count()) === 1);
    await bar.waitForText(/who works on it, written to the notes/);
    await pressAway(writeNow, bar);
    await bar.byRole('button', 'Let go').wait();
    expect(notes()).toMatch(new RegExp(`^taker ${ME} 20\\S+Z$`, 'm'));
    expect(summary.assignee).toBeNull();
    expect(await bar.text()).toContain('yours');
  });

  await test.step('a colleague’s templates come from a file, and go into one', async () => {
    await openNotes.click();
    await dialog.byRole('button', 'Edit templates…').wait();
    const options = await session.extensionTab('options.html');
    const templates = options.byRole('region', 'Templates');
    await templates.byCss('details.templates > summary').click();
    await chooseFile(templates.byCss('input[type="file"]'), '{"kind": "deputy note templates", "version": 1');
    await templates.byRole('alert', undefined, { text: /This file is no JSON/ }).wait();
    const lunch = { name: 'lunch', text: 'back at {eta}' };
    const file = {
      kind: 'deputy note templates',
      version: 1,
      templates: [lunch, { name: 'bad', text: '{x}' }],
    };
    await chooseFile(templates.byCss('input[type="file"]'), JSON.stringify(file));
    await templates.byRole('alert', undefined, { text: /“bad”.*\{x\} is no variable/ }).wait();
    expect(await templates.byRole('textbox', 'Name of template 1').value()).toBe('lunch');
    const exported = (await templates.byRole('link', 'Export templates').attribute('href')) ?? '';
    expect(JSON.parse(decodeURIComponent(exported.slice(exported.indexOf(',') + 1)))).toMatchObject({
      templates: [lunch],
    });
    await templates.byRole('button', 'Save templates').click();
    await templates.byRole('status', undefined, { text: 'Templates saved.' }).wait();
    await options.close();
    await driver.front();
    await dialog.byRole('button', 'Close').click();
    await openNotes.click();
    await dialog.byRole('combobox', 'Template').choose('lunch');
    const comment = dialog.byRole('textbox', 'Comment');
    await until('its text to be in the comment', async () => {
      const text = await comment.value();
      return text.includes('back at ') ? done(undefined) : not(text);
    });
  });

  await test.step('notes of a newer Deputy can be read and not changed', async () => {
    const newer = `[amy] from tomorrow\n\n${tail('mood good').replace('deputy 1', 'deputy 2')}`;
    summary.notes = newer;
    await driver.reload();
    await mark.waitEnabled();
    sandbox.log.clear();
    await openNotes.click();
    await dialog.waitForText(/written by a newer Deputy.*mood good/);
    expect(await dialog.byRole('button', 'Save notes').count()).toBe(0);
    expect(await accessibilityProblems(driver)).toEqual([]);
    await driver.press('Escape');
    await dialog.gone();
    await toggle(true);
    await pressAway(writeNow, bar);
    await bar.waitForText(/written by a newer Deputy\. Update yours to change them\./);
    await bar.byRole('button', 'Take back').click();
    await bar.byRole('button', 'Take back').gone();
    expect(writes(sandbox)).toEqual([]);
    expect(notes()).toBe(newer);
  });
  expect(uncaught(driver)).toEqual([]);
});
