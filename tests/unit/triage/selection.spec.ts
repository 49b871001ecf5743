import { describe, expect, it } from 'vitest';
import { alertId, label, summaryId } from '@/lib/model/ids';
import { openAlerts } from '@/lib/triage/openAlerts';
import { selectAlerts } from '@/lib/triage/selection';
import { ANDROID, alert, LINUX, MAC, planInput, pointOn, summary, WINDOWS } from './fixtures';

const ids = (s: ReturnType<typeof selectAlerts>) => s.chosen.map((c) => Number(c.alertId));
const reasonOf = (s: ReturnType<typeof selectAlerts>, n: number) =>
  s.leftOut.find((r) => r.alertId === alertId(n))?.code;

describe('which alerts are open', () => {
  it('counts untriaged, acknowledged and those reassigned to this summary, not those merely linked to it', () => {
    const here = { status: 'reassigned', relatedSummaryId: summaryId(1), summaryId: summaryId(2) } as const;
    const s = summary(
      [
        alert(1),
        alert(2, { status: 'acknowledged' }),
        alert(3, { status: 'downstream' }),
        alert(4, { status: 'invalid' }),
      ],
      {
        relatedAlerts: [
          alert(5, here),
          alert(6, { ...here, status: 'downstream' }),
          alert(7, { ...here, relatedSummaryId: summaryId(3) }),
        ],
      },
    );
    expect(openAlerts(s).map((a) => a.id)).toEqual([1, 2, 5]);
  });
});

