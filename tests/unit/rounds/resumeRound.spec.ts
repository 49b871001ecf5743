import { beforeEach, describe, expect, it } from 'vitest';
import type { JournalRecord } from '@/lib/model/round';
import { closesAfter, openBrowser, openDesk } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS, wantedBy } from './day';

const HOUR = 3600;

describe('a round that is taken up again', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  beforeEach(() => {
    day = createDay();
  });

  /** A sheriff whose tab closes at the n-th trigger, after it was carried out. */
  async function closedAtTrigger(nth: number) {
    const { browser, tab, desk } = await openDesk(day);
    const plan = planOf(desk);
    const closed = closesAfter(tab, day.sandbox, { path: '/trigger$', nth });
    await Promise.race([desk.send(), closed]);
    return { browser, plan, wanted: wantedBy(plan) };
  }

  const records = (browser: ReturnType<typeof openBrowser>) =>
    [...browser.local.items.values()] as JournalRecord[];

  it('finds its action task hours later, when that has long come to its end', async () => {
    const { browser, wanted } = await closedAtTrigger(1);
    expect(records(browser).filter((r) => r.state.kind === 'leaving').length).toBeGreaterThan(0);
    day.sandbox.clock.advance(3 * HOUR);
    const tab = browser.openTab();
    await (await tab.look(day.id)).resume();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', number: 1, problem: null });
    expect(records(browser).map((r) => r.state.kind)).toEqual(records(browser).map(() => 'sent'));
    expect(day.jobsMade()).toEqual(wanted);
    expect(day.told().state).toBe('data ready');
  });

  it('finds it also on a push whose action does not take the marker', async () => {
    for (const push of day.sandbox.world.pushLog.get('autoland') ?? []) {
      const task = day.sandbox.world.tasks.get(push.decisionTask ?? '');
      const text = task?.artifacts.get('public/actions.json');
      if (!text) continue;
      task?.artifacts.set('public/actions.json', () => {
        const file = JSON.parse(text());
        for (const action of file.actions) {
          if (action.name === 'retrigger-multiple') action.schema.additionalProperties = false;
        }
        return JSON.stringify(file);
      });
    }
    const { browser, wanted } = await closedAtTrigger(1);
    const posted = day.sandbox.log.find({ path: /\/trigger$/ })[0]?.body ?? '';
    expect(posted).toContain('requests');
    expect(posted).not.toContain('nonce');
    day.sandbox.clock.advance(3 * HOUR);
    const tab = browser.openTab();
    await (await tab.look(day.id)).resume();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    expect(day.jobsMade()).toEqual(wanted);
  });

  it('waits until a trigger with an unclear end is a minute old', async () => {
    const { browser } = await closedAtTrigger(2);
    const posts = day.posts();
    day.sandbox.clock.advance(30);
    const tab = browser.openTab();
    await (await tab.look(day.id)).resume();
    expect(tab.progress.at(-1)).toMatchObject({
      kind: 'stopped',
      problem: { message: expect.stringMatching(/less than a minute ago.*Try again in a minute/) },
    });
    expect(day.posts()).toBe(posts);
  });

  it('takes the claim back when nothing had been journaled', async () => {
    const { browser, tab, desk } = await openDesk(day);
    const closed = new Promise<void>((resolve) => {
      browser.beforeMessage = async (name) => {
        if (name !== 'content-bg prepare round') return;
        await tab.close();
        resolve();
      };
    });
    await Promise.race([desk.send(), closed]);
    expect(day.told().rounds).toMatchObject([{ status: 'claimed' }]);
    browser.beforeMessage = null;
    day.sandbox.clock.advance(120);
    const next = browser.openTab();
    await (await next.look(day.id)).resume();
    expect(next.progress.at(-1)).toMatchObject({
      kind: 'stopped',
      problem: { kind: 'nothing to do', message: expect.stringMatching(/its claim is taken back/) },
    });
    expect(day.told().rounds).toEqual([]);
    expect(day.posts()).toBe(0);
  });

  it('never asks for more than the journal holds, whatever has become of the plan', async () => {
    const { browser, wanted } = await closedAtTrigger(3);
    // a new data-bearing revision would make another plan
    day.sandbox.clock.advance(2 * HOUR);
    const tab = browser.openTab();
    const desk = await tab.look(day.id);
    day.sandbox.log.clear();
    await desk.resume();
    const asked = day.sandbox.log
      .find({ path: /\/trigger$/ })
      .map(
        (e) => JSON.parse(e.body ?? '{}').user.input as { requests: { tasks: string[]; times: number }[] },
      );
    const journaled = records(browser).map((r) => JSON.stringify(r.request.labels));
    for (const { requests } of asked) {
      const labels = requests.flatMap((r) => r.tasks.map((label) => ({ label, times: r.times })));
      expect(journaled).toContain(JSON.stringify(labels));
    }
    expect(day.jobsMade()).toEqual(wanted);
  });

  it('has nothing to do for somebody else: no journal, no button', async () => {
    await closedAtTrigger(3);
    day.sandbox.clock.advance(120);
    const other = openBrowser(day.sandbox).openTab({ user: 'second' });
    const desk = await other.look(day.id);
    expect(desk.state().journal).toEqual([]);
    const posts = day.posts();
    await desk.send();
    expect(other.progress.at(-1)).toMatchObject({
      kind: 'stopped',
      problem: { kind: 'claimed by someone else', message: expect.stringMatching(/^sheriff has claimed/) },
    });
    expect(day.posts()).toBe(posts);
  });

  it('asks a push that could not be prepared, once that is mended', async () => {
    const { browser, tab, desk } = await openDesk(day);
    const plan = planOf(desk);
    const gap = plan.pushes.find((p) => p.role === 'gap');
    const push = day.push(gap?.id ?? 0);
    day.sandbox.world.replacePush({ ...push, decisionTask: null });
    await desk.send();
    const failed = records(browser).filter((r) => r.state.kind === 'failed');
    expect(failed).toMatchObject([
      { request: { pushId: push.id }, decisionTask: null, state: { problem: 'no decision task' } },
    ]);
    await tab.close();

    day.sandbox.world.replacePush(push);
    day.sandbox.clock.advance(HOUR);
    const next = browser.openTab();
    await (await next.look(day.id)).resume();
    const end = next.progress.at(-1);
    expect(end).toMatchObject({ kind: 'sent', problem: null });
    if (end?.kind === 'sent') expect(end.receipts.every((r) => r.kind === 'sent')).toBe(true);
    expect(records(browser).map((r) => r.state.kind)).toEqual(plan.pushes.map(() => 'sent'));
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it('keeps in mind when an unclear trigger left, though a resume could not prepare its push', async () => {
    const { browser, wanted } = await closedAtTrigger(2);
    const unclear = () =>
      records(browser).filter((r) => r.state.kind === 'leaving' || r.state.kind === 'unclear');
    const left = new Map(unclear().map((r) => [r.request.pushId, r.state.at]));
    expect(left.size).toBeGreaterThan(0);
    day.sandbox.clock.advance(HOUR);
    day.sandbox.faults.clear();
    const fault = { match: { path: 'actions.json' }, effect: { kind: 'reset' } } as const;
    day.sandbox.faults.add(fault);
    const tab = browser.openTab();
    browser.stopBackground();
    await (await tab.look(day.id)).resume();
    expect(new Map(unclear().map((r) => [r.request.pushId, r.state.at]))).toEqual(left);
    await tab.close();
    day.sandbox.faults.clear();
    day.sandbox.clock.advance(HOUR);
    const next = browser.openTab();
    await (await next.look(day.id)).resume();
    expect(next.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    expect(day.jobsMade()).toEqual(wanted);
  });

  describe('of which this browser has no journal', () => {
    /** Another browser of the same sheriff breaks off at the n-th trigger: the claim stands without receipts. */
    async function elsewhere(nth: number) {
      const { browser, plan } = await closedAtTrigger(nth);
      expect(day.told().rounds).toMatchObject([{ status: 'claimed', receipts: [] }]);
      day.sandbox.faults.clear();
      return { browser, plan };
    }

    it('finds by its marker what the other browser has sent, and writes that down', async () => {
      const { browser: first, plan } = await elsewhere(4);
      const fired = day.fired();
      day.sandbox.clock.advance(120);
      const tab = openBrowser(day.sandbox).openTab();
      const posts = day.posts();
      await (await tab.look(day.id)).resume();
      const end = tab.progress.at(-1);
      expect(end).toMatchObject({
        kind: 'sent',
        problem: { message: expect.stringMatching(/Another browser of yours has sent round 1/) },
      });
      expect(day.posts()).toBe(posts);
      expect(day.told().rounds).toMatchObject([{ status: 'pending' }]);
      expect(day.told().rounds[0]?.receipts).toHaveLength(fired);
      expect(day.told().state).toBe('collecting data');

      // the browser that knows the rest resumes it, and doubles nothing
      day.sandbox.clock.advance(HOUR);
      const own = first.openTab();
      await (await own.look(day.id)).resume();
      expect(own.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
      expect(day.jobsMade()).toEqual(wantedBy(plan));
    });

    it('leaves the claim alone while nobody can look, or while the other may be about to send', async () => {
      await elsewhere(4);
      const notes = day.notes();
      const { tab, desk } = await openDesk(day);
      await desk.resume();
      expect(tab.progress.at(-1)).toMatchObject({
        kind: 'stopped',
        problem: { message: expect.stringMatching(/less than a minute ago.*Try again in a minute/) },
      });
      day.sandbox.clock.advance(120);
      day.sandbox.faults.add({ match: { path: '/last-fires' }, effect: { kind: 'reset' } });
      await desk.resume();
      expect(tab.progress.at(-1)).toMatchObject({
        kind: 'stopped',
        problem: { message: expect.stringMatching(/could not be looked up. Nothing was changed/) },
      });
      expect(day.notes()).toBe(notes);
    });
  });
});
