import { beforeEach, describe, expect, it } from 'vitest';
import { toMessage } from '@/lib/messages/records';
import { type GraphChoice, isPoint, type PointView } from '@/lib/model/graphPoint';
import { summaryId } from '@/lib/model/ids';
import { parseNotes, roundsOf } from '@/lib/notes/notes';
import { retrigger, WINDOWS_AMAZON } from '../../contract/asking.ts';
import type { DatumRecord, SeriesRecord } from '../../sandbox/records.ts';
import { type DeputyBrowser, openBrowser } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS, total, wantedBy } from './day';

const FORTNIGHT = '1209600';

describe('a point of the graphs page', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  let browser: DeputyBrowser;
  let series: SeriesRecord;
  /** Points of the series on data-bearing pushes, oldest first, one each. */
  let points: DatumRecord[];

  beforeEach(() => {
    day = createDay();
    browser = openBrowser(day.sandbox);
    const { world } = day.sandbox;
    const alert = world.alertsOf(day.id)[0];
    if (!alert) throw new Error('the summary has alerts');
    series = world.seriesById(alert.seriesId);
    const byPush = new Map<number, DatumRecord>();
    for (const d of world.dataOfSeries.get(series.id) ?? []) byPush.set(d.pushId, d);
    points = [...byPush.values()].sort((a, b) => day.push(a.pushId).time - day.push(b.pushId).time);
  });

  const alertAt = () => points.findIndex((d) => d.pushId === day.sandbox.world.summary(day.id).pushId);
  const pointAt = (n: number): DatumRecord => {
    const found = points[n];
    if (!found) throw new Error(`the series has no push ${n}`);
    return found;
  };
  const chosen = (datum: DatumRecord | null, more: Partial<GraphChoice> = {}): GraphChoice => ({
    series: [`autoland,${series.id},1,13`],
    timeRange: FORTNIGHT,
    selected: datum ? `${series.id},${datum.id}` : '',
    tooltip: null,
    revision: '',
    ...more,
  });
  async function ask(what: GraphChoice, fresh = false) {
    const tab = browser.openTab();
    return tab.deps.call('content-bg graph point', { choice: toMessage(what), fresh });
  }
  async function view(what: GraphChoice, fresh = false): Promise<PointView> {
    const answer = await ask(what, fresh);
    if (answer.kind !== 'ok') throw new Error(answer.problem.message);
    return answer.value as unknown as PointView;
  }
  const revisions = (shown: PointView) => shown.rows.flatMap((r) => (r.kind === 'revision' ? [r.push] : []));

  it('shows two data-bearing revisions on each side with the pushes between', async () => {
    const shown = await view(chosen(pointAt(alertAt())));
    expect(shown.name).toBe(`amazon ${series.platform}, autoland`);
    expect(revisions(shown).map((p) => p.place)).toEqual(['−2', '−1', 'this point', '+1', '+2']);
    const near = points.slice(alertAt() - 2, alertAt() + 3).map((d) => day.push(d.pushId).revision);
    expect(revisions(shown).map((p) => p.revision)).toEqual(near);
    for (const push of revisions(shown)) {
      expect(push.points).toMatch(/^\d of 4$/);
      expect(push.level).toMatch(/^[\d.]+ ms$/);
      expect(push.titles.length).toBeGreaterThan(0);
    }
    const gap = shown.rows[shown.rows.findIndex((r) => r.kind === 'revision' && r.push.place === '−1') + 1];
    expect(gap).toMatchObject({ kind: 'gap', text: '10 pushes without data' });
    expect(gap?.kind === 'gap' && gap.pushes.every((p) => p.titles.length > 0)).toBe(true);
    expect(shown.series.picture?.dots.length).toBeGreaterThan(4);
    expect(shown.notices).toEqual([]);
    expect(shown.waits).toBe(false);
  });

  it('names the alert at the point, and takes its round', async () => {
    const shown = await view(chosen(pointAt(alertAt())));
    expect(shown.bar).toBe(day.id);
    expect(shown.alerts[0]?.text).toMatch(/^Alert #\d+ at this point: regression of \d+\.\d %, untriaged$/);
    const beside = await view(chosen(pointAt(alertAt() + 1)));
    expect(beside.alerts[0]?.text).toMatch(/shortly before/);
  });

  it('finds the point by the revision of an alert’s graph, by hash, and by the locked tooltip', async () => {
    const datum = pointAt(alertAt());
    const { revision } = day.push(datum.pushId);
    const byHash = [`autoland,${series.hash},1,13`];
    expect((await view(chosen(null, { revision }))).revision).toBe(revision);
    expect((await view(chosen(datum, { series: byHash }))).revision).toBe(revision);
    // the address is behind: what is locked counts
    const tooltip = `×(autoland)${series.platform}884.04 ms${revision.slice(0, 12)} (job) Push time`;
    expect((await view(chosen(pointAt(alertAt() - 3), { tooltip }))).revision).toBe(revision);
  });

  it('shows the next data-bearing push where the alert’s own has no data', async () => {
    const datum = pointAt(alertAt());
    const before = day.sandbox.world.pushLog.get('autoland')?.[day.push(datum.pushId).index - 1];
    const shown = await view(chosen(null, { revision: before?.revision ?? '' }));
    expect(shown.revision).toBe(day.push(datum.pushId).revision);
  });

  it('says what is missing: the series, or the point in the range', async () => {
    const unknown = await ask(chosen(null, { series: ['autoland,999,1,13'], revision: 'abcdefabcdef' }));
    expect(unknown).toMatchObject({ problem: { message: 'autoland has no series 999.' } });
    const outside = await ask(chosen(pointAt(0), { timeRange: '3600' }));
    expect(outside).toMatchObject({ problem: { message: expect.stringMatching(/Choose a longer range/) } });
  });

  it('shows points and verdict although the push is gone', async () => {
    const datum = pointAt(alertAt());
    day.sandbox.faults.add({
      match: { path: '/project/autoland/push/\\?' },
      effect: { kind: 'status', status: 404, json: 'gone' },
    });
    const shown = await view(chosen(datum));
    expect(revisions(shown).map((p) => p.points)).toHaveLength(5);
    expect(shown.notices[0]).toMatch(/^Pushes, running jobs and rounds are missing here/);
    expect(shown.sentence).not.toBe('');
    expect(shown.bar).toBe(day.id);
  });

  it('counts runs that the page’s own button asked for, and asks again only when it is time', async () => {
    const datum = pointAt(alertAt());
    await view(chosen(datum));
    day.sandbox.log.clear();
    await view(chosen(datum));
    expect(day.sandbox.log.count({})).toBe(0);
    const own = day.sandbox.openTab();
    await retrigger(own, day.sandbox, day.push(datum.pushId), [{ tasks: [WINDOWS_AMAZON], times: 2 }]);
    const shown = await view(chosen(datum), true);
    expect(revisions(shown).find((p) => p.place === 'this point')?.runs).toBe('2 to come');
    expect(shown.waits).toBe(true);
  });

  describe('without an alert', () => {
    /** Far from every alert of the series. */
    const lonely = () => pointAt(alertAt() - 6);

    it('plans and sends a round by the same engine; nothing is written to Treeherder', async () => {
      const { bar, alerts } = await view(chosen(lonely()));
      expect(alerts).toEqual([]);
      if (bar === null) throw new Error('the point has a round');
      const id = summaryId(bar);
      expect(isPoint(id)).toBe(true);
      const tab = browser.openTab();
      const desk = await tab.look(id);
      const plan = planOf(desk);
      expect(plan.jobs).toBeGreaterThan(0);
      expect(plan.alerts.map((a) => a.suite)).toEqual(['amazon']);
      day.sandbox.log.clear();
      await desk.send();
      expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', number: 1, problem: null });
      expect(day.sandbox.log.find().filter((e) => e.method === 'PUT')).toEqual([]);
      expect(total(day.jobsMade())).toBe(plan.jobs);
      expect(day.jobsMade()).toEqual(wantedBy(plan));

      // another tab, and a background that was stopped, know the round from what this browser kept
      browser.stopBackground();
      const later = await browser.openTab().look(id);
      expect(planOf(later).number).toBe(2);
      const summary = await browser.openTab().deps.treeherder.summary(id);
      if (summary.kind !== 'ok') throw new Error(summary.problem.message);
      expect(roundsOf(parseNotes(summary.value.notes))).toMatchObject([
        { number: 1, status: 'pending', by: 'sheriff', jobs: plan.jobs },
      ]);
      expect((await view(chosen(lonely()), true)).waits).toBe(true);
    });

    it('counts its jobs into the day of this person', async () => {
      const { bar } = await view(chosen(lonely()));
      const id = summaryId(bar ?? 0);
      const tab = browser.openTab();
      const desk = await tab.look(id);
      const { jobs } = planOf(desk);
      await desk.send();
      const main = await browser.openTab().look(day.id);
      await main.readLive(true);
      const { planState } = main.state();
      expect(planState.kind === 'ready' && planState.report.spend?.personJobs).toBe(jobs);
    });
  });
});
