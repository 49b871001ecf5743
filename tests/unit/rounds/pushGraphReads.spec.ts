import { describe, expect, it } from 'vitest';
import { type Label, label, type PushId, pushId, taskId } from '@/lib/model/ids';
import { failed, ok } from '@/lib/model/outcome';
import type { PushGraph } from '@/lib/model/planInput';
import type { PlanCell } from '@/lib/model/round';
import { createGraphReader, type GraphQuestion } from '@/lib/rounds/pushGraphReads';
import type { ActionsAnswer } from '@/lib/taskcluster/schemas';
import { TASKCLUSTER_ROOT } from '../../sandbox/hosts.ts';

const AMAZON = label('test-windows11-64-24h2-shippable/opt-browsertime-tp6-firefox-amazon');
const SPEEDOMETER = label('test-windows11-64-24h2-shippable/opt-browsertime-benchmark-firefox-speedometer3');
const gone = failed({ kind: 'not found', message: 'It is gone.' });
const down = failed({ kind: 'server', message: 'It is down.', status: 503 });

const cell = (push: number, change: Partial<PlanCell> = {}): PlanCell => ({
  alertId: 1 as PlanCell['alertId'],
  label: AMAZON,
  pushId: pushId(push),
  want: 4,
  have: 1,
  coming: 0,
  need: 3,
  build: false,
  ...change,
});

/** What `retrigger-multiple` of a push looks like in both generations. */
const actionsOf = (generation: 'old' | 'new'): ActionsAnswer => ({
  version: 1,
  variables: {},
  actions: [
    {
      kind: 'hook',
      name: 'retrigger-multiple',
      context: [],
      hookGroupId: 'project-gecko',
      hookId: 'in-tree-action-3-generic/0123456789',
      hookPayload: {},
      schema: {
        properties: {
          requests: {
            items: generation === 'new' ? { type: 'object', properties: { tasks: {} } } : { tasks: {} },
          },
        },
      },
    },
  ],
});

/** Pushes 1 to 9 have the decision tasks 'd1' to 'd9'. Every request is written down. */
function world(
  answers: {
    readonly actions?: (task: string) => ReturnType<typeof ok<ActionsAnswer>> | typeof gone;
    readonly labels?: (task: string) => ReturnType<typeof ok<ReadonlySet<string>>> | typeof gone;
    readonly isDown?: () => boolean;
  } = {},
) {
  const asked: string[] = [];
  const reader = createGraphReader(
    {
      async decisionTasks(_, pushes) {
        asked.push(`decisions ${pushes.join(' ')}`);
        if (answers.isDown?.()) return down;
        return ok(new Map(pushes.filter((p) => p < 10).map((p) => [p, taskId(`d${p}`)])));
      },
    },
    {
      async actions(_, task) {
        asked.push(`actions ${task}`);
        return answers.actions?.(task) ?? ok(actionsOf('new'));
      },
      async runnableLabels(_, task) {
        asked.push(`labels ${task}`);
        return answers.labels?.(task) ?? ok(new Set<string>([AMAZON]));
      },
    },
  );
  const known = new Map<PushId, PushGraph>();
  const learn = (cells: readonly PlanCell[], change: Partial<GraphQuestion> = {}) =>
    reader.learn(
      {
        repository: 'autoland',
        root: TASKCLUSTER_ROOT,
        plan: { cells },
        doubtful: [],
        isRetriggerable: () => undefined,
        now: 1_000_000,
        ...change,
      },
      known,
    );
  return { asked, known, learn };
}

describe('what pushes allow', () => {
  it('costs one request where nothing is in doubt, and none the next time', async () => {
    const { asked, known, learn } = world();
    expect(await learn([cell(1), cell(2), cell(3, { need: 0 })])).toBe(false);
    expect(asked).toEqual(['decisions 1 2']);
    expect(await learn([cell(1), cell(2)])).toBe(false);
    expect(asked).toHaveLength(1);
    expect(known.size).toBe(0);
  });

  it('takes a push without a decision task out of the plan', async () => {
    const { known, learn } = world();
    expect(await learn([cell(1), cell(11)])).toBe(true);
    expect(known.get(pushId(11))).toEqual({ cannotAsk: true });
    expect(known.has(pushId(1))).toBe(false);
  });

  it('reads the list of jobs only of pushes where one is in doubt', async () => {
    const { asked, known, learn } = world();
    const unknown = label('test-linux2404-64-shippable/opt-browsertime-tp6-firefox-amazon');
    await learn([cell(1), cell(2), cell(2, { label: unknown })], {
      doubtful: [
        { pushId: pushId(2), label: AMAZON },
        { pushId: pushId(2), label: unknown },
      ],
    });
    expect(asked).toEqual(['decisions 1 2', 'labels d2']);
    expect([...(known.get(pushId(2))?.labels ?? [])]).toEqual([
      [AMAZON, 'retriggerable'],
      [unknown, 'unknown'],
    ]);
  });

  it('looks at the generation where a build is missing or the runs of a job may multiply', async () => {
    const { asked, known, learn } = world({
      actions: (task) => ok(actionsOf(task === 'd2' ? 'old' : 'new')),
    });
    await learn([cell(1), cell(2, { build: true }), cell(3, { label: SPEEDOMETER })]);
    expect(asked.toSorted()).toEqual(['actions d2', 'actions d3', 'decisions 1 2 3']);
    expect(known.get(pushId(2))?.generation).toBe('old');
    expect(known.get(pushId(3))?.generation).toBe('new');
  });

  it('knows that the actions of an old push have expired, or that it never offered this one', async () => {
    const { known, learn } = world({
      actions: (task) => (task === 'd1' ? gone : ok({ ...actionsOf('new'), actions: [] })),
    });
    await learn([cell(1, { build: true }), cell(2, { build: true })]);
    expect(known.get(pushId(1))?.cannotAsk).toBe(true);
    expect(known.get(pushId(2))?.cannotAsk).toBe(true);
  });

  it('leaves a push unknown when it cannot be read: sending looks again', async () => {
    const { known, learn } = world({ actions: () => down, labels: () => down });
    await learn([cell(1, { build: true })], { doubtful: [{ pushId: pushId(1), label: AMAZON }] });
    expect(known.size).toBe(0);
    const silent = world({ isDown: () => true });
    expect(await silent.learn([cell(1), cell(11)])).toBe(false);
    expect(silent.known.size).toBe(0);
  });

  it('takes a job that is not retriggerable out everywhere', async () => {
    const { known, learn } = world();
    const isRetriggerable = (name: Label) => name !== AMAZON;
    expect(await learn([cell(1), cell(2, { label: SPEEDOMETER })], { isRetriggerable })).toBe(true);
    expect(known.get(pushId(1))?.labels?.get(AMAZON)).toBe('not retriggerable');
    expect(known.get(pushId(2))?.labels?.get(SPEEDOMETER)).toBeUndefined();
  });

  it('asks nobody for a repository whose Taskcluster Deputy does not know', async () => {
    const { asked, learn } = world();
    await learn([cell(1)], { root: 'https://taskcluster.example' });
    await learn([cell(1)], { root: null });
    expect(asked).toEqual([]);
  });
});
