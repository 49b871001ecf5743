import { barOf, mainSummary, openAlerts, press, uncaught, writes } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { ownNotesEditor } from './driver/ownNotesEditor.ts';
import type { Tab } from './driver/tab.ts';
import { done, not, until } from './driver/until.ts';

// each write is sent by "Write now": a grace that ends by itself on a slow machine would take the button away
test.use({ settings: { ...QUICK, graceSeconds: 30 } });

const LONG_AGO = '[cbrown] the author is on leave until Monday';
const FULL = process.env.DEPUTY_FULL === '1';
/** Each sheriff marks two rows, comments, and saves in the page's own editor. An odd number: the marks are on in the end. */
const TURNS = FULL ? 9 : 3;
const ROWS = 2;
/** Both together. */
const WRITES = FULL ? 60 : 20;

interface Sheriff {
  readonly user: string;
  readonly tab: Tab;
  /** The rows that this one marks. */
  readonly rows: readonly string[];
}

/** One write after the other, each sent at once. */
async function work({ user, tab, rows }: Sheriff, id: number): Promise<void> {
  const { bar } = barOf(tab, id);
  const editor = ownNotesEditor(tab, id);
  const writeNow = bar.byRole('button', 'Write now');
  const write = async () => {
    await press(writeNow, bar, async () => (await writeNow.count()) === 0);
    // what comes next would go with a write that is under way
    await bar.byCss('.notice', { text: /^Writing / }).gone();
  };
  const dialog = tab.byRole('dialog', `Notes of alert #${id}`);
  const comment = dialog.byRole('textbox', 'Comment');
  for (let turn = 0; turn < TURNS; turn++) {
    for (const name of rows) {
      const mark = tab.byRole('button', name);
      const wanted = turn % 2 === 0;
      const isDone = async () => (await mark.attribute('aria-pressed')) === String(wanted);
      // swallowed a moment ago, it can stand as before the last press, until it is written once more
      await mark.waitForAttribute('aria-pressed', String(!wanted));
      await press(mark, bar, isDone);
      await write();
    }
    await bar.byRole('button', `Notes of alert #${id}`).click();
    await dialog.byRole('combobox', 'Template').choose('No template');
    await comment.fill(`comment ${turn} of ${user}`);
    await comment.press('Control+Enter');
    await dialog.gone();
    await write();
    await editor.open();
    await editor.typeOnTop(`[${user}] typed ${turn}\n`);
    await editor.save();
  }
}

test('two sheriffs write marks and notes of one summary at the same time, and both end with everything', async ({
  driver,
  otherSession,
  sandbox,
}) => {
  if (FULL) test.slow();
  const { id } = mainSummary(sandbox);
  sandbox.world.summary(id).notes = LONG_AGO;
  const other = await otherSession.newTab();
  await Promise.all([openAlerts(driver), openAlerts(other, { user: 'second' })]);
  const marks = driver.byRole('button', /^Retriggered: /);
  await marks.nth(0).waitEnabled();
  await other
    .byRole('button', /^Retriggered: /)
    .nth(0)
    .waitEnabled();
  const names = [...new Set(await marks.names())];
  const sheriffs: readonly Sheriff[] = [
    { user: 'sheriff', tab: driver, rows: names.slice(0, ROWS) },
    { user: 'second', tab: other, rows: names.slice(ROWS, 2 * ROWS) },
  ];
  sandbox.log.clear();
  await Promise.all(sheriffs.map((sheriff) => work(sheriff, id)));

  const isComplete = () => {
    const lines = (sandbox.world.summary(id).notes ?? '').split('\n');
    const wanted = [
      LONG_AGO,
      ...sheriffs.flatMap(({ user }) => [
        ...Array.from({ length: TURNS }, (_, n) => `[${user}] comment ${n} of ${user}`),
        ...Array.from({ length: TURNS }, (_, n) => `[${user}] typed ${n}`),
      ]),
    ];
    const problems = wanted.filter((line) => lines.filter((one) => one === line).length !== 1);
    const marked = lines.filter((line) => /^mark \d+ on (sheriff|second) /.test(line));
    if (marked.length !== 2 * ROWS) problems.push(`${marked.length} marks`);
    return problems;
  };
  // a write that was swallowed is written once more within seconds
  await until('everything to stand in the notes once', async () => {
    const problems = isComplete();
    return problems.length === 0
      ? done(true)
      : not(`${problems.join('; ')} in ${sandbox.world.summary(id).notes}`);
  });
  expect(writes(sandbox).length).toBeGreaterThanOrEqual(WRITES);

  for (const { tab } of sheriffs) {
    await tab.front();
    await tab.reload();
    const shown = tab.byRole('button', /^Retriggered: /);
    await shown.nth(0).waitEnabled();
    for (const name of names.slice(0, 2 * ROWS))
      await tab.byRole('button', name).waitForAttribute('aria-pressed', 'true');
    expect(uncaught(tab)).toEqual([]);
  }
});
