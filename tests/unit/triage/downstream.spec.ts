import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertId, revision, type SummaryId, summaryId } from '@/lib/model/ids';
import { DEFAULT_PAIRS, type DownstreamPair } from '@/lib/model/pairs';
import type { ComparedAlert } from '@/lib/triage/candidateIndex';
import { type Containment, type DataPresence, suggestDownstream } from '@/lib/triage/downstream';

const HOUR = 3600;
const DAY = 24 * HOUR;
const NOON = 1_780_000_000;
const AUTOLAND = 11;
const BETA = 90;

type Options = Partial<Omit<ComparedAlert, 'alertId' | 'summaryId'>> & { readonly summary?: number };

/** An alert of mozilla-inbound at noon; each summary has a revision of its own. */
function compared(id: number, { summary = BETA, ...options }: Options = {}): ComparedAlert {
  return {
    alertId: alertId(id),
    summaryId: summaryId(summary),
    repository: 'mozilla-inbound',
    framework: 13,
    signatureHash: 'amazon windows',
    suite: 'amazon',
    test: '',
    platform: 'windows',
    isRegression: true,
    amountPct: 5,
    prevValue: 200,
    newValue: 210,
    pushTime: NOON,
    revision: revision(`revision of ${summary}`),
    ...options,
  };
}
/** The same alert on autoland, some hours earlier. */
const upstream = (id: number, hoursEarlier: number, options: Options = {}) =>
  compared(id, {
    repository: 'autoland',
    summary: AUTOLAND,
    pushTime: NOON - hoursEarlier * HOUR,
    ...options,
  });
const onBeta = { repository: 'mozilla-beta' };

interface Answers {
  readonly containment?: Containment | ((a: ComparedAlert, r: string) => Containment);
  readonly data?: DataPresence;
  readonly pairs?: readonly DownstreamPair[];
}
function ask(
  alerts: readonly ComparedAlert[],
  candidates: readonly ComparedAlert[],
  { containment = 'unknown', data = 'data', pairs = DEFAULT_PAIRS }: Answers = {},
) {
  return suggestDownstream({
    alerts,
    candidates,
    pairs,
    containment: (a, r) => (typeof containment === 'string' ? containment : containment(a, r)),
    dataOn: () => data,
  });
}
const first = (...args: Parameters<typeof ask>) => ask(...args).get(alertId(1))?.suggestions[0];
const upstreams = (...args: Parameters<typeof ask>) =>
  ask(...args)
    .get(alertId(1))
    ?.suggestions.map((s) => Number(s.upstream));

describe('an alert that comes from another branch', () => {
  it('is obvious when the upstream revision lies in its push range, likely while that is not shown', () => {
    const said = (containment: Containment) => first([compared(1)], [upstream(2, 5)], { containment });
    expect(said('contained')).toMatchObject({ tier: 'obvious', upstream: AUTOLAND, contradicted: false });
    expect(said('unknown')).toMatchObject({ tier: 'likely', contradicted: false });
    expect(said('not contained')).toMatchObject({ tier: 'likely', contradicted: true });
  });

  it('says why, as data', () => {
    const suggestion = first(
      [compared(1), compared(3, { signatureHash: 'other' })],
      [upstream(2, 5, { amountPct: 10 }), upstream(4, 5, { signatureHash: 'other' })],
    );
    expect(suggestion).toMatchObject({ upstreamAlert: 2, repository: 'autoland' });
    expect(suggestion?.reasons).toEqual({
      basis: 'rule',
      pair: { downstream: 'mozilla-inbound', upstream: 'autoland', windowHours: 24 },
      hoursBetweenPushes: 5,
      direction: 'regression',
      magnitudeRatio: 2,
      containment: 'unknown',
      levels: 'agree',
      oppositeSince: false,
      votes: 1,
      voters: 1,
    });
  });

  it.each<[string, Options]>([
    ['another framework', { framework: 1 }],
    ['another series of another test', { signatureHash: 'x', suite: 'ebay' }],
    ['the other direction', { isRegression: false }],
    ['a branch that is not paired', { repository: 'mozilla-beta' }],
    ['its own branch', { repository: 'mozilla-inbound' }],
    ['a push of the same second', { pushTime: NOON }],
    ['a younger push', { pushTime: NOON + 60 }],
    ['a push of no known time', { pushTime: Number.NaN }],
  ])('is not matched with %s', (_, options) => {
    expect(upstreams([compared(1)], [upstream(2, 5, options)], { containment: 'contained' })).toEqual([]);
  });

  it('needs a push older by less than the window; just outside it is only possible', () => {
    const tierAt = (hours: number, containment: Containment = 'contained') =>
      first([compared(1)], [upstream(2, hours)], { containment })?.tier;
    expect(tierAt(23.9)).toBe('obvious');
    expect(tierAt(24)).toBe('possible');
    expect(tierAt(35.9)).toBe('possible');
    expect(tierAt(35.9, 'not contained')).toBeUndefined();
    expect(tierAt(37)).toBeUndefined();
  });

  it('takes the windows from the settings, of a pair given twice the longer one', () => {
    const pair = (windowHours: number) => ({
      downstream: 'mozilla-inbound',
      upstream: 'autoland',
      windowHours,
    });
    const tier = (pairs: readonly DownstreamPair[]) =>
      first([compared(1)], [upstream(2, 5)], { pairs })?.tier;
    expect(tier([])).toBeUndefined();
    expect(tier([pair(5)])).toBe('possible');
    expect(tier([pair(5), pair(6), pair(4)])).toBe('likely');
    expect(tier([pair(Number.NaN)])).toBeUndefined();
  });
});

