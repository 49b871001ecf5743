import { describe, expect, it, vi } from 'vitest';
import { type BrowserOptions, closesAfter, openBrowser } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS } from './day';

const COLLEAGUE = '[cbrown] the author is on leave until Monday';

/** Time jumps ahead; at the first wait after the round's note a colleague's write from before it swallows it. */
function swallowed(day: Day): Required<Pick<BrowserOptions, 'wait'>> & { readonly times: () => number } {
  let times = 0;
  let before = '';
  return {
    times: () => times,
    wait: async (ms) => {
      day.sandbox.clock.advance(ms / 1000);
      const notes = day.notes();
      if (!/^round 1 pending /m.test(notes)) before = notes;
      else if (times++ === 0) day.colleagueWrites(`[amy] me too\n${before}`);
    },
  };
}

describe('the note of a round that a colleague wrote over at the same moment', {
  timeout: TIMEOUT_MS,
}, () => {
  it('is written once more, beside what the colleague wrote', async () => {
    const day = createDay();
    day.colleagueWrites(COLLEAGUE);
    const { wait, times } = swallowed(day);
    const tab = openBrowser(day.sandbox, { wait }).openTab();
    const desk = await tab.look(day.id);
    const plan = planOf(desk);
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });

    await vi.waitFor(() => expect(times()).toBeGreaterThan(1));
    const { rounds, marked, state } = day.told();
    expect(rounds).toMatchObject([{ number: 1, status: 'pending', jobs: plan.jobs }]);
    expect(rounds[0]?.receipts).toHaveLength(plan.pushes.length);
    expect(marked).toEqual(plan.alerts.map((a) => a.alertId));
    expect(state).toBe('data ready');
    const lines = day.notes().split('\n');
    for (const line of ['[amy] me too', COLLEAGUE]) expect(lines.filter((l) => l === line)).toHaveLength(1);
    expect(lines.filter((l) => l.startsWith('[sheriff] round 1: '))).toHaveLength(1);
  });

  it('is mended as well when the round was taken up again', async () => {
    const day = createDay();
    const first = openBrowser(day.sandbox);
    const tab = first.openTab();
    const desk = await tab.look(day.id);
    const closed = closesAfter(tab, day.sandbox, { path: '/trigger$', nth: 2 });
    await Promise.race([desk.send(), closed]);
    expect(day.told().rounds).toMatchObject([{ status: 'claimed' }]);
    day.sandbox.clock.advance(120);

    const { wait, times } = swallowed(day);
    // the same browser's journal, in a browser whose waits are the test's
    const again = openBrowser(day.sandbox, { wait });
    await again.local.set(Object.fromEntries(first.local.items));
    const later = again.openTab();
    await (await later.look(day.id)).resume();
    expect(later.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    await vi.waitFor(() => expect(times()).toBeGreaterThan(1));
    expect(day.told()).toMatchObject({ rounds: [{ number: 1, status: 'pending' }], state: 'data ready' });
    expect(day.notes()).toContain('[amy] me too');
  });
});
