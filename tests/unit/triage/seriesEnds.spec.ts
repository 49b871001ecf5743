import { describe, expect, it } from 'vitest';
import { pushId } from '@/lib/model/ids';
import { seriesEnds } from '@/lib/triage/seriesEnds';

const push = (n: number) => ({ id: pushId(1000 + n), time: 10 * n });
const log = [2, 4, 6, 8, 10].map(push);

describe('the level around an alert', () => {
  it('goes on for ever without other alerts of the series', () => {
    expect(seriesEnds(push(6), [], log)).toEqual({ from: null, until: null });
  });

  it('ends at the nearest other alerts on both sides', () => {
    expect(seriesEnds(push(6), [push(2), push(4), push(8), push(10)], log)).toEqual({ from: 1, until: 3 });
  });

  it('ends at the next push that is known when the other alert’s own is not', () => {
    expect(seriesEnds(push(6), [push(3), push(7)], log)).toEqual({ from: 1, until: 3 });
  });

  it('ends behind all data when the other alert is younger than these', () => {
    expect(seriesEnds(push(6), [push(12)], log)).toEqual({ from: null, until: null });
  });

  it('does not end at an alert on the same push', () => {
    expect(seriesEnds(push(6), [push(6)], log)).toEqual({ from: null, until: null });
  });
});
