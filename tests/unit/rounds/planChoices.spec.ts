import { beforeEach, describe, expect, it, vi } from 'vitest';
import { summaryId } from '@/lib/model/ids';
import { DEFAULT_CHOICES, type PlanChoices } from '@/lib/model/planReport';
import { DEFAULT_RULES, MOST_ALERTS_BY_HAND } from '@/lib/model/rules';
import type { Desk } from '@/lib/rounds/desk';
import { TASKCLUSTER_HOST } from '../../sandbox/hosts.ts';
import { openBrowser, openDesk } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS, total, wantedBy } from './day';

/** Chooses, and waits for the plan that goes by it. */
async function choose(desk: Desk, change: Partial<PlanChoices>) {
  const before = planOf(desk);
  desk.choose(change);
  await vi.waitFor(() => expect(planOf(desk)).not.toBe(before));
  return planOf(desk);
}

describe('a plan that the sheriff has changed', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  beforeEach(() => {
    day = createDay();
  });

  it('is sent as it stands, and the notes keep what the data is expected to show', async () => {
    const { tab, desk } = await openDesk(day);
    const planned = planOf(desk);
    const last = planned.pushes.at(-1);
    const step = planned.pushes.find((p) => p.offset === 0);
    if (!last || !step) throw new Error('The plan has no push.');
    const plan = await choose(desk, {
      droppedPushes: [last.id],
      points: [{ pushId: step.id, alertId: null, points: 5 }],
    });
    expect(plan.pushes.map((p) => p.id)).not.toContain(last.id);
    const onStep = (cells: typeof plan.cells) =>
      cells.filter((c) => c.pushId === step.id).reduce((n, c) => n + c.need, 0);
    expect(onStep(plan.cells)).toBe(onStep(planned.cells) + plan.alerts.length);

    desk.expect('  slower on all revisions from the backout on\n');
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    expect(day.jobsMade()).toEqual(wantedBy(plan));
    expect(day.told().rounds).toMatchObject([
      { jobs: plan.jobs, expects: 'slower on all revisions from the backout on' },
    ]);
    // the next round begins as the rules have it
    expect(desk.state()).toMatchObject({ choices: DEFAULT_CHOICES, expects: '' });
  });

  it('keeps its changes when nothing was sent, and leaves no trace of them in the notes', async () => {
    const { tab, desk } = await openDesk(day);
    const [first] = planOf(desk).pushes;
    if (!first) throw new Error('The plan has no push.');
    await choose(desk, { droppedPushes: [first.id] });
    desk.expect('nothing at all');
    day.sandbox.faults.add({
      match: { path: '/trigger$' },
      effect: { kind: 'status', status: 403, json: { code: 'InsufficientScopes', message: 'No.' } },
    });
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'stopped' });
    expect(day.notes()).toBe('');
    expect(desk.state()).toMatchObject({ choices: { droppedPushes: [first.id] }, expects: 'nothing at all' });
  });

  it('may want more points of one alert on one revision than the protocol does', async () => {
    const { desk } = await openDesk(day);
    const { jobs, cells } = planOf(desk);
    const own = cells.find((c) => c.need > 0);
    if (!own) throw new Error('Nothing is asked for.');
    const points = [{ pushId: own.pushId, alertId: own.alertId, points: own.want + 2 }];
    expect((await choose(desk, { points })).jobs).toBe(jobs + 2);
    await desk.send();
    expect(total(day.jobsMade())).toBe(jobs + 2);
  });

  it('may hold up to 12 alerts: one trigger a push all the same, within the budgets', async () => {
    day.sandbox.reset({ scenario: 'big' });
    const { world, log } = day.sandbox;
    const suites = (id: number) =>
      new Set(world.alertsOf(id).map((a) => world.series.get(a.seriesId)?.suite)).size;
    const [most] = [...world.summaries.values()].sort((a, b) => suites(b.id) - suites(a.id));
    const id = summaryId(most?.id ?? 0);
    const tab = openBrowser(day.sandbox).openTab();
    const desk = await tab.look(id);
    const { alerts, untrimmedJobs } = planOf(desk);
    expect(alerts.length).toBeLessThanOrEqual(5);
    const plan = await choose(desk, { alertLimit: MOST_ALERTS_BY_HAND });
    expect(plan.alerts.length).toBeGreaterThan(5);
    expect(plan.untrimmedJobs).toBeGreaterThan(untrimmedJobs);
    expect(plan.jobs).toBeLessThanOrEqual(DEFAULT_RULES.jobsPerRound);
    const before = new Set(world.jobs.keys());
    log.clear();
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    const asked = new Set(plan.cells.filter((c) => c.need > 0).map((c) => c.pushId)).size;
    const triggers = log.find({ path: /\/trigger$/ });
    expect(triggers).toHaveLength(asked);
    const hooks = new Set(triggers.map((t) => t.path)).size;
    expect(log.count({ host: TASKCLUSTER_HOST })).toBeLessThanOrEqual(2 * asked + hooks + 2);
    day.sandbox.clock.advance(400);
    const made = [...world.jobs.values()].filter(
      (j) => !before.has(j.id) && ![undefined, 'build'].includes(world.labels.get(j.label)?.kind),
    );
    expect(made).toHaveLength(plan.jobs);
  });

  it('is shown with its sheet once the runs are read, and not before', async () => {
    const tab = openBrowser(day.sandbox).openTab();
    await tab.look(day.id);
    const other = openBrowser(day.sandbox).openTab();
    const summary = await other.deps.treeherder.summary(day.id);
    if (summary.kind !== 'ok') throw new Error('It could not be read.');
    other.deps.store.put(summary.value, other.deps.now());
    const desk = other.desk(day.id);
    const sheet = () => {
      const { planState } = desk.state();
      return planState.kind === 'ready' ? planState.report.sheet : undefined;
    };
    await desk.show();
    expect(sheet()).toBeNull();
    await desk.readLive(true);
    const price = new Map(sheet()?.price);
    expect(price.get('Running, queued, promised')).toBe('counted in');
    expect(price.get('windows11-64-24h2-shippable')).toMatch(
      /^\d+ jobs, about \d+ machine-minutes; \d+ jobs wait for gecko-t\/win11-64-24h2-hw now$/,
    );
    expect(price.get('build-win64-shippable/opt')).toMatch(/^\d builds, about \d+ machine-minutes/);
    expect(price.get('Team, last 24 h')).toBe('0 of 360 jobs');
  });

  it('is shown though the day of the team and the queues cannot be read, and says so', async () => {
    day.sandbox.faults.add({
      match: { path: '^/api/performance/alertsummary/\\?show_sheriffed' },
      effect: { kind: 'status', status: 404, html: 'Not Found' },
    });
    day.sandbox.faults.add({
      match: { path: 'queue/v1/pending' },
      effect: { kind: 'status', status: 403, json: { code: 'InsufficientScopes', message: 'No.' } },
    });
    const { desk } = await openDesk(day);
    await desk.readLive(true);
    const { planState } = desk.state();
    const price = new Map(planState.kind === 'ready' ? planState.report.sheet?.price : []);
    expect(price.get('Team, last 24 h')).toMatch(/could not be read/);
    expect(price.get('windows11-64-24h2-shippable')).toMatch(/its queue could not be read$/);
  });

  it('reads what runs for an alert that came in by hand', async () => {
    const { desk } = await openDesk(day);
    const dropped = planOf(desk).alerts.map((a) => a.alertId);
    day.sandbox.log.clear();
    const plan = await choose(desk, { dropped });
    expect(plan.alerts.length).toBeGreaterThan(0);
    expect(plan.upperBound).toBe(false);
    for (const { label } of plan.alerts) {
      const path = new RegExp(`job_type_name=${encodeURIComponent(label).replaceAll('.', '\\.')}`);
      expect(day.sandbox.log.count({ path })).toBe(1);
    }
  });
});
