import { beforeEach, describe, expect, it } from 'vitest';
import { retrigger, WINDOWS_AMAZON } from '../../contract/asking.ts';
import { TASKCLUSTER_HOST } from '../../sandbox/hosts.ts';
import { openBrowser, openDesk } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS, tooMany, total, wantedBy } from './day';

const COLLEAGUE = '[cbrown] the author is on leave until Monday';

describe('a round, from the press to the note', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  beforeEach(() => {
    day = createDay();
    day.colleagueWrites(COLLEAGUE);
  });

  it('asks for exactly what the bar said, and the notes tell all of it', async () => {
    const { tab, desk } = await openDesk(day);
    const plan = planOf(desk);
    day.sandbox.log.clear();
    await desk.send();

    const end = tab.progress.at(-1);
    expect(end).toMatchObject({ kind: 'sent', number: 1, problem: null });
    if (end?.kind !== 'sent') return;
    expect(end.receipts.map((r) => r.kind)).toEqual(plan.pushes.map(() => 'sent'));
    expect(end.receipts.map((r) => r.pushId)).toEqual(plan.pushes.map((p) => p.id));

    const { rounds, marked, state } = day.told();
    expect(rounds).toHaveLength(1);
    expect(rounds[0]).toMatchObject({ number: 1, status: 'pending', by: 'sheriff', jobs: plan.jobs });
    expect(rounds[0]?.receipts.map((r) => r.actionTask)).toEqual(
      end.receipts.map((r) => (r.kind === 'sent' ? r.actionTask : null)),
    );
    expect(marked).toEqual(plan.alerts.map((a) => a.alertId));
    expect(state).toBe('data ready');
    expect(day.notes()).toMatch(
      /^\[sheriff] round 1: \d+ jobs on \d+ revisions for amazon, .*\n\[cbrown] the author/,
    );

    const made = day.jobsMade();
    expect(made).toEqual(wantedBy(plan));
    expect(total(made)).toBe(plan.jobs);
  });

  it('tells each step in order', async () => {
    const tab = openBrowser(day.sandbox).openTab();
    await (await tab.look(day.id)).send();
    const kinds = tab.progress.map((p) => p.kind).filter((k, i, all) => k !== all[i - 1]);
    expect(kinds).toEqual([
      'idle',
      'checking',
      'grace',
      'planning',
      'claiming',
      'looking',
      'sending',
      'noting',
      'sent',
    ]);
    expect(tab.refetched).toEqual([day.id]);
  });

  it('needs at most 2W + D + 2 Taskcluster requests, and one post a push', async () => {
    const { desk } = await openDesk(day);
    const pushes = planOf(desk).pushes.length;
    day.sandbox.log.clear();
    await desk.send();
    expect(day.posts()).toBe(pushes);
    const hooks = day.sandbox.world.hooks.size > 0 ? 1 : 0;
    const labelsChecked = day.sandbox.log.count({ path: /runnable-jobs/ });
    expect(labelsChecked).toBe(0);
    expect(day.sandbox.log.count({ host: 'firefox-ci-tc.services.mozilla.com' })).toBeLessThanOrEqual(
      2 * pushes + hooks + 2,
    );
  });

  it('journals every push before its post, and its end after it', async () => {
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    const seen: string[] = [];
    const set = browser.local.set;
    browser.local.set = async (items) => {
      for (const [key, value] of Object.entries(items)) {
        const { state } = value as { state: { kind: string } };
        seen.push(`${key.split(':').at(-1)} ${state.kind} ${day.posts()}`);
      }
      await set(items);
    };
    const desk = await tab.look(day.id);
    await desk.send();
    const first = planOf(desk).pushes.length;
    expect(seen.slice(0, first).every((s) => s.endsWith(' planned 0'))).toBe(true);
    for (const { id } of planOf(desk).pushes) {
      expect(seen.filter((s) => s.startsWith(`${id} `)).map((s) => s.split(' ')[1])).toEqual([
        'planned',
        'leaving',
        'sent',
      ]);
    }
  });

  it('keeps what a colleague writes while it runs', async () => {
    const { browser, tab, desk } = await openDesk(day);
    browser.beforeMessage = async (name) => {
      if (name !== 'content-bg prepare round') return;
      day.colleagueWrites(`[cbrown] filed bug 1990001\n${day.notes()}`);
    };
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    expect(day.notes()).toContain('[cbrown] filed bug 1990001\n');
    expect(day.notes()).toContain(COLLEAGUE);
  });

  it('asks for less when others have asked for the same between the plan and the look', async () => {
    const { browser, tab, desk } = await openDesk(day);
    const plan = planOf(desk);
    const [gap, half] = plan.pushes.filter((p) => p.role === 'gap');
    const own = plan.pushes.find((p) => p.offset === 0);
    if (!gap || !half || !own) throw new Error('The plan lacks a push.');
    const labels = plan.alerts.map((a) => a.label);
    const other = day.sandbox.openTab({ user: 'cbrown' });
    browser.beforeMessage = async (name) => {
      if (name !== 'content-bg prepare round') return;
      browser.beforeMessage = null;
      // all of one push, half of another, one job of the step's
      await retrigger(other, day.sandbox, day.push(gap.id), [{ tasks: labels, times: 2 }]);
      await retrigger(other, day.sandbox, day.push(half.id), [{ tasks: labels, times: 1 }]);
      await retrigger(other, day.sandbox, day.push(own.id), [{ tasks: [WINDOWS_AMAZON], times: 1 }]);
    };
    await desk.send();
    const end = tab.progress.at(-1);
    expect(end).toMatchObject({ kind: 'sent', problem: null });
    if (end?.kind !== 'sent') return;
    expect(end.receipts.some((r) => r.pushId === gap.id)).toBe(false);
    expect(end.receipts.find((r) => r.pushId === half.id)?.jobs).toBe(labels.length);
    expect(end.receipts.find((r) => r.pushId === own.id)?.jobs).toBe(labels.length - 1);
    expect(day.posts()).toBe(plan.pushes.length - 1 + 3);
    // together with what the colleague asked for: exactly the plan
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  /** The plan's oldest push, and all before it, neither know the job nor have run it: what they know is in doubt. */
  async function forgetTheJob() {
    const tab = openBrowser(day.sandbox).openTab();
    const first = planOf(await tab.look(day.id)).pushes[0];
    if (!first) throw new Error('The plan has no push.');
    const newest = day.sandbox.world.pushLog.get('autoland') ?? [];
    for (const push of newest.slice(0, day.push(first.id).index + 1)) {
      day.sandbox.world.missingLabels.set(push.id, new Set([WINDOWS_AMAZON]));
      const jobs = (day.sandbox.world.jobsOfPush.get(push.id) ?? []).filter(
        (j) => j.label === WINDOWS_AMAZON,
      );
      for (const job of jobs) day.sandbox.world.jobs.delete(job.id);
      day.sandbox.world.jobsOfPush.set(
        push.id,
        (day.sandbox.world.jobsOfPush.get(push.id) ?? []).filter((j) => j.label !== WINDOWS_AMAZON),
      );
    }
    return first.id;
  }

  it('leaves out a job that a push does not know before the click, by its list of jobs', async () => {
    const first = await forgetTheJob();
    const { tab, desk } = await openDesk(day);
    const plan = planOf(desk);
    const asked = plan.cells.filter((c) => c.need > 0);
    expect(asked.some((c) => c.pushId === first && c.label === WINDOWS_AMAZON)).toBe(false);
    expect(plan.leftOut.filter((r) => r.code === 'unknown label')).toHaveLength(1);
    expect(day.sandbox.log.count({ path: /runnable-jobs\.json$/, host: TASKCLUSTER_HOST })).toBe(1);
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it('leaves out a job that a push does not know when that is learned only after the click, and says so', async () => {
    await forgetTheJob();
    // the look and the fresh plan do not get the decision tasks; the preparation of the triggers does
    day.sandbox.faults.add({ match: { path: '/push/decisiontask/' }, effect: { kind: 'malformed' } });
    const browser = openBrowser(day.sandbox);
    browser.beforeMessage = async (name) => {
      if (name === 'content-bg prepare round') day.sandbox.faults.clear();
    };
    const other = browser.openTab();
    const desk = await other.look(day.id);
    await desk.send();
    const end = other.progress.at(-1);
    expect(end?.kind).toBe('sent');
    if (end?.kind !== 'sent') return;
    // the push is one receipt: what it could be asked for was sent, the rest is named
    expect(end.receipts.map((r) => r.pushId)).toEqual([...new Set(end.receipts.map((r) => r.pushId))]);
    const leftOut = end.receipts.flatMap((r) => (r.kind === 'sent' && r.leftOut ? [r.leftOut] : []));
    expect(leftOut).toEqual([expect.stringMatching(/does not know the job .*amazon/)]);
    expect(end.receipts.every((r) => r.kind === 'sent')).toBe(true);
    expect(day.told().state).toBe('collecting data');
    expect(tooMany(day.jobsMade(), wantedBy(planOf(desk)))).toEqual([]);
  });

  it('passes over a push whose decision task failed, and names it in the note', async () => {
    const { tab, desk } = await openDesk(day);
    const gap = planOf(desk).pushes.find((p) => p.role === 'gap');
    day.sandbox.world.replacePush({ ...day.push(gap?.id ?? 0), decisionTask: null });
    await desk.send();
    const end = tab.progress.at(-1);
    if (end?.kind !== 'sent') throw new Error(JSON.stringify(end));
    expect(end.receipts.filter((r) => r.kind !== 'sent')).toMatchObject([
      { pushId: gap?.id, reason: 'The push has no finished decision task.' },
    ]);
    expect(day.told().state).toBe('collecting data');
    expect(day.notes().split('\n')[0]).toMatch(/backfill failed: .*decision task/);
  });
});
