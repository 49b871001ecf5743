import { beforeEach, describe, expect, it } from 'vitest';
import type { Revision } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { sightOf } from '@/lib/rounds/askViews';
import type { Desk } from '@/lib/rounds/desk';
import { roundView } from '@/lib/rounds/roundView';
import { type DeputyBrowser, type DeputyTab, openBrowser } from './browser';
import { createDay, type Day, TIMEOUT_MS } from './day';

const HOUR = 3600;
/** Action tasks have made their jobs. */
const JOBS_MADE_SECONDS = 400;

describe('what a sheriff does about a round that was sent', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  let browser: DeputyBrowser;
  let tab: DeputyTab;
  let desk: Desk;
  beforeEach(async () => {
    day = createDay({ scenario: 'quiet' });
    browser = openBrowser(day.sandbox);
    browser.outlet.allowed = false;
    tab = browser.openTab();
    desk = await tab.look(day.id);
    await desk.send();
  });

  /** What the bar shows of it. */
  function view() {
    const summary = tab.deps.store.get(day.id)?.summary;
    const shown =
      summary &&
      roundView(summary, { desk: sightOf(desk.state()), me: tab.deps.username(), now: tab.deps.now() });
    if (!shown) throw new Error('There is no round to be seen.');
    return shown;
  }
  async function untilDataIsIn() {
    day.sandbox.clock.advance(6 * HOUR);
    await desk.show();
    await desk.readLive();
  }
  /** Until what waits in the outbox is written. */
  async function written() {
    for (let turns = 0; turns < 500 && desk.state().pending; turns++)
      await new Promise((r) => setTimeout(r, 1));
    expect(desk.state().pending).toBeNull();
  }

  it('cancels what waits, says what could not be, and notes it', async () => {
    expect(view()).toMatchObject({ number: 1, canCancel: true, cancel: null });
    await desk.round.cancelJobs();
    expect(view().cancel?.text).toMatch(/^Round 1: 33 jobs not made yet: cancel again in some minutes\.$/);
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    await desk.round.cancelJobs();
    expect(view().cancel).toMatchObject({
      text: expect.stringMatching(/^Round 1: \d+ waiting jobs cancelled/),
      failures: [],
      isOver: true,
    });
    expect(day.notes()).toMatch(/^\[sheriff\] round 1: \d+ waiting jobs cancelled/);
    desk.dismiss();
    expect(view().cancel).toBeNull();
  });

  it('names each push of which nothing could be cancelled', async () => {
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    day.sandbox.faults.add({
      match: { path: '/trigger$', nth: 2 },
      effect: { kind: 'status', status: 400, json: { message: 'While firing hook: no' } },
    });
    await desk.round.cancelJobs();
    expect(view().cancel?.failures).toEqual([expect.stringMatching(/^[0-9a-f]{12}, 1 job not cancelled: /)]);
  });

  it('marks it complete once its data is in, and can take that back', async () => {
    expect(view().closing).toMatchObject({ advised: null });
    await untilDataIsIn();
    expect(view()).toMatchObject({ canCancel: false, closing: { advised: 'complete' } });
    desk.round.markComplete();
    desk.outbox.writeNow();
    await written();
    expect(day.told().rounds.map((r) => r.status)).toEqual(['complete']);
    expect(view().closing).toBeNull();
    expect(desk.state().undo?.what).toBe('round 1 complete');
    await desk.undo();
    expect(day.told().rounds.map((r) => r.status)).toEqual(['pending']);
  });

  it('ends it as blocked with a reason: the summary needs data', async () => {
    desk.round.endAsBlocked('broken build');
    desk.outbox.writeNow();
    await written();
    expect(day.told()).toMatchObject({
      rounds: [{ status: 'blocked', blockedBy: 'broken build' }],
      state: 'needs data',
    });
    expect(day.notes()).toMatch(/^\[sheriff\] round 1 blocked: broken build\n/);
    await desk.undo();
    expect(day.told()).toMatchObject({ rounds: [{ status: 'pending' }], state: 'data ready' });
  });

  it('asks for notifications only when told to', async () => {
    await desk.round.lookForNotices();
    expect(view().notices).toBe('not allowed');
    expect(browser.outlet.allowed).toBe(false);
    await desk.round.tellMe();
    expect(view().notices).toBe('allowed');
    day.sandbox.clock.advance(6 * HOUR);
    await browser.background.watch.onAlarm();
    expect(browser.outlet.notices).toEqual([
      expect.objectContaining({ summaryId: day.id, title: expect.stringMatching(/the data is in$/) }),
    ]);
  });

  describe('and moves the alert to the push that the data blame', () => {
    interface Suspect {
      readonly revision: Revision;
      readonly previous: Revision;
    }
    let suspect: Suspect;
    let stood: { readonly pushId: number; readonly prevPushId: number };
    beforeEach(async () => {
      await untilDataIsIn();
      const found = view().outlook?.alerts[0]?.suspects[0];
      if (!found?.previous) throw new Error('There is no suspect.');
      suspect = { revision: found.revision, previous: found.previous };
      const { pushId, prevPushId } = day.sandbox.world.summary(day.id);
      stood = { pushId, prevPushId };
    });
    const standsOn = () => {
      const { pushId, prevPushId } = day.sandbox.world.summary(day.id);
      return { revision: day.push(pushId).revision, previous: day.push(prevPushId).revision };
    };
    const move = () => desk.round.moveTo(suspect.revision, suspect.previous, 'amazon: step confirmed');

    it('both revisions, with a line for people and an undo', async () => {
      await move();
      expect(desk.state().round.moving).toEqual({ kind: 'idle' });
      expect(standsOn()).toEqual(suspect);
      const was = day.push(stood.pushId).revision.slice(0, 12);
      expect(day.notes()).toMatch(
        new RegExp(
          `^\\[sheriff\\] moved to ${suspect.revision.slice(0, 12)} \\(was ${was}\\): amazon: step confirmed\n`,
        ),
      );
      expect(desk.state().undo?.what).toBe(`moved to ${suspect.revision.slice(0, 12)}`);
      await desk.undo();
      expect(day.sandbox.world.summary(day.id)).toMatchObject(stood);
      expect(day.notes()).not.toContain('moved to');
    });

    it('not when another summary stands there: its alerts can be reassigned instead', async () => {
      const other = [...day.sandbox.world.summaries.values()].find(
        (s) => s.id !== day.id && s.frameworkId === day.sandbox.world.summary(day.id).frameworkId,
      );
      const there = [...(day.sandbox.world.pushLog.get('autoland') ?? [])].find(
        (p) => p.revision === suspect.revision,
      );
      if (!other || !there) throw new Error('The scenario has changed.');
      other.pushId = there.id;
      const notes = day.notes();
      await move();
      expect(desk.state().round.moving).toMatchObject({
        kind: 'occupied',
        instead: {
          relation: 'reassigned',
          target: { id: other.id },
          sentence: expect.stringMatching(/reassign to it/),
        },
      });
      expect(day.sandbox.world.summary(day.id)).toMatchObject(stood);
      expect(day.notes()).toBe(notes);
    });

    it('not when somebody has moved it since, and the undo leaves a later move alone', async () => {
      const log = day.sandbox.world.pushLog.get('autoland') ?? [];
      const [elsewhere, before] = [log.at(3)?.id ?? 0, log.at(2)?.id ?? 0];
      day.sandbox.world.summary(day.id).pushId = elsewhere;
      await move();
      expect(desk.state().round.moving).toMatchObject({ kind: 'failed', problem: { kind: 'conflict' } });
      day.sandbox.world.summary(day.id).pushId = stood.pushId;
      const fresh = await tab.deps.treeherder.summary(day.id);
      if (isOk(fresh)) tab.deps.store.put(fresh.value, tab.deps.now());
      await move();
      expect(standsOn()).toEqual(suspect);
      day.sandbox.world.summary(day.id).prevPushId = before;
      await desk.undo();
      expect(desk.state().undoing).toMatchObject({
        kind: 'failed',
        problem: { message: expect.stringMatching(/Somebody has moved it/) },
      });
      expect(standsOn()).toEqual({ revision: suspect.revision, previous: day.push(before).revision });
    });
  });
});
