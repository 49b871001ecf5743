import { beforeEach, describe, expect, it } from 'vitest';
import type { CancelProgress, CancelReport } from '@/lib/model/cancelling';
import type { TailRound } from '@/lib/notes/notes';
import { cancelRound } from '@/lib/rounds/cancelRound';
import { retrigger, WINDOWS_AMAZON } from '../../contract/asking.ts';
import { ConnectionLost } from '../../sandbox/faults.ts';
import { TASKCLUSTER_ROOT } from '../../sandbox/hosts.ts';
import { type DeputyBrowser, type DeputyTab, openBrowser } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS } from './day';

/** Action tasks have made their jobs, and the first of these run. */
const JOBS_MADE_SECONDS = 400;

describe('cancelling the jobs of a round', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  let browser: DeputyBrowser;
  let tab: DeputyTab;
  let jobs: number;
  beforeEach(async () => {
    day = createDay();
    browser = openBrowser(day.sandbox);
    tab = browser.openTab();
    const desk = await tab.look(day.id);
    jobs = planOf(desk).jobs;
    await desk.send();
    day.sandbox.log.clear();
  });

  const round = (): TailRound => {
    const [found] = day.told().rounds;
    if (!found) throw new Error('The notes have no round.');
    return found;
  };
  async function cancel(by: DeputyTab = tab): Promise<CancelProgress> {
    const told: CancelProgress[] = [];
    await cancelRound(by.deps, day.id, round(), TASKCLUSTER_ROOT, (p) => told.push(p));
    return told.at(-1) ?? { kind: 'idle' };
  }
  function reportOf(end: CancelProgress): CancelReport {
    if (end.kind !== 'done') throw new Error(JSON.stringify(end));
    expect(end.problem).toBeNull();
    return end.report;
  }
  /** States of the round's test jobs. */
  function states(): Record<string, number> {
    const counts: Record<string, number> = {};
    const actions = new Set<string | null>(round().receipts.map((r) => r.actionTask));
    for (const task of day.sandbox.world.tasks.values()) {
      const { extra, tags } = task.definition() as { extra?: { parent?: string }; tags?: { kind?: string } };
      if (!actions.has(extra?.parent ?? '') || tags?.kind === 'build') continue;
      counts[task.state] = (counts[task.state] ?? 0) + 1;
    }
    return counts;
  }

  it('ends what waits, leaves what runs, and counts both', async () => {
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    let running = states().running ?? 0;
    for (let i = 0; i < 200 && running === 0; i++) {
      day.sandbox.clock.advance(30);
      running = states().running ?? 0;
    }
    expect(running).toBeGreaterThan(0);
    const report = reportOf(await cancel());
    expect(report).toMatchObject({ round: 1, failures: [], underWay: 0, running });
    expect(report.cancelled + report.running + report.ended).toBe(jobs);
    expect(report.cancelled).toBeGreaterThan(0);
    expect(day.posts()).toBe(report.cancelled);
    const before = states();
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    // a job may have begun to run while Taskcluster got round to it; none is left waiting
    expect(states()).not.toHaveProperty('pending');
    expect(states().exception).toBe(report.cancelled);
    expect(before).not.toHaveProperty('exception');
    expect(day.notes()).toMatch(
      new RegExp(
        `^\\[sheriff] round 1: ${report.cancelled} waiting jobs cancelled, ${running} runs? already\n`,
      ),
    );
  });

  it('says of jobs that are not made yet to come back, and sends nothing', async () => {
    const report = reportOf(await cancel());
    expect(report).toMatchObject({ cancelled: 0, unmade: jobs, running: 0, ended: 0, failures: [] });
    expect(day.posts()).toBe(0);
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    expect(reportOf(await cancel())).toMatchObject({ unmade: 0 });
    expect(day.posts()).toBeGreaterThan(0);
  });

  it('fires nothing but the cancel action of the same hooks, and leaves builds alone', async () => {
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    await cancel();
    const posted = day.sandbox.log.find({ path: /\/trigger$/ });
    const targets = posted.map((e) => JSON.parse(e.body ?? '{}'));
    for (const { decision, user } of targets) {
      expect(decision.action.cb_name).toBe('cancel');
      expect(user.input).toBeNull();
      const task = day.sandbox.world.tasks.get(user.taskId);
      expect(task?.taskGroupId).toBe(user.taskGroupId);
      expect(task?.name).not.toMatch(/^build-/);
    }
    expect(new Set(targets.map((t) => t.user.taskId)).size).toBe(targets.length);
    expect(posted.every((e) => /in-tree-action-3-generic/.test(decodeURIComponent(e.path)))).toBe(true);
  });

  it('stays within 2W + D + 4 reads of Taskcluster', async () => {
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    await cancel();
    const asked = day.sandbox.log.count({ host: 'firefox-ci-tc.services.mozilla.com' }) - day.posts();
    expect(asked).toBeLessThanOrEqual(2 * round().receipts.length + 1 + 4);
  });

  it('does not ask twice for what is being cancelled already', async () => {
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    const first = reportOf(await cancel());
    const posts = day.posts();
    const second = reportOf(await cancel(browser.openTab()));
    expect(second).toMatchObject({ cancelled: 0, underWay: first.cancelled });
    expect(day.posts()).toBe(posts);
  });

  it('does not touch the jobs of others', async () => {
    const push = day.push(planOf(tab.desk(day.id)).pushes[0]?.id ?? 0);
    const other = await retrigger(day.sandbox.openTab({ user: 'cbrown' }), day.sandbox, push, [
      { tasks: [WINDOWS_AMAZON], times: 2 },
    ]);
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    await cancel();
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    const theirs = day.sandbox.world.dependents.get(other) ?? [];
    expect(theirs.length).toBeGreaterThanOrEqual(2);
    expect(theirs.some((t) => t.state === 'exception')).toBe(false);
  });

  it('believes no receipt that names an action task of somebody else', async () => {
    const push = day.push(planOf(tab.desk(day.id)).pushes[0]?.id ?? 0);
    const other = await retrigger(day.sandbox.openTab({ user: 'cbrown' }), day.sandbox, push, [
      { tasks: [WINDOWS_AMAZON], times: 2 },
    ]);
    const [own] = round().receipts;
    const task = own?.actionTask ?? '';
    day.colleagueWrites(day.notes().replace(task, other));
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    const report = reportOf(await cancel());
    expect(report.failures).toEqual([
      { revision: own?.revision, jobs: 0, reason: expect.stringMatching(/not of this round.*left alone/) },
    ]);
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    expect((day.sandbox.world.dependents.get(other) ?? []).some((t) => t.state === 'exception')).toBe(false);
  });

  it('finds a cancel request whose answer was lost, and repeats none that may have left', async () => {
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    day.sandbox.faults.add({ match: { path: '/trigger$', nth: 1 }, effect: { kind: 'lost' } });
    expect(reportOf(await cancel())).toMatchObject({ cancelled: day.posts(), failures: [] });
    day.again();
    const next = openBrowser(day.sandbox);
    const again = next.openTab();
    await (await again.look(day.id)).send();
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    day.sandbox.log.clear();
    day.sandbox.faults.add({
      match: { path: '/trigger$', nth: 1 },
      effect: {
        kind: 'call',
        run: async () => {
          throw new ConnectionLost();
        },
      },
    });
    const first = reportOf(await cancel(again));
    expect(first.failures).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(/^unclear: /) }),
    ]);
    day.sandbox.faults.clear();
    const posts = day.posts();
    // the others are being cancelled; within the minute it may still come; after it, it is asked for again
    expect(reportOf(await cancel(again)).cancelled).toBe(0);
    expect(day.posts()).toBe(posts);
    day.sandbox.clock.advance(61);
    await cancel(again);
    expect(day.posts()).toBe(posts + 1);
  });

  it.each([
    [{ kind: 'status', status: 401, json: { code: 'AuthenticationFailed', message: 'no' } }, /credentials/],
    [{ kind: 'status', status: 403, json: { code: 'InsufficientScopes', message: 'no' } }, /may not trigger/],
  ] as const)('says why when Taskcluster refuses: %j', async (effect, words) => {
    day.sandbox.clock.advance(JOBS_MADE_SECONDS);
    day.sandbox.faults.add({ match: { path: '/trigger$' }, effect });
    const report = reportOf(await cancel());
    expect(report.cancelled).toBe(0);
    expect(report.failures.length + report.running + report.ended).toBe(jobs);
    for (const f of report.failures) expect(f.reason).toMatch(words);
    expect(day.notes()).not.toMatch(/cancelled/);
  });

  it.each([
    [{ user: null }, 'not logged in'],
    [{ user: 'viewer' }, 'not staff'],
    [{ credentials: 'expired' as const }, 'no credentials'],
  ])('does nothing for %j', async (options, kind) => {
    const end = await cancel(browser.openTab(options));
    expect(end).toMatchObject({ kind: 'stopped', problem: { kind } });
    expect(day.posts()).toBe(0);
  });

  it('does nothing while Taskcluster is down, and says so', async () => {
    day.sandbox.faults.add({
      match: { host: 'firefox-ci-tc.services.mozilla.com' },
      effect: { kind: 'status', status: 503, html: 'Service Unavailable' },
    });
    const end = await cancel();
    expect(end).toMatchObject({
      kind: 'stopped',
      problem: { message: expect.stringMatching(/503.*Nothing was cancelled\.$/) },
    });
    expect(day.posts()).toBe(0);
  });
});
