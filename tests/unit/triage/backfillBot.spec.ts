import { describe, expect, it } from 'vitest';
import { describeBackfillBot, noticeOfBot } from '@/lib/triage/backfillBot';
import { alert } from './fixtures';

const withRecord = (n: number, status: number | null) => ({
  ...alert(n),
  backfillRecord: status === null ? null : { status, inProgress: 0 },
});

describe('the backfill bot', () => {
  it.each([
    [0, /has picked .*nothing has run yet/],
    [1, /is about to backfill .*nothing has run yet/],
    [2, /is backfilling .*counted as on their way/],
    [3, /has backfilled/],
    [4, /in vain/],
    [77, /has a record of/],
  ])('with record %i is told as such', (status, words) => {
    expect(describeBackfillBot({ alerts: [withRecord(1, status)] })).toEqual([expect.stringMatching(words)]);
  });

  it('is not spoken of where it has nothing to do', () => {
    expect(describeBackfillBot({ alerts: [withRecord(1, null)] })).toEqual([]);
    expect(noticeOfBot({ alerts: [withRecord(1, null), withRecord(2, 2)] })).toBeNull();
  });

  it('is said to wait anew only while it waits', () => {
    expect(noticeOfBot({ alerts: [withRecord(1, 3), withRecord(2, 0)] })).toMatch(/4 hours anew/);
  });
});
