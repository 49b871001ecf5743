import { beforeEach, describe, expect, it } from 'vitest';
import { LOOK_AGAIN_MS } from '@/lib/actions/keepWritten';
import type { SendProgress } from '@/lib/model/sendProgress';
import { ConnectionLost } from '../../sandbox/faults.ts';
import { type DeputyTab, openBrowser, openDesk } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS, tooMany, wantedBy } from './day';

const NTH = 2;

describe('a trigger whose end is unclear', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  let waits: number[];
  /** What Taskcluster is still at. */
  let late: Promise<unknown>;
  beforeEach(() => {
    late = Promise.resolve();
    day = createDay();
    waits = [];
  });

  const open = () =>
    openBrowser(day.sandbox, {
      wait: async (ms) => {
        waits.push(Math.round(ms / 1000));
        day.sandbox.clock.advance(ms / 2000);
        await late;
        day.sandbox.clock.advance(ms / 2000);
      },
    });
  /** What becomes of the second trigger's request. */
  const onTrigger = (run: (carryOut: () => Promise<Response>) => Promise<Response>) =>
    day.sandbox.faults.add({
      match: { path: '/trigger$', nth: NTH },
      effect: { kind: 'call', run: (_, carryOut) => run(carryOut) },
    });
  function endOf(tab: DeputyTab): Extract<SendProgress, { kind: 'sent' }> {
    const end = tab.progress.at(-1);
    if (end?.kind !== 'sent') throw new Error(JSON.stringify(end));
    return end;
  }

  it('is looked up at once, and found', async () => {
    onTrigger(async (carryOut) => {
      await carryOut();
      throw new ConnectionLost();
    });
    const tab = open().openTab();
    const desk = await tab.look(day.id);
    const plan = planOf(desk);
    await desk.send();
    expect(endOf(tab).receipts.map((r) => r.kind)).toEqual(plan.pushes.map(() => 'sent'));
    // only grace and claim were waited for, and after the end nothing but the look at the note
    expect(waits.slice(0, 2)).toEqual([5, 3]);
    expect(waits.slice(2).every((seconds) => seconds * 1000 === LOOK_AGAIN_MS)).toBe(true);
    expect(day.told().state).toBe('data ready');
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it('is looked up again a minute after it left, when Taskcluster was slow', async () => {
    onTrigger(async (carryOut) => {
      day.sandbox.clock.after(20, () => {
        late = carryOut();
      });
      throw new ConnectionLost();
    });
    const tab = open().openTab();
    const desk = await tab.look(day.id);
    const plan = planOf(desk);
    await desk.send();
    // the note stood before the second look, with the doubt in it
    const first = tab.progress.find((p) => p.kind === 'sent');
    expect(first?.kind === 'sent' && first.receipts.filter((r) => r.kind === 'unclear')).toHaveLength(1);
    expect(waits.slice(0, 2)).toEqual([5, 3]);
    // the look at the note takes its part of the minute
    expect(waits.slice(2).reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThanOrEqual(60);
    expect(endOf(tab).receipts.every((r) => r.kind === 'sent')).toBe(true);
    const [round] = day.told().rounds;
    expect(round?.receipts.every((r) => r.failure === undefined)).toBe(true);
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it('stays unclear when nothing is found, is never repeated by itself, and stands in the note', async () => {
    onTrigger(async () => {
      throw new ConnectionLost();
    });
    const tab = open().openTab();
    const desk = await tab.look(day.id);
    const plan = planOf(desk);
    await desk.send();
    expect(day.posts()).toBe(plan.pushes.length);
    const unclear = endOf(tab).receipts.filter((r) => r.kind === 'unclear');
    expect(unclear).toHaveLength(1);
    const [round] = day.told().rounds;
    const inNotes = round?.receipts.filter((r) => r.failure !== undefined);
    expect(inNotes?.map((r) => r.failure)).toEqual([
      expect.stringMatching(/^unclear: The line to Taskcluster broke/),
    ]);
    expect(day.told().state).toBe('collecting data');
    expect(tooMany(day.jobsMade(), wantedBy(plan))).toEqual([]);
  });

  it('is not called failed while nobody can look', async () => {
    onTrigger(async (carryOut) => {
      await carryOut();
      day.sandbox.faults.add({ match: { path: '/last-fires' }, effect: { kind: 'reset' } });
      throw new ConnectionLost();
    });
    const tab = open().openTab();
    const desk = await tab.look(day.id);
    await desk.send();
    expect(endOf(tab).receipts.filter((r) => r.kind === 'unclear')).toHaveLength(1);
    expect(endOf(tab).receipts.filter((r) => r.kind === 'failed')).toEqual([]);
  });
});

describe('a lease that is lost between two triggers', () => {
  it('stops the rest, which can be taken up later', async () => {
    const day = createDay();
    const { browser, tab, desk } = await openDesk(day);
    browser.beforeMessage = async (name) => {
      // as after a minute in a suspended laptop: another tab has it now
      if (name === 'content-bg lease renew' && day.posts() >= 3) {
        browser.session.items.set('leases', {
          [day.id]: { holder: 'another', tabId: 99, until: Number.MAX_SAFE_INTEGER },
        });
      }
    };
    const plan = planOf(desk);
    await desk.send();
    browser.beforeMessage = null;
    expect(day.posts()).toBeLessThan(plan.pushes.length);
    const end = tab.progress.at(-1);
    if (end?.kind !== 'sent') throw new Error(JSON.stringify(end));
    const rest = end.receipts.filter((r) => r.kind === 'failed');
    expect(rest).toHaveLength(plan.pushes.length - day.posts());
    for (const r of rest) if (r.kind === 'failed') expect(r.reason).toMatch(/Another tab took over/);
    // the note needs the lease, too: said, not swallowed
    expect(end.problem).toMatchObject({
      kind: 'lease taken',
      message: expect.stringMatching(/jobs are sent, but the note about them is not written/),
    });

    browser.session.items.clear();
    day.sandbox.clock.advance(120);
    const next = browser.openTab();
    await (await next.look(day.id)).resume();
    expect(next.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });
});
