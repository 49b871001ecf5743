import { describe, expect, it } from 'vitest';
import { alertId, instant, type PushId, pushId } from '@/lib/model/ids';
import type { BuildState, RunCount } from '@/lib/model/planInput';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { describePlan } from '@/lib/triage/describePlan';
import { planRound } from '@/lib/triage/roundPlan';
import {
  alert,
  builtEverywhere,
  LINUX,
  labelFor,
  needByPush,
  planInput,
  pointOn,
  push,
  summary,
  WINDOWS,
} from './fixtures';

const one = [alert(1)];
const codes = (reasons: readonly { code: string }[]) => reasons.map((r) => r.code);
const runsOf = (a: ReturnType<typeof alert>, runs: Record<number, RunCount>) =>
  new Map([[labelFor(a), new Map(Object.entries(runs).map(([n, r]) => [pushId(Number(n)), r]))]]);

describe('the protocol in full', () => {
  it('asks for 4 points on 5 revisions and on every push between them when that fits', () => {
    const plan = planRound(planInput(one, { dataEvery: 2 }));
    expect(plan.form).toBe('full');
    expect(needByPush(plan)).toEqual({
      1096: 3,
      1097: 4,
      1098: 3,
      1099: 4,
      1100: 3,
      1101: 4,
      1102: 3,
      1103: 4,
      1104: 3,
    });
    expect([plan.jobs, plan.builds, plan.untrimmedJobs]).toEqual([31, 4, 31]);
    expect(plan.inFull).toEqual({ jobs: 31, builds: 4 });
  });

  it('does without builds where they are there, and with fewer revisions when there are fewer', () => {
    expect(planRound(planInput(one, { dataEvery: 2, builds: builtEverywhere(WINDOWS) })).builds).toBe(0);
    const points = new Map([
      [alert(1).signature.id, [1099, 1100].map((n) => pointOn(alert(1).signature.id, n))],
    ]);
    expect(needByPush(planRound(planInput(one, { points })))).toEqual({ 1099: 3, 1100: 3 });
  });

  it('leaves out backed-out pushes and failed builds inside gaps', () => {
    const builds = new Map([[WINDOWS, new Map<PushId, BuildState>([[pushId(1099), 'failed']])]]);
    const plan = planRound(planInput(one, { dataEvery: 2, builds, backedOut: new Set([pushId(1101)]) }));
    expect(Object.keys(needByPush(plan))).toEqual(['1096', '1097', '1098', '1100', '1102', '1103', '1104']);
  });

  it('stays within the budgets when it is asked for by hand, and says what it was', () => {
    const plan = planRound(planInput(one, { dataEvery: 20, form: 'full', builds: builtEverywhere(WINDOWS) }));
    expect([plan.form, plan.jobs, plan.untrimmedJobs]).toEqual(['full', 60, 15 + 4 * 19 * 4]);
  });
});

describe('the thrifty form', () => {
  it('opens only the gap before the step, with 2 points a push', () => {
    const plan = planRound(planInput(one, { dataEvery: 4 }));
    expect(plan.form).toBe('thrifty');
    expect(needByPush(plan)).toEqual({
      1092: 3,
      1096: 3,
      1097: 2,
      1098: 2,
      1099: 2,
      1100: 3,
      1104: 3,
      1108: 3,
    });
    expect([plan.jobs, plan.builds]).toEqual([21, 3]);
    expect(plan.inFull).toEqual({ jobs: 63, builds: 12 });
  });

  it('takes three cut points in a long gap, at builds where there are some', () => {
    const builds = new Map([[WINDOWS, new Map<PushId, BuildState>([[pushId(1091), 'built']])]]);
    const plan = planRound(planInput(one, { dataEvery: 20, builds }));
    expect(plan.pushes.filter((p) => p.role === 'gap').map((p) => Number(p.id))).toEqual([1085, 1091, 1095]);
    expect(plan.builds).toBe(2);
  });

  it('counts a build once for two alerts, also when two platforms share it', () => {
    const two = [alert(1), alert(2, { suite: 'bing' })];
    expect(planRound(planInput(two, { dataEvery: 4 })).builds).toBe(3);
    const shared = [alert(1), alert(2, { suite: 'bing', platform: 'windows11-64-24h2-hw-ref-shippable' })];
    expect(planRound(planInput(shared, { dataEvery: 4 })).builds).toBe(3);
    const apart = [alert(1), alert(2, { suite: 'bing', platform: LINUX })];
    expect(planRound(planInput(apart, { dataEvery: 4 })).builds).toBe(6);
  });

  it('knows from another series that a build is there', () => {
    const input = planInput([alert(1), alert(2, { suite: 'bing', status: 'downstream' })], { dataEvery: 20 });
    const points = new Map(input.points).set(alert(2).signature.id, [pointOn(alert(2).signature.id, 1089)]);
    const plan = planRound({ ...input, points });
    expect(plan.pushes.filter((p) => p.role === 'gap').map((p) => Number(p.id))).toEqual([1085, 1089, 1095]);
    expect(plan.builds).toBe(2);
  });
});