describe('the ranking', () => {
  const contains = (n: number) => (_: ComparedAlert, r: string) =>
    r === `revision of ${n}` ? 'contained' : 'not contained';

  it('puts the contained one first, whatever its magnitude', () => {
    const candidates = [upstream(2, 5, { summary: 11 }), upstream(3, 6, { summary: 12, amountPct: 40 })];
    expect(upstreams([compared(1)], candidates, { containment: contains(12) })).toEqual([12, 11]);
  });

  it('puts one that was not looked up before one that is known not to be contained, whatever its votes', () => {
    const ebay = { signatureHash: 'ebay', suite: 'ebay' };
    const candidates = [
      upstream(2, 5, { summary: 11 }),
      upstream(3, 6, { summary: 12 }),
      upstream(4, 6, { ...ebay, summary: 12 }),
    ];
    const containment = (_: ComparedAlert, r: string) =>
      r === 'revision of 12' ? 'not contained' : 'unknown';
    expect(upstreams([compared(1), compared(6, ebay)], candidates, { containment })).toEqual([11, 12]);
  });

  it('then the one that more alerts of the summary point at, then the closest magnitude', () => {
    const candidates = [
      upstream(2, 6, { summary: 11, amountPct: 9 }),
      upstream(3, 5, { summary: 12, amountPct: 6 }),
      upstream(4, 7, { summary: 13, amountPct: 40 }),
      upstream(5, 7, { summary: 13, signatureHash: 'ebay', suite: 'ebay' }),
    ];
    const alerts = [compared(1), compared(6, { signatureHash: 'ebay', suite: 'ebay' })];
    expect(upstreams(alerts, candidates)).toEqual([13, 12, 11]);
  });

  it('at last puts the older push first', () => {
    const candidates = [upstream(2, 5, { summary: 11 }), upstream(3, 6, { summary: 12 })];
    expect(upstreams([compared(1)], candidates)).toEqual([12, 11]);
  });

  it('keeps one line for an upstream summary, with its best alert', () => {
    const candidates = [upstream(2, 5, { signatureHash: 'amazon linux', platform: 'linux' }), upstream(3, 5)];
    const found = ask([compared(1)], candidates).get(alertId(1))?.suggestions;
    expect(found).toHaveLength(1);
    expect(found?.[0]).toMatchObject({ upstreamAlert: 3, reasons: { basis: 'rule' } });
  });
});

