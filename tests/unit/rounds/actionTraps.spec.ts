import { beforeEach, describe, expect, it } from 'vitest';
import { TASKCLUSTER_HOST } from '../../sandbox/hosts.ts';
import { hookIdOf } from '../../sandbox/taskcluster/actionSpecs.ts';
import { openBrowser, openDesk } from './browser';
import { createDay, type Day, planOf, TIMEOUT_MS, tooMany, total, wantedBy } from './day';

const OTHER_HASH = 'a'.repeat(10);
const GROUP = 'project-gecko';

describe('what differs from push to push', { timeout: TIMEOUT_MS }, () => {
  let day: Day;
  beforeEach(() => {
    day = createDay();
  });

  /** From the step on the pushes have another .taskcluster.yml, and with it another hook. */
  async function editTaskclusterYml(hookIsThere: boolean) {
    const plan = planOf(await openBrowser(day.sandbox).openTab().look(day.id));
    const step = day.push(plan.pushes.find((p) => p.offset === 0)?.id ?? 0);
    const { world } = day.sandbox;
    const newer = (world.pushLog.get(step.repository.name) ?? []).filter((p) => p.index >= step.index);
    for (const push of newer) Object.assign(push, { hookHash: OTHER_HASH });
    const hookId = hookIdOf(step, 'generic');
    if (hookIsThere) world.hooks.set(`${GROUP}/${hookId}`, { hookGroupId: GROUP, hookId, fires: [] });
    return new Set(newer.map((p) => p.id as number));
  }

  it('two hooks in one round: all of it is sent, with one look and one list of fires for each hook', async () => {
    await editTaskclusterYml(true);
    const { tab, desk } = await openDesk(day);
    const plan = planOf(desk);
    day.sandbox.log.clear();
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    const triggers = day.sandbox.log.find({ path: /\/trigger$/ });
    expect(new Set(triggers.map((t) => t.path)).size).toBe(2);
    const asked = plan.pushes.length;
    expect(day.sandbox.log.count({ host: TASKCLUSTER_HOST })).toBeLessThanOrEqual(2 * asked + 2 + 2);
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it('a hook that is gone: its pushes are told with the reason, the others are sent', async () => {
    const newer = await editTaskclusterYml(false);
    const { tab, desk } = await openDesk(day);
    const plan = planOf(desk);
    await desk.send();
    const end = tab.progress.at(-1);
    if (end?.kind !== 'sent') throw new Error(JSON.stringify(end));
    for (const r of end.receipts) expect(r.kind).toBe(newer.has(r.pushId) ? 'failed' : 'sent');
    expect(end.receipts.some((r) => r.kind === 'failed')).toBe(true);
    const made = day.jobsMade();
    expect(total(made)).toBeGreaterThan(0);
    expect(tooMany(made, wantedBy(plan))).toEqual([]);
    expect(day.told().state).toBe('collecting data');
    expect(day.notes().split('\n')[0]).toContain('backfill failed');
  });

  it('a push whose list of actions has expired is left out before the click', async () => {
    const gap = planOf(await openBrowser(day.sandbox).openTab().look(day.id)).cells.find((c) => c.build);
    const task = day.sandbox.world.tasks.get(day.push(gap?.pushId ?? 0).decisionTask ?? '');
    task?.artifacts.delete('public/actions.json');
    const { tab, desk } = await openDesk(day);
    const plan = planOf(desk);
    expect(plan.pushes.map((p) => p.id)).not.toContain(gap?.pushId);
    expect(plan.jobs).toBeGreaterThan(0);
    await desk.send();
    expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
    expect(day.jobsMade()).toEqual(wantedBy(plan));
  });

  it.each(['old', 'new'] as const)(
    '%s in-tree code: the bar counts the builds that will be made',
    async (generation) => {
      day.sandbox.world.knobs.generation = generation;
      const builds = () =>
        [...day.sandbox.world.jobs.values()].filter(
          (j) => day.sandbox.world.labels.get(j.label)?.kind === 'build',
        ).length;
      const before = builds();
      const { tab, desk } = await openDesk(day);
      const plan = planOf(desk);
      expect(plan.builds).toBeGreaterThan(0);
      await desk.send();
      expect(tab.progress.at(-1)).toMatchObject({ kind: 'sent', problem: null });
      expect(day.jobsMade()).toEqual(wantedBy(plan));
      expect(builds() - before).toBe(plan.builds);
    },
  );
});
