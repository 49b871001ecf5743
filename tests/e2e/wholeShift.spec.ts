import { TRAINING_PAGE } from '../../scripts/arguments.ts';
import { ALERT, SUMMARY } from '../sandbox/treeherder/statusDerivation.ts';
import { accessibilityProblems } from './driver/accessibility.ts';
import { barOf, firedHooks, jobsIn, uncaught } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { focusedName, goOnTo, pressUntil } from './driver/keyboard.ts';
import { untilTrue } from './driver/suggestionsPage.ts';

test.use({ scenario: 'training', settings: QUICK });

/** Summaries of the training shift (docs/guide/first-shift.md). */
const [UPSTREAM, PLAIN, DOWNSTREAM, ENOUGH, ASKED_BEFORE] = [51000, 51013, 51015, 51010, 51012];

test('a whole shift without a mouse', async ({ driver, session, sandbox }) => {
  const { world } = sandbox;
  const strip = driver.byRole('region', 'Deputy: what waits');
  const notesOf = (id: number) => world.summary(id).notes ?? '';
  const focused = () => focusedName(driver);
  const until = (key: string, holds: () => Promise<boolean>) => pressUntil(driver, key, holds);
  const name = (id: number) => `Deputy: alert #${id}`;
  const undoIn = (id: number) => barOf(driver, id).bar.byRole('button', /^Undo: /);
  const goTo = async (id: number) => {
    await barOf(driver, id).bar.wait();
    const bars = driver.byRole('region', /^Deputy: alert #/);
    if (!(await bars.names()).includes(await focused())) await driver.press('j');
    const names = await bars.names();
    await goOnTo(driver, name(id), names.indexOf(name(id)) < names.indexOf(await focused()) ? 'k' : 'j');
  };
  const notesDialog = (id: number) => driver.byRole('dialog', `Notes of alert #${id}`);
  const save = async (id: number) => {
    await goOnTo(driver, 'Save notes');
    // it is off until it is shown what will be written
    await until('Enter', async () => (await notesDialog(id).count()) === 0);
  };
  const relate = async () => {
    await barOf(driver, DOWNSTREAM).bar.byRole('button', `Mark downstream of #${UPSTREAM}`).waitEnabled();
    await until('d', async () =>
      world.alertsOf(DOWNSTREAM).some(({ status }) => status === ALERT.downstream),
    );
    await untilTrue(
      'all its alerts to be marked',
      () => world.summary(DOWNSTREAM).status === SUMMARY.downstream,
    );
  };

  await driver.login({ next: `${TRAINING_PAGE}&page=1` });
  await test.step('what waits is asked for, and the first of it gone to', async () => {
    await strip.byRole('button', 'Show what waits').wait();
    await goOnTo(driver, 'Show what waits');
    await driver.press('Enter');
    await strip.waitForText(/untriaged [1-9]/);
    await barOf(driver, DOWNSTREAM).bar.wait();
    await driver.press('n');
    expect(await focused()).toMatch(/^Deputy: alert #51\d+$/);
  });

  await test.step('a suggestion is followed and taken back; unasked, the focus stays', async () => {
    await goTo(DOWNSTREAM);
    await relate();
    // the page hides what is downstream; what was done can still be taken back
    const undo = strip.byRole('button', /^Undo: /);
    await undo.wait();
    expect(await focused()).not.toMatch(/^Deputy: alert/);
    await until('z', async () => (await undo.count()) === 0);
    await untilTrue('it to be as before', () => world.summary(DOWNSTREAM).status === SUMMARY.untriaged);
  });

  await test.step('a plan is looked at, and its round sent from there', async () => {
    const { send, dialog, cancel } = barOf(driver, PLAIN);
    await goTo(PLAIN);
    await send.waitEnabled();
    await driver.press('p');
    await dialog.wait();
    await goOnTo(driver, /^Send round 1: \d+ jobs$/);
    const jobs = jobsIn(await focused());
    await until('Enter', async () => (await dialog.count()) === 0);
    // it goes on by itself, while the next ones are looked at
    await cancel.wait();
    expect(jobs).toBeGreaterThan(0);
  });

  await test.step('what needs no more jobs is handed over, with a reason', async () => {
    await goTo(ENOUGH);
    await until('h', async () => (await notesDialog(ENOUGH).count()) === 1);
    await goOnTo(driver, 'Reason');
    await driver.type('every push has its points');
    expect(await accessibilityProblems(driver, ['deputy-overlay'])).toEqual([]);
    await save(ENOUGH);
  });

  await test.step('a comment and a mark go into the notes, and out again', async () => {
    await goTo(ASKED_BEFORE);
    await driver.press('e');
    await notesDialog(ASKED_BEFORE).wait();
    await goOnTo(driver, 'Comment');
    await driver.type('looked at by keys');
    await save(ASKED_BEFORE);
    await driver.press('.');
    const mark = driver.byRole('button', await focused());
    await until('m', async () => (await mark.attribute('aria-pressed')) === 'true');
    const isNoted = () => /by keys[\s\S]*^mark /m.test(notesOf(ASKED_BEFORE));
    await untilTrue('both to be noted', isNoted);
    await undoIn(ASKED_BEFORE).wait();
    await until('z', async () => (await mark.attribute('aria-pressed')) === 'false');
    await untilTrue('the mark to go', () => !isNoted());
  });

  await test.step('what was begun before has come to its end', async () => {
    const { receipts, state } = barOf(driver, PLAIN);
    await receipts.wait();
    await state.waitForText(/^data ready/);
    expect(firedHooks(sandbox).length).toBeGreaterThan(0);
    await untilTrue('the hand-over', () => /^state data-ready /m.test(notesOf(ENOUGH)));
  });

  await test.step('as the options have it now, the focus goes on to what waits next', async () => {
    const options = await session.extensionTab('options.html');
    await goOnTo(options, 'Go on to the next one by itself');
    await options.type('on');
    await options.byRole('button', /^Reset to .*: Go on to the next one by itself$/).wait();
    await options.close();
    await driver.reload();
    await strip.waitForText(/untriaged [1-9]/);
    await goTo(DOWNSTREAM);
    await relate();
    await expect.poll(focused).toMatch(new RegExp(`^Deputy: alert #(?!${DOWNSTREAM})`));
    const next = Number(/\d+/.exec(await focused())?.[0]);
    await barOf(driver, next).state.waitForText(/^(untriaged|collecting data)/);
  });
  expect(uncaught(driver)).toEqual([]);
});
