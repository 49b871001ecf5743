import { beforeEach, describe, expect, it } from 'vitest';
import { createMarkDesk, type MarkDesk } from '@/lib/actions/marks';
import { alertId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, refused } from '@/lib/model/outcome';
import { type DeputyTab, openBrowser } from '../rounds/browser';
import { createDay, type Day } from '../rounds/day';

const [ONE, TWO] = [alertId(801_000), alertId(801_003)];
const COLLEAGUE = '[cbrown] looks like noise';

describe('marks', () => {
  let day: Day;
  let tab: DeputyTab;
  let desk: MarkDesk;
  let graces: { ms: number; end: () => void; signal: AbortSignal }[];
  let written: number;
  let writer: Outcome<string>;

  const puts = () => day.sandbox.log.count({ method: 'PUT' });
  const endGrace = async () => {
    graces.at(-1)?.end();
    await settled();
  };
  /** Until nothing is pending, or it failed. */
  async function settled() {
    for (let i = 0; i < 200 && desk.pending()?.state.kind !== 'failed' && desk.pending(); i++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  beforeEach(async () => {
    day = createDay();
    day.colleagueWrites(COLLEAGUE);
    tab = openBrowser(day.sandbox).openTab();
    const summary = await tab.deps.treeherder.summary(day.id);
    if (isOk(summary)) tab.deps.store.put(summary.value, tab.deps.now());
    graces = [];
    written = 0;
    writer = ok('sheriff');
    desk = createMarkDesk(
      {
        ...tab.deps,
        graceSeconds: 5,
        wait: (ms, signal) => new Promise((end) => graces.push({ ms, end, signal })),
        writer: async () => writer,
      },
      day.id,
      () => {},
      () => {
        written++;
      },
    );
  });

  it('wait out the grace before anything is written', async () => {
    desk.toggle(ONE);
    expect(desk.pending()).toMatchObject({ marks: new Map([[ONE, true]]), state: { kind: 'grace' } });
    expect(graces.map((g) => g.ms)).toEqual([5000]);
    expect(puts()).toBe(0);
    await endGrace();
    expect(desk.pending()).toBeNull();
    expect(day.told().marked).toEqual([ONE]);
    expect(day.notes()).toContain(COLLEAGUE);
    expect(written).toBe(1);
  });

  it('are gathered into one write, and the grace begins anew with each click', async () => {
    desk.toggle(ONE);
    desk.toggle(TWO);
    expect(graces[0]?.signal.aborted).toBe(true);
    graces[0]?.end();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(puts()).toBe(0);
    await endGrace();
    expect(puts()).toBe(1);
    expect(day.told().marked).toEqual([ONE, TWO]);
  });

  it('leave nothing to write when they are clicked back', async () => {
    desk.toggle(ONE);
    desk.toggle(ONE);
    expect(desk.pending()).toBeNull();
    expect(graces[0]?.signal.aborted).toBe(true);
    await endGrace();
    expect(puts()).toBe(0);
    expect(day.notes()).toBe(COLLEAGUE);
  });

  it('can be taken back within the grace', async () => {
    desk.toggle(ONE);
    desk.toggle(TWO);
    desk.takeBack();
    expect(desk.pending()).toBeNull();
    await endGrace();
    expect(puts()).toBe(0);
    expect(day.notes()).toBe(COLLEAGUE);
  });

  it('are taken off again later', async () => {
    desk.toggle(ONE);
    await endGrace();
    desk.toggle(ONE);
    expect(desk.pending()?.marks).toEqual(new Map([[ONE, false]]));
    await endGrace();
    expect(day.told().marked).toEqual([]);
    expect(day.notes()).toMatch(/^mark 801000 off sheriff /m);
  });

  it('of somebody else, set meanwhile, are left as they are', async () => {
    desk.toggle(ONE);
    const theirs = `${COLLEAGUE}\n\n-- deputy 1 --\nmark ${TWO} on amy 2026-11-24T11:00:00Z\n-- /deputy --`;
    day.colleagueWrites(theirs);
    await endGrace();
    expect([...day.told().marked].sort()).toEqual([ONE, TWO]);
    expect(day.notes()).toContain(`mark ${TWO} on amy 2026-11-24T11:00:00Z`);
  });

  it('stay to be seen, with the reason, when the write failed, and can be written then', async () => {
    day.sandbox.faults.add({
      match: { method: 'PUT' },
      effect: { kind: 'status', status: 500, html: 'Server Error' },
    });
    desk.toggle(ONE);
    await endGrace();
    expect(desk.pending()).toMatchObject({
      marks: new Map([[ONE, true]]),
      state: { kind: 'failed', problem: { kind: 'server' } },
    });
    expect(written).toBe(0);
    day.sandbox.faults.clear();
    desk.writeNow();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await settled();
    expect(desk.pending()).toBeNull();
    expect(day.told().marked).toEqual([ONE]);
  });

  it('of somebody who may not write send nothing', async () => {
    writer = refused({ kind: 'not staff', message: 'Your account may not change alerts.' });
    desk.toggle(ONE);
    await endGrace();
    expect(desk.pending()).toMatchObject({ state: { kind: 'failed', problem: { kind: 'not staff' } } });
    expect(puts()).toBe(0);
  });

  it('clicked while the write is on its way change nothing of it', async () => {
    desk.toggle(ONE);
    graces.at(-1)?.end();
    for (let i = 0; i < 20 && desk.pending()?.state.kind !== 'writing'; i++) await null;
    desk.toggle(TWO);
    await settled();
    expect(day.told().marked).toEqual([ONE]);
  });
});
