import { describe, expect, it } from 'vitest';
import type { Alert } from '@/lib/model/alert';
import { alertId, label, type SignatureId, summaryId } from '@/lib/model/ids';
import type { LabelFact } from '@/lib/model/planInput';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { type CoverageInput, coverageOf } from '@/lib/triage/coverage';
import { alert, LINUX, labelFor, summary } from './fixtures';

const known = (alerts: readonly Alert[]): Map<SignatureId, LabelFact> =>
  new Map(alerts.map((a) => [a.signature.id, { kind: 'known', label: labelFor(a) }]));
const cover = (alerts: readonly Alert[], asked: number[], options: Partial<CoverageInput> = {}) =>
  coverageOf({
    summary: summary(alerts),
    asked: new Set(asked.map(alertId)),
    labels: known(alerts),
    askedElsewhere: new Map(),
    rules: DEFAULT_RULES,
    ...options,
  });
const suites = (n: number) => Array.from({ length: n }, (_, i) => alert(i + 1, { suite: `s${i + 1}` }));

describe('the cover rule', () => {
  it('covers every alert of a suite that was asked for, on any platform', () => {
    const c = cover(
      [alert(1), alert(2, { test: 'fcp' }), alert(3, { platform: LINUX }), alert(4, { suite: 'bing' })],
      [1],
    );
    expect([c.text, c.holds]).toEqual(['Covered 3 of 4', true]);
  });

  it('holds at half and not below', () => {
    expect(cover(suites(4), [1, 2]).holds).toBe(true);
    expect(cover(suites(5), [1, 2]).holds).toBe(false);
    expect(cover(suites(3), []).holds).toBe(false);
  });

  it('covers other suites of a job that was asked for, and suites asked for in another summary', () => {
    const alerts = suites(4);
    const shared = { kind: 'known', label: label('test-linux/opt-talos-other') } as const;
    expect(cover(alerts, [1], { labels: new Map(alerts.map((a) => [a.signature.id, shared])) }).covered).toBe(
      4,
    );
    expect(cover(alerts, [1], { askedElsewhere: new Map([['s2', 's2: asked for in #7']]) }).covered).toBe(2);
  });

  it('counts regressions only, if there are any, and those reassigned here', () => {
    const related = alert(9, { suite: 'r', status: 'reassigned', relatedSummaryId: summaryId(1) });
    const alerts = [alert(1), alert(2, { suite: 'better', isRegression: false })];
    const c = cover(alerts, [1], { summary: summary(alerts, { relatedAlerts: [related] }) });
    expect(c.text).toBe('Covered 1 of 2');
  });

  it('is content with five where five cannot reach half, and says so', () => {
    const c = cover(suites(12), [1, 2, 3, 4, 5]);
    expect([c.covered, c.holds]).toEqual([5, true]);
    expect(c.note).toMatch(/^5 alerts cannot cover half of 12/);
    expect(cover(suites(12), [1, 2, 3, 4]).holds).toBe(false);
  });

  it('is not content with five badly chosen ones', () => {
    const many = Array.from({ length: 10 }, (_, i) => alert(i + 1, { suite: 'amazon', test: `t${i}` }));
    const few = Array.from({ length: 9 }, (_, i) => alert(i + 20, { suite: `s${i}` }));
    expect(cover([...many, ...few], [20, 21, 22, 23, 24]).holds).toBe(false);
    expect(cover([...many, ...few], [1]).holds).toBe(true);
  });

  it('keeps the cover of an alert that was marked since', () => {
    const c = cover([alert(1, { status: 'downstream' }), alert(2), alert(3, { suite: 'bing' })], [1]);
    expect([c.text, c.holds]).toEqual(['Covered 1 of 2', true]);
  });
});
