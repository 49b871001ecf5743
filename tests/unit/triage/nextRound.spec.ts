import { describe, expect, it } from 'vitest';
import { type AlertId, alertId, pushId } from '@/lib/model/ids';
import { DEFAULT_RULES } from '@/lib/model/rules';
import type { RunPoint } from '@/lib/triage/levels';
import { type AlertSoFar, nextRound } from '@/lib/triage/nextRound';
import { planRound } from '@/lib/triage/roundPlan';
import { suspects } from '@/lib/triage/suspects';
import { verdict } from '@/lib/triage/verdict';
import { alert, needByPush, planInput, pointOn, pushLog, summary } from './fixtures';
import { afterRoundOne, idOf, noiseAt, ROUND, run, seen } from './verdictSeries';

const orderOf = (id: number) => id - 1000;

/** The alert as a round left it: the log goes from push 0 to push 230, data stands on every tenth. */
function soFar(
  points: readonly RunPoint[],
  options: Partial<AlertSoFar> & { readonly n?: number; readonly failedBuilds?: readonly number[] } = {},
): AlertSoFar {
  const { n = 1, failedBuilds = [], ...rest } = options;
  const log = Array.from({ length: 231 }, (_, i) => i);
  const input = seen(points, { wanted: new Map(points.map((p) => [p.pushId, 1])) });
  return {
    alertId: alertId(n),
    name: `suite${n}`,
    verdict: verdict(input),
    suspects: suspects(
      input,
      log.map((order) => ({ id: idOf(order), order })),
    ),
    strip: log.map((order) => ({
      id: idOf(order),
      time: order,
      have: points.filter((p) => p.pushOrder === order).length,
      build: failedBuilds.includes(order) ? 'failed' : 'built',
      backedOut: false,
    })),
    ...rest,
  };
}
const stepAt =
  (cause: number, pct = 5) =>
  (push: number) =>
    push >= cause ? 100 + pct : 100;
const onPushes = (from: number, to: number, cause: number, each = 2) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap((push) =>
    Array.from({ length: each }, (_, k) =>
      run(push, stepAt(cause)(push) + 0.3 * noiseAt(push * 7 + k), ROUND + push),
    ),
  );
const wants = (pushes: readonly { id: number; want: number }[] | undefined) =>
  pushes?.map((p) => [orderOf(p.id), p.want]);