describe('hints', () => {
  it('come from the same test on another platform, unless the range speaks against it', () => {
    const linux = upstream(2, 5, { signatureHash: 'amazon linux', platform: 'linux' });
    const hint = first([compared(1)], [linux], { containment: 'contained' });
    expect(hint).toMatchObject({ tier: 'possible', reasons: { basis: 'same test, other series' } });
    expect(first([compared(1)], [linux], { containment: 'not contained' })).toBeUndefined();
  });

  it("come from the summary's other alerts, without pretending that one was compared", () => {
    const ebay = { signatureHash: 'ebay', suite: 'ebay' };
    const hint = first([compared(1), compared(3, ebay)], [upstream(2, 5, ebay)]);
    expect(hint).toMatchObject({
      tier: 'possible',
      upstreamAlert: null,
      reasons: { basis: 'vote', votes: 1, voters: 1, magnitudeRatio: null },
    });
  });

  it('do not cross from one summary to another', () => {
    const ebay = { signatureHash: 'ebay', suite: 'ebay' };
    expect(upstreams([compared(1), compared(3, { ...ebay, summary: 91 })], [upstream(2, 5, ebay)])).toEqual(
      [],
    );
  });
});

describe('beta and release, with windows of weeks', () => {
  const alert = compared(1, onBeta);
  const weeksAgo = (options: Options = {}) => upstream(2, 20 * 24, options);

  it('are obvious only when both levels agree within half the step', () => {
    expect(first([alert], [weeksAgo()])?.tier).toBe('obvious');
    expect(first([alert], [weeksAgo({ prevValue: 204, newValue: 214 })])?.tier).toBe('obvious');
    expect(first([alert], [weeksAgo({ prevValue: 206, newValue: 216 })])).toMatchObject({
      tier: 'likely',
      contradicted: true,
    });
    expect(first([alert], [weeksAgo({ newValue: null })])).toMatchObject({
      tier: 'likely',
      contradicted: false,
    });
  });

  it('are not made obvious by a merge that contains everything, nor undone by a cut commit list', () => {
    const apart = weeksAgo({ prevValue: 100, newValue: 105 });
    expect(first([alert], [apart], { containment: 'contained' })?.tier).toBe('likely');
    expect(first([alert], [weeksAgo()], { containment: 'not contained' })?.tier).toBe('obvious');
  });

  it('are not obvious when the step was undone before the merge', () => {
    const undone = (hoursEarlier: number) =>
      first([alert], [weeksAgo(), upstream(3, hoursEarlier, { summary: 12, isRegression: false })]);
    expect(undone(10 * 24)).toMatchObject({
      tier: 'likely',
      contradicted: true,
      reasons: { oppositeSince: true },
    });
    expect(undone(25 * 24)).toMatchObject({ tier: 'obvious', reasons: { oppositeSince: false } });
  });

  it('put the one with agreeing levels before a younger one without', () => {
    const other = upstream(3, 24, { summary: 12, prevValue: 210, newValue: 221 });
    expect(upstreams([alert], [other, weeksAgo()])).toEqual([AUTOLAND, 12]);
  });

  it('hear only votes of alerts whose levels agree', () => {
    const ebay = (options: Options = {}) => ({ ...options, signatureHash: 'ebay', suite: 'ebay' });
    const alerts = [alert, compared(3, ebay(onBeta))];
    expect(upstreams(alerts, [weeksAgo(ebay())])).toEqual([AUTOLAND]);
    expect(upstreams(alerts, [weeksAgo(ebay({ prevValue: 100, newValue: 105 }))])).toEqual([]);
  });

  it('give no hint by another platform alone: in weeks some platform has had an alert', () => {
    const linux = weeksAgo({ signatureHash: 'amazon linux', platform: 'linux' });
    expect(upstreams([alert], [linux], { containment: 'contained' })).toEqual([]);
  });

  it('reach 35 days back, and a day more as a mere possibility', () => {
    const tier = (days: number) => first([alert], [upstream(2, days * 24)])?.tier;
    expect([34.9, 35, 35.9, 36.1].map(tier)).toEqual(['obvious', 'possible', 'possible', undefined]);
  });
});

describe('nothing found', () => {
  const nothing = (data: DataPresence, candidates: readonly ComparedAlert[] = []) =>
    ask([compared(1)], candidates, { data }).get(alertId(1))?.nothingFound;

  it('is said with the branch and the time that was searched', () => {
    expect(nothing('data')).toEqual([
      {
        answer: 'no match within the window',
        pair: { downstream: 'mozilla-inbound', upstream: 'autoland', windowHours: 24 },
        from: NOON - DAY,
        to: NOON,
      },
    ]);
  });

  it('is not claimed where the branch has no data, nor before that was asked', () => {
    expect(nothing('no data')?.[0]?.answer).toBe('no data there: cannot tell');
    expect(nothing('unknown')?.[0]?.answer).toBe('not known yet');
  });

  it('is said beside a mere hint, and not beside a match', () => {
    expect(nothing('data', [upstream(2, 30)])).toHaveLength(1);
    expect(nothing('data', [upstream(2, 5)])).toEqual([]);
  });
});

