import { describe, expect, it } from 'vitest';
import { label, pushId } from '@/lib/model/ids';
import {
  APPEARS_WITHIN_MS,
  describeRoundEnd,
  GIVEN_UP_AFTER_MS,
  type PlannedRuns,
  roundEnd,
  type SeenRuns,
} from '@/lib/triage/roundEnd';
import { push } from './fixtures';

const amazon = label('test-linux/opt-amazon');
const nothing: SeenRuns = { points: 0, coming: 0, promised: 0, failed: 0 };
const planned: readonly PlannedRuns[] = [1, 2].map((n) => ({ pushId: pushId(n), label: amazon, want: 4 }));
/** What is seen on pushes 1 and 2. */
const end = (first: Partial<SeenRuns>, second: Partial<SeenRuns>, sinceSentMs = APPEARS_WITHIN_MS) =>
  roundEnd(planned, (id) => ({ ...nothing, ...(id === 1 ? first : second) }), sinceSentMs);
const words = (e: ReturnType<typeof end>) =>
  describeRoundEnd(e, { ofLabel: () => 'amazon', ofPush: (id) => push(id).revision });

describe('the end of a round', () => {
  it('is complete when every point is there, however many more there are', () => {
    expect(end({ points: 4 }, { points: 7 })).toEqual({ kind: 'complete', have: 8, want: 8 });
  });

  it('is awaited while jobs run, wait, or are promised by open action tasks', () => {
    expect(end({ points: 4 }, { points: 1, coming: 2, promised: 1 })).toEqual({
      kind: 'waiting',
      have: 5,
      want: 8,
      lost: [],
    });
  });

  it('is not made up for by surplus points on another push', () => {
    expect(end({ points: 7 }, { points: 1, coming: 3 })).toMatchObject({ kind: 'waiting', have: 5 });
  });

  it('has become impossible when the rest failed, and says what failed', () => {
    const said = end({ points: 4 }, { points: 2, failed: 5 });
    expect(said).toMatchObject({
      kind: 'impossible',
      have: 6,
      lost: [{ pushId: 2, label: amazon, runs: 2, why: 'job failed' }],
    });
    expect(words(said)).toBe('6 of 8 points; lost: 2 of amazon on 000000000000 (the job failed)');
  });

  it('is awaited for the jobs that can come although others are lost, and names these', () => {
    expect(end({ points: 1, coming: 3 }, { failed: 4 })).toMatchObject({
      kind: 'waiting',
      have: 1,
      lost: [{ pushId: 2, runs: 4, why: 'job failed' }],
    });
  });

  it('does not wait for jobs whose build failed', () => {
    expect(end({ points: 4 }, { points: 1, coming: 3, buildFailed: true })).toMatchObject({
      kind: 'impossible',
      lost: [{ runs: 3, why: 'build failed' }],
    });
  });

  it('gives jobs that are not to be seen an hour to appear', () => {
    expect(end({ points: 4 }, { points: 1 }, APPEARS_WITHIN_MS - 1).kind).toBe('waiting');
    expect(end({ points: 4 }, { points: 1 }, APPEARS_WITHIN_MS)).toMatchObject({
      kind: 'impossible',
      lost: [{ runs: 3, why: 'never created' }],
    });
  });

  it('takes nothing for lost that was not read, until a day is over', () => {
    const unread = (ms: number) => roundEnd(planned, () => undefined, ms);
    expect(unread(GIVEN_UP_AFTER_MS - 1)).toEqual({ kind: 'waiting', have: 0, want: 8, lost: [] });
    expect(unread(GIVEN_UP_AFTER_MS)).toMatchObject({ kind: 'impossible', lost: [{ why: 'too late' }, {}] });
  });

  it('gives up after a day on jobs that still stand as coming', () => {
    expect(end({ points: 4 }, { points: 1, coming: 2, failed: 1 }, GIVEN_UP_AFTER_MS)).toMatchObject({
      kind: 'impossible',
      lost: [
        { runs: 1, why: 'job failed' },
        { runs: 2, why: 'too late' },
      ],
    });
  });

  it('is complete for a round that asked for nothing', () => {
    expect(roundEnd([], () => undefined, 0)).toEqual({ kind: 'complete', have: 0, want: 0 });
  });

  it('names three losses and counts the others', () => {
    const many = [1, 2, 3, 4, 5].map((n) => ({ pushId: pushId(n), label: amazon, want: 1 }));
    const said = roundEnd(many, () => nothing, APPEARS_WITHIN_MS);
    expect(words(said)).toMatch(
      /^0 of 5 points; lost: (1 of amazon on \w+ \(no job was made\)(, )?){3}and 2 more$/,
    );
  });
});