describe('after a round', () => {
  it('opens the gap that holds the step, and leaves the revisions beside it at their 4 points', () => {
    const next = nextRound([soFar(afterRoundOne(stepAt(115)))], 1, DEFAULT_RULES);
    expect(next).toMatchObject({ kind: 'next round', number: 2, reasons: [{ code: 'range too wide' }] });
    if (next.kind !== 'next round') return;
    // 9 pushes are more than 6: three cut points, two points each.
    expect(wants(next.aims[0]?.pushes)).toEqual([
      [113, 2],
      [115, 2],
      [118, 2],
    ]);
    expect(next.reasons[0]?.text).toContain('10 pushes');
  });

  it('tops up to 4 the two revisions beside the break that have less', () => {
    const points = afterRoundOne(stepAt(95));
    const next = nextRound(
      [soFar([...points, run(80, 100, ROUND), run(70, 100.2, ROUND + 1)])],
      1,
      DEFAULT_RULES,
    );
    expect(next.kind).toBe('next round');
    if (next.kind !== 'next round') return;
    expect(wants(next.aims[0]?.pushes)).toContainEqual([90, 4]);
    expect(wants(next.aims[0]?.pushes)?.every(([push]) => (push ?? 0) >= 80 && (push ?? 0) <= 110)).toBe(
      true,
    );
  });

  it('is decided when one push is left', () => {
    const points = [...afterRoundOne(stepAt(115)), ...onPushes(111, 119, 115)];
    expect(nextRound([soFar(points)], 2, DEFAULT_RULES)).toEqual({
      kind: 'decided',
      findings: [{ alertId: alertId(1), kind: 'push', range: { from: idOf(114), to: idOf(115), pushes: 1 } }],
    });
  });

  it('lets an alert that names a push settle those whose range holds it, and the noisy ones', () => {
    const named = soFar([...afterRoundOne(stepAt(115)), ...onPushes(111, 119, 115)]);
    const wide = soFar(afterRoundOne(stepAt(115)), { n: 2 });
    const noisy = soFar(
      afterRoundOne(() => 100, 2.4),
      { n: 3 },
    );
    expect(noisy.verdict.kind).toBe('not yet');
    expect(nextRound([named, wide, noisy], 1, DEFAULT_RULES).kind).toBe('decided');
    expect(nextRound([wide, noisy], 1, DEFAULT_RULES)).toMatchObject({
      kind: 'next round',
      aims: [{ alertId: alertId(2) }, { alertId: alertId(3) }],
    });
  });

  it('goes on for an alert whose range does not hold the named push', () => {
    const named = soFar([...afterRoundOne(stepAt(115)), ...onPushes(111, 119, 115)]);
    const elsewhere = soFar(afterRoundOne(stepAt(125)), { n: 2 });
    expect(nextRound([named, elsewhere], 1, DEFAULT_RULES)).toMatchObject({
      kind: 'next round',
      aims: [{ alertId: alertId(2) }],
    });
  });

  it('offers no further round when the machines changed, or there is no step', () => {
    const machines = soFar(afterRoundOne((push, late) => (late || push >= 120 ? 105 : 100)));
    const none = soFar(
      afterRoundOne(() => 100),
      { n: 2 },
    );
    expect(nextRound([machines, none], 1, DEFAULT_RULES)).toMatchObject({
      kind: 'decided',
      findings: [{ kind: 'machines' }, { kind: 'no step' }],
    });
  });

  it('asks for late runs on old pushes, where nothing else tells code from machines', () => {
    const single = afterRoundOne(stepAt(115)).filter((p) => (p.submitTime ?? 0) < p.pushTime + 7200);
    const next = nextRound([soFar(single)], 1, DEFAULT_RULES);
    expect(next).toMatchObject({ kind: 'next round', reasons: [{ code: 'code or machines' }] });
    if (next.kind !== 'next round') return;
    expect(wants(next.aims[0]?.pushes)).toEqual([80, 90, 100, 110].map((push) => [push, 2]));
  });

  it('waits while planned points are on their way', () => {
    const waiting: AlertSoFar = {
      ...soFar(afterRoundOne(() => 100)),
      verdict: { kind: 'not yet', reason: 'data to come', more: [], evidence: null },
    };
    expect(nextRound([waiting], 1, DEFAULT_RULES)).toEqual({ kind: 'waiting', alerts: [alertId(1)] });
  });

  it('never asks a push whose build failed', () => {
    const next = nextRound(
      [soFar(afterRoundOne(stepAt(115)), { failedBuilds: [113, 114, 115, 116] })],
      1,
      DEFAULT_RULES,
    );
    expect(next.kind).toBe('next round');
    if (next.kind !== 'next round') return;
    expect(wants(next.aims[0]?.pushes)?.map(([push]) => push)).toEqual([112, 117, 118]);
  });

  it('is decided with a range where no push inside can be asked for', () => {
    const failedBuilds = Array.from({ length: 9 }, (_, i) => 111 + i);
    expect(nextRound([soFar(afterRoundOne(stepAt(115)), { failedBuilds })], 1, DEFAULT_RULES)).toMatchObject({
      kind: 'decided',
      findings: [{ kind: 'range', range: { pushes: 10 } }],
    });
  });

  it('asks deterministic counts for one point a push and never again on a revision', () => {
    const sizes = afterRoundOne(stepAt(115), 0).filter((p) => (p.submitTime ?? 0) < p.pushTime + 7200);
    const input = seen(sizes, { wanted: new Map(), deterministic: true });
    const next = nextRound(
      [soFar(sizes, { deterministic: true, verdict: verdict(input), suspects: null })],
      1,
      DEFAULT_RULES,
    );
    expect(next.kind).toBe('next round');
    if (next.kind !== 'next round') return;
    expect(new Set(next.aims[0]?.pushes.map((p) => p.want))).toEqual(new Set([1]));
  });
});

