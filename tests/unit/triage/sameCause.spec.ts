import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertId, type PushId, pushId, summaryId } from '@/lib/model/ids';
import { type CauseSummary, sameCause } from '@/lib/triage/sameCause';

const log = (from: number, to: number): PushId[] =>
  Array.from({ length: to - from + 1 }, (_, i) => pushId(from + i));

type Suites = readonly (string | { readonly suite: string; readonly isRegression: boolean })[];
/** A summary with the push range (from, to]. */
function cause(
  id: number,
  [from, to]: readonly [number, number],
  suites: Suites = ['amazon'],
  options: Partial<CauseSummary> = {},
): CauseSummary {
  return {
    id: summaryId(id),
    repository: 'autoland',
    framework: 13,
    prevPushId: pushId(from),
    pushId: pushId(to),
    alerts: suites.map((s, i) => ({
      alertId: alertId(id * 100 + i),
      ...(typeof s === 'string' ? { suite: s, isRegression: true } : s),
    })),
    ...options,
  };
}
const mine = cause(1, [1000, 1010], ['amazon', 'ebay', 'amazon']);
const related = (other: CauseSummary, pushes = log(900, 1200)) => sameCause(mine, [other], pushes);

describe('a summary that may share its cause', () => {
  it('has the same suite and an overlapping push range', () => {
    expect(related(cause(2, [1005, 1020]))).toEqual([
      {
        summaryId: 2,
        suites: ['amazon'],
        alertIds: [100, 102],
        ranges: 'overlap',
        pushesApart: 0,
        sameDirection: true,
      },
    ]);
  });

  it('or a range at most 20 pushes away, on either side', () => {
    const apart = (from: number, to: number) => related(cause(2, [from, to])).map((s) => s.pushesApart);
    expect(apart(1010, 1015)).toEqual([0]);
    expect(apart(1030, 1035)).toEqual([20]);
    expect(apart(1031, 1035)).toEqual([]);
    expect(apart(970, 980)).toEqual([20]);
    expect(apart(970, 979)).toEqual([]);
  });

  it('is counted in pushes of the repository, not in ids, which all repositories share', () => {
    const sparse = log(900, 1200).filter((id) => id % 10 === 0);
    expect(related(cause(2, [1150, 1160]), sparse).map((s) => s.pushesApart)).toEqual([14]);
  });

  it('is not guessed where the push log does not reach', () => {
    expect(related(cause(2, [1020, 1025]), log(1000, 1015))).toEqual([]);
    expect(related(cause(2, [1020, 1025]), log(1015, 1200))).toEqual([]);
    expect(related(cause(2, [1020, 1025]), [])).toEqual([]);
    expect(related(cause(2, [1005, 1025]), [])).toHaveLength(1);
  });

  it('is not of another repository or framework, has a suite in common, and is another one', () => {
    expect(related(cause(2, [1000, 1010], ['amazon'], { repository: 'mozilla-beta' }))).toEqual([]);
    expect(related(cause(2, [1000, 1010], ['amazon'], { framework: 1 }))).toEqual([]);
    expect(related(cause(2, [1000, 1010], ['bing']))).toEqual([]);
    expect(related(mine)).toEqual([]);
  });

  it('tells when it went the other way', () => {
    const better = { suite: 'amazon', isRegression: false };
    expect(related(cause(2, [1000, 1010], [better]))[0]?.sameDirection).toBe(false);
    expect(related(cause(2, [1000, 1010], [better, 'amazon']))[0]?.sameDirection).toBe(true);
  });

  it('stands in order: overlapping, nearer, same direction, more suites', () => {
    const others = [
      cause(2, [1025, 1030]),
      cause(3, [1015, 1020]),
      cause(4, [1005, 1020], [{ suite: 'amazon', isRegression: false }]),
      cause(5, [1005, 1020]),
      cause(6, [1005, 1020], ['amazon', 'ebay']),
    ];
    expect(sameCause(mine, others, log(900, 1200)).map((s) => Number(s.summaryId))).toEqual([6, 5, 4, 3, 2]);
  });
});

describe('any two summaries', () => {
  const range = fc
    .tuple(fc.integer({ min: 900, max: 1100 }), fc.integer({ min: 1, max: 30 }))
    .map(([from, length]): [number, number] => [from, from + length]);
  const suites = fc.array(fc.constantFrom('amazon', 'ebay', 'bing'), { minLength: 1, maxLength: 4 });
  const others = fc.array(fc.tuple(range, suites), { maxLength: 8 });

  it('suspect each other alike, in any order of the records', () => {
    fc.assert(
      fc.property(range, suites, others, fc.nat(), (r, s, list, turn) => {
        const self = cause(1, r, s);
        const all = list.map(([of, tests], i) => cause(i + 2, of, tests));
        const pushes = log(850, 1200);
        const found = sameCause(self, all, pushes);
        const at = turn % (all.length + 1);
        expect(sameCause(self, [...all.slice(at), ...all.slice(0, at)], pushes.toReversed())).toEqual(found);
        for (const other of all) {
          const back = sameCause(other, [self], pushes)[0];
          const forth = found.find((f) => f.summaryId === other.id);
          expect(back?.pushesApart).toBe(forth?.pushesApart);
          expect(back?.suites).toEqual(forth?.suites);
        }
      }),
      { numRuns: 150 },
    );
  });
});
