import { describe, expect, it } from 'vitest';
import { tBetween, tWord } from '@/lib/triage/tScale';

describe("Perfherder's t", () => {
  it('is the difference over its error', () => {
    // Means 2.5 and 12.5, variances 5/3 each over 4 values.
    expect(tBetween([1, 2, 3, 4], [11, 12, 13, 14])).toBeCloseTo(10 / Math.sqrt(5 / 6), 12);
    expect(tBetween([11, 12, 13, 14], [1, 2, 3, 4])).toBeCloseTo(-10 / Math.sqrt(5 / 6), 12);
  });

  it('is without bounds where nothing varies, and 0 where nothing differs', () => {
    expect(tBetween([5, 5], [6, 6])).toBe(Number.POSITIVE_INFINITY);
    expect(tBetween([5, 5], [4, 4])).toBe(Number.NEGATIVE_INFINITY);
    expect(tBetween([5, 5], [5, 5])).toBe(0);
    expect(tBetween([], [5])).toBe(0);
  });

  it('is called what PerfCompare calls it', () => {
    expect([2.9, -3, 5, -5.1].map(tWord)).toEqual(['low', 'medium', 'medium', 'high']);
  });
});
