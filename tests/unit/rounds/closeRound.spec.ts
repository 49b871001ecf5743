import { describe, expect, it } from 'vitest';
import { isOk } from '@/lib/model/outcome';
import type { TailRound } from '@/lib/notes/notes';
import { endAsBlocked, markComplete, roundClosing } from '@/lib/rounds/closeRound';
import { openDesk } from './browser';
import { createDay, TIMEOUT_MS } from './day';

const pending = { status: 'pending' } as const;

describe('what closing is offered', () => {
  it.each([
    ['unknown', null, null],
    ['waiting', { kind: 'waiting', have: 3 }, null],
    ['complete', { kind: 'complete', have: 20 }, 'complete'],
    ['impossible in part', { kind: 'impossible', have: 14 }, 'complete'],
    ['impossible from the start', { kind: 'impossible', have: 0 }, 'blocked'],
  ] as const)('for a round whose data is %s', (_, end, advised) => {
    expect(roundClosing(pending, end)).toMatchObject({ canClose: true, advised });
  });

  it.each(['claimed', 'complete', 'blocked'] as const)('none for a round that is %s', (status) => {
    expect(roundClosing({ status }, { kind: 'complete', have: 1 })).toEqual({
      canClose: false,
      advised: null,
      blockedBy: null,
    });
  });
});

describe('closing a round', { timeout: TIMEOUT_MS }, () => {
  async function sentRound() {
    const day = createDay();
    const { tab, desk } = await openDesk(day);
    await desk.send();
    const [round] = day.told().rounds;
    if (!round) throw new Error('The notes have no round.');
    const write = async (wishes: Parameters<typeof desk.outbox.add>[0]) => {
      desk.outbox.add(wishes);
      for (let i = 0; i < 100 && desk.state().pending; i++) await new Promise((r) => setTimeout(r, 5));
      expect(desk.state().pending).toBeNull();
    };
    return { day, tab, desk, round, write };
  }

  it('as complete changes its line, keeps its receipts, and the state is data ready', async () => {
    const { day, round, write } = await sentRound();
    await write(markComplete(round));
    expect(day.told().rounds).toMatchObject([{ status: 'complete', receipts: round.receipts }]);
    expect(day.told().state).toBe('data ready');
  });

  it('as blocked needs a reason, and then the summary needs data', async () => {
    const { day, round, write } = await sentRound();
    expect(() => endAsBlocked(round, '  ')).toThrow(RangeError);
    await write(endAsBlocked(round, 'broken build'));
    expect(day.told().rounds).toMatchObject([{ status: 'blocked', blockedBy: 'broken build' }]);
    expect(day.told().state).toBe('needs data');
    expect(day.notes()).toMatch(/^\[sheriff] round 1 blocked: broken build\n/);
  });

  it('that was swallowed by a colleague is written again', async () => {
    const { day, round, write } = await sentRound();
    const before = day.notes();
    day.sandbox.faults.add({
      match: { method: 'PUT', nth: 1 },
      effect: {
        kind: 'call',
        run: async (_, carryOut) => {
          const answer = await carryOut();
          day.colleagueWrites(before);
          return answer;
        },
      },
    });
    await write(markComplete(round));
    expect(day.told().rounds).toMatchObject([{ status: 'complete' }]);
  });

  it('that somebody else has ended otherwise is a conflict, and theirs stands', async () => {
    const { day, tab, desk, round } = await sentRound();
    const theirs = day.notes().replace(/\bpending\b/, 'blocked');
    expect(theirs).not.toBe(day.notes());
    day.colleagueWrites(theirs);
    desk.outbox.add(markComplete(round as TailRound));
    const failed = () => desk.state().pending?.state.kind === 'failed';
    for (let i = 0; i < 100 && !failed(); i++) await new Promise((r) => setTimeout(r, 5));
    expect(desk.state().pending?.state).toMatchObject({ kind: 'failed', problem: { kind: 'conflict' } });
    expect(day.notes()).toBe(theirs);
    const now = await tab.deps.treeherder.summary(day.id);
    expect(isOk(now) && now.value.noted.rounds).toMatchObject([{ status: 'blocked' }]);
  });
});
