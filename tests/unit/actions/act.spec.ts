import { beforeEach, describe, expect, it } from 'vitest';
import { type Acted, act, edited, type NotesChange } from '@/lib/actions/act';
import { alertId, instant } from '@/lib/model/ids';
import type { Outcome } from '@/lib/model/outcome';
import { marksOf, parseNotes } from '@/lib/notes/notes';
import { type DeputyTab, openBrowser } from '../rounds/browser';
import { createDay, type Day } from '../rounds/day';

const ALERT = alertId(801_000);
const AT = instant(Date.UTC(2026, 10, 24, 12));
const BEFORE = '[cbrown] looks like noise\n\n[jdoe] first look';

/** The sheriff's line and a mark, as a change: it may be applied again. */
const change = (base: string, over: Partial<NotesChange> = {}): NotesChange => ({
  wish: edited(base, [
    { kind: 'mark', alert: ALERT, on: true, by: 'sheriff', at: AT },
    { kind: 'line', by: 'sheriff', text: 'the step is real' },
  ]),
  ...over,
});

describe('a write to the notes', () => {
  let day: Day;
  let tab: DeputyTab;
  const write = (over?: Partial<NotesChange>, base = BEFORE): Promise<Outcome<Acted>> =>
    act(tab.deps, day.id, change(base, over));
  const puts = () => day.sandbox.log.count({ method: 'PUT' });
  /** What happens to the n-th PUT; `carryOut` is the server's own answer. */
  const onPut = (nth: number | null, run: (carryOut: () => Promise<Response>) => Promise<Response>) =>
    day.sandbox.faults.add({
      match: { method: 'PUT', ...(nth !== null && { nth }) },
      effect: { kind: 'call', run: (_, carryOut) => run(carryOut) },
    });

  beforeEach(() => {
    day = createDay();
    day.colleagueWrites(BEFORE);
    tab = openBrowser(day.sandbox).openTab();
  });

  it('is one PUT, read back, and leaves every other line as it was', async () => {
    const outcome = await write();
    expect(puts()).toBe(1);
    expect(day.notes().startsWith(`[sheriff] the step is real\n${BEFORE}\n`)).toBe(true);
    expect(outcome).toMatchObject({
      kind: 'ok',
      value: { before: { notes: BEFORE }, after: { notes: day.notes() } },
    });
    expect(tab.deps.store.get(day.id)?.summary?.notes).toBe(day.notes());
  });

  it('keeps what a colleague wrote since the sheriff looked', async () => {
    day.colleagueWrites(`[cbrown] bug 1990001 filed\n${BEFORE}\n[amy] seen it too`);
    expect((await write()).kind).toBe('ok');
    expect(puts()).toBe(1);
    for (const line of ['bug 1990001 filed', 'the step is real', 'looks like noise', '[amy] seen it too']) {
      expect(day.notes().split(line)).toHaveLength(2);
    }
  });

  it('writes nothing when all of it is there already', async () => {
    await write();
    const there = day.notes();
    const wish = edited(there, [{ kind: 'mark', alert: ALERT, on: true, by: 'amy', at: AT }]);
    expect(await write({ wish }, there)).toMatchObject({ kind: 'ok', value: { undo: null } });
    expect(puts()).toBe(1);
    expect(day.notes()).toBe(there);
  });

  it('is made again when the write of somebody else swallowed it, and keeps theirs', async () => {
    onPut(1, async (carryOut) => {
      const answer = await carryOut();
      // the page's own editor sends the whole field, from what it had read before
      day.colleagueWrites(`[cbrown] typed at the same time\n${BEFORE}`);
      return answer;
    });
    expect((await write()).kind).toBe('ok');
    expect(puts()).toBe(2);
    expect(day.notes()).toContain('[cbrown] typed at the same time');
    expect(marksOf(parseNotes(day.notes())).get(ALERT)).toMatchObject({ on: true, by: 'sheriff' });
  });

  it('says so after three swallowed writes', async () => {
    onPut(null, async (carryOut) => {
      const answer = await carryOut();
      day.colleagueWrites('[cbrown] mine');
      return answer;
    });
    expect(await write()).toMatchObject({
      kind: 'failed',
      problem: { kind: 'conflict', message: expect.stringMatching(/wrote over them/) },
    });
    expect(puts()).toBe(3);
    expect(day.notes()).toBe('[cbrown] mine');
  });

  it('is not pushed through when it is a claim', async () => {
    onPut(1, async (carryOut) => {
      const answer = await carryOut();
      day.colleagueWrites('[cbrown] mine');
      return answer;
    });
    expect(await write({ attempts: 1 })).toMatchObject({ kind: 'failed', problem: { kind: 'conflict' } });
    expect(puts()).toBe(1);
  });

  it('stops at a contradiction, shows both sides, and writes nothing', async () => {
    const theirs = `${BEFORE}\n\n-- deputy 1 --\nmark 801000 off amy 2026-11-24T11:00:00Z\n-- /deputy --`;
    const base = theirs.replace(' off amy', ' off bob');
    day.colleagueWrites(theirs);
    const outcome = await act(tab.deps, day.id, change(base));
    expect(outcome).toMatchObject({ kind: 'refused', problem: { kind: 'conflict' } });
    if (outcome.kind === 'ok') return;
    expect(outcome.problem.detail).toMatch(/off amy.*on sheriff/);
    expect(puts()).toBe(0);
    expect(day.notes()).toBe(theirs);
  });

  it('leaves notes of a newer protocol alone', async () => {
    const newer = `${BEFORE}\n-- deputy 2 --\nmark=801000\n-- /deputy --`;
    day.colleagueWrites(newer);
    expect(await write({}, newer)).toMatchObject({
      kind: 'refused',
      problem: { message: expect.stringMatching(/newer Deputy/) },
    });
    expect(puts()).toBe(0);
    expect(day.notes()).toBe(newer);
  });

  it('is not made when the fresh notes speak against it', async () => {
    const against = () => ({ kind: 'claimed by someone else', message: 'amy was first.' }) as const;
    expect(await write({ against })).toMatchObject({
      kind: 'refused',
      problem: { message: 'amy was first.' },
    });
    expect(puts()).toBe(0);
  });

  it.each([
    ['whose answer was lost', true],
    ['that never arrived', false],
  ])('%s is judged by what is there afterwards', async (_, done) => {
    onPut(1, async (carryOut) => {
      if (done) await carryOut();
      throw new TypeError('fetch failed');
    });
    expect((await write()).kind).toBe('ok');
    expect(puts()).toBe(done ? 1 : 2);
    expect(day.notes().split('the step is real')).toHaveLength(2);
  });

  it('answered with 500 three times ends as unclear, with the status', async () => {
    day.sandbox.faults.add({
      match: { method: 'PUT' },
      effect: { kind: 'status', status: 500, html: 'Server Error' },
    });
    expect(await write()).toMatchObject({ kind: 'unclear', problem: { kind: 'server', status: 500 } });
    expect(day.notes()).toBe(BEFORE);
  });

  it('is not tried again when the server refuses it', async () => {
    tab = openBrowser(day.sandbox).openTab({ user: 'viewer' });
    expect(await write()).toMatchObject({ kind: 'refused', problem: { kind: 'not staff' } });
    expect(puts()).toBe(1);
    expect(day.notes()).toBe(BEFORE);
  });

  it('that cannot be read back afterwards counts as it was sent', async () => {
    onPut(1, async (carryOut) => {
      const answer = await carryOut();
      day.sandbox.faults.add({
        match: { method: 'GET', path: 'alertsummary' },
        effect: { kind: 'status', status: 500, html: 'Server Error' },
      });
      return answer;
    });
    const outcome = await write();
    expect(outcome.kind).toBe('ok');
    if (outcome.kind === 'ok') expect(outcome.value.after.notes).toBe(day.notes());
  });

  it('waits for no other tab: it says that another one is at work', async () => {
    const browser = openBrowser(day.sandbox);
    const [one, two] = [browser.openTab(), browser.openTab()];
    const outcomes = await Promise.all([one, two].map((t) => act(t.deps, day.id, change(BEFORE))));
    expect(outcomes.map((o) => o.kind).sort()).toEqual(['ok', 'refused']);
    expect(puts()).toBe(1);
    expect(browser.session.items.get('leases')).toEqual({});
  });

  it('stops before the PUT when the lease was lost on the way', async () => {
    const browser = openBrowser(day.sandbox);
    tab = browser.openTab();
    browser.beforeMessage = async (name) => {
      if (name === 'content-bg lease renew') browser.session.items.clear();
    };
    expect(await write()).toMatchObject({ kind: 'refused', problem: { kind: 'lease taken' } });
    expect(puts()).toBe(0);
  });
});
