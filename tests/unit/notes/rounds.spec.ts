import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nonce, taskId } from '@/lib/model/ids';
import { withoutClaim, withRound } from '@/lib/notes/edits';
import { claimVerdict, roundsOf } from '@/lib/notes/readers';
import { parseNotes, printNotes } from '@/lib/notes/tail';
import { anyRound, claim, REV, RUNS, TIMEOUT } from './fixtures';

const TASK = taskId('fN1SbArXTPSVFNUvaOlinQ');
const empty = parseNotes('');
const lines = (doc: typeof empty) => printNotes(doc).split('\n').slice(1, -1);

describe('a round in the notes', () => {
  it('is one line while it is claimed', () => {
    expect(lines(withRound(empty, claim({ revisions: [] })))).toEqual([
      'round 1 claimed jdoe 2026-11-24T14:05:12Z k3f9 jobs=14 builds=2 eta=2026-11-24T16:40Z alerts=1001,1002',
    ]);
  });

  it('takes the place of its claim when it is pending, its receipts below it', () => {
    const receipts = [
      { revision: REV(1), jobs: 4, actionTask: TASK },
      { revision: REV(2), jobs: 4, actionTask: null, failure: 'answer lost' },
    ];
    const other = withRound(withRound(empty, claim()), claim({ number: 2, nonce: nonce('z') }));
    const doc = withRound(other, claim({ status: 'pending', receipts, revisions: [] }));
    expect(lines(doc).slice(0, 3)).toEqual([
      'round 1 pending jdoe 2026-11-24T14:05:12Z k3f9 jobs=14 builds=2 eta=2026-11-24T16:40Z alerts=1001,1002',
      `sent 1 k3f9 ${REV(1)} 4 ${TASK}`,
      `failed 1 k3f9 ${REV(2)} 4 - answer%20lost`,
    ]);
    expect(roundsOf(doc).map((r) => [r.number, r.status])).toEqual([
      [1, 'pending'],
      [2, 'claimed'],
    ]);
  });

  it('comes back as it was written', { timeout: TIMEOUT }, () => {
    fc.assert(
      fc.property(anyRound, (round) => {
        expect(roundsOf(parseNotes(printNotes(withRound(empty, round))))).toEqual([round]);
      }),
      { numRuns: RUNS / 5 },
    );
  });

  it('keeps words of a later release when its line is written again', () => {
    const doc = parseNotes(
      '-- deputy 1 --\nround 1 claimed jdoe 2026-11-24T14:05Z k3f9 jobs=1 builds=0 mood=good\n-- /deputy --',
    );
    expect(lines(withRound(doc, claim({ status: 'pending' })))[0]).toMatch(/^round 1 pending .* mood=good$/);
  });

  it('never goes back, and never changes once it is finished', () => {
    const done = withRound(empty, claim({ status: 'blocked', blockedBy: 'broken build' }));
    for (const status of ['claimed', 'pending', 'complete', 'blocked'] as const)
      expect(printNotes(withRound(done, claim({ status, jobs: 99, blockedBy: 'else' })))).toBe(
        printNotes(done),
      );
    const pending = withRound(empty, claim({ status: 'pending' }));
    expect(withRound(pending, claim())).toBe(pending);
  });

  it('replaces a failed receipt by the one of the second try, and never a sent one by a failure', () => {
    const receipt = { revision: REV(1), jobs: 4, actionTask: TASK };
    const failed = { ...receipt, actionTask: null, failure: 'time-out' };
    const once = withRound(empty, claim({ status: 'pending', receipts: [failed] }));
    const sent = withRound(once, claim({ status: 'pending', receipts: [receipt] }));
    expect(roundsOf(sent)[0]?.receipts).toEqual([receipt]);
    expect(withRound(sent, claim({ status: 'pending', receipts: [failed] }))).toBe(sent);
  });

  it('counts a push as sent, in whichever order its lines stand', () => {
    const sent = `sent 1 k3f9 ${REV(1)} 4 ${TASK}`;
    const failed = `failed 1 k3f9 ${REV(1)} 4 - time-out`;
    const head = 'round 1 pending jdoe 2026-11-24T14:05Z k3f9 jobs=4 builds=0';
    for (const order of [
      [head, sent, failed],
      [failed, sent, head],
    ]) {
      const doc = parseNotes(['-- deputy 1 --', ...order, '-- /deputy --'].join('\n'));
      expect(roundsOf(doc)[0]?.receipts).toEqual([{ revision: REV(1), jobs: 4, actionTask: TASK }]);
    }
  });

  it('tells both action tasks of a push that was asked twice', () => {
    const receipt = { revision: REV(1), jobs: 4, actionTask: TASK };
    const second = { ...receipt, actionTask: taskId('Q-second-Q') };
    const once = withRound(empty, claim({ status: 'pending', receipts: [receipt] }));
    const twice = withRound(once, claim({ status: 'pending', receipts: [second] }));
    expect(roundsOf(twice)[0]?.receipts).toEqual([receipt, second]);
  });

  it('can take back a claim, but nothing that was sent', () => {
    const reasoned = withRound(empty, claim({ number: 2, reason: 'noise' }));
    const round = { number: 2, nonce: nonce('k3f9') };
    expect(lines(withoutClaim(reasoned, round))).toEqual([]);
    const pending = withRound(empty, claim({ number: 2, status: 'pending' }));
    expect(withoutClaim(pending, round)).toBe(pending);
  });
});

describe('whose claim it is', () => {
  const ours = nonce('m');
  const with_ = (...others: Parameters<typeof claim>[0][]) =>
    others.reduce((doc, other) => withRound(doc, claim(other)), withRound(empty, claim({ nonce: ours })));

  it('is ours when it stands alone or beside a larger nonce or another number', () => {
    expect(claimVerdict(roundsOf(with_()), 1, ours)).toBe('ours');
    expect(
      claimVerdict(roundsOf(with_({ nonce: nonce('z') }, { number: 2, nonce: nonce('a') })), 1, ours),
    ).toBe('ours');
  });

  it('is lost when it is gone', () => {
    expect(claimVerdict(roundsOf(empty), 1, ours)).toEqual({ lost: 'gone' });
    expect(claimVerdict(roundsOf(withRound(empty, claim({ nonce: nonce('z') }))), 1, ours)).toEqual({
      lost: 'gone',
    });
  });

  it('is lost to the smallest nonce beside it, compared as strings', () => {
    expect(
      claimVerdict(roundsOf(with_({ nonce: nonce('k') }, { nonce: nonce('b') })), 1, ours),
    ).toMatchObject({
      lost: 'smaller nonce',
      round: { nonce: 'b' },
    });
    const ten = withRound(withRound(empty, claim({ nonce: nonce('10') })), claim({ nonce: nonce('9') }));
    expect(claimVerdict(roundsOf(ten), 1, nonce('9'))).toMatchObject({
      lost: 'smaller nonce',
      round: { nonce: '10' },
    });
  });

  it('is lost to a round whose jobs were asked for already, whatever its nonce', () => {
    expect(claimVerdict(roundsOf(with_({ nonce: nonce('z'), status: 'pending' })), 1, ours)).toMatchObject({
      lost: 'already sent',
      round: { nonce: 'z' },
    });
  });

  it('has one winner of any number of claims', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 4 }), { minLength: 1 }),
        (nonces) => {
          const doc = nonces.reduce((d, n) => withRound(d, claim({ nonce: nonce(n) })), empty);
          expect(nonces.filter((n) => claimVerdict(roundsOf(doc), 1, nonce(n)) === 'ours')).toHaveLength(1);
        },
      ),
    );
  });
});
