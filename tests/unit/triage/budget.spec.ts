import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { planRound } from '@/lib/triage/roundPlan';
import { ANDROID, alert, builtEverywhere, needByPush, planInput, WINDOWS } from './fixtures';

const suites = ['a', 'b', 'c', 'd', 'e'];
const five = suites.map((suite, i) => alert(i + 1, { suite, tValue: 50 - i }));
const noSpend = { personJobs: 0, personDeviceJobs: 0, teamJobs: 0, summaryJobs: 0 };
const capped = (jobsPerRound: number) =>
  planRound(
    planInput(five, {
      dataEvery: 20,
      builds: builtEverywhere(WINDOWS),
      form: 'thrifty',
      rules: { ...DEFAULT_RULES, jobsPerRound },
    }),
  );
const needOf = (plan: ReturnType<typeof capped>, n: number) =>
  needByPush({ cells: plan.cells.filter((c) => Number(c.alertId) === n) });

describe('what a trimmed round keeps', () => {
  it('keeps the two revisions next to the step for the first two alerts', () => {
    const plan = capped(12);
    expect(needOf(plan, 1)).toEqual({ 1080: 3, 1100: 3 });
    expect(needOf(plan, 2)).toEqual({ 1080: 3, 1100: 3 });
    expect(plan.alerts).toHaveLength(2);
    expect(plan.leftOut.map((r) => r.code)).toEqual(['over budget', 'over budget', 'over budget']);
  });

  it('then the gap between them, with fewer points a cut point before fewer cut points', () => {
    expect(needOf(capped(15), 1)).toMatchObject({ 1085: 1, 1090: 1, 1095: 1 });
    const plan = capped(18);
    for (const n of [1, 2]) expect(needOf(plan, n)).toMatchObject({ 1085: 1, 1090: 1, 1095: 1 });
    expect(needOf(capped(13), 1)).toMatchObject({ 1090: 1 });
  });

  it('then their other revisions, then the other alerts at the step', () => {
    // 12 at the step and 12 in the gap stand before the other revisions of the first two alerts.
    expect(needOf(capped(24), 1)).toEqual({ 1080: 3, 1085: 2, 1090: 2, 1095: 2, 1100: 3 });
    const plan = capped(24 + 18 + 18);
    expect(needOf(plan, 1)).toMatchObject({ 1060: 3, 1120: 3, 1140: 3 });
    expect(needOf(plan, 3)).toEqual({ 1080: 3, 1100: 3 });
    expect(needOf(plan, 5)).toEqual({ 1080: 3, 1100: 3 });
    expect(plan.jobs).toBe(60);
    expect(plan.untrimmedJobs).toBe(105);
  });

  it('passes over a cut point whose build has no place, and keeps the rest', () => {
    const rules = { ...DEFAULT_RULES, buildsPerRound: 1 };
    const plan = planRound(planInput(five.slice(0, 1), { dataEvery: 20, form: 'thrifty', rules }));
    expect(needByPush(plan)).toEqual({ 1060: 3, 1080: 3, 1090: 2, 1100: 3, 1120: 3, 1140: 3 });
    expect(plan.builds).toBe(1);
  });
});

describe('the budgets', () => {
  const jobsWith = (spend: Partial<typeof noSpend>) =>
    planRound(planInput(five, { spend: { ...noSpend, ...spend }, builds: builtEverywhere(WINDOWS) })).jobs;

  it('are of the round, the summary, the person and the team', () => {
    expect(jobsWith({})).toBe(60);
    expect(jobsWith({ summaryJobs: 140 })).toBe(10);
    expect(jobsWith({ personJobs: 173 })).toBe(7);
    expect(jobsWith({ teamJobs: 355 })).toBe(5);
    expect(jobsWith({ teamJobs: 999 })).toBe(0);
  });

  it('hold device pools to 24 jobs a round and 60 a day', () => {
    const phones = suites.map((suite, i) => alert(i + 1, { suite, platform: ANDROID }));
    const jobs = (personDeviceJobs: number) =>
      planRound(
        planInput(phones, { spend: { ...noSpend, personDeviceJobs }, builds: builtEverywhere(ANDROID) }),
      ).jobs;
    expect(jobs(0)).toBe(24);
    expect(jobs(50)).toBe(10);
    expect(jobs(60)).toBe(0);
  });
});
