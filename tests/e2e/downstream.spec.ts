import { LATE_CANDIDATE } from '../sandbox/scenarios/downstreamDay.ts';
import { ALERT, SUMMARY } from '../sandbox/treeherder/statusDerivation.ts';
import { accessibilityProblems } from './driver/accessibility.ts';
import { barOf, firedHooks, press, uncaught, writes } from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { alertsIn, openSummary, suggestionsOf, untilTrue } from './driver/suggestionsPage.ts';

test.use({ scenario: 'downstream', settings: { ...QUICK, role: 'perf sheriff' } });

/** More than the background's lists of other summaries are good for, in seconds. */
const LISTS_ARE_OLD = 6 * 60;

test('two branches: evidence, mark, undo, and a candidate that comes later', async ({ driver, sandbox }) => {
  const { world } = sandbox;
  const statusOf = (id: number) => world.summary(id).status;

  await test.step('what the merge brought is obvious, and its evidence can be looked at', async () => {
    const upstream = world.answer('contained upstream').summary;
    const id = await openSummary(driver, sandbox, 'contained');
    const { bar, relate, openWhy } = suggestionsOf(driver, id);
    await relate(upstream).waitEnabled();
    expect(await bar.text()).toContain(`Downstream of #${upstream} (mozilla-inbound): 3 of 4 alerts`);
    const why = await openWhy(upstream);
    expect(await why.text()).toMatch(/Its revision [0-9a-f]{12} lies in this push range\./);
    await why.byRole('button', 'Show data of amazon windows11-64-24h2-shippable').click();
    const pictures = why.byRole('img', /^(autoland|mozilla-inbound): \d+ push/);
    await pictures.nth(1).wait();
    const change =
      /: \d+ pushes before [0-9a-f]{12}, the last 5 at about \S+ ms; \d+ pushes from it on, the first 5 at about \S+ ms \(\+\d+\.\d %\)/;
    for (const text of await pictures.names()) expect(text).toMatch(change);
    const graphs = await why.byRole('link', 'Both series in the graphs').attribute('href');
    expect(graphs).toMatch(/^\/perfherder\/graphs\?.*series=autoland.*series=mozilla-inbound/);
    expect(await why.byRole('link', /^Push [0-9a-f]{12}$/).count()).toBe(2);
    expect(await accessibilityProblems(driver)).toEqual([]);
  });

  await test.step('one click marks what matches, in both summaries; undo takes it back', async () => {
    const { summary: id, alerts } = world.answer('contained');
    const upstream = world.answer('contained upstream').summary;
    const { bar, mark, undo } = suggestionsOf(driver, id);
    const before = [alertsIn(sandbox, id), statusOf(id), statusOf(upstream)];
    sandbox.log.clear();
    await mark(upstream);
    await bar.byRole('button', `Undo: 3 alerts downstream of #${upstream}`).wait();
    const marked = alertsIn(sandbox, id).filter(({ relatedSummaryId }) => relatedSummaryId === upstream);
    expect(marked.map(({ status }) => status)).toEqual(Array(3).fill(ALERT.downstream));
    for (const { alert } of marked) expect(alerts.get(alert)).toMatchObject({ kind: 'downstream' });
    expect([statusOf(id), statusOf(upstream)]).toEqual([SUMMARY.untriaged, SUMMARY.investigating]);
    expect(world.summary(id).notes).toMatch(new RegExp(`^\\[sheriff\\] downstream of #${upstream}: amazon `));
    // three alerts, one after another, and the note
    expect(writes(sandbox)).toHaveLength(4);
    // only the alert that follows the others is left
    await bar.waitForText(/Possibly downstream of #\d+ \(mozilla-inbound\): its one alert/);

    await press(undo, bar, async () => (await undo.count()) === 0);
    await bar.waitForText(new RegExp(`Taken back: 3 alerts downstream of #${upstream}`));
    await untilTrue('the alerts to be as before', () =>
      alertsIn(sandbox, id).every((a) => a.status !== ALERT.downstream),
    );
    await suggestionsOf(driver, id).relate(upstream).waitEnabled();
    const sorted = (all: ReturnType<typeof alertsIn>) => [...all].sort((a, b) => a.alert - b.alert);
    expect([sorted(alertsIn(sandbox, id)), statusOf(id), statusOf(upstream)]).toEqual([
      sorted(before[0] as ReturnType<typeof alertsIn>),
      before[1],
      before[2],
    ]);
    expect(world.summary(id).notes ?? '').not.toContain('downstream of');
  });

  await test.step('unsure: the plans of two retriggers on both branches stand beside each other', async () => {
    const id = await openSummary(driver, sandbox, 'likely');
    const upstream = world.answer('likely upstream').summary;
    const { bar, openWhy } = suggestionsOf(driver, id);
    const why = await openWhy(upstream);
    await why.byRole('button', 'Ask for 2 retriggers on both branches').click();
    const { dialog } = barOf(driver, id);
    const send = dialog.byRole(
      'button',
      new RegExp(`^Send round 1: \\d+ jobs, and round 1 of #${upstream}: \\d+ jobs$`),
    );
    await send.wait();
    expect(await dialog.byRole('table').count()).toBe(2);
    expect(await accessibilityProblems(driver, ['deputy-overlay'])).toEqual([]);
    await dialog.byRole('button', 'Close').click();
    await dialog.gone();
    // what is planned now is a round like any other
    await bar.byRole('button', /^Send round 1: (up to )?16 jobs$/).wait();
    expect(firedHooks(sandbox)).toEqual([]);
  });

  await test.step('without data on the other branch nothing can be told', async () => {
    const id = await openSummary(driver, sandbox, 'no data');
    const { bar } = suggestionsOf(driver, id);
    expect(
      await bar.waitForText(
        /mozilla-inbound has no data between \d+ \w{3} \d\d:\d\d UTC and \d+ \w{3} \d\d:\d\d UTC: cannot tell/,
      ),
    ).not.toContain('treat as its own');
  });

  await test.step('a performance sheriff can reassign to a summary that may share the cause', async () => {
    const neighbour = world.answer('same cause').sameCause;
    const id = await openSummary(driver, sandbox, 'same cause');
    const { bar } = suggestionsOf(driver, id);
    await bar.byRole('button', `Reassign to #${neighbour}`).wait();
    expect(await bar.text()).toContain(`May share its cause with #${neighbour}: ebay`);
  });

  await test.step('a candidate that comes later is found on the next look', async () => {
    const id = await openSummary(driver, sandbox, 'late');
    const { bar, relate, mark, undo } = suggestionsOf(driver, id);
    await bar.waitForText(/No matching alert on mozilla-inbound within 24 h: treat as its own/);
    world.happen(LATE_CANDIDATE);
    sandbox.clock.advance(LISTS_ARE_OLD);
    await driver.reload();
    const upstream = world.answer('late upstream').summary;
    await relate(upstream).waitEnabled();
    expect(await bar.text()).not.toContain('treat as its own');
    await mark(upstream);
    await undo.wait();
    expect([statusOf(id), statusOf(upstream)]).toEqual([SUMMARY.downstream, SUMMARY.untriaged]);
  });
  expect(uncaught(driver)).toEqual([]);
});