describe('the alerts of a round', () => {
  it('takes one alert per suite, whatever subtest or platform', () => {
    const s = selectAlerts(
      planInput([
        alert(1, { test: 'fcp' }),
        alert(2),
        alert(3, { platform: LINUX }),
        alert(4, { suite: 'bing' }),
      ]),
    );
    expect(s.chosen.map((c) => c.suite)).toEqual(['amazon', 'bing']);
    expect(reasonOf(s, 1)).toBe('same suite');
    expect(reasonOf(s, 3)).toBe('other platform');
  });

  it('takes regressions only when there are any, and an improvement over 80 % for one', () => {
    const s = selectAlerts(
      planInput([
        alert(1, { suite: 'a', isRegression: false, amountPct: 12 }),
        alert(2, { suite: 'b', isRegression: false, amountPct: 85, tValue: 99 }),
        alert(3, { suite: 'c' }),
      ]),
    );
    expect(ids(s)).toEqual([3, 2]);
    expect(reasonOf(s, 1)).toBe('improvements only');
  });

  it('takes at most five suites, and two when there are improvements only', () => {
    const suites = [1, 2, 3, 4, 5, 6, 7];
    const five = selectAlerts(planInput(suites.map((n) => alert(n, { suite: `s${n}`, tValue: n }))));
    expect(ids(five)).toEqual([7, 6, 5, 4, 3]);
    expect(reasonOf(five, 1)).toBe('over the limit');
    const two = selectAlerts(planInput(suites.map((n) => alert(n, { suite: `s${n}`, isRegression: false }))));
    expect(two.chosen).toHaveLength(2);
  });

  it('ranks by the alerts that a job stands for, then clean noise, confidence and magnitude', () => {
    const s = selectAlerts(
      planInput([
        alert(1, { suite: 'noisy', noiseProfile: 'MODAL', tValue: 1000 }),
        alert(2, { suite: 'weak', tValue: 8, amountPct: 3 }),
        alert(3, { suite: 'strong', tValue: 8, amountPct: 30 }),
        alert(4, { suite: 'sure', tValue: 9, amountPct: 1 }),
        alert(5, { suite: 'pair', tValue: 3, test: 'x' }),
        alert(6, { suite: 'pair', tValue: 2, test: 'y' }),
      ]),
    );
    expect(s.chosen.map((c) => c.suite)).toEqual(['pair', 'sure', 'strong', 'weak', 'noisy']);
  });

  it('keeps to the platform that most suites have, and falls back for a suite that lacks it', () => {
    const s = selectAlerts(
      planInput([
        alert(1, { suite: 'a', platform: WINDOWS, tValue: 50 }),
        alert(2, { suite: 'a', platform: LINUX }),
        alert(3, { suite: 'b', platform: LINUX }),
        alert(4, { suite: 'c', platform: ANDROID, tValue: 90 }),
        alert(5, { suite: 'c', platform: WINDOWS }),
        alert(6, { suite: 'd', platform: LINUX }),
      ]),
    );
    expect(Object.fromEntries(s.chosen.map((c) => [c.suite, c.platform]))).toEqual({
      a: LINUX,
      b: LINUX,
      c: WINDOWS,
      d: LINUX,
    });
  });

  it('leaves scarce pools last among equals', () => {
    const s = selectAlerts(
      planInput([alert(1, { platform: MAC, tValue: 99 }), alert(2, { platform: LINUX })]),
    );
    expect(ids(s)).toEqual([2]);
  });

  it('prefers an alert whose label is known, and gives no place to a suite without one', () => {
    const input = planInput([
      alert(1, { tValue: 99 }),
      alert(2),
      alert(3, { suite: 'old' }),
      alert(4, { suite: 'long' }),
    ]);
    const labels = new Map(input.labels);
    labels.delete(alert(1).signature.id);
    labels.set(alert(3).signature.id, { kind: 'unknown' });
    labels.set(alert(4).signature.id, { kind: 'cut' });
    const s = selectAlerts({ ...input, labels });
    expect(ids(s)).toEqual([2]);
    expect([reasonOf(s, 1), reasonOf(s, 3), reasonOf(s, 4)]).toEqual(['same suite', 'no label', 'label cut']);
  });

  it('asks for a job that two suites share once', () => {
    const input = planInput([alert(1, { suite: 'tresize', tValue: 20 }), alert(2, { suite: 'cpstartup' })]);
    const shared = { kind: 'known', label: label('test-linux/opt-talos-other') } as const;
    const s = selectAlerts({
      ...input,
      labels: new Map([alert(1), alert(2)].map((a) => [a.signature.id, shared])),
    });
    expect(ids(s)).toEqual([1]);
    expect(reasonOf(s, 2)).toBe('same job');
  });

  it('leaves out what another summary asked for, in its words, and what has no data here', () => {
    const input = planInput([alert(1), alert(2, { suite: 'bing' }), alert(3, { suite: 'ebay' })], {
      askedElsewhere: new Map([['amazon', 'amazon: asked for in #7']]),
    });
    const points = new Map(input.points);
    points.set(alert(2).signature.id, [pointOn(alert(2).signature.id, 1090)]);
    const s = selectAlerts({ ...input, points });
    expect(ids(s)).toEqual([3]);
    expect(s.leftOut[0]?.text).toBe('amazon: asked for in #7');
    expect(reasonOf(s, 2)).toBe('no data');
  });

  it('takes the whole job out with an alert, but lets another platform stand in', () => {
    const alerts = [alert(1, { tValue: 20 }), alert(2, { test: 'fcp' }), alert(3, { platform: LINUX })];
    const s = selectAlerts(planInput(alerts, { dropped: new Set([alertId(1)]) }));
    expect(ids(s)).toEqual([3]);
    expect(reasonOf(s, 1)).toBe('taken out');
  });

  it('gives a reason for every open alert that it leaves out', () => {
    const alerts = Array.from({ length: 40 }, (_, i) =>
      alert(i + 1, {
        suite: `s${i % 9}`,
        platform: [WINDOWS, LINUX, MAC][i % 3] ?? WINDOWS,
        isRegression: i % 4 > 0,
      }),
    );
    const s = selectAlerts(planInput(alerts));
    const seen = [...ids(s), ...s.leftOut.map((r) => Number(r.alertId))].sort((a, b) => a - b);
    expect(seen).toEqual(alerts.map((a) => Number(a.id)));
  });
});
