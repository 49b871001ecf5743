import { ALERT, SUMMARY } from '../sandbox/treeherder/statusDerivation.ts';
import { press, uncaught } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { alertsIn, openSummary, suggestionsOf, untilTrue } from './driver/suggestionsPage.ts';

test.use({ scenario: 'beta-merge', settings: QUICK });

test('a merge to beta: the origin of weeks ago by its levels, marked and taken back', async ({
  driver,
  sandbox,
}) => {
  const { world } = sandbox;
  const origin = world.answer('autoland amazon').summary;
  const id = await openSummary(driver, sandbox, 'merge');
  const { bar, mark, openWhy, relate, undo } = suggestionsOf(driver, id);
  const statuses = () => [id, origin].map((s) => world.summary(s).status);
  const before = statuses();
  await relate(origin).waitEnabled();
  expect(await bar.text()).toContain(`Downstream of #${origin} (autoland): 3 of 7 alerts`);
  const why = await openWhy(origin);
  expect(await why.text()).toMatch(
    /from the same level to the same level, within half the step.*No opposite alert/,
  );
  await why.byRole('button', 'Show data of amazon windows11-64-24h2-shippable').click();
  const pictures = why.byRole('img', /^(autoland|mozilla-beta): \d+ push/);
  await pictures.nth(1).wait();
  for (const text of await pictures.names()) expect(text).toMatch(/\(\+\d+\.\d %\)/);
  expect(await why.byRole('link', `Alert #${origin} on autoland`).attribute('href')).toBe(
    `/perfherder/alerts?id=${origin}`,
  );

  await mark(origin);
  await bar.byRole('button', `Undo: 3 alerts downstream of #${origin}`).wait();
  const marked = () => alertsIn(sandbox, id).filter((a) => a.relatedSummaryId === origin);
  expect(marked().map((a) => a.status)).toEqual(Array(3).fill(ALERT.downstream));
  expect(statuses()).toEqual([SUMMARY.untriaged, SUMMARY.investigating]);

  await press(undo, bar, async () => (await undo.count()) === 0);
  await untilTrue('the alerts to be as before', () => marked().length === 0);
  await relate(origin).wait();
  expect(statuses()).toEqual(before);
  expect(uncaught(driver)).toEqual([]);
});
