import { describe, expect, it } from 'vitest';
import { type PushId, pushId } from '@/lib/model/ids';
import type { BuildState } from '@/lib/model/planInput';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { chooseCutPoints, spreadOrder } from '@/lib/triage/cutPoints';
import { pushLog } from './fixtures';

const gap = (length: number) => pushLog(1, length);
const known = (
  states: Record<number, BuildState> = {},
  backedOut: number[] = [],
  planned: number[] = [],
  asked: number[] = [],
) => ({
  stateOf: (id: PushId): BuildState => states[id] ?? 'absent',
  backedOut: new Set(backedOut.map(pushId)),
  planned: (id: PushId) => planned.includes(id),
  missing: (id: PushId) => (asked.includes(id) ? 0 : 2),
});
const choose = (length: number, k = known()) =>
  chooseCutPoints(gap(length), DEFAULT_RULES, k).map((p) => Number(p.id));

describe('cut points', () => {
  it('fills a gap of six and spaces three points evenly in a longer one', () => {
    expect(choose(6)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(choose(7)).toEqual([2, 4, 6]);
    expect(choose(19)).toEqual([5, 10, 15]);
  });

  it('moves up to two pushes to one with a build, built before building', () => {
    expect(choose(19, known({ 7: 'built', 4: 'building', 11: 'building', 18: 'built' }))).toEqual([
      7, 11, 15,
    ]);
  });

  it('prefers a push whose build this plan makes anyway', () => {
    expect(choose(19, known({}, [], [6]))).toEqual([6, 10, 15]);
  });

  it('takes no push that was backed out or whose build failed', () => {
    expect(choose(4, known({ 2: 'failed' }, [3]))).toEqual([1, 4]);
    expect(choose(19, known({ 10: 'failed', 9: 'failed' }, [5, 11]))).toEqual([4, 8, 15]);
    expect(choose(19, known({}, [8, 9, 10, 11, 12]))).toEqual([5, 15]);
  });

  it('stays where its runs are under way already, though a build stands beside them', () => {
    expect(choose(19, known({ 4: 'building', 6: 'built' }, [], [], [4]))).toEqual([4, 10, 15]);
  });

  it('does not let one cut point take the only push in reach of the next', () => {
    // In a gap of 7 the points belong to 2, 4 and 6; only 1 and 3 are left for the first two.
    expect(choose(7, known({ 3: 'built' }, [2, 4, 5, 6, 7]))).toEqual([1, 3]);
  });

  it('takes no push twice', () => {
    expect(choose(7, known({ 3: 'built' }))).toHaveLength(3);
    expect(new Set(choose(7, known({ 3: 'built', 4: 'built' }))).size).toBe(3);
  });
});

describe('the order in which a gap is thinned', () => {
  it('keeps the middle longest', () => {
    expect(spreadOrder(7)).toEqual([3, 1, 4, 0, 5, 2, 6]);
    expect(spreadOrder(0)).toEqual([]);
  });
});
