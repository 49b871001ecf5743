import { beforeEach, describe, expect, it } from 'vitest';
import { pushId } from '@/lib/model/ids';
import type { SendProgress } from '@/lib/model/sendProgress';
import { retrigger } from '../../contract/asking.ts';
import { openBrowser, openDesk } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS, tooMany, wantedBy } from './day';

const COLLEAGUE = '[cbrown] the author is on leave until Monday';

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
    const { tab, desk } = await openDesk(day);
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
    const { tab, desk } = await openDesk(day);
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
    const { browser, tab, desk } = await openDesk(day);
    browser.local.refuse = () => true;
    await desk.send();
    const end = tab.progress.at(-1);
    expectNothing(end).toMatchObject({ kind: 'stopped', problem: { kind: 'storage' } });
    if (end?.kind === 'stopped') {
      expect(end.problem.message).toMatch(/journal.*Nothing was sent; the claim is taken back\.$/s);
    }
  });

  it('sends only what it could journal when the disk fills up in the middle', async () => {
    const { browser, tab, desk } = await openDesk(day);
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
    const { browser, tab, desk } = await openDesk(day);
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
