import { beforeEach, describe, expect, it } from 'vitest';
import { isOk } from '@/lib/model/outcome';
import { markComplete } from '@/lib/rounds/closeRound';
import { summaryOfNotice } from '@/lib/rounds/watchRounds';
import type { Knobs } from '../../sandbox/knobs.ts';
import { type DeputyBrowser, openBrowser } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS } from './day';

const MINUTE = 60;
const HOUR = 3600;

describe('the watch over rounds while no page is open', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  let browser: DeputyBrowser;
  beforeEach(async () => {
    day = createDay();
    await send();
  });

  /** One tab sends a round and is closed. @returns how many labels it asked for */
  async function send(): Promise<number> {
    browser = openBrowser(day.sandbox);
    const tab = browser.openTab();
    const desk = await tab.look(day.id);
    const labels = new Set(planOf(desk).alerts.map((a) => a.label));
    await desk.send();
    await tab.close();
    // what the tab had asked last comes to its end
    await new Promise((resolve) => setTimeout(resolve, 20));
    day.sandbox.log.clear();
    return labels.size;
  }
  async function sendAnew(change: (knobs: Knobs) => void): Promise<number> {
    day.again();
    change(day.sandbox.world.knobs);
    return send();
  }

  const requests = () => day.sandbox.log.entries.length;
  /** The alarm rings every ten minutes for so long; requests of each ring. */
  async function ring(seconds: number): Promise<number[]> {
    const counts: number[] = [];
    for (let t = 0; t < seconds; t += 10 * MINUTE) {
      day.sandbox.clock.advance(10 * MINUTE);
      const before = requests();
      await browser.background.watch.onAlarm();
      counts.push(requests() - before);
    }
    return counts;
  }

  it('is set by the send, and by a browser that starts anew', async () => {
    expect(browser.outlet.alarm).toBe(true);
    browser.outlet.alarm = false;
    browser.stopBackground();
    await browser.background.start();
    expect(browser.outlet.alarm).toBe(true);
  });

  it('tells once that the data is in, with a badge until somebody closes the round', async () => {
    const counts = await ring(12 * HOUR);
    expect(browser.outlet.notices).toMatchObject([
      { summaryId: day.id, title: `Round 1 of alert #${day.id}: the data is in` },
    ]);
    expect(browser.outlet.notices[0]?.message).toMatch(/^(\d+) of \1 points$/);
    expect(summaryOfNotice(browser.outlet.notices[0]?.id ?? '')).toBe(day.id);
    expect(browser.outlet.badge).toBe(1);
    expect(browser.outlet.alarm).toBe(true);
    // nothing before the first data can be there
    expect(counts.slice(0, 2)).toEqual([0, 0]);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);

    // a colleague closes it, and a tab reads that
    const colleague = openBrowser(day.sandbox).openTab({ user: 'second' });
    const desk = await colleague.look(day.id);
    const [round] = day.told().rounds;
    if (round) desk.outbox.add(markComplete(round));
    for (let i = 0; i < 100 && desk.state().pending; i++) await new Promise((r) => setTimeout(r, 5));
    const tab = browser.openTab();
    await tab.deps.treeherder.summary(day.id);
    expect(browser.outlet.badge).toBe(0);
    expect(browser.outlet.alarm).toBe(false);
    expect(await ring(3 * HOUR)).toEqual(Array(18).fill(0));
    expect(browser.outlet.notices).toHaveLength(1);
  });

  it('goes on where a stopped background left it: never twice', async () => {
    for (let i = 0; i < 72; i++) {
      await ring(10 * MINUTE);
      browser.stopBackground();
      await browser.background.start();
    }
    expect(browser.outlet.notices).toHaveLength(1);
    expect(browser.outlet.badge).toBe(1);
  });

  it('tells once when two alarms ring at once, or the background stops while it tells', async () => {
    day.sandbox.clock.advance(12 * HOUR);
    const { watch } = browser.background;
    await Promise.all([watch.onAlarm(), watch.checkNow(), watch.onAlarm()]);
    expect(browser.outlet.notices).toHaveLength(1);
    browser.outlet.notices.length = 0;
    browser.stopBackground();
    await browser.background.watch.checkNow();
    expect(browser.outlet.notices).toHaveLength(0);
  });

  it('tells by the badge alone until notifications are allowed', async () => {
    browser.outlet.allowed = false;
    await ring(12 * HOUR);
    expect(browser.outlet.notices).toEqual([]);
    expect(browser.outlet.badge).toBe(1);
  });

  it('looks less often while nothing changes', async () => {
    // nothing comes: all machines are busy elsewhere
    await sendAnew((knobs) => {
      knobs.actionQueueSeconds = 20 * HOUR;
    });
    const counts = await ring(8 * HOUR);
    const looks = counts.flatMap((n, i) => (n > 0 ? [i] : []));
    const pauses = looks.slice(1).map((at, i) => at - (looks[i] ?? 0));
    expect(pauses.every((p, i) => i === 0 || p >= (pauses[i - 1] ?? 0))).toBe(true);
    expect(pauses.at(-1)).toBe(6);
    expect(browser.outlet.notices).toEqual([]);
  });

  it('tells when the rest cannot come any more, and why', async () => {
    const labels = await sendAnew((knobs) => {
      knobs.testFailureRate = 0.5;
    });
    const counts = await ring(26 * HOUR);
    expect(browser.outlet.notices).toMatchObject([
      {
        title: `Round 1 of alert #${day.id}: the rest of the data will not come`,
        message: expect.stringMatching(
          /^\d+ of \d+ points; lost: \d+ of .* on [0-9a-f]{12} \(the job failed\)/,
        ),
      },
    ]);
    // summary, points, action tasks, one for each label, and the build where jobs wait for one
    expect(Math.max(...counts)).toBeLessThanOrEqual(2 + 1 + labels + 1);
  });

  it('costs nothing while a tab in sight asks itself', async () => {
    await ring(40 * MINUTE);
    const tab = browser.openTab();
    for (let i = 0; i < 6; i++) {
      day.sandbox.clock.advance(10 * MINUTE);
      const summary = await tab.deps.treeherder.summary(day.id);
      if (!isOk(summary)) throw new Error(summary.problem.message);
      tab.deps.store.put(summary.value, tab.deps.now());
      await tab.desk(day.id).show();
      const before = requests();
      await browser.background.watch.onAlarm();
      expect(requests() - before).toBe(0);
    }
  });

  it.each([
    ['nobody is online', { kind: 'reset' }],
    ['Treeherder is down', { kind: 'status', status: 503, html: 'Service Unavailable' }],
    ['Treeherder sends a page', { kind: 'html' }],
    ['an answer is cut', { kind: 'malformed' }],
  ] as const)('waits longer while %s, says nothing, and goes on afterwards', async (_, effect) => {
    day.sandbox.clock.advance(HOUR);
    day.sandbox.faults.add({ match: { host: 'treeherder.mozilla.org' }, effect });
    const counts = await ring(4 * HOUR);
    // a read is tried three times; the looks grow rarer
    expect(counts.filter((n) => n > 0).length).toBeLessThanOrEqual(6);
    expect(browser.outlet.notices).toEqual([]);
    expect(browser.outlet.badge).toBe(0);
    expect(browser.outlet.alarm).toBe(true);
    day.sandbox.faults.clear();
    await ring(12 * HOUR);
    expect(browser.outlet.notices).toHaveLength(1);
  });

  it('makes at most one batch in ten minutes, but a person may ask for one at any time', async () => {
    day.sandbox.clock.advance(HOUR);
    const { watch } = browser.background;
    await watch.onAlarm();
    const after = requests();
    expect(after).toBeGreaterThan(0);
    await watch.onAlarm();
    await watch.onAlarm();
    expect(requests()).toBe(after);
    expect(await watch.checkNow()).toEqual({ waiting: 1, dataIn: 0, failed: 0 });
    expect(requests()).toBeGreaterThan(after);
  });

  it('asks nobody but Treeherder, unsigned and without a write', async () => {
    await ring(12 * HOUR);
    expect(day.sandbox.log.entries.length).toBeGreaterThan(0);
    for (const entry of day.sandbox.log.entries) {
      expect(entry).toMatchObject({ method: 'GET', host: 'treeherder.mozilla.org', signed: false });
    }
  });

  it('forgets a summary that was decided on meanwhile', async () => {
    day.sandbox.world.summary(day.id).bugNumber = 1990001;
    await ring(2 * HOUR);
    expect(browser.outlet).toMatchObject({ badge: 0, notices: [], alarm: false });
  });

  it('tells what it knows of its rounds and of the day’s jobs, and asks nobody for it', async () => {
    const rounds = browser.background.pageHandlers['page-bg rounds'];
    const before = await rounds({});
    expect(before.rounds).toMatchObject([
      { summary: day.id, round: 1, state: 'waiting', have: 0, want: null },
    ]);
    expect(before.rounds[0]?.jobs).toBe(before.spent.jobs);
    expect(before.spent).toMatchObject({ of: 180, devicesOf: 60 });
    await ring(12 * HOUR);
    day.sandbox.log.clear();
    const after = await rounds({});
    expect(day.sandbox.log.entries).toEqual([]);
    const [round] = after.rounds;
    expect(round).toMatchObject({ state: 'complete', have: round?.want });
    day.sandbox.clock.advance(13 * HOUR);
    expect((await rounds({})).spent.jobs).toBe(0);
  });

  it('is asked for by the page as "check now"', async () => {
    day.sandbox.clock.advance(12 * HOUR);
    const tab = browser.openTab();
    expect(await tab.deps.call('content-bg check rounds now', {})).toEqual({
      waiting: 0,
      dataIn: 1,
      failed: 0,
    });
    expect(browser.outlet.notices).toHaveLength(1);
  });
});

describe('a browser that has sent nothing', () => {
  it('sets no alarm and asks nothing', async () => {
    const day = createDay();
    const browser = openBrowser(day.sandbox);
    await browser.background.start();
    day.sandbox.log.clear();
    expect(await browser.background.watch.checkNow()).toEqual({ waiting: 0, dataIn: 0, failed: 0 });
    expect(browser.outlet).toMatchObject({ alarm: false, badge: 0 });
    expect(day.sandbox.log.entries).toEqual([]);
  });
});
