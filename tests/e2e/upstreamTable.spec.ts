import { ALERT } from '../sandbox/treeherder/statusDerivation.ts';
import { accessibilityProblems } from './driver/accessibility.ts';
import { press, uncaught, writes } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { alertsIn, openSummary, suggestionsOf, untilTrue } from './driver/suggestionsPage.ts';

test.use({ scenario: 'merge-day', settings: QUICK });

/** Slows each write of an alert down, so that a person can stop the run in between, in milliseconds. */
const SLOW_WRITE_MS = 30;
/** Ten summaries of one framework and repository, as a page of the list shows them. */
const TALOS_PAGE = '/perfherder/alerts?framework=1&repository=77&hideDwnToInv=0&page=1';

test('a merge of a hundred alerts: one table of its upstreams, with stop, resume and undo', async ({
  driver,
  sandbox,
}) => {
  const { world } = sandbox;
  const upstreams = Array.from({ length: 12 }, (_, i) => world.answer(`merge upstream ${i + 1}`).summary);
  const id = await openSummary(driver, sandbox, 'merge');
  const { bar, undo } = suggestionsOf(driver, id);
  const before = [id, ...upstreams].map((s) => world.summary(s).status);
  const marked = () => alertsIn(sandbox, id).filter(({ status }) => status === ALERT.downstream);

  await test.step('the table names each upstream with its alerts and its evidence', async () => {
    await bar.byRole('button', 'Show all 12 upstreams').click();
    const rows = bar.byRole('rowheader');
    await rows.nth(11).wait();
    await bar.waitForText(/(?:obvious: in the push range, 8 of 100 alerts match.*){12}/);
    expect((await rows.texts()).map((text) => Number(/#(\d+) autoland/.exec(text)?.[1])).sort()).toEqual(
      upstreams,
    );
    const [one] = upstreams;
    await bar.byRole('button', `Show data of #${one}`).click();
    await bar
      .byRole('img', /^(autoland|mozilla-inbound): \d+ push/)
      .nth(1)
      .wait();
    expect(await accessibilityProblems(driver, ['deputy-bar'])).toEqual([]);
  });

  /** The page's own reads of the summary since the log was cleared. */
  const pageReads = () =>
    sandbox.log.count({ by: 'page', method: 'GET', path: `/alertsummary/\\?id=${id}\\b` });

  await test.step('it marks alert after alert, stops between two, and says how far it is', async () => {
    await bar.byRole('checkbox', `Mark 8 alerts downstream of #${upstreams[11]}`).click();
    const start = bar.byRole('button', 'Mark 88 alerts downstream of 11 summaries');
    const stop = bar.byRole('button', 'Stop');
    sandbox.faults.add({
      match: { method: 'PUT', path: '/api/performance/alert/' },
      effect: { kind: 'delay', ms: SLOW_WRITE_MS },
    });
    sandbox.log.clear();
    await press(start, bar, async () => (await stop.count()) > 0);
    await bar.waitForText(/[5-7]\d of 88 alerts marked…/, { ms: 40_000 });
    await stop.click();
    await undo.waitForText(/^Undo: \d+ alerts downstream of \d+ summar/);
    sandbox.faults.clear();
    const soFar = marked().length;
    expect(soFar).toBeGreaterThanOrEqual(50);
    expect(soFar).toBeLessThan(88);
    expect(await bar.text()).toContain(`${soFar} of 88 alerts marked, ${88 - soFar} not, stopped`);
    await untilTrue('the page to read the summary again', () => pageReads() === 1);
  });

  await test.step('it goes on where it was, and the page reads the summary again once', async () => {
    const soFar = marked().length;
    const resume = bar.byRole('button', new RegExp(`^Resume: mark ${88 - soFar} alerts downstream of`));
    await resume.waitEnabled();
    sandbox.log.clear();
    await press(resume, bar, async () => (await resume.count()) === 0);
    await undo.waitForText(new RegExp(`^Undo: ${88 - soFar} alerts downstream of`), { ms: 30_000 });
    for (const [n, upstream] of upstreams.entries()) {
      expect(marked().filter((a) => a.relatedSummaryId === upstream)).toHaveLength(n < 11 ? 8 : 0);
    }
    await untilTrue('the page to read the summary again', () => pageReads() === 1);
    // those not marked yet, and the note
    expect(writes(sandbox)).toHaveLength(88 - soFar + 1);
    expect([id, ...upstreams].map((s) => world.summary(s).status)).toEqual(before);
  });

  await test.step('the last run can be taken back, and then the one before it', async () => {
    await press(undo, bar, async () => (await bar.byCss('.notice', { text: /^Taken back/ }).count()) > 0);
    await undo.waitForText(new RegExp(`^Undo: ${marked().length} alerts downstream of`));
    expect(marked().length).toBeGreaterThanOrEqual(50);
    expect(marked().length).toBeLessThan(88);
    expect(await bar.byRole('table').count()).toBe(0);
  });
  expect(uncaught(driver)).toEqual([]);
});

test('ten summaries of one framework and repository cost at most three lists of summaries', async ({
  driver,
  sandbox,
}) => {
  const { world } = sandbox;
  const relate = (name: string) => {
    const { summary } = world.answer(name);
    return suggestionsOf(driver, summary).relate(world.answer(`${name} upstream`).summary);
  };
  sandbox.log.clear();
  await driver.login({ next: TALOS_PAGE });
  const bars = driver.byRole('region', /^Deputy: alert #/);
  await bars.nth(9).wait();
  for (let n = 0; n < 10; n++) {
    await bars.nth(n).evaluate((bar) => bar.scrollIntoView({ block: 'center' }));
    await bars.nth(n).waitForText(/Plan round 1/);
  }
  for (const name of ['ordinary 4', 'ordinary 8']) await relate(name).wait();
  const lists = sandbox.log.find({ path: /\/alertsummary\/\?/ }).filter(({ by }) => by !== 'page');
  expect(lists.length).toBeGreaterThan(0);
  expect(lists.map(({ path }) => path).slice(3)).toEqual([]);
});
