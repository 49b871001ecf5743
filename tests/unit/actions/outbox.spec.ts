import { beforeEach, describe, expect, it } from 'vitest';
import { createOutbox, type Outbox } from '@/lib/actions/outbox';
import { alertId } from '@/lib/model/ids';
import { isOk, type Outcome, ok, refused } from '@/lib/model/outcome';
import { type DeputyTab, openBrowser } from '../rounds/browser';
import { createDay, type Day } from '../rounds/day';

const [ONE, TWO] = [alertId(801_000), alertId(801_003)];
const COLLEAGUE = '[cbrown] looks like noise';

describe('marks', () => {
  let day: Day;
  let tab: DeputyTab;
  let desk: Outbox;
  let graces: { ms: number; end: () => void; signal: AbortSignal }[];
  let written: string[];
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
    written = [];
    writer = ok('sheriff');
    desk = createOutbox(
      {
        ...tab.deps,
        graceSeconds: 5,
        wait: (ms, signal) => new Promise((end) => graces.push({ ms, end, signal })),
        writer: async () => writer,
      },
      day.id,
      () => {},
      (_, what) => {
        written.push(what);
      },
    );
  });

  it('wait out the grace before anything is written', async () => {
    desk.toggleMark(ONE);
    expect(desk.pending()).toMatchObject({ marks: new Map([[ONE, true]]), state: { kind: 'grace' } });
    expect(graces.map((g) => g.ms)).toEqual([5000]);
    expect(puts()).toBe(0);
    await endGrace();
    expect(desk.pending()).toBeNull();
    expect(day.told().marked).toEqual([ONE]);
    expect(day.notes()).toContain(COLLEAGUE);
    expect(written).toEqual(['1 mark']);
  });

  it('are gathered into one write, and the grace begins anew with each click', async () => {
    desk.toggleMark(ONE);
    desk.toggleMark(TWO);
    expect(graces[0]?.signal.aborted).toBe(true);
    graces[0]?.end();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(puts()).toBe(0);
    await endGrace();
    expect(puts()).toBe(1);
    expect(day.told().marked).toEqual([ONE, TWO]);
  });

  it('leave nothing to write when they are clicked back', async () => {
    desk.toggleMark(ONE);
    desk.toggleMark(ONE);
    expect(desk.pending()).toBeNull();
    expect(graces[0]?.signal.aborted).toBe(true);
    await endGrace();
    expect(puts()).toBe(0);
    expect(day.notes()).toBe(COLLEAGUE);
  });

  it('can be taken back within the grace', async () => {
    desk.toggleMark(ONE);
    desk.toggleMark(TWO);
    desk.takeBack();
    expect(desk.pending()).toBeNull();
    await endGrace();
    expect(puts()).toBe(0);
    expect(day.notes()).toBe(COLLEAGUE);
  });

  it('are taken off again later', async () => {
    desk.toggleMark(ONE);
    await endGrace();
    desk.toggleMark(ONE);
    expect(desk.pending()?.marks).toEqual(new Map([[ONE, false]]));
    await endGrace();
    expect(day.told().marked).toEqual([]);
    expect(day.notes()).toMatch(/^mark 801000 off sheriff /m);
  });

  it('of somebody else, set meanwhile, are left as they are', async () => {
    desk.toggleMark(ONE);
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
    desk.toggleMark(ONE);
    await endGrace();
    expect(desk.pending()).toMatchObject({
      marks: new Map([[ONE, true]]),
      state: { kind: 'failed', problem: { kind: 'server' } },
    });
    expect(written).toEqual([]);
    day.sandbox.faults.clear();
    desk.writeNow();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await settled();
    expect(desk.pending()).toBeNull();
    expect(day.told().marked).toEqual([ONE]);
  });

  it('of somebody who may not write send nothing', async () => {
    writer = refused({ kind: 'not staff', message: 'Your account may not change alerts.' });
    desk.toggleMark(ONE);
    await endGrace();
    expect(desk.pending()).toMatchObject({ state: { kind: 'failed', problem: { kind: 'not staff' } } });
    expect(puts()).toBe(0);
  });

  it('clicked while a write is on its way are the next write', async () => {
    desk.toggleMark(ONE);
    graces.at(-1)?.end();
    for (let i = 0; i < 20 && desk.pending()?.state.kind !== 'writing'; i++) await null;
    desk.toggleMark(TWO);
    expect(desk.pending()).toMatchObject({ what: '1 mark', state: { kind: 'grace' } });
    expect(desk.pending()?.marks).toEqual(
      new Map([
        [ONE, true],
        [TWO, true],
      ]),
    );
    await endGrace();
    expect([...day.told().marked].sort()).toEqual([ONE, TWO]);
    expect(puts()).toBe(2);
  });

  it('go out together with state, comment and taker, in one write', async () => {
    desk.toggleMark(ONE);
    desk.add([
      { kind: 'state', state: 'needs data' },
      { kind: 'line', text: 'needs data: broken build' },
    ]);
    desk.add([{ kind: 'state', state: 'needs bug' }, { kind: 'taker' }]);
    expect(desk.pending()?.what).toBe('1 mark, a comment, the state “needs bug” and who works on it');
    await endGrace();
    expect(puts()).toBe(1);
    expect(day.told()).toMatchObject({ marked: [ONE], state: 'needs bug' });
    expect(day.notes()).toMatch(/^\[sheriff\] needs data: broken build\n\[cbrown\]/);
    expect(day.notes()).toMatch(/^taker sheriff /m);
  });

  it('are there already when somebody changed the same to the same', async () => {
    const mark = (by: string, on: string) =>
      `${COLLEAGUE}\n\n-- deputy 1 --\nmark ${ONE} ${on} ${by} 2026-11-24T11:00:00Z\n-- /deputy --`;
    day.colleagueWrites(mark('bob', 'on'));
    const seen = await tab.deps.treeherder.summary(day.id);
    if (isOk(seen)) tab.deps.store.put(seen.value, tab.deps.now());
    desk.add([{ kind: 'line', text: 'mine' }]);
    desk.toggleMark(ONE);
    day.colleagueWrites(mark('amy', 'off'));
    await endGrace();
    expect(day.told().marked).toEqual([]);
    expect(desk.pending()).toBeNull();
    expect(day.notes()).toContain('[sheriff] mine');
    expect(day.notes()).toMatch(/^mark \d+ off /m);
  });

  describe('that somebody said the opposite of meanwhile', () => {
    const THEIRS = `mark ${ONE} off amy 2026-11-24T11:00Z`;
    const theirs = `${COLLEAGUE}\n\n-- deputy 1 --\n${THEIRS}\n-- /deputy --`;
    const pressed = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await settled();
    };

    beforeEach(async () => {
      desk.toggleMark(ONE);
      day.colleagueWrites(theirs);
      await endGrace();
      expect(desk.pending()?.state).toMatchObject({
        kind: 'failed',
        problem: {
          kind: 'conflict',
          conflicts: [
            {
              what: expect.stringMatching(/^mark of amazon windows11/),
              theirs: THEIRS,
              ours: expect.stringContaining(' on '),
            },
          ],
        },
      });
      expect([puts(), day.notes()]).toEqual([0, theirs]);
    });

    it('are written beside theirs when the sheriff keeps both, and count', async () => {
      desk.writeNow(true);
      await pressed();
      expect(desk.pending()).toBeNull();
      expect(day.told().marked).toEqual([ONE]);
      expect(day.notes()).toContain(`${THEIRS}\nmark ${ONE} on sheriff `);
    });

    it('are not written over theirs by trying once more', async () => {
      desk.writeNow();
      await pressed();
      expect(desk.pending()?.state).toMatchObject({ problem: { kind: 'conflict' } });
      expect([puts(), day.notes()]).toEqual([0, theirs]);
    });

    it('can be wished anew after the sheriff let theirs stand', async () => {
      desk.takeBack();
      desk.toggleMark(ONE);
      await endGrace();
      expect(desk.pending()).toBeNull();
      expect(day.told().marked).toEqual([ONE]);
      expect(day.notes()).not.toContain(THEIRS);
    });
  });

  describe('swallowed by a colleague who read the notes before and wrote after', () => {
    const swallow = (text: string) => day.colleagueWrites(text);

    it('are written once more, beside what the colleague wrote', async () => {
      desk.add([{ kind: 'line', text: 'the step is real' }]);
      desk.toggleMark(ONE);
      await endGrace();
      expect(graces.at(-1)?.ms).toBe(3000);
      swallow(`[amy] at the same moment\n${COLLEAGUE}`);
      await lookAgain();
      expect(day.notes()).toMatch(/^\[sheriff\] the step is real\n\[amy\] at the same moment\n/);
      expect(day.told().marked).toEqual([ONE]);
      await lookAgain();
      expect([puts(), written]).toEqual([2, ['1 mark and a comment']]);
    });

    it('stay as somebody with a later word wants them', async () => {
      desk.toggleMark(ONE);
      await endGrace();
      const later = day.notes().replace(/on sheriff \S+/, 'off amy 2099-01-01T00:00Z');
      swallow(later);
      await lookAgain();
      expect([puts(), day.notes()]).toEqual([1, later]);
    });

    it('are not written again once the sheriff takes them back', async () => {
      desk.add([{ kind: 'line', text: 'the step is real' }]);
      await endGrace();
      desk.forgetWritten();
      swallow(COLLEAGUE);
      await lookAgain();
      expect([puts(), day.notes()]).toEqual([1, COLLEAGUE]);
    });

    /** The time until the look is over. */
    const lookAgain = async () => {
      graces.at(-1)?.end();
      for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 1));
    };
  });

  it('are not doubled by trying again after an answer was lost and the notes could not be read', async () => {
    day.sandbox.faults.add({
      match: { method: 'PUT', nth: 1 },
      effect: {
        kind: 'call',
        run: async (_, carryOut) => {
          await carryOut();
          day.sandbox.faults.add({
            match: { method: 'GET', path: 'alertsummary' },
            effect: { kind: 'reset' },
          });
          throw new TypeError('fetch failed');
        },
      },
    });
    desk.add([{ kind: 'line', text: 'the step is real' }]);
    await endGrace();
    expect(desk.pending()?.state.kind).toBe('failed');
    day.sandbox.faults.clear();
    // what was written after all comes in with somebody's look at the page
    const seen = await tab.deps.treeherder.summary(day.id);
    if (isOk(seen)) tab.deps.store.put(seen.value, tab.deps.now());
    desk.writeNow();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await settled();
    expect(day.notes()).toBe(`[sheriff] the step is real\n${COLLEAGUE}`);
  });
});