describe('the stop rule', () => {
  const advice = (alerts: readonly AlertSoFar[], rounds = 3) => {
    const next = nextRound(alerts, rounds, DEFAULT_RULES);
    return next.kind === 'stop' ? { why: next.why, kinds: next.advice.map((a) => a.kind) } : next.kind;
  };

  it('holds after three rounds: bisect a wide range, ask the authors of a narrow one', () => {
    expect(advice([soFar(afterRoundOne(stepAt(115)))])).toEqual({ why: 'rounds used up', kinds: ['bisect'] });
    const narrow = soFar([
      ...afterRoundOne(stepAt(115)),
      ...onPushes(112, 112, 115),
      ...onPushes(117, 117, 115),
    ]);
    expect(advice([narrow])).toEqual({ why: 'rounds used up', kinds: ['ask', 'bisect'] });
  });

  it('accepts noise as uncertain, before the third round too', () => {
    const noisy = soFar(afterRoundOne(() => 100, 40));
    expect(advice([noisy], 1)).toEqual({ why: 'more runs do not help', kinds: ['accept as uncertain'] });
  });

  it('looks further out for a step elsewhere, and asks about machines that cannot be ruled out', () => {
    const not = (reason: 'step elsewhere' | 'code or machines', n: number): AlertSoFar => ({
      ...soFar(
        afterRoundOne(() => 100),
        { n },
      ),
      verdict: { kind: 'not yet', reason, more: [], evidence: null },
    });
    expect(advice([not('step elsewhere', 1), not('code or machines', 2)])).toEqual({
      why: 'more runs do not help',
      kinds: ['widen', 'ask'],
    });
  });
});

describe('the plan of a round that aims', () => {
  const two = [alert(1), alert(2, { suite: 'bing' })];
  const aim = (id: AlertId) => ({
    alertId: id,
    from: pushId(1096),
    to: pushId(1100),
    pushes: [
      { id: pushId(1096), want: 4 },
      { id: pushId(1098), want: 2 },
      { id: pushId(1100), want: 4 },
    ],
  });
  const input = planInput(two, { roundNumber: 2, aims: [aim(alertId(2))], pushes: pushLog(1000, 1200) });

  it('asks for what is aimed at and for nothing else, and says why of the other alerts', () => {
    const plan = planRound(input);
    expect(needByPush(plan)).toEqual({ 1096: 3, 1098: 2, 1100: 3 });
    expect(plan.alerts.map((a) => a.suite)).toEqual(['bing']);
    expect(plan.leftOut.map((r) => [r.alertId, r.code])).toEqual([[alertId(1), 'not aimed at']]);
    expect(plan.pushes.map((p) => [p.role, p.offset])).toEqual([
      ['revision', -1],
      ['gap', null],
      ['revision', 0],
    ]);
  });

  it('asks for nothing more once its points have arrived', () => {
    const arrived = [1096, 1096, 1096, 1096, 1098, 1098, 1100, 1100, 1100, 1100];
    const id = alert(2).signature.id;
    const points = new Map(input.points).set(
      id,
      arrived.map((n, i) => pointOn(id, n, i)),
    );
    expect(planRound({ ...input, points }).jobs).toBe(0);
  });

  it('stays within the budgets, the revisions beside the break first', () => {
    const rules = { ...DEFAULT_RULES, jobsPerRound: 4 };
    expect(needByPush(planRound({ ...input, rules }))).toEqual({ 1096: 2, 1100: 2 });
  });

  it('leaves out an alert that is no longer open', () => {
    const closed = [two[0], alert(2, { suite: 'bing', status: 'invalid' })].filter((a) => a !== undefined);
    expect(planRound({ ...input, summary: summary(closed) }).jobs).toBe(0);
  });
});
