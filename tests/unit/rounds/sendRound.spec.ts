import { beforeEach, describe, expect, it } from 'vitest';
import { pushId } from '@/lib/model/ids';
import type { SendProgress } from '@/lib/model/sendProgress';
import { retrigger, WINDOWS_AMAZON } from '../../contract/asking.ts';
import { TASKCLUSTER_HOST } from '../../sandbox/hosts.ts';
import { openBrowser } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS, tooMany, total, wantedBy } from './day';

const COLLEAGUE = '[cbrown] the author is on leave until Monday';

describe('a round, from the press to the note', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  beforeEach(() => {
    day = createDay();
    day.colleagueWrites(COLLEAGUE);
  });

  it('asks for exactly what the bar said, and the notes tell all of it', async () => {
    const tab = openBrowser(day.sandbox).openTab();
    const desk = await tab.look(day.id);
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
    const tab = openBrowser(day.sandbox).openTab();
    const desk = await tab.look(day.id);
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
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    const desk = await tab.look(day.id);
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
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    const desk = await tab.look(day.id);
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
    const tab = openBrowser(day.sandbox).openTab();
    const desk = await tab.look(day.id);
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
    const tab = openBrowser(day.sandbox).openTab();
    const desk = await tab.look(day.id);
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

describe('a round that may not go out', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  beforeEach(() => {
    day = createDay();
    day.colleagueWrites(COLLEAGUE);
  });

  /** Nothing was sent, and the notes tell nothing but what the colleague wrote. */
  function expectNothing(end: SendProgress | undefined) {
    expect(day.posts()).toBe(0);
    expect(
      day
        .notes()
        .replace(/-- deputy 1 --\n-- \/deputy --$/, '')
        .trim(),
    ).toBe(COLLEAGUE);
    return expect(end);
  }

  it('writes and sends nothing when it is cancelled in the grace', async () => {
    const desk: { cancel(): void; send(): Promise<void> }[] = [];
    const tab = openBrowser(day.sandbox, {
      wait: async (ms) => {
        if (ms === 5000) desk[0]?.cancel();
      },
    }).openTab();
    const mine = await tab.look(day.id);
    desk.push(mine);
    day.sandbox.log.clear();
    await mine.send();
    expectNothing(tab.progress.at(-1)).toEqual({ kind: 'idle' });
    expect(day.sandbox.log.find().map((e) => e.method)).toEqual(['GET']);
  });

  it('opens the plan instead when fresh data asks for more than the bar said', async () => {
    const tab = openBrowser(day.sandbox).openTab();
    const desk = await tab.look(day.id);
    const shown = planOf(desk);
    const cell = shown.cells.find((c) => c.have > 0);
    if (!cell) throw new Error('The plan has no measured push.');
    const { world } = day.sandbox;
    for (const [series, data] of world.dataOfSeries) {
      // somebody pruned a point of the step's revision: one more is wanted
      if (world.seriesById(series).label !== cell.label) continue;
      const at = data.findIndex((d) => d.pushId === cell.pushId);
      const [datum] = data.splice(at, 1);
      const jobs = world.jobsOfPush.get(cell.pushId) ?? [];
      world.jobsOfPush.set(
        cell.pushId,
        jobs.filter((j) => j.id !== datum?.jobId),
      );
      if (datum?.jobId) world.jobs.delete(datum.jobId);
    }
    await desk.send();
    const end = tab.progress.at(-1);
    expectNothing(end).toMatchObject({ kind: 'changed', shown: { jobs: shown.jobs } });
    if (end?.kind === 'changed') expect(end.plan.jobs).toBeGreaterThan(shown.jobs);
  });

  it('sends nothing when all of it is on its way already', async () => {
    const tab = openBrowser(day.sandbox).openTab();
    const desk = await tab.look(day.id);
    const plan = planOf(desk);
    const other = day.sandbox.openTab({ user: 'cbrown' });
    for (const push of plan.pushes) {
      const wanted = plan.cells.filter((c) => c.pushId === push.id && c.need > 0);
      const byNeed = Map.groupBy(wanted, (c) => c.need);
      await retrigger(
        other,
        day.sandbox,
        day.push(push.id),
        [...byNeed].map(([times, cells]) => ({ tasks: cells.map((c) => c.label), times })),
      );
    }
    const posts = day.posts();
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'stopped', problem: { kind: 'nothing to do' } });
    expect(day.posts()).toBe(posts);
    expect(day.notes()).toBe(COLLEAGUE);
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it('sends nothing when the journal cannot be written, and takes the claim back', async () => {
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    const desk = await tab.look(day.id);
    browser.local.refuse = () => true;
    await desk.send();
    const end = tab.progress.at(-1);
    expectNothing(end).toMatchObject({ kind: 'stopped', problem: { kind: 'storage' } });
    if (end?.kind === 'stopped') {
      expect(end.problem.message).toMatch(/journal.*Nothing was sent; the claim is taken back\.$/s);
    }
  });

  it('sends only what it could journal when the disk fills up in the middle', async () => {
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    const desk = await tab.look(day.id);
    const plan = planOf(desk);
    browser.local.refuse = (keys) => keys.length === 1 && day.posts() >= 3;
    await desk.send();
    const end = tab.progress.at(-1);
    if (end?.kind !== 'sent') throw new Error(JSON.stringify(end));
    const sent = end.receipts.filter((r) => r.kind === 'sent');
    expect(sent).toHaveLength(day.posts());
    expect(sent.length).toBeLessThan(plan.pushes.length);
    expect(end.receipts).toHaveLength(plan.pushes.length);
    for (const r of end.receipts) {
      if (r.kind === 'failed') expect(r.reason).toMatch(/journal could not be written, so nothing was sent/);
    }
    expect(tooMany(day.jobsMade(), wantedBy(plan))).toEqual([]);
  });

  it.each([
    [{ user: null }, 'not logged in'],
    [{ user: 'viewer' }, 'not staff'],
    [{ credentials: 'none' as const }, 'no credentials'],
    [{ credentials: 'expired' as const }, 'no credentials'],
  ])('stops before the grace for %j', async (options, kind) => {
    const tab = openBrowser(day.sandbox).openTab(options);
    const desk = await tab.look(day.id);
    await desk.send();
    expectNothing(tab.progress.at(-1)).toMatchObject({ kind: 'stopped', problem: { kind } });
    expect(tab.progress.map((p) => p.kind)).not.toContain('grace');
  });

  it('is left to the tab of this browser that pressed first', async () => {
    const browser = openBrowser(day.sandbox);
    const [one, two] = [browser.openTab(), browser.openTab()];
    const desks = [await one.look(day.id), await two.look(day.id)];
    const plan = planOf(desks[0] ?? (await one.look(day.id)));
    await Promise.all(desks.map((d) => d.send()));
    const ends = [one.progress.at(-1), two.progress.at(-1)];
    expect(ends.filter((e) => e?.kind === 'sent')).toHaveLength(1);
    expect(ends.find((e) => e?.kind === 'stopped')).toMatchObject({ problem: { kind: 'lease taken' } });
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it('is not sent twice by a sheriff who still sees the old bar', async () => {
    const first = openBrowser(day.sandbox).openTab();
    const second = openBrowser(day.sandbox).openTab({ user: 'second' });
    const [mine, theirs] = [await first.look(day.id), await second.look(day.id)];
    const plan = planOf(mine);
    await mine.send();
    const posts = day.posts();
    await theirs.send();
    const end = second.progress.at(-1);
    expect(end).toMatchObject({ kind: 'stopped', problem: { kind: 'claimed by someone else' } });
    if (end?.kind === 'stopped')
      expect(end.problem.message).toMatch(/^sheriff has sent round 1 at \d\d:\d\d UTC\./);
    expect(day.posts()).toBe(posts);
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it('stops the rest when the credentials run out on the way, and a new login takes it up', async () => {
    const browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    const desk = await tab.look(day.id);
    const plan = planOf(desk);
    let posts = 0;
    day.sandbox.faults.add({
      match: { method: 'POST', path: '/trigger$' },
      effect: {
        kind: 'call',
        run: (_, carryOut) => {
          if (++posts === 3) {
            for (const client of day.sandbox.world.clients.values()) client.expires = 0;
          }
          return carryOut();
        },
      },
    });
    await desk.send();
    const end = tab.progress.at(-1);
    if (end?.kind !== 'sent') throw new Error(JSON.stringify(end));
    expect(end.receipts.filter((r) => r.kind === 'sent')).toHaveLength(day.fired());
    expect(day.fired()).toBe(2);
    expect(end.receipts).toHaveLength(plan.pushes.length);
    expect(day.posts()).toBeLessThan(plan.pushes.length);
    expect(day.told().state).toBe('collecting data');
    expect(day.notes().split('\n')[0]).toMatch(/2 revisions.*backfill failed: .*refused your credentials/);

    day.sandbox.faults.clear();
    await tab.close();
    const fresh = browser.openTab();
    day.sandbox.clock.advance(120);
    const again = await fresh.look(day.id);
    await again.resume();
    expect(fresh.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    expect(day.told().rounds[0]?.receipts.every((r) => r.failure === undefined)).toBe(true);
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it('says it of a summary whose id it cannot read', async () => {
    const tab = openBrowser(day.sandbox).openTab();
    const desk = await tab.look(pushId(1) as unknown as typeof day.id);
    await desk.send();
    expect(day.posts()).toBe(0);
    expect(desk.state().planState.kind).toBe('none');
  });
});
