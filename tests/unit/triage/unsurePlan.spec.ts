import { describe, expect, it } from 'vitest';
import { alertId, pushId } from '@/lib/model/ids';
import type { ComparedTest, RunCount } from '@/lib/model/planInput';
import { planRound } from '@/lib/triage/roundPlan';
import { alert, builtEverywhere, LINUX, labelFor, needByPush, planInput, pointOn, WINDOWS } from './fixtures';

const one = [alert(1)];
const unsure: readonly ComparedTest[] = [{ suite: 'amazon', platform: WINDOWS }];
const { id: signature } = alert(1).signature;

describe('a round that compares two branches', () => {
  it('asks for two runs more on each revision and fills the short gaps', () => {
    const plan = planRound(planInput(one, { dataEvery: 3, builds: builtEverywhere(WINDOWS), unsure }));
    expect(needByPush(plan)).toEqual(Object.fromEntries(Array.from({ length: 13 }, (_, i) => [1094 + i, 2])));
    expect(plan.form).toBe('thrifty');
  });

  it('opens no gap of more than six pushes', () => {
    const plan = planRound(planInput(one, { dataEvery: 8, unsure }));
    expect(needByPush(plan)).toEqual({ 1084: 2, 1092: 2, 1100: 2, 1108: 2, 1116: 2 });
  });

  it('asks for fewer where there is enough, and for nothing twice', () => {
    const points = new Map([
      [signature, [1096, 1098, 1098, 1098, 1100, 1100, 1100, 1100].map((n) => pointOn(signature, n))],
    ]);
    const runs = new Map([
      [
        labelFor(alert(1)),
        new Map<ReturnType<typeof pushId>, RunCount>([[pushId(1096), { coming: 1, promised: 1 }]]),
      ],
    ]);
    expect(needByPush(planRound(planInput(one, { points, runs, unsure })))).toEqual({
      1097: 2,
      1098: 1,
      1099: 2,
    });
  });

  it('asks for the tests that are compared and says so of the others', () => {
    const alerts = [alert(1), alert(2, { platform: LINUX }), alert(3, { suite: 'cnn' })];
    const plan = planRound(planInput(alerts, { dataEvery: 8, unsure }));
    expect(plan.alerts.map((a) => a.alertId)).toEqual([alertId(1)]);
    expect(plan.leftOut.map((r) => [r.alertId, r.code])).toEqual([
      [alertId(2), 'not aimed at'],
      [alertId(3), 'not aimed at'],
    ]);
  });
});
