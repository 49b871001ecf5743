import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, diff, mergeLines } from '@/lib/notes/lineMerge';
import { RUNS } from './fixtures';

const letters = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 8 });

describe('what a side changed', () => {
  it('is found as few hunks', () => {
    expect(diff(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
      { from: 1, to: 2, start: 1, end: 2 },
      { from: 3, to: 3, start: 3, end: 4 },
    ]);
    expect(diff(['a'], ['a'])).toEqual([]);
  });

  it('together with what it kept makes the side again', () => {
    fc.assert(
      fc.property(letters, letters, (base, side) => {
        const { keptAt, inserted } = align(base, side);
        const again = inserted.flatMap((added, n) => {
          const kept = keptAt[n];
          return kept === undefined ? added : [...added, kept];
        });
        expect(again).toEqual(side.map((_, n) => n));
        keptAt.forEach((at, n) => {
          if (at !== undefined) expect(side[at]).toBe(base[n]);
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('is still right, if coarser, for texts too long to compare line by line', () => {
    const long = (word: string) => Array.from({ length: 3000 }, (_, n) => `${word} ${n}`);
    expect(diff(long('a'), long('b'))).toEqual([{ from: 0, to: 3000, start: 0, end: 3000 }]);
  });
});

describe('comments that both put at one place', () => {
  const merge = (base: string[], theirs: string[], ours: string[]) =>
    mergeLines(base, theirs, ours).lines.map(({ side, index }) => (side === 'ours' ? ours : theirs)[index]);

  it('stay whole, ours above theirs, though both have a blank line', () => {
    expect(merge(['z'], ['t1', '', 't2', 'z'], ['o1', '', 'o2', 'z'])).toEqual([
      'o1',
      '',
      'o2',
      't1',
      '',
      't2',
      'z',
    ]);
  });

  it('share the blank line above a tail that both made', () => {
    expect(merge([], ['t', ''], ['o', ''])).toEqual(['o', 't', '']);
  });

  it('stand once when they are the same', () => {
    expect(merge([], ['t', 'same', ''], ['same', ''])).toEqual(['t', 'same', '']);
    expect(merge([], ['same', ''], ['o', 'same', ''])).toEqual(['o', 'same', '']);
    expect(merge([], ['t', 'same', 't2'], ['same', 'o2'])).toEqual(['t', 'same', 'o2', 't2']);
  });
});
