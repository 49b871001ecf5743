import { describe, expect, it } from 'vitest';
import { pushId, signatureId } from '@/lib/model/ids';
import { windowAround } from '@/lib/triage/window';
import { pointOn, push, pushLog } from './fixtures';

const series = (...pushes: number[]) => pushes.map((n) => pointOn(signatureId(1), n));
const step = { id: pushId(1100), time: push(1100).time };
const log = pushLog(1000, 1200);

describe('the window of an alert', () => {
  it('finds neighbours in the data, not in the push log', () => {
    const w = windowAround(series(1020, 1060, 1080, 1100, 1103, 1140, 1160), step, log, 2);
    expect(w?.revisions.map((r) => [r.id, r.offset])).toEqual([
      [1060, -2],
      [1080, -1],
      [1100, 0],
      [1103, 1],
      [1140, 2],
    ]);
    expect(w?.gaps.map((g) => [g.before, g.pushes.length])).toEqual([
      [-1, 19],
      [0, 19],
      [1, 2],
      [2, 36],
    ]);
  });

  it('has fewer revisions when there are fewer yet', () => {
    const w = windowAround(series(1090, 1100), step, log, 2);
    expect(w?.revisions.map((r) => r.offset)).toEqual([-1, 0]);
    expect(w?.gaps).toHaveLength(1);
  });

  it('counts repeated points of a push and takes them in any order', () => {
    const w = windowAround(series(1100, 1090, 1100, 1090, 1100), step, log, 2);
    expect(w?.revisions.map((r) => r.have)).toEqual([2, 3]);
  });

  it("knows the alert's own push by its id, also when two answers give its time differently", () => {
    const early = series(1090, 1100, 1110).map((p) => ({ ...p, pushTime: p.pushTime - 1 }));
    const w = windowAround(early, step, log, 2);
    expect(w?.revisions.find((r) => r.offset === 0)?.id).toBe(1100);
  });

  it('centres a series without data on the push on its first later data', () => {
    const w = windowAround(series(1080, 1095, 1104, 1120), step, log, 2);
    expect(w?.revisions.find((r) => r.offset === 0)?.id).toBe(1104);
    expect(windowAround(series(1080, 1095), step, log, 2)).toBeUndefined();
  });
});
