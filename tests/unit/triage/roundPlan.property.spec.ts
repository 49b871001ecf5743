import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Label, label, type PushId, pushId, type SignatureId } from '@/lib/model/ids';
import type {
  BuildState,
  LabelFact,
  PlanEdits,
  PlanInput,
  PushGraph,
  RoundAim,
  RunCount,
} from '@/lib/model/planInput';
import type { DataPoint } from '@/lib/model/push';
import type { RoundPlan } from '@/lib/model/round';
import { DEFAULT_RULES, MOST_POINTS_BY_HAND } from '@/lib/model/rules';
import { budgetOf } from '@/lib/triage/budget';
import { pricedLeftOut } from '@/lib/triage/leftOutPrices';
import { buildLabelOf, isDevicePool } from '@/lib/triage/platformBuilds';
import { toPushRequests } from '@/lib/triage/requests';
import { planRound } from '@/lib/triage/roundPlan';
import { ANDROID, alert, LINUX, MAC, planInput, pointOn, pushLog, WINDOWS } from './fixtures';

const FULL = process.env.DEPUTY_FULL === '1';
const RUNS = { numRuns: FULL ? 3000 : 150 };
const TIMEOUT_MS = FULL ? 120_000 : 10_000;
const platform = fc.constantFrom(WINDOWS, LINUX, MAC, ANDROID);
const near = fc.integer({ min: 1060, max: 1140 });

/** A summary in any condition: sparse or dense data, unknown labels, broken builds, spent budgets, open action tasks. */
const anyInput: fc.Arbitrary<PlanInput> = fc
  .record({
    alerts: fc.array(
      fc.record({
        suite: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        platform,
        regression: fc.boolean(),
        pct: fc.integer({ min: 1, max: 120 }),
        t: fc.integer({ min: 0, max: 20 }),
        job: fc.constantFrom('own', 'own', 'shared', 'cut', 'unknown'),
        data: fc.array(near, { maxLength: 14 }),
      }),
      { maxLength: 12 },
    ),
    builds: fc.array(
      fc.tuple(platform, near, fc.constantFrom<BuildState>('built', 'building', 'failed', 'absent')),
      { maxLength: 60 },
    ),
    runs: fc.array(fc.tuple(fc.nat(11), near, fc.nat(5), fc.nat(5)), { maxLength: 30 }),
    backedOut: fc.array(near, { maxLength: 20 }),
    old: fc.array(near, { maxLength: 20 }),
    unknown: fc.array(fc.tuple(fc.nat(11), near), { maxLength: 20 }),
    gone: fc.array(near, { maxLength: 3 }),
    droppedPushes: fc.array(near, { maxLength: 6 }),
    points: fc.array(fc.tuple(near, fc.option(fc.nat(11)), fc.nat(14)), { maxLength: 6 }),
    aims: fc.option(
      fc.array(
        fc.tuple(near, near, fc.array(fc.tuple(near, fc.integer({ min: 1, max: 8 })), { maxLength: 8 })),
        {
          maxLength: 5,
        },
      ),
      { nil: undefined },
    ),
    form: fc.constantFrom<PlanInput['form']>('auto', 'full', 'thrifty'),
    framework: fc.constantFrom('browsertime', 'build_metrics', 'devtools'),
    spend: fc.record({
      personJobs: fc.nat(200),
      personDeviceJobs: fc.nat(70),
      teamJobs: fc.nat(400),
      summaryJobs: fc.nat(160),
    }),
    limits: fc.record({
      jobsPerRound: fc.nat(400),
      buildsPerRound: fc.nat(20),
      deviceJobsPerRound: fc.nat(100),
    }),
  })
  .map((x) => {
    const alerts = x.alerts.map((a, i) =>
      alert(i + 1, {
        suite: a.suite,
        platform: a.platform,
        isRegression: a.regression,
        amountPct: a.pct,
        tValue: a.t,
      }),
    );
    const points = new Map<SignatureId, DataPoint[]>();
    const labels = new Map<SignatureId, LabelFact>();
    alerts.forEach((a, i) => {
      const made = x.alerts[i];
      if (!made) return;
      points.set(
        a.signature.id,
        made.data.map((n) => pointOn(a.signature.id, n)),
      );
      const name = made.job === 'shared' ? 'shared' : a.signature.suite;
      labels.set(
        a.signature.id,
        made.job === 'cut' || made.job === 'unknown'
          ? { kind: made.job }
          : { kind: 'known', label: label(`test-${a.signature.platform}/opt-${name}`) },
      );
    });
    const builds = new Map<string, Map<PushId, BuildState>>();
    for (const [on, n, state] of x.builds) {
      builds.set(on, (builds.get(on) ?? new Map<PushId, BuildState>()).set(pushId(n), state));
    }
    const runs = new Map<Label, Map<PushId, RunCount>>();
    for (const [i, n, coming, promised] of x.runs) {
      const signature = alerts[i]?.signature.id;
      const fact = signature === undefined ? undefined : labels.get(signature);
      if (fact?.kind !== 'known') continue;
      runs.set(fact.label, (runs.get(fact.label) ?? new Map()).set(pushId(n), { coming, promised }));
    }
    const graphs = new Map<PushId, PushGraph>(x.old.map((n) => [pushId(n), { generation: 'old' }]));
    for (const [i, n] of x.unknown) {
      const signature = alerts[i]?.signature.id;
      const fact = signature === undefined ? undefined : labels.get(signature);
      if (fact?.kind !== 'known') continue;
      const before = graphs.get(pushId(n));
      graphs.set(pushId(n), {
        ...before,
        labels: new Map([...(before?.labels ?? []), [fact.label, 'unknown']]),
      });
    }
    for (const n of x.gone) graphs.set(pushId(n), { ...graphs.get(pushId(n)), cannotAsk: true });
    const edits: PlanEdits = {
      droppedPushes: new Set(x.droppedPushes.map(pushId)),
      points: x.points.map(([n, i, points]) => ({
        pushId: pushId(n),
        alertId: i === null ? null : (alerts[i]?.id ?? null),
        points,
      })),
    };
    const aims = x.aims?.flatMap(([a, b, pushes], i): RoundAim[] => {
      const aimed = alerts[i];
      const wants = new Map(pushes);
      return aimed
        ? [
            {
              alertId: aimed.id,
              from: pushId(Math.min(a, b)),
              to: pushId(Math.max(a, b) + 1),
              pushes: [...wants].map(([n, want]) => ({ id: pushId(n), want })),
            },
          ]
        : [];
    });
    return planInput(alerts, {
      graphs,
      edits,
      ...(aims && { aims }),
      pushes: pushLog(1060, 1140),
      points,
      labels,
      builds,
      runs,
      backedOut: new Set(x.backedOut.map(pushId)),
      form: x.form,
      frameworkName: x.framework,
      spend: x.spend,
      rules: { ...DEFAULT_RULES, ...x.limits },
    });
  });

