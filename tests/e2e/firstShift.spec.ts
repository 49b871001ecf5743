import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRAINING_PAGE } from '../../scripts/arguments.ts';
import { scoreInWords, scoreOfShift } from '../sandbox/score.ts';
import { barOf, press, pressSend, uncaught } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import type { Tab } from './driver/tab.ts';
import { done, not, until } from './driver/until.ts';
import { type WrittenStep, writtenSteps } from './driver/writtenSteps.ts';

test.use({ scenario: 'training', settings: QUICK });

const PAGE = join(import.meta.dirname, '../../docs/guide/first-shift.md');
const literally = (words: string) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Does what one line says, by what can be seen on the page. */
async function perform(tab: Tab, step: WrittenStep): Promise<void> {
  const notes = tab.byRole('dialog', /^Notes of alert #\d+$/);
  switch (step.do) {
    case 'open':
      return tab.open(`${TRAINING_PAGE}&page=${step.page}`);
    case 'leave':
      await barOf(tab, step.alert).bar.wait();
      return;
    case 'read':
    case 'wait for':
      await bringIntoView(tab, step.alert);
      await barOf(tab, step.alert).bar.waitForText(new RegExp(literally(step.words)), { ms: 30_000 });
      return;
    case 'unfold':
      return barOf(tab, step.alert).bar.byCss('summary', { text: step.words }).click();
    case 'press':
      await bringIntoView(tab, step.alert);
      return pressInBar(tab, step.alert, step.words);
    case 'choose':
      return notes.byRole('combobox', step.field).choose(step.words);
    case 'write':
      return notes.byRole('textbox', step.field).fill(step.words);
    case 'press in notes': {
      const button = notes.byRole('button', step.words);
      await button.waitForAttribute('aria-disabled', 'false');
      await button.click();
      return notes.gone();
    }
  }
}

/** Bars work out what they say once they are seen. */
const bringIntoView = (tab: Tab, alert: number) =>
  barOf(tab, alert).bar.evaluate((bar) => bar.scrollIntoView({ block: 'center' }));

async function pressInBar(tab: Tab, alert: number, words: string): Promise<void> {
  const { bar } = barOf(tab, alert);
  if (words.startsWith('Send round')) return pressSend(tab, alert);
  const button = bar.byRole('button', new RegExp(`^${literally(words)}`));
  const notes = tab.byRole('dialog', `Notes of alert #${alert}`);
  const working = bar.byCss('.notice', { text: /…$|Dismiss$/ });
  await press(
    button,
    bar,
    async () => (await notes.count()) > 0 || (await button.count()) === 0 || (await working.count()) > 0,
  );
}

test('who follows the guide to the first shift by its text alone ends with everything right', async ({
  driver,
  sandbox,
}) => {
  const steps = writtenSteps(readFileSync(PAGE, 'utf8'));
  await driver.login({ next: `${TRAINING_PAGE}&page=1` });
  for (const [n, step] of steps.entries()) {
    await perform(driver, step).catch((error: unknown) => {
      throw new Error(`step ${n + 1} (${JSON.stringify(step)}): ${String(error)}`);
    });
  }
  const score = () => {
    const found = scoreOfShift(sandbox.world);
    if (!found) throw new Error('There is no score.');
    return found;
  };
  await until('everything to be right', async () => {
    const { right, summaries } = score();
    return right === summaries.length ? done(true) : not(scoreInWords(score()));
  });
  expect(score()).toMatchObject({ right: 12, needlessJobs: 0 });
  expect(score().jobs).toBeGreaterThan(0);
  // going to another page breaks off what the page itself was reading, and Firefox tells of it
  expect(uncaught(driver).filter((p) => !p.includes('NetworkError when attempting'))).toEqual([]);
});
