import { beforeEach, describe, expect, it } from 'vitest';
import { alertId } from '@/lib/model/ids';
import { sightOf } from '@/lib/rounds/askViews';
import { createDesk, type Desk } from '@/lib/rounds/desk';
import { liveView } from '@/lib/rounds/liveView';
import { summaryViews } from '@/lib/rounds/summaryView';
import { type DeputyTab, openBrowser } from './browser';
import { createDay, type Day, TIMEOUT_MS } from './day';

/** Rows of the summary. */
const [ONE, TWO] = [alertId(801_000), alertId(801_003)];

describe('marks that set stars', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  let tab: DeputyTab;
  let desk: Desk;
  /** The setting. */
  let starMarked: boolean;
  /** Ends the grace. */
  let endGrace: () => void;

  const alerts = () => day.sandbox.world.alertsOf(day.id);
  const row = (id: number) => alerts().find((a) => a.id === id);
  const starred = () =>
    alerts()
      .flatMap((a) => (a.starred ? [a.id] : []))
      .sort();
  const view = () => {
    const { store, username, now } = tab.deps;
    const { rules, handOver, role } = tab.deps.settings;
    const summary = store.get(day.id)?.summary;
    if (!summary) throw new Error('nothing was read');
    const subject = { summary, desk: sightOf(desk.state()), me: username(), now: now() };
    const views = summaryViews({ ...subject, rules, handOver, starMarked, role });
    return liveView(day.id, views, desk.state(), null);
  };
  const until = async (holds: () => boolean) => {
    for (let i = 0; i < 500 && !holds(); i++) await new Promise((r) => setTimeout(r, 2));
    expect(holds()).toBe(true);
  };
  /** Until the mark is written and the page was asked to show it. */
  const written = async () => {
    const before = tab.refetched.length;
    endGrace();
    await until(() => desk.state().pending === null && tab.refetched.length > before);
    desk.refresh();
  };

  async function openWith(stars: boolean): Promise<void> {
    starMarked = stars;
    day = createDay();
    const browser = openBrowser(day.sandbox);
    await browser.local.set({ settings: { starMarked } });
    const opened = browser.openTab();
    tab = {
      ...opened,
      deps: {
        ...opened.deps,
        wait: (ms, signal) =>
          ms === 5000
            ? new Promise((resolve) => {
                endGrace = resolve;
              })
            : opened.deps.wait(ms, signal),
      },
    };
    await opened.look(day.id);
    desk = createDesk(tab.deps, day.id, () => {});
    tab.deps.store.subscribe(() => desk.refresh());
    await desk.show();
  }

  describe('by setting', () => {
    beforeEach(() => openWith(true));

    it('say so beforehand, and set them once the marks are written', async () => {
      expect(view().beforehand.join(' ')).not.toContain('classifier');
      desk.outbox.toggleMark(ONE);
      desk.outbox.toggleMark(TWO);
      expect(view().beforehand).toContain(
        'The marked alerts get their stars, and you become their classifier.',
      );
      expect(starred()).toEqual([]);
      await written();
      expect(starred()).toEqual([ONE, TWO]);
      expect(row(ONE)?.classifier).toBe('mozilla-ldap/sheriff@mozilla.com');
      expect(day.told().marked).toEqual([ONE, TWO]);
    });

    it('are taken back with them; the classifier stays, and that is said', async () => {
      desk.outbox.toggleMark(ONE);
      await written();
      expect(view()).toMatchObject({ undo: '1 mark' });
      expect(view().undoLimits).toContain('You stay the classifier of these alerts.');
      await desk.undo();
      expect(starred()).toEqual([]);
      expect(day.told().marked).toEqual([]);
      expect(view().undoing).toMatchObject({
        kind: 'done',
        notRestored: expect.arrayContaining(['You stay the classifier of these alerts.']),
      });
      desk.refresh();
      expect(view().undo).toBeNull();
    });

    it('leave a star that was there, and those of rows that are unmarked', async () => {
      Object.assign(row(ONE) ?? {}, { starred: true });
      await openedAfresh();
      desk.outbox.toggleMark(ONE);
      await written();
      expect(day.sandbox.log.count({ method: 'PUT', path: '/performance/alert/' })).toBe(0);
      await desk.undo();
      expect(starred()).toEqual([ONE]);
      desk.outbox.toggleMark(TWO);
      await written();
      desk.outbox.toggleMark(TWO);
      expect(view().beforehand.join(' ')).not.toContain('classifier');
      await written();
      expect(starred()).toEqual([ONE, TWO]);
    });

    it('tell when the stars could not be set; the marks stand and can be taken back', async () => {
      day.sandbox.faults.add({
        match: { method: 'PUT', path: '/performance/alert/' },
        effect: { kind: 'status', status: 500, html: 'Server Error' },
      });
      desk.outbox.toggleMark(ONE);
      await written();
      expect(view().starring?.message).toMatch(/^The marks are written, but no star is set\. /);
      expect(day.told().marked).toEqual([ONE]);
      desk.dismiss();
      expect(view().starring).toBeNull();
      day.sandbox.faults.clear();
      await desk.undo();
      expect(day.told().marked).toEqual([]);
    });
  });

  const openedAfresh = async () => {
    const fresh = await tab.deps.treeherder.summary(day.id);
    if (fresh.kind === 'ok') tab.deps.store.put(fresh.value, tab.deps.now());
  };

  it('are none as it is shipped: alerts are not touched', async () => {
    await openWith(false);
    desk.outbox.toggleMark(ONE);
    expect(view().beforehand.join(' ')).not.toContain('classifier');
    await written();
    expect(day.told().marked).toEqual([ONE]);
    expect(starred()).toEqual([]);
    expect(day.sandbox.log.count({ method: 'PUT', path: '/performance/alert/' })).toBe(0);
    expect(view().undoLimits).toEqual([]);
  });
});