describe('what is needed', () => {
  it('takes off points, queued runs and runs promised by open action tasks, and never goes below nothing', () => {
    const input = planInput(one, {
      dataEvery: 1,
      runs: runsOf(alert(1), {
        1099: { coming: 2, promised: 0 },
        1100: { coming: 1, promised: 2 },
        1101: { coming: 9, promised: 9 },
      }),
    });
    expect(needByPush(planRound(input))).toEqual({ 1098: 3, 1099: 1, 1102: 3 });
  });

  it('is nothing for an alert with enough data, which says so', () => {
    const input = planInput(one, { dataEvery: 1 });
    const enough = [1098, 1099, 1100, 1101, 1102].flatMap((n) =>
      [1, 2, 3, 4].map((v) => pointOn(alert(1).signature.id, n, v)),
    );
    const plan = planRound({ ...input, points: new Map([[alert(1).signature.id, enough]]) });
    expect([plan.jobs, plan.alerts.length, plan.etaSeconds]).toEqual([0, 0, 0]);
    expect(codes(plan.against)).toEqual(['enough data']);
    expect(codes(plan.leftOut)).toEqual(['enough data']);
  });

  it('does not ask for a revision whose build failed, and names it', () => {
    const builds = new Map([[WINDOWS, new Map<PushId, BuildState>([[pushId(1100), 'failed']])]]);
    const plan = planRound(planInput(one, { dataEvery: 1, builds }));
    expect(needByPush(plan)[1100]).toBeUndefined();
    expect(plan.leftOut).toEqual([
      {
        code: 'build failed',
        alertId: alertId(1),
        text: expect.stringContaining(push(1100).revision.slice(0, 12)),
      },
    ]);
  });

  it('keeps the small form while runs are unread or on their way, so that the bar never promised too little', () => {
    const input = planInput(one, { dataEvery: 4, builds: builtEverywhere(WINDOWS) });
    const atRest = planRound({ ...input, runs: undefined });
    const coming = Object.fromEntries([1093, 1094, 1095].map((n) => [n, { coming: 4, promised: 0 }]));
    const read = planRound({ ...input, runs: runsOf(alert(1), coming) });
    expect([atRest.form, read.form]).toEqual(['thrifty', 'thrifty']);
    expect([atRest.upperBound, read.upperBound]).toEqual([true, false]);
    expect(read.jobs).toBeLessThanOrEqual(atRest.jobs);
  });
});

describe('deterministic frameworks', () => {
  it('get one point on each push of the gap before the step and never a retrigger', () => {
    const plan = planRound(planInput(one, { dataEvery: 3, frameworkName: 'build_metrics' }));
    expect(needByPush(plan)).toEqual({ 1098: 1, 1099: 1 });
    expect(plan.against).toEqual([]);
    const none = planRound(planInput(one, { dataEvery: 1, frameworkName: 'build_metrics' }));
    expect([none.jobs, codes(none.against)]).toEqual([0, ['framework gap only']]);
  });
});

