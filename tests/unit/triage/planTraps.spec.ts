import { describe, expect, it } from 'vitest';
import { type Label, label, type PushId, pushId, type SignatureId } from '@/lib/model/ids';
import type { BuildState, LabelFact, PushGraph } from '@/lib/model/planInput';
import { multipliesRuns } from '@/lib/triage/pushGraphs';
import { toPushRequests } from '@/lib/triage/requests';
import { planRound } from '@/lib/triage/roundPlan';
import { alert, builtEverywhere, labelFor, needByPush, planInput, push, pushLog, WINDOWS } from './fixtures';

const amazon = alert(1);
const SPEEDOMETER = label('test-windows11-64-24h2-shippable/opt-browsertime-benchmark-firefox-speedometer3');
const graphsOn = (pushes: readonly number[], graph: PushGraph) =>
  new Map<PushId, PushGraph>(pushes.map((n) => [pushId(n), graph]));
const named = (name: Label) =>
  new Map<SignatureId, LabelFact>([[amazon.signature.id, { kind: 'known', label: name }]]);
const knows = (answer: 'retriggerable' | 'not retriggerable' | 'unknown'): PushGraph => ({
  labels: new Map([[labelFor(amazon), answer]]),
});
const built = builtEverywhere(WINDOWS);

describe('a label whose graph multiplies its runs', () => {
  const input = planInput([amazon], { dataEvery: 1, builds: built, labels: named(SPEEDOMETER) });

  it('is left out on pushes of the old generation, with the reason, and asked for on the others', () => {
    const plan = planRound({ ...input, graphs: graphsOn([1098, 1099], { generation: 'old' }) });
    expect(needByPush(plan)).toEqual({ 1100: 3, 1101: 3, 1102: 3 });
    expect(plan.leftOut.map((r) => r.code)).toEqual(['runs multiply', 'runs multiply']);
    expect(plan.leftOut[0]?.text).toContain('twelve');
  });

  it('is asked for where the count is replaced, and other labels are asked for everywhere', () => {
    const every = [1098, 1099, 1100, 1101, 1102];
    expect(planRound({ ...input, graphs: graphsOn(every, { generation: 'new' }) }).jobs).toBe(15);
    const other = planInput([amazon], { dataEvery: 1, builds: built });
    expect(planRound({ ...other, graphs: graphsOn(every, { generation: 'old' }) }).jobs).toBe(15);
  });

  it('is known by any label that contains it', () => {
    expect(multipliesRuns(label(`${SPEEDOMETER}-nofis`))).toBe(true);
    expect(
      multipliesRuns(label('test-linux1804-64-shippable/opt-browsertime-benchmark-firefox-speedometer')),
    ).toBe(false);
  });
});

describe('a label that a push does not know', () => {
  it('is left out on that revision and asked for on the others', () => {
    const plan = planRound(
      planInput([amazon], { dataEvery: 1, builds: built, graphs: graphsOn([1099], knows('unknown')) }),
    );
    expect(needByPush(plan)).toEqual({ 1098: 3, 1100: 3, 1101: 3, 1102: 3 });
    expect(plan.leftOut).toMatchObject([
      { code: 'unknown label', text: expect.stringContaining(push(1099).revision.slice(0, 12)) },
    ]);
  });

  it('moves a cut point to a push that knows it', () => {
    const at = (graphs: ReadonlyMap<PushId, PushGraph>) =>
      planRound(planInput([amazon], { dataEvery: 20, graphs }))
        .pushes.filter((p) => p.role === 'gap')
        .map((p) => Number(p.id));
    expect(at(new Map())).toEqual([1085, 1090, 1095]);
    expect(at(graphsOn([1090], knows('unknown')))).toEqual([1085, 1089, 1095]);
  });

  it('is never asked for under the name of another chunk', () => {
    const chunk = label('test-windows11-64-24h2-shippable/opt-talos-g5-2');
    const renamed: PushGraph = {
      labels: new Map([
        [chunk, 'unknown'],
        [label('test-windows11-64-24h2-shippable/opt-talos-g5-1'), 'retriggerable'],
      ]),
    };
    const plan = planRound(
      planInput([amazon], {
        dataEvery: 1,
        builds: built,
        labels: named(chunk),
        graphs: graphsOn([1099], renamed),
      }),
    );
    expect(new Set(plan.cells.map((c) => c.label))).toEqual(new Set([chunk]));
    expect(needByPush(plan)[1099]).toBeUndefined();
  });
});