describe('any records', () => {
  const repository = fc.constantFrom('autoland', 'mozilla-inbound', 'mozilla-beta', 'mozilla-release');
  const level = fc.option(fc.integer({ min: 195, max: 215 }), { nil: null });
  const record = fc.record({
    repository,
    series: fc.integer({ min: 0, max: 3 }),
    isRegression: fc.boolean(),
    hoursAgo: fc.integer({ min: 0, max: 60 }),
    amountPct: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
    prevValue: level,
    newValue: level,
  });
  /** Alerts of one push share summary and revision, as in Treeherder. */
  const records = fc.array(record, { maxLength: 40 }).map((all) =>
    all.map((r, i) => {
      const { series, hoursAgo, ...rest } = r;
      const places = ['autoland', 'mozilla-inbound', 'mozilla-beta', 'mozilla-release'];
      return compared(i + 1, {
        ...rest,
        summary: 1 + places.indexOf(r.repository) * 100 + hoursAgo,
        signatureHash: `series ${series}`,
        suite: `suite ${series >> 1}`,
        pushTime: NOON - hoursAgo * HOUR,
      });
    }),
  );
  const containmentOf = (a: ComparedAlert, r: string): Containment =>
    (['contained', 'not contained', 'unknown'] as const)[(a.summaryId + r.length) % 3] ?? 'unknown';

  it('give the same answers in any order', () => {
    const shuffled = records.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.shuffledSubarray([...DEFAULT_PAIRS], { minLength: DEFAULT_PAIRS.length }),
      ),
    );
    const sorted = (answers: ReturnType<typeof ask>) => [...answers].sort(([a], [b]) => a - b);
    fc.assert(
      fc.property(shuffled, ([all, alerts, candidates, pairs]) => {
        const once = sorted(ask(all, all, { containment: containmentOf }));
        expect(sorted(ask(alerts, candidates, { containment: containmentOf, pairs }))).toEqual(once);
      }),
      { numRuns: 150 },
    );
  });

  it('never name a push that is not older, a branch that is not paired, or a summary twice', () => {
    fc.assert(
      fc.property(records, (all) => {
        const timeOf = new Map<SummaryId, number>(all.map((a) => [a.summaryId, a.pushTime]));
        const answers = ask(all, all, { containment: containmentOf });
        for (const alert of all) {
          const suggestions = answers.get(alert.alertId)?.suggestions ?? [];
          expect(new Set(suggestions.map((s) => s.upstream)).size).toBe(suggestions.length);
          for (const { upstream: id, repository: of, reasons, tier, contradicted } of suggestions) {
            expect(timeOf.get(id)).toBeLessThan(alert.pushTime);
            expect(reasons.hoursBetweenPushes).toBeGreaterThan(0);
            expect(DEFAULT_PAIRS).toContainEqual(
              expect.objectContaining({ downstream: alert.repository, upstream: of }),
            );
            expect(tier === 'obvious' && contradicted).toBe(false);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('10,000 alerts against 100,000 candidates', () => {
  it('look only at what lies in their windows', () => {
    const series = 500;
    const options = (i: number) => ({ signatureHash: `series ${i % series}`, suite: `suite ${i % series}` });
    const alerts = Array.from({ length: 10_000 }, (_, i) =>
      compared(i, { ...options(i), summary: 1_000_000 + (i >> 5) }),
    );
    // Each series has 200 alerts on the other branch, six hours apart: three lie in the window, two just outside.
    const candidates = Array.from({ length: 100_000 }, (_, i) =>
      upstream(1_000_000 + i, 6 * (1 + Math.floor(i / series)), { ...options(i), summary: 2_000_000 + i }),
    );
    let looks = 0;
    const count = () => {
      looks += 1;
      return 'not contained' as const;
    };
    const answers = ask(alerts, candidates, { containment: count });
    expect(answers.get(alertId(0))?.suggestions).toHaveLength(3);
    // Five own matches, and up to three of each of the 31 other alerts of the summary.
    expect(looks).toBeLessThanOrEqual(10_000 * (5 + 31 * 3));
  });
});