describe('what stands against a round', () => {
  const against = (options: Parameters<typeof planInput>[1], alerts = one) =>
    codes(planRound(planInput(alerts, options)).against);

  it('is nothing for an ordinary summary', () => {
    expect(against({})).toEqual([]);
  });
  it('is what the summary, its framework or its rounds say, and the plan stands all the same', () => {
    expect(against({ summary: summary(one, { status: 'infra' }) })).toEqual(['invalid or infra']);
    expect(against({ summary: summary(one, { status: 'wontfix' }) })).toEqual(['not open']);
    expect(against({ frameworkName: 'devtools' })).toEqual(['framework off']);
    expect(against({ roundNumber: 4 })).toEqual(['rounds used up']);
    expect(against({}, [alert(1, { isRegression: false })])).toEqual(['improvements only']);
    expect(planRound(planInput(one, { roundNumber: 4 })).jobs).toBeGreaterThan(0);
  });
  it('is a merge of more than 100 commits, on beta and release only', () => {
    const merge = { pushes: [{ ...push(1100), commitCount: 101 }] };
    expect(against({ ...merge, summary: summary(one, { repository: 'mozilla-beta' }) })).toEqual([
      'many commits',
    ]);
    expect(against(merge)).toEqual([]);
  });
  it('is that nothing is left to ask for', () => {
    expect(against({}, [])).toEqual(['nothing open']);
    expect(against({}, [alert(1, { status: 'downstream' })])).toEqual(['linked elsewhere']);
    expect(against({ labels: new Map() })).toEqual(['no label']);
    expect(against({ points: new Map() })).toEqual(['no data']);
    expect(against({ askedElsewhere: new Map([['amazon', 'amazon: asked for in #7']]) })).toEqual([
      'asked for elsewhere',
    ]);
    const spend = { personJobs: 180, personDeviceJobs: 0, teamJobs: 0, summaryJobs: 0 };
    expect(against({ spend })).toEqual(['over budget']);
  });
});

describe('the bar', () => {
  const now = instant(Date.UTC(2026, 7, 24, 15, 30));
  it('names alerts, revisions, jobs, builds and the hour of the data', () => {
    const plan = planRound(planInput([alert(1), alert(2, { suite: 'bing' })], { dataEvery: 4 }));
    expect(describePlan({ ...plan, etaSeconds: 4200 }, now)).toBe(
      'Round 1: 2 alerts, 8 revisions, 42 jobs (+3 builds), data about 16:40 UTC',
    );
  });
  it('says up to while runs are unread, trimmed when the budgets cut, and nothing of builds without any', () => {
    const plan = planRound(
      planInput(one, { dataEvery: 20, form: 'full', builds: builtEverywhere(WINDOWS), runs: undefined }),
    );
    expect(describePlan(plan, now)).toMatch(
      /^Round 1: 1 alert, \d+ revisions, up to 60 jobs, data about \d\d:\d\d UTC, trimmed from 319$/,
    );
  });
  it('says why there is nothing to ask for', () => {
    expect(describePlan(planRound(planInput([], {})), now)).toBe(
      'Round 1: nothing to ask for: no alert of this summary is open',
    );
  });
  it('expects data later when a build comes first, between half an hour and six hours', () => {
    const without = planRound(planInput(one, { dataEvery: 4, builds: builtEverywhere(WINDOWS) })).etaSeconds;
    const withBuild = planRound(planInput(one, { dataEvery: 4 })).etaSeconds;
    expect(without).toBeGreaterThanOrEqual(1800);
    expect(withBuild).toBeGreaterThan(without + 3600);
    expect(withBuild).toBeLessThanOrEqual(6 * 3600);
  });
  it('uses the limits of the rules that it is given', () => {
    const rules = { ...DEFAULT_RULES, jobsPerRound: 10 };
    expect(planRound(planInput(one, { rules })).jobs).toBe(10);
  });
});
