import { TREEHERDER_HOST } from '../sandbox/hosts.ts';
import type { SandboxServer } from '../sandbox/server.ts';
import {
  askedJobs,
  barOf,
  firedHooks,
  jobsIn,
  mainSummary,
  notesRow,
  openAlerts,
  pressSend,
  testJobs,
} from './driver/alertsPage.ts';
import { expect, QUICK, test } from './driver/fixtures.ts';
import { done, not, until } from './driver/until.ts';

test.use({ scenario: 'two-sheriffs', settings: QUICK });

const HOURS = 3600;

/** Lets the jobs of all that was asked for appear, and compares: one round's jobs, each push asked once. */
function expectOneRound(sandbox: SandboxServer, before: number, offered: number): void {
  const posts = firedHooks(sandbox);
  const revisions = posts.map(({ body }) => /"revision":\s*"([0-9a-f]{40})"/.exec(body ?? '')?.[1]);
  expect(new Set(revisions).size).toBe(posts.length);
  expect(askedJobs(posts)).toBeGreaterThan(0);
  expect(askedJobs(posts)).toBeLessThanOrEqual(offered);
  sandbox.clock.advance(2 * HOURS);
  expect(testJobs(sandbox) - before).toBe(askedJobs(posts));
}

test('two tabs of one browser press Send at once: one round', async ({ driver, session, sandbox }) => {
  const { id } = mainSummary(sandbox);
  await openAlerts(driver);
  await barOf(driver, id).send.waitEnabled();
  const second = await session.newTab();
  await test.step('a tab that is left while it reads goes on when it is looked at again', async () => {
    const reads = { path: /alertsummary.*deputy=1/, host: TREEHERDER_HOST };
    sandbox.log.clear();
    sandbox.faults.add({ match: { path: reads.path.source }, effect: { kind: 'delay', ms: 500 } });
    await openAlerts(second);
    await second.byCss('deputy-bar').nth(0).wait();
    await driver.front();
    await until('the answers to come', async () => {
      const found = sandbox.log.find(reads);
      const answered = found.length > 0 && found.every(({ status }) => status !== null);
      return answered ? done(undefined) : not(`there are ${found.length} reads`);
    });
    sandbox.faults.clear();
    await second.front();
    await barOf(second, id).send.waitEnabled();
  });
  const before = testJobs(sandbox);
  const offered = jobsIn(await barOf(driver, id).send.text());

  await pressSend(driver, id);
  await pressSend(second, id);
  const refused = await barOf(second, id).problem.waitForText(/Another tab is working on this alert summary/);
  expect(refused).toContain('Nothing was done here');
  await driver.front(); // what goes on in a hidden tab is drawn when somebody looks
  await barOf(driver, id).receipts.wait();
  // the note about it is written
  await barOf(driver, id).state.waitForText(/^data ready/);
  expectOneRound(sandbox, before, offered);

  // what the other tab shows after its page has read the summary again
  await second.front();
  await second.reload();
  await barOf(second, id).bar.waitForText(/Round 1: \d+ jobs asked for by sheriff at (?:\d+ \w+ )?\d\d:\d\d/);
  expect(await barOf(second, id).send.count()).toBe(0);
});

test('two sheriffs press Send within a second: one round, and the loser reads whose', async ({
  driver,
  otherSession,
  sandbox,
}) => {
  const { id } = mainSummary(sandbox);
  const other = await otherSession.newTab();
  await Promise.all([openAlerts(driver), openAlerts(other, { user: 'second' })]);
  const sheriffs = [
    { name: 'sheriff', tab: driver, ...barOf(driver, id) },
    { name: 'second', tab: other, ...barOf(other, id) },
  ];
  for (const { send } of sheriffs) await send.waitEnabled();
  const before = testJobs(sandbox);
  const offered = jobsIn(await barOf(driver, id).send.text());

  await Promise.all(sheriffs.map(({ tab }) => pressSend(tab, id)));
  await Promise.all(sheriffs.map(({ cancel }) => cancel.wait()));
  const ends = await Promise.all(
    sheriffs.map(({ bar }) => bar.waitForText(/Receipts: \d+ of \d+|Nothing was sent from here/)),
  );
  const won = ends.findIndex((text) => text.includes('Receipts:'));
  const [winner, loser] = won === 0 ? sheriffs : [...sheriffs].reverse();
  if (winner === undefined || loser === undefined) throw new Error('there are two sheriffs');
  await winner.receipts.wait();
  await winner.state.waitForText(/^data ready/);
  expect(await loser.problem.text()).toMatch(
    new RegExp(`${winner.name} has claimed round 1 at \\d\\d:\\d\\d UTC\\. Nothing was sent from here`),
  );
  expect(await loser.receipts.count()).toBe(0);
  expectOneRound(sandbox, before, offered);

  const notes = sandbox.world.summary(id).notes ?? '';
  expect(notes.match(/^round 1 /gm)).toHaveLength(1);
  expect(notes).toMatch(new RegExp(`^round 1 pending ${winner.name} `, 'm'));
  await notesRow(winner.tab, id).waitForText(new RegExp(`^\\[${winner.name}\\] round 1: \\d+ jobs`));
});