describe('a push that does not run a label again', () => {
  it.each([
    ['because the job is not retriggerable', knows('not retriggerable'), 'not retriggerable'],
    ['because its actions and hooks are gone', { cannotAsk: true }, 'too old'],
  ] as const)('is left out %s', (_, graph, code) => {
    const plan = planRound(
      planInput([amazon], { dataEvery: 1, builds: built, graphs: graphsOn([1102], graph) }),
    );
    expect(needByPush(plan)[1102]).toBeUndefined();
    expect(plan.jobs).toBe(12);
    expect(plan.leftOut.map((r) => r.code)).toEqual([code]);
  });

  it('says nothing of a push that needs no run anyway', () => {
    const runs = new Map([[labelFor(amazon), new Map([[pushId(1102), { coming: 3, promised: 0 }]])]]);
    const plan = planRound(
      planInput([amazon], {
        dataEvery: 1,
        builds: built,
        runs,
        graphs: graphsOn([1102], { cannotAsk: true }),
      }),
    );
    expect(plan.leftOut).toEqual([]);
  });
});

describe('both generations of the action in one round', () => {
  const two = [amazon, alert(2, { suite: 'bing' })];
  const graphs = new Map<PushId, PushGraph>(
    pushLog(1000, 1200).map(({ id }) => [id, { generation: id < 1098 ? 'old' : 'new' }]),
  );

  it('ask for the same jobs, each label once a push', () => {
    const input = planInput(two, { dataEvery: 4 });
    const rules = { ...input.rules, buildsPerRound: 100 };
    const plan = planRound({ ...input, rules, graphs });
    expect(needByPush(plan)).toEqual(needByPush(planRound({ ...input, rules })));
    for (const { labels } of toPushRequests(plan)) {
      expect(new Set(labels.map((l) => l.label)).size).toBe(labels.length);
    }
  });

  it('count a missing build once for each run where the old one makes it anew', () => {
    // Gap pushes 1097 (old), 1098 and 1099 (new) lack the build and get 2 runs of each label.
    const input = planInput(two, { dataEvery: 4 });
    expect(planRound({ ...input, graphs }).builds).toBe(2 + 1 + 1);
    expect(planRound(input).builds).toBe(3);
  });

  it('keep within the builds of a round', () => {
    const input = planInput(two, { dataEvery: 4 });
    const old = graphsOn([1097, 1098, 1099], { generation: 'old' });
    const plan = planRound({ ...input, graphs: old, rules: { ...input.rules, buildsPerRound: 3 } });
    expect(plan.builds).toBeLessThanOrEqual(3);
    expect(plan.jobs).toBeLessThan(planRound(input).jobs);
  });
});

describe('names and builds', () => {
  it('a name cut at 139 characters is never asked for', () => {
    const labels = new Map<SignatureId, LabelFact>([[amazon.signature.id, { kind: 'cut' }]]);
    const plan = planRound(planInput([amazon], { labels }));
    expect([plan.jobs, plan.leftOut.map((r) => r.code), plan.against.map((r) => r.code)]).toEqual([
      0,
      ['label cut'],
      ['label cut'],
    ]);
  });

  it('several alerts on one label ask for its runs once', () => {
    const three = [amazon, alert(2, { suite: 'bing' }), alert(3, { suite: 'cnn' })];
    const labels = new Map<SignatureId, LabelFact>(
      three.map((a) => [a.signature.id, { kind: 'known', label: labelFor(amazon) }]),
    );
    const plan = planRound(planInput(three, { dataEvery: 1, labels, builds: built }));
    expect(plan.jobs).toBe(15);
    expect(plan.leftOut.map((r) => r.code)).toEqual(['same job', 'same job']);
  });

  it('a failed build takes its push out of a gap, and a cut point moves on', () => {
    const builds = new Map([[WINDOWS, new Map<PushId, BuildState>([[pushId(1090), 'failed']])]]);
    const gap = planRound(planInput([amazon], { dataEvery: 20, builds })).pushes.filter(
      (p) => p.role === 'gap',
    );
    expect(gap.map((p) => Number(p.id))).toEqual([1085, 1089, 1095]);
  });
});
