import { beforeEach, describe, expect, it } from 'vitest';
import type { BarView } from '@/lib/model/views';
import { parseNotes, takerOf } from '@/lib/notes/notes';
import { sightOf } from '@/lib/rounds/askViews';
import type { Desk } from '@/lib/rounds/desk';
import { barView } from '@/lib/rounds/summaryView';
import { readSettings } from '@/lib/settings/settings';
import { type DeputyTab, openBrowser } from './browser';
import { createDay, type Day, TIMEOUT_MS } from './day';

const SETTINGS = readSettings({});

describe('a summary', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  let tab: DeputyTab;
  let desk: Desk;

  const settled = async () => {
    for (let i = 0; i < 300 && desk.state().pending; i++) await new Promise((r) => setTimeout(r, 2));
  };
  const view = (handOver = SETTINGS.handOver): BarView => {
    const summary = tab.deps.store.get(day.id)?.summary;
    if (!summary) throw new Error('nothing was read');
    return barView({
      summary,
      desk: sightOf(desk.state()),
      rules: SETTINGS.rules,
      role: SETTINGS.role,
      handOver,
      starMarked: false,
      me: tab.deps.username(),
      now: tab.deps.now(),
    });
  };
  const assignee = () => day.sandbox.world.summary(day.id).assignee;
  const comment = async () => {
    desk.outbox.add([{ kind: 'line', text: 'looking' }]);
    await settled();
  };

  beforeEach(async () => {
    day = createDay();
    tab = openBrowser(day.sandbox).openTab();
    desk = await tab.look(day.id);
  });

  it('can be taken after the first action on it, and let go again', async () => {
    expect(view()).toMatchObject({ taken: null, canTake: false });
    await comment();
    expect(view().canTake).toBe(true);
    await desk.taking.take();
    expect(assignee()).toBe('mozilla-ldap/sheriff@mozilla.com');
    expect(view()).toMatchObject({ taken: { by: 'sheriff', mine: true }, canTake: false });
    expect(tab.refetched.length).toBeGreaterThan(1);
    await desk.taking.letGo();
    expect(assignee()).toBeNull();
    expect(view()).toMatchObject({ taken: null, canTake: true });
  });

  it('is taken in the notes by whose name the page cannot bear', async () => {
    const user = day.sandbox.world.users.find((u) => u.name === 'sheriff');
    if (user) Object.assign(user, { username: 'mozilla-ldap/ann.sheriff@mozilla.com' });
    await comment();
    await desk.taking.take();
    await settled();
    expect(assignee()).toBeNull();
    expect(takerOf(parseNotes(day.notes()))?.by).toBe('ann.sheriff');
    expect(view().taken).toEqual({ by: 'ann.sheriff', mine: true });
    await desk.taking.letGo();
    await settled();
    expect(view().taken).toBeNull();
  });

  it('that a colleague took meanwhile stays with the colleague', async () => {
    await comment();
    day.sandbox.world.summary(day.id).assignee = 'mozilla-ldap/second@mozilla.com';
    await desk.taking.take();
    expect(assignee()).toBe('mozilla-ldap/second@mozilla.com');
    expect(desk.state().taking).toMatchObject({
      kind: 'failed',
      problem: { message: 'second has it now. Nothing was changed.' },
    });
    expect(view()).toMatchObject({ taken: { by: 'second', mine: false }, canTake: false });
    expect(view().beforehand).toContain('Assigned to second.');
  });

  it('offers the states that can be chosen, and the way back', async () => {
    expect(view()).toMatchObject({ state: 'untriaged', handOver: { covered: false, isNext: false } });
    expect(view().steps.map((s) => s.text)).toEqual(['Needs data', 'Needs bug']);
    desk.outbox.add([{ kind: 'state', state: 'needs bug' }]);
    await settled();
    expect(view()).toMatchObject({ state: 'needs bug', handOver: null });
    expect(view().steps.map((s) => s.text)).toEqual(['Needs data', 'Back to untriaged']);
    desk.outbox.add([{ kind: 'state', state: 'untriaged' }]);
    await settled();
    expect(view().state).toBe('untriaged');
  });

  it('that Perfherder has closed takes none', async () => {
    day.sandbox.world.summary(day.id).status = 7;
    desk = await tab.look(day.id);
    expect(view()).toMatchObject({ state: 'fixed', steps: [], handOver: null });
  });

  it('goes back to collecting data once a round was sent', async () => {
    await desk.send();
    desk.outbox.add([{ kind: 'state', state: 'needs bug' }]);
    await settled();
    expect(view().steps.map((s) => s.text)).toEqual(['Needs data', 'Back to collecting data']);
  });

  it('of a partly failed round stays collecting, and says which push and why', async () => {
    day.sandbox.faults.add({
      match: { path: '/trigger$', nth: 1 },
      effect: { kind: 'status', status: 400, json: { code: 'InputError', message: 'no such label' } },
    });
    await desk.send();
    day.sandbox.faults.clear();
    expect(view().state).toBe('collecting data');
    expect(view().sentence).toMatch(/; backfill failed: [0-9a-f]{12}, .+/);
    expect(view().handOver).toEqual({ covered: true, isNext: true });
  });

  it('is handed over by a click only when its data is in, where the setting says so', async () => {
    const { summary } = tab.deps.store.get(day.id) ?? {};
    expect(summary).toBeTruthy();
    await desk.send();
    desk.outbox.add([{ kind: 'state', state: 'collecting data' }]);
    await settled();
    expect(view('when sent').handOver).toEqual({ covered: true, isNext: true });
    expect(view('when complete').handOver).toEqual({ covered: true, isNext: false });
    day.sandbox.clock.advance(24 * 3600);
    desk = await tab.look(day.id);
    expect(view().stateDetail).toBe('complete');
    expect(view('when complete').handOver).toEqual({ covered: true, isNext: true });
  });
});