const check = (property: (input: PlanInput, plan: RoundPlan) => void) =>
  fc.assert(
    fc.property(anyInput, (input) => property(input, planRound(input))),
    RUNS,
  );

describe('any plan', { timeout: TIMEOUT_MS }, () => {
  it('asks for no more points than are wanted', () => {
    check((_, plan) => {
      for (const c of plan.cells) {
        expect(c.need).toBeGreaterThanOrEqual(0);
        if (c.need > 0) expect(c.have + c.coming + c.need).toBeLessThanOrEqual(c.want);
      }
    });
  });

  it('names a label once a push, and asks for exactly its jobs', () => {
    check((_, plan) => {
      const cells = plan.cells.map((c) => `${c.label} ${c.pushId}`);
      expect(new Set(cells).size).toBe(cells.length);
      const requests = toPushRequests(plan);
      expect(new Set(requests.map((r) => r.pushId)).size).toBe(requests.length);
      const asked = requests.flatMap((r) => r.labels.map((l) => l.times)).reduce((a, b) => a + b, 0);
      expect(asked).toBe(plan.jobs);
    });
  });

  it('stays within every budget', () => {
    check((input, plan) => {
      const budget = budgetOf(input);
      const platformOf = new Map(plan.alerts.map((a) => [a.alertId, a.platform]));
      const asked = plan.cells.filter((c) => c.need > 0);
      const device = asked.filter((c) => isDevicePool(platformOf.get(c.alertId) ?? ''));
      const builds = new Set(
        asked
          .filter((c) => c.build)
          .map((c) => `${buildLabelOf(platformOf.get(c.alertId) ?? '')} ${c.pushId}`),
      );
      expect(plan.jobs).toBeLessThanOrEqual(budget.jobs);
      expect(device.reduce((n, c) => n + c.need, 0)).toBeLessThanOrEqual(budget.deviceJobs);
      expect(plan.builds).toBeLessThanOrEqual(budget.builds);
      const old = asked.some((c) => input.graphs?.get(c.pushId)?.generation === 'old');
      if (old) expect(plan.builds).toBeGreaterThanOrEqual(builds.size);
      else expect(plan.builds).toBe(builds.size);
      expect(plan.jobs).toBeLessThanOrEqual(plan.untrimmedJobs);
      expect(plan.untrimmedJobs).toBeLessThanOrEqual(plan.inFull.jobs);
    });
  });

  it('asks nothing of a failed build, nor of a backed-out push inside a gap', () => {
    check((input, plan) => {
      const platformOf = new Map(plan.alerts.map((a) => [a.alertId, a.platform]));
      for (const c of plan.cells.filter((cell) => cell.need > 0)) {
        const state = input.builds.get(platformOf.get(c.alertId) ?? '')?.get(c.pushId);
        expect(state).not.toBe('failed');
        if (c.have === 0) expect(input.backedOut.has(c.pushId)).toBe(false);
      }
    });
  });

  it('asks no push for a label that its graph does not know', () => {
    check((input, plan) => {
      for (const c of plan.cells.filter((cell) => cell.need > 0)) {
        expect(input.graphs?.get(c.pushId)?.labels?.get(c.label)).not.toBe('unknown');
      }
    });
  });

  it('asks nothing of a push that was taken out, or that offers no actions', () => {
    check((input, plan) => {
      for (const c of plan.cells.filter((cell) => cell.need > 0)) {
        expect(input.edits?.droppedPushes.has(c.pushId)).toBe(false);
        expect(input.graphs?.get(c.pushId)?.cannotAsk).not.toBe(true);
      }
    });
  });

  it('wants what was set by hand, up to the most that tells anything', () => {
    check((input, plan) => {
      const isDeterministic = input.frameworkName === 'build_metrics';
      const most = isDeterministic ? 1 : MOST_POINTS_BY_HAND;
      for (const c of plan.cells) {
        const mine = input.edits?.points.filter((p) => p.pushId === c.pushId) ?? [];
        const own = mine.find((p) => p.alertId === c.alertId) ?? mine.find((p) => p.alertId === null);
        if (own) expect(c.want).toBe(Math.min(own.points, most));
      }
    });
  });

  it('tells what each alert that is left out would cost, never less than nothing', () => {
    check((input, plan) => {
      const priced = pricedLeftOut(input, plan);
      expect(priced.map(({ price: _, ...reason }) => reason)).toEqual(
        plan.leftOut.map(({ price: _, ...reason }) => reason),
      );
      for (const { price } of priced) {
        expect((price?.jobs ?? 1) >= 0 && (price?.builds ?? 0) >= 0).toBe(true);
      }
    });
  });

  it('asks, when it aims, for the aims and no other', () => {
    check((input, plan) => {
      for (const c of input.aims ? plan.cells : []) {
        const aim = input.aims?.find((a) => a.alertId === c.alertId);
        const aimed = aim?.pushes.find((p) => p.id === c.pushId);
        expect(aimed).toBeDefined();
        if (!input.edits?.points.some((p) => p.pushId === c.pushId)) expect(c.want).toBe(aimed?.want);
      }
    });
  });

  it('takes each suite once, and gives every other open alert a reason', () => {
    check((input, plan) => {
      expect(new Set(plan.alerts.map((a) => a.suite)).size).toBe(plan.alerts.length);
      expect(plan.alerts.length).toBeLessThanOrEqual(5);
      const spoken = new Set([...plan.alerts.map((a) => a.alertId), ...plan.leftOut.map((r) => r.alertId)]);
      for (const a of input.summary.alerts) expect(spoken).toContain(a.id);
      if (plan.jobs === 0) expect(plan.against.length).toBeGreaterThan(0);
    });
  });

  it('is the same for the same facts in another order', () => {
    check((input, plan) => {
      const turned = planRound({
        ...input,
        points: new Map([...input.points].reverse().map(([id, p]) => [id, [...p].reverse()])),
        builds: new Map([...input.builds].reverse()),
        pushes: [...input.pushes].reverse(),
      });
      expect(turned).toEqual(plan);
    });
  });

  it('asks for nothing more once it was carried out, unless the budgets had cut it', () => {
    check((input, plan) => {
      fc.pre(plan.jobs === plan.untrimmedJobs);
      const runs = new Map([...(input.runs ?? [])].map(([l, pushes]) => [l, new Map(pushes)]));
      for (const c of plan.cells) {
        const pushes = runs.get(c.label) ?? new Map<PushId, RunCount>();
        const before = pushes.get(c.pushId) ?? { coming: 0, promised: 0 };
        runs.set(c.label, pushes.set(c.pushId, { ...before, coming: before.coming + c.need }));
      }
      expect(planRound({ ...input, runs }).jobs).toBe(0);
    });
  });

  it('promises at rest no less than it sends once the runs are read, unless the budgets cut it', () => {
    check((input, plan) => {
      const atRest = planRound({ ...input, runs: undefined });
      fc.pre(atRest.jobs === atRest.untrimmedJobs);
      expect(plan.form).toBe(atRest.form);
      expect(plan.jobs).toBeLessThanOrEqual(atRest.jobs);
    });
  });
});
