import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { SandboxTab } from '../sandbox/tab.ts';
import {
  gapPush,
  gapPushes,
  get,
  prepare,
  retrigger,
  send,
  tc,
  WINDOWS_AMAZON,
  WINDOWS_BUILD,
} from './asking.ts';

const HOURS = 3600;
const WINDOWS_ARES = 'test-windows11-64-24h2-shippable/opt-browsertime-benchmark-firefox-ares6';

interface Shown {
  readonly label: string;
  readonly group: string;
  readonly state: string;
  readonly result: string;
}

async function jobs(tab: SandboxTab, pushId: number, label?: string): Promise<Shown[]> {
  const answer = await get(tab, `/api/jobs/?push_id__in=${pushId}`);
  const at = (name: string) => answer.job_property_names.indexOf(name);
  return answer.results
    .map((row: string[]) => ({
      label: row[at('job_type_name')],
      group: row[at('job_group_symbol')],
      state: row[at('state')],
      result: row[at('result')],
    }))
    .filter((job: Shown) => !label || job.label === label);
}

const states = async (tab: SandboxTab, pushId: number, label: string) =>
  (await jobs(tab, pushId, label)).map((j) => j.state);

function points(sandbox: Sandbox, pushId: number, label: string): number {
  const [series] = sandbox.world.fedBy('autoland', label);
  return (sandbox.world.dataOfSeries.get(series?.id ?? 0) ?? []).filter((d) => d.pushId === pushId).length;
}

const actionState = async (tab: SandboxTab, taskId: string) =>
  (await get(tab, tc(`queue/v1/task/${taskId}/status`))).status.state;

describe('retrigger-multiple (taskcluster-actions 2.3, 2.6, 2.9)', () => {
  it('runs as an action task, then the jobs, then their data', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const push = gapPush(sandbox, true);
    const action = await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_AMAZON], times: 2 }]);
    expect(await jobs(tab, push.id, 'Action: Retrigger')).toEqual([
      { label: 'Action: Retrigger', group: 'AC', state: 'pending', result: 'unknown' },
    ]);
    sandbox.clock.advance(61);
    expect(await actionState(tab, action)).toBe('running');
    expect(await states(tab, push.id, WINDOWS_AMAZON)).toEqual([]);
    sandbox.clock.advance(150);
    // created, but held back until the action task is completed
    expect(await states(tab, push.id, WINDOWS_AMAZON)).toEqual(['unscheduled', 'unscheduled']);
    sandbox.clock.advance(120);
    expect(await actionState(tab, action)).toBe('completed');
    expect(await states(tab, push.id, WINDOWS_AMAZON)).toEqual(['pending', 'pending']);
    expect(points(sandbox, push.id, WINDOWS_AMAZON)).toBe(0);
    sandbox.clock.advance(2 * HOURS);
    expect(await states(tab, push.id, WINDOWS_AMAZON)).toEqual(['completed', 'completed']);
    expect(points(sandbox, push.id, WINDOWS_AMAZON)).toBe(2);
  });

  it('starts one missing build first, and the tests wait for it', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const push = gapPush(sandbox, false);
    await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_AMAZON, WINDOWS_ARES], times: 2 }]);
    sandbox.clock.advance(600);
    expect(await states(tab, push.id, WINDOWS_BUILD)).toHaveLength(1);
    expect(new Set(await states(tab, push.id, WINDOWS_AMAZON))).toEqual(new Set(['unscheduled']));
    sandbox.clock.advance(5 * HOURS);
    expect(points(sandbox, push.id, WINDOWS_AMAZON)).toBe(2);
    expect(points(sandbox, push.id, WINDOWS_ARES)).toBe(2);
  });

  it('points lie at the level of the push', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const gap = gapPushes(sandbox);
    const [series] = sandbox.world.fedBy('autoland', WINDOWS_AMAZON);
    for (const push of [gap[0], gap.at(-1)]) {
      if (!push || !series) throw new Error('The gap is empty.');
      await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_AMAZON], times: 4 }]);
      sandbox.clock.advance(8 * HOURS);
      const values = (sandbox.world.dataOfSeries.get(series.id) ?? [])
        .filter((d) => d.pushId === push.id)
        .map((d) => d.value);
      expect(values).toHaveLength(4);
      for (const value of values) expect(Math.abs(value / series.level(push.index) - 1)).toBeLessThan(0.05);
    }
    // the change itself lies inside the gap: that is what a round is for
    expect(series?.level(gap.at(-1)?.index ?? 0)).toBeGreaterThan(
      (series?.level(gap[0]?.index ?? 0) ?? 0) * 1.05,
    );
  });

  it('one unknown label fails the action, and nothing is created for the others', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const push = gapPush(sandbox, true);
    const action = await retrigger(tab, sandbox, push, [
      { tasks: [WINDOWS_AMAZON, 'test-gone/opt-x'], times: 1 },
    ]);
    sandbox.clock.advance(600);
    expect(await actionState(tab, action)).toBe('failed');
    expect(await states(tab, push.id, WINDOWS_AMAZON)).toEqual([]);
    expect((await jobs(tab, push.id, 'Action: Retrigger'))[0]?.result).toBe('busted');
  });

  it('a label that this push does not have fails the same way', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const push = gapPush(sandbox, true);
    sandbox.world.missingLabels.set(push.id, new Set([WINDOWS_AMAZON]));
    const runnable = await get(
      tab,
      tc(`queue/v1/task/${push.decisionTask}/artifacts/public%2Frunnable-jobs.json`),
    );
    expect(Object.keys(runnable)).toContain(WINDOWS_ARES);
    expect(Object.keys(runnable)).not.toContain(WINDOWS_AMAZON);
    const action = await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_AMAZON], times: 1 }]);
    sandbox.clock.advance(600);
    expect(await actionState(tab, action)).toBe('failed');
  });

  it('new code: the last count of a label wins; old code: counts add up, with a build each', async () => {
    for (const [generation, tests, builds] of [
      ['new', 1, 1],
      ['old', 3, 3],
    ] as const) {
      const sandbox = createSandbox();
      sandbox.world.knobs.generation = generation;
      const tab = sandbox.openTab();
      const push = gapPush(sandbox, false);
      await retrigger(tab, sandbox, push, [
        { tasks: [WINDOWS_AMAZON], times: 2 },
        { tasks: [WINDOWS_AMAZON], times: 1 },
      ]);
      sandbox.clock.advance(600);
      expect(await states(tab, push.id, WINDOWS_AMAZON)).toHaveLength(tests);
      expect(await states(tab, push.id, WINDOWS_BUILD)).toHaveLength(builds);
    }
  });

  it('two actions at the same time do not see each other: both start the build', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const push = gapPush(sandbox, false);
    await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_AMAZON], times: 1 }]);
    await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_ARES], times: 1 }]);
    sandbox.clock.advance(600);
    expect(await states(tab, push.id, WINDOWS_BUILD)).toHaveLength(2);
    await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_ARES], times: 1 }]);
    sandbox.clock.advance(600);
    expect(await states(tab, push.id, WINDOWS_BUILD)).toHaveLength(2);
  });

  it('a broken build leaves its tests unscheduled until their deadline', async () => {
    const sandbox = createSandbox({ scenario: 'broken-build' });
    const tab = sandbox.openTab();
    for (const hasBuild of [true, false]) {
      const push = gapPush(sandbox, hasBuild);
      await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_AMAZON], times: 1 }]);
      sandbox.clock.advance(6 * HOURS);
      expect((await jobs(tab, push.id, WINDOWS_BUILD)).map((j) => j.result)).toEqual(['busted']);
      expect(await states(tab, push.id, WINDOWS_AMAZON)).toEqual(['unscheduled']);
      sandbox.clock.advance(24 * HOURS);
      expect((await jobs(tab, push.id, WINDOWS_AMAZON)).map((j) => j.result)).toEqual(['exception']);
      expect(points(sandbox, push.id, WINDOWS_AMAZON)).toBe(0);
    }
  });
});

