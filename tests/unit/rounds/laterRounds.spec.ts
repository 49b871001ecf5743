import { beforeEach, describe, expect, it } from 'vitest';
import { alertId } from '@/lib/model/ids';
import type { Desk } from '@/lib/rounds/desk';
import { readReason } from '@/lib/triage/roundReason';
import { type DeputyBrowser, type DeputyTab, openBrowser, openDesk } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS, total, wantedBy } from './day';

const HOUR = 3600;

/** What the rounds so far have brought, as the desk knows it. */
function outlookOf(desk: Desk) {
  const { planState } = desk.state();
  const outlook = planState.kind === 'ready' ? planState.report.outlook : null;
  if (!outlook) throw new Error('There is no outlook.');
  return outlook;
}

describe('rounds after the first', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  let browser: DeputyBrowser;
  let tab: DeputyTab;
  let desk: Desk;
  beforeEach(async () => {
    day = createDay({ scenario: 'quiet' });
    ({ browser, tab, desk } = await openDesk(day));
    await desk.send();
  });

  /** An hour at a time, until the newest round waits for nothing any more. */
  async function untilDataIsIn(look: Desk = desk) {
    for (let hours = 0; hours < 30; hours++) {
      day.sandbox.clock.advance(HOUR);
      await look.show();
      await look.readLive();
      if (outlookOf(look).end.kind !== 'waiting') return outlookOf(look);
    }
    throw new Error('The data never came.');
  }
  const endOfSend = () => tab.progress.at(-1);
  const remarks = () => /^reason (\d) \S+ (.*)$/m.exec(day.notes());

  it('wait until the data of the one before is in', async () => {
    desk.round.giveReason('I am impatient');
    const posts = day.posts();
    await desk.send();
    expect(endOfSend()).toMatchObject({
      kind: 'stopped',
      problem: { message: expect.stringMatching(/^You have sent round 1 at .*Nothing was sent from here/) },
    });
    expect(day.posts()).toBe(posts);
  });

  it('are not sent without a reason', async () => {
    await untilDataIsIn();
    const [posts, notes] = [day.posts(), day.notes()];
    desk.round.giveReason('  ');
    await desk.send();
    expect(endOfSend()).toMatchObject({ kind: 'stopped', problem: { kind: 'reason wanted' } });
    expect([day.posts(), day.notes()]).toEqual([posts, notes]);
  });

  it('ask only where it is open, close the one before in the same write, and keep the reason with its tests', async () => {
    const { next, sentence } = await untilDataIsIn();
    expect(sentence).toMatch(
      /step of \+9\.\d % confirmed at [0-9a-f]{12}\.\.[0-9a-f]{12}, 2 pushes .* Round 2 can narrow it down$/,
    );
    expect(next.kind).toBe('next round');
    const plan = planOf(desk);
    expect(plan.number).toBe(2);
    expect(plan.pushes.map((p) => p.role)).toEqual(['revision', 'gap', 'revision']);
    // the two beside the break are filled up to 4
    expect(plan.cells.filter((c) => c.need > 0).map((c) => c.have + c.need)).toEqual(
      expect.arrayContaining([4, 2]),
    );
    day.jobsMade();
    const before = day.sandbox.world.jobs.size;
    day.sandbox.log.clear();
    desk.round.giveReason('two pushes | are left');
    await desk.send();
    expect(endOfSend()).toMatchObject({ kind: 'sent', number: 2, problem: null });
    // the claim, and the note in its place
    expect(day.sandbox.log.count({ method: 'PUT' })).toBe(2);
    const claim = day.sandbox.log.find({ method: 'PUT' })[0]?.body ?? '';
    expect(JSON.parse(claim).notes).toMatch(/^round 1 complete [\s\S]*^round 2 claimed /m);
    expect(day.told().rounds.map((r) => `${r.number} ${r.status}`)).toEqual(['1 complete', '2 pending']);
    expect(day.notes()).toMatch(
      /^\[sheriff\] round 2: 18 jobs on 3 revisions .*\nbecause: two pushes \/ are left\n/,
    );
    const [, number, text = ''] = remarks() ?? [];
    expect(number).toBe('2');
    expect(readReason(decodeURIComponent(text))).toEqual({
      reason: 'two pushes / are left',
      tests: ['amazon', 'ares6', 'cnn'].map((suite) => ({
        suite,
        platform: 'windows11-64-24h2-shippable',
        options: expect.arrayContaining(['fission', 'webrender']),
      })),
    });
    day.sandbox.clock.advance(400);
    expect(day.sandbox.world.jobs.size - before).toBeGreaterThanOrEqual(total(wantedBy(plan)));
    expect(desk.state().round.reason).toBe('');
  });

  it('end when a push is found: no third round is offered, and none can be sent', async () => {
    await untilDataIsIn();
    desk.round.giveReason('narrow it down');
    await desk.send();
    const { sentence, alerts, next } = await untilDataIsIn();
    expect(next.kind).toBe('decided');
    const [found] = alerts;
    const culprit = day.sandbox.world.summary(day.id).pushId;
    const log = day.sandbox.world.pushLog.get('autoland') ?? [];
    const at = log.findIndex((p) => p.id === culprit);
    expect(found?.range?.to).toBe(log[at - 4]?.revision);
    expect(sentence).toContain(`confirmed at ${log[at - 4]?.revision.slice(0, 12)} `);
    expect(found?.report).toMatch(
      /^amazon: step .*\nPushes that may have made it, most likely first:\n[0-9a-f]{12} \(100 %\)\n {2}[0-9a-f]{12} bug \d+: /,
    );
    expect(planOf(desk)).toMatchObject({ number: 3, jobs: 0, against: [{ code: 'no further round' }] });
    desk.round.giveReason('one more');
    const posts = day.posts();
    await desk.send();
    expect(endOfSend()).toMatchObject({
      kind: 'stopped',
      problem: { message: expect.stringMatching(/^Nothing was sent: The push is found/) },
    });
    expect(day.posts()).toBe(posts);
  });

  it('are offered when the rest of the data will not come', async () => {
    day.again();
    day.sandbox.world.knobs.testFailureRate = 0.4;
    ({ browser, tab, desk } = await openDesk(day));
    await desk.send();
    const { end } = await untilDataIsIn();
    expect(end.kind).toBe('impossible');
    expect(end.text).toMatch(/^\d+ of 78 points; lost: \d+ of \w+ on [0-9a-f]{12} \(the job failed\)/);
    expect(planOf(desk).number).toBe(2);
  });

  it('are seen alike by a colleague, whose browser has no journal of it', async () => {
    await untilDataIsIn();
    const other = openBrowser(day.sandbox).openTab({ user: 'second' });
    const theirs = await other.look(day.id);
    expect(outlookOf(theirs)).toMatchObject({
      sentence: outlookOf(desk).sentence,
      end: { kind: 'complete' },
    });
    theirs.round.giveReason('narrow it down');
    await theirs.send();
    expect(other.progress.at(-1)).toMatchObject({ kind: 'sent', number: 2 });
  });

  it('are used up after as many as the rules allow, and then there is advice', async () => {
    await browser.local.set({ settings: { rules: { roundsPerSummary: 1 } } });
    const { next, sentence } = await untilDataIsIn();
    expect(next).toMatchObject({
      kind: 'stop',
      advice: ['ask the authors of the 2 pushes that are left', 'or bisect between them on try or locally'],
    });
    expect(sentence).toMatch(/No more rounds: ask the authors of the 2 pushes that are left$/);
    expect(planOf(desk).jobs).toBe(0);
  });

  it('count the points that were asked for, whatever becomes a neighbour in the data since', async () => {
    const { wanted, end } = await untilDataIsIn();
    expect(end).toMatchObject({ kind: 'complete', have: 78, want: 78 });
    const amazon = wanted.find(([id]) => id === alertId(day.told().marked[0] ?? 0));
    expect(amazon?.[1].map(([, points]) => points).sort()).toEqual([2, 2, 2, 4, 4, 4, 4, 4]);
  });
});
