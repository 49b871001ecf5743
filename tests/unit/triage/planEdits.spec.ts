import { describe, expect, it } from 'vitest';
import { alertId, pushId } from '@/lib/model/ids';
import type { PlanEdits, PointsEdit } from '@/lib/model/planInput';
import { MOST_POINTS_BY_HAND } from '@/lib/model/rules';
import { planRound } from '@/lib/triage/roundPlan';
import { alert, builtEverywhere, needByPush, planInput, push, WINDOWS } from './fixtures';

const amazon = alert(1);
const bing = alert(2, { suite: 'bing' });
const built = builtEverywhere(WINDOWS);
const edits = ({ dropped = [], points = [] }: { dropped?: number[]; points?: PointsEdit[] }): PlanEdits => ({
  droppedPushes: new Set(dropped.map(pushId)),
  points,
});
const set = (n: number, points: number, alert: number | null = null): PointsEdit => ({
  pushId: pushId(n),
  alertId: alert === null ? null : alertId(alert),
  points,
});
const dense = planInput([amazon, bing], { dataEvery: 1, builds: built });

describe('a revision that the sheriff takes out', () => {
  it('is asked for nothing, and says what it would cost', () => {
    const plan = planRound({ ...dense, edits: edits({ dropped: [1101] }) });
    expect(needByPush(plan)).toEqual({ 1098: 6, 1099: 6, 1100: 6, 1102: 6 });
    expect(plan.leftOut).toEqual([
      {
        code: 'taken out',
        text: `${push(1101).revision.slice(0, 12)} was taken out of the plan by hand`,
        price: { jobs: 6, builds: 0 },
      },
    ]);
  });

  it('is not replaced by the push beside it', () => {
    const thrifty = planInput([amazon], { dataEvery: 20, form: 'thrifty' });
    const gap = (plan: ReturnType<typeof planRound>) =>
      plan.pushes.filter((p) => p.role === 'gap').map((p) => Number(p.id));
    expect(gap(planRound(thrifty))).toEqual([1085, 1090, 1095]);
    expect(gap(planRound({ ...thrifty, edits: edits({ dropped: [1090] }) }))).toEqual([1085, 1095]);
  });

  it('leaves a plan without any says that it was done by hand', () => {
    const every = [1098, 1099, 1100, 1101, 1102];
    const plan = planRound({ ...dense, edits: edits({ dropped: every }) });
    expect(plan.jobs).toBe(0);
    expect(plan.against.map((r) => r.code)).toEqual(['taken out']);
  });

  it('never turns a thrifty plan into a full one, though the rest of that would fit by now', () => {
    const input = planInput([amazon], { dataEvery: 8, builds: built });
    const rules = { ...input.rules, jobsPerRound: 100 };
    expect(planRound({ ...input, rules }).form).toBe('thrifty');
    const gaps = Array.from({ length: 32 }, (_, i) => 1084 + i).filter((n) => (n - 1100) % 8 !== 0);
    expect(planRound({ ...input, rules, edits: edits({ dropped: gaps }) }).form).toBe('thrifty');
  });
});

describe('points that the sheriff sets', () => {
  it('are wanted of all alerts of the revision, or of one', () => {
    const plan = planRound({ ...dense, edits: edits({ points: [set(1100, 6), set(1100, 2, 2)] }) });
    const on1100 = plan.cells.filter((c) => c.pushId === pushId(1100));
    expect(on1100.map((c) => [Number(c.alertId), c.want, c.need])).toEqual([
      [1, 6, 5],
      [2, 2, 1],
    ]);
  });

  it('keep a cell in view that asks for nothing any more', () => {
    const thrifty = planInput([amazon], { dataEvery: 4, form: 'thrifty' });
    const plan = planRound({ ...thrifty, edits: edits({ points: [set(1098, 0)] }) });
    expect(plan.cells.find((c) => c.pushId === pushId(1098))).toMatchObject({ want: 0, need: 0 });
    expect(plan.pushes.map((p) => Number(p.id))).toContain(1098);
  });

  it('bring no push into the plan that it does not look at', () => {
    const plan = planRound({ ...dense, edits: edits({ points: [set(1050, 4)] }) });
    expect(plan.pushes.map((p) => Number(p.id))).not.toContain(1050);
  });

  it('stay within the budgets, and the plan says from what it was trimmed', () => {
    const points = [1098, 1099, 1100, 1101, 1102].map((n) => set(n, MOST_POINTS_BY_HAND));
    const plan = planRound({ ...dense, edits: edits({ points }) });
    expect(plan.jobs).toBe(dense.rules.jobsPerRound);
    expect(plan.untrimmedJobs).toBe(2 * 5 * (MOST_POINTS_BY_HAND - 1));
  });

  it('are at most one on a push where every run gives the same value', () => {
    const sizes = planInput([amazon], { dataEvery: 4, frameworkName: 'build_metrics' });
    const plan = planRound({ ...sizes, edits: edits({ points: [set(1098, 4)] }) });
    expect(plan.cells.find((c) => c.pushId === pushId(1098))?.want).toBe(1);
  });

  it('say so when they leave an alert without any run', () => {
    const points = [1098, 1099, 1100, 1101, 1102].map((n) => set(n, 1, 2));
    const plan = planRound({ ...dense, edits: edits({ points }) });
    expect(plan.alerts.map((a) => Number(a.alertId))).toEqual([1]);
    expect(plan.leftOut).toMatchObject([{ code: 'taken out', alertId: 2 }]);
  });
});