describe('what can be seen of an action', () => {
  it('the index knows it only once it is completed; its artifacts too', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const push = gapPush(sandbox, true);
    const action = await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_AMAZON], times: 3 }]);
    const index = tc(`index/v1/tasks/gecko.v2.autoland.pushlog-id.${push.pushlogId}.actions`);
    const toRun = tc(`queue/v1/task/${action}/artifacts/public%2Fto-run.json`);
    expect((await get(tab, index)).tasks).toEqual([]);
    expect((await tab.fetch(toRun)).status).toBe(404);
    sandbox.clock.advance(600);
    expect((await get(tab, index)).tasks.map((t: { taskId: string }) => t.taskId)).toEqual([action]);
    expect(await get(tab, toRun)).toEqual([WINDOWS_AMAZON]);
  });

  it('its dependents are all it created, in short pages too', async () => {
    const sandbox = createSandbox();
    sandbox.world.knobs.shortPages = true;
    const tab = sandbox.openTab();
    const push = gapPush(sandbox, true);
    const action = await retrigger(tab, sandbox, push, [{ tasks: [WINDOWS_AMAZON], times: 4 }]);
    sandbox.clock.advance(600);
    const first = await get(tab, tc(`queue/v1/task/${action}/dependents`));
    expect(first.tasks.length).toBeLessThan(4);
    const rest = await get(
      tab,
      tc(`queue/v1/task/${action}/dependents?continuationToken=${first.continuationToken}`),
    );
    const all = [...first.tasks, ...rest.tasks];
    expect(all).toHaveLength(4);
    expect(all[0].task.tags.action).toBe('retrigger-multiple-task');
    expect(all[0].task.extra.parent).toBe(action);
  });
});

describe('add-new-jobs (taskcluster-actions 2.4)', () => {
  it('creates each label as often as asked, with a build for each graph creation', async () => {
    const sandbox = createSandbox();
    const tab = sandbox.openTab();
    const push = gapPush(sandbox, false);
    const trigger = await prepare(tab, push, 'add-new-jobs', { tasks: [WINDOWS_AMAZON], times: 2 });
    await send(tab, sandbox, trigger);
    sandbox.clock.advance(600);
    expect(await states(tab, push.id, WINDOWS_AMAZON)).toHaveLength(2);
    expect(await states(tab, push.id, WINDOWS_BUILD)).toHaveLength(2);
    expect(await jobs(tab, push.id, 'Action: Add new jobs')).toHaveLength(1);
  });
});
