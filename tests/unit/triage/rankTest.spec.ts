import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankTest, roughRankTest } from '@/lib/triage/rankTest';

const upTo = (n: number, from = 0) => Array.from({ length: n }, (_, i) => from + i);

/** Written apart from the rule: deals the values out in every way and compares sums of wins and half wins. */
function byDealing(a: readonly number[], b: readonly number[]): number {
  const pooled = [...a, ...b];
  const wins = (side: readonly number[], other: readonly number[]) =>
    side.reduce((sum, x) => sum + other.reduce((s, y) => s + (x > y ? 2 : x === y ? 1 : 0), 0), 0);
  const distance = (side: readonly number[], other: readonly number[]) =>
    Math.abs(wins(side, other) - a.length * b.length);
  const observed = distance(a, b);
  let far = 0;
  let all = 0;
  for (let dealt = 0; dealt < 2 ** pooled.length; dealt += 1) {
    const side = pooled.filter((_, i) => (dealt >> i) & 1);
    if (side.length !== a.length) continue;
    all += 1;
    far += Number(
      distance(
        side,
        pooled.filter((_, i) => !((dealt >> i) & 1)),
      ) >= observed,
    );
  }
  return far / all;
}

describe('the exact rank test', () => {
  it('has the floors that a number of points can reach', () => {
    expect(rankTest(upTo(4), upTo(4, 10))).toBeCloseTo(2 / 70, 12);
    expect(rankTest(upTo(5), upTo(5, 10))).toBeCloseTo(2 / 252, 12);
    expect(rankTest(upTo(8), upTo(12, 10))).toBeCloseTo(2 / 125_970, 12);
  });

  it('agrees with dealing the values out in every way, ties included', () => {
    const side = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(side, side, (a, b) => {
        expect(rankTest(a, b)).toBeCloseTo(byDealing(a, b), 10);
      }),
      { numRuns: 100 },
    );
  });

  it('does not mind which side comes first, nor the order inside one', () => {
    const side = fc.array(fc.double({ noNaN: true, min: 1, max: 2 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(side, side, (a, b) => {
        expect(rankTest(b, [...a].reverse())).toBe(rankTest(a, b));
      }),
      { numRuns: 50 },
    );
  });

  it('says nothing when there is nothing to compare', () => {
    expect(rankTest([], [1, 2])).toBe(1);
    expect(rankTest([3, 3, 3], [3, 3])).toBe(1);
  });

  it('passes into the normal approximation without a jump', () => {
    // 30 v 30 values whose sides overlap more or less: both ways of reckoning must tell the same story.
    for (const lead of [0, 4, 8, 12]) {
      const a = upTo(30).map((i) => i * 1.37);
      const b = upTo(30).map((i) => i * 1.41 + lead);
      expect(roughRankTest(a, b) / rankTest(a, b)).toBeGreaterThan(0.95);
      expect(roughRankTest(a, b) / rankTest(a, b)).toBeLessThan(1.5);
    }
  });
});
