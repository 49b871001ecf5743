import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertId, revision, summaryId } from '@/lib/model/ids';
import type { Push } from '@/lib/model/push';
import {
  backedOutChangesets,
  backedOutPushes,
  backoutsOf,
  likelyBackout,
  likelyReland,
  type SeriesAlert,
} from '@/lib/triage/backout';
import { push } from './fixtures';

const LATER = 'abcdef012345';
/** Push n with commits of the given messages, named by push and place. */
const landed = (n: number, ...messages: readonly string[]): Push => ({
  ...push(n),
  commits: messages.map((message, i) => ({
    revision: revision(`${n}${i}`.padEnd(40, 'c')),
    author: 'dev@example.com',
    message,
  })),
});
const changesetOf = (p: Push, i = 0) => (p.commits[i]?.revision ?? '').slice(0, 12);

describe('commits that were backed out', () => {
  it('are read from each line of a message, short or long, in the words of all years', () => {
    const message = `Backed out 2 changesets (bug 1) for perf\n\nBacked out changeset ${LATER} (bug 1)\nBacked out changeset ${'1'.repeat(40)}`;
    expect([
      ...backedOutChangesets([{ message }, { message: `Back out revision ${'2'.repeat(12)}` }]),
    ]).toEqual([LATER, '1'.repeat(12), '2'.repeat(12)]);
    expect(backedOutChangesets([{ message: 'Bug 2 - Do not back out of the dialog' }]).size).toBe(0);
  });

  it('lead from a suspect push to the first push that backs it out', () => {
    const suspect = landed(1, 'Bug 1 - A', 'Bug 1 - B');
    const backout = landed(5, `Backed out changeset ${changesetOf(suspect, 1)}`);
    const again = landed(9, `Backed out changeset ${changesetOf(suspect)}`);
    const found = backoutsOf([again, backout, suspect]);
    expect([...found].map(([id, by]) => [id, by.revision])).toEqual([[suspect.id, backout.revision]]);
    expect(backedOutPushes([again, backout, suspect])).toEqual(new Set(found.keys()));
  });

  it('are not backed out by their own or an earlier push', () => {
    const suspect = landed(5, 'Bug 1', `Backed out changeset ${'50'.padEnd(40, 'c').slice(0, 12)}`);
    expect(backoutsOf([suspect, landed(1, `Backed out changeset ${changesetOf(suspect)}`)]).size).toBe(0);
  });
});

const HOUR = 3600;
/** A step of one series, `hour` hours after the first push. */
function step(
  id: number,
  hour: number,
  prevValue: number | null,
  newValue: number | null,
  options: Partial<SeriesAlert> = {},
): SeriesAlert {
  return {
    alertId: alertId(id),
    summaryId: summaryId(id * 10),
    repository: 'autoland',
    framework: 13,
    signatureHash: 'amazon windows',
    isRegression: (newValue ?? 0) > (prevValue ?? 0),
    pushTime: hour * HOUR,
    prevValue,
    newValue,
    backedOut: false,
    changesets: [],
    backsOut: new Set(),
    ...options,
  };
}
const regression = step(1, 10, 200, 210);

describe('a likely backout', () => {
  it('goes back to where the levels were before', () => {
    expect(likelyBackout(step(2, 15, 211, 199), [regression])).toEqual({
      kind: 'likely backout',
      of: 10,
      alertId: 1,
      levelsFit: true,
      backsOut: [],
      hoursBetweenPushes: 5,
    });
    expect(likelyBackout(step(2, 15, 230, 220), [regression])).toBeNull();
    expect(likelyBackout(step(2, 15, null, null, { isRegression: false }), [regression])).toBeNull();
  });

  it('or its push backs out the other, which counts for more than a later mirror', () => {
    const culprit = { ...regression, changesets: [LATER.padEnd(40, '0')] };
    const mirror = step(3, 12, 200, 210);
    const named = likelyBackout(step(2, 15, 210, 200, { backsOut: new Set([LATER]) }), [mirror, culprit]);
    expect(named).toMatchObject({ of: 10, backsOut: [LATER], levelsFit: true });
    expect(likelyBackout(step(2, 15, 210, 200), [mirror, culprit])).toMatchObject({ of: 30 });
    const smaller = step(2, 15, 240, 235, { backsOut: new Set([LATER]) });
    expect(likelyBackout(smaller, [culprit])).toMatchObject({ of: 10, levelsFit: false });
  });

  it('is an improvement of the same series, later than the regression', () => {
    const better = step(2, 15, 210, 200);
    expect(likelyBackout({ ...better, isRegression: true }, [regression])).toBeNull();
    expect(likelyBackout({ ...better, pushTime: regression.pushTime }, [regression])).toBeNull();
    expect(likelyBackout({ ...better, repository: 'mozilla-beta' }, [regression])).toBeNull();
    expect(likelyBackout({ ...better, signatureHash: 'ebay' }, [regression])).toBeNull();
    expect(likelyBackout(better, [{ ...regression, isRegression: false }])).toBeNull();
  });
});

describe('a likely reland', () => {
  const again = step(4, 30, 201, 211);

  it('repeats the step of one that was recorded as backed out', () => {
    expect(likelyReland(again, [{ ...regression, backedOut: true }])).toMatchObject({
      kind: 'likely reland',
      of: 10,
      hoursBetweenPushes: 20,
    });
    expect(likelyReland(again, [regression])).toBeNull();
    expect(likelyReland(step(4, 30, 210, 220), [{ ...regression, backedOut: true }])).toBeNull();
  });

  it('or that an improvement in between undid, not one after it', () => {
    expect(likelyReland(again, [regression, step(2, 15, 210, 200)])?.of).toBe(10);
    expect(likelyReland(again, [regression, step(2, 35, 210, 200)])).toBeNull();
  });

  it('is never an improvement', () => {
    expect(likelyReland({ ...again, isRegression: false }, [{ ...regression, backedOut: true }])).toBeNull();
  });
});

describe('any series', () => {
  const anyStep = fc.tuple(
    fc.nat(30),
    fc.integer({ min: 198, max: 212 }),
    fc.integer({ min: 198, max: 212 }),
    fc.boolean(),
  );

  it('names only earlier alerts, whatever the order of the records', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
        const series = steps.map(([hour, from, to, backedOut], i) =>
          step(i + 1, hour, from, to, { backedOut }),
        );
        for (const one of series) {
          for (const rule of [likelyBackout, likelyReland]) {
            const found = rule(one, series);
            expect(rule(one, series.toReversed())).toEqual(found);
            if (found) expect(found.hoursBetweenPushes).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
