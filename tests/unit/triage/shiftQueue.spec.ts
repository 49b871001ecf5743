import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, summaryId } from '@/lib/model/ids';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { QUEUES, type ShiftItem, type ShiftRound } from '@/lib/model/shift';
import { DAY_MS, HOUR_MS } from '@/lib/triage/clocks';
import { byQueue, byRisk, nextOne, queuesOf, type ShiftFacts, shiftItem } from '@/lib/triage/shiftQueue';
import { alert, MONDAY, summary, untouched } from './fixtures';

const at = (hours: number) => instant(MONDAY + hours * HOUR_MS);
const round = (part: Partial<ShiftRound> = {}): ShiftRound => ({
  number: 1,
  status: 'pending',
  by: 'amy',
  at: at(1),
  jobs: 20,
  eta: at(4),
  failed: [],
  asked: 5,
  points: null,
  ...part,
});
const facts = (part: Partial<ShiftFacts> = {}): ShiftFacts => ({
  ...untouched(summary([alert(1), alert(2, { suite: 'cnn' }), alert(3, { suite: 'ebay' })])),
  ...part,
});
const item = (part: Partial<ShiftFacts> = {}, hours = 2) => shiftItem(facts(part), at(hours), DEFAULT_RULES);
const state = (name: 'data ready' | 'needs bug' | 'needs data' | 'collecting data') => [
  { state: name, by: 'amy', at: at(1) },
];

describe('a summary of the shift', () => {
  it('waits for the first pass until somebody has begun, then for its data, then for the bug', () => {
    expect(item()).toMatchObject({
      queue: 'untriaged',
      role: 'code sheriff',
      what: 'amazon, cnn and 1 more',
    });
    expect(item({ rounds: [round()], states: state('collecting data') })?.queue).toBe('collecting data');
    expect(item({ states: state('needs bug') })).toMatchObject({ queue: 'needs bug', role: 'perf sheriff' });
    expect(item({ states: state('needs data') })?.queue).toBe('needs data');
  });

  it('is ready in two ways: with all its data, or with data to come', () => {
    const ready = (part: Partial<ShiftRound>, hours = 2) =>
      item({ states: state('data ready'), rounds: [round(part)] }, hours)?.queue;
    expect(ready({ points: { have: 19, want: 20 } })).toBe('data ready: data coming');
    expect(ready({ points: { have: 20, want: 20 } })).toBe('data ready: complete');
    // where the points were not read the expected time is what there is
    expect(ready({}, 2)).toBe('data ready: data coming');
    expect(ready({}, 5)).toBe('data ready: complete');
    expect(ready({ status: 'complete' })).toBe('data ready: complete');
  });

  it('is nobody’s with a bug, closed, or with improvements only', () => {
    const of = (part: Parameters<typeof summary>[1]) => item({ summary: summary([alert(1)], part) });
    expect(of({ bugNumber: 7 })).toBeNull();
    expect(of({ status: 'downstream' })).toBeNull();
    expect(item({ summary: summary([alert(1, { isRegression: false })]) })).toBeNull();
  });

  it('is stuck when pushes failed, when its data is 6 hours late, or when a claim was left behind', () => {
    const collecting = state('collecting data');
    const broken = item({ states: collecting, rounds: [round({ failed: ['build failed'], asked: 4 })] });
    expect(broken?.stuck?.why).toBe('Round 1: 1 of 5 pushes failed (build failed)');
    expect(broken?.queue).toBe('stuck');
    const late = (hours: number, have: number) =>
      item({ states: state('data ready'), rounds: [round({ points: { have, want: 20 } })] }, hours)?.stuck;
    expect(late(10, 14)).toBeNull();
    expect(late(11, 14)?.why).toBe('Round 1 was expected 7 h ago, and 6 of 20 points are missing');
    expect(late(11, 20)).toBeNull();
    expect(item({ rounds: [round({ status: 'claimed', at: at(1.9) })] })?.stuck).toBeNull();
    expect(item({ rounds: [round({ status: 'claimed', at: at(1.5) })] })?.stuck?.why).toContain('never sent');
  });

  it('tells both clocks, near from 4 hours on', () => {
    const triaged = summary([alert(1)], { triageDue: instant(MONDAY + 2 * DAY_MS) });
    const clocks = (hours: number) => {
      const found = item({ summary: triaged }, hours);
      return [found?.triage?.urgency, found?.bug?.text, found?.bug?.urgency];
    };
    expect(clocks(2)).toEqual(['calm', 'bug due in 22 h', 'calm']);
    expect(clocks(21)).toEqual(['calm', 'bug due in 3 h', 'soon']);
    expect(clocks(45)).toEqual(['soon', 'bug overdue by 9 h', 'overdue']);
    expect(item({ summary: { ...triaged, firstTriaged: at(1) } }, 45)?.triage).toBeNull();
  });

  it('knows who touched it last', () => {
    const touched = item({ states: state('data ready'), marks: [{ by: 'ben', at: at(1.5) }] })?.touched;
    expect(touched).toEqual({ by: 'ben', at: at(1.5) });
  });

  it('is left from the shift before when it was there 8 hours ago and nobody has touched it since', () => {
    expect([item({}, 7)?.isLeft, item({}, 9)?.isLeft]).toEqual([false, true]);
    const marked = { marks: [{ by: 'ben', at: at(3) }] };
    expect([item(marked, 9)?.isLeft, item(marked, 12)?.isLeft]).toEqual([false, true]);
  });
});

describe('the queues', () => {
  const some = fc.array(
    fc.record({
      id: fc.integer({ min: 1, max: 400 }),
      created: fc.integer({ min: 0, max: 200 }),
      queue: fc.constantFrom(...QUEUES),
      bug: fc.option(fc.integer({ min: 0, max: 99 })),
      isCode: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  const items = (made: typeof some extends fc.Arbitrary<infer T> ? T : never): ShiftItem[] =>
    [...new Map(made.map((m) => [m.id, m])).values()].map((m) => ({
      ...(item() as ShiftItem),
      id: summaryId(m.id),
      created: at(m.created),
      queue: m.queue,
      role: m.isCode ? 'code sheriff' : 'perf sheriff',
      triage: null,
      bug: m.bug === null ? null : { at: at(m.bug), overdue: false, text: '', urgency: 'calm' },
    }));

  it('hold every summary once, by what is due first, whatever order it came in', () => {
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (made, noise) => {
        const all = items(made);
        const shuffled = all
          .map((one) => [noise.next().value ?? 0, one] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, one]) => one);
        const queues = byQueue(shuffled);
        expect([...queues.values()].flat()).toHaveLength(all.length);
        for (const queue of queues.values()) {
          const due = queue.map((one) => one.bug?.at ?? Number.POSITIVE_INFINITY);
          expect(due).toEqual(due.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
        }
        expect(queues).toEqual(byQueue(all));
      }),
    );
  });

  it('offer one after the other, until all that waits for the role was seen', () => {
    fc.assert(
      fc.property(some, fc.constantFrom('code sheriff' as const, 'perf sheriff' as const), (made, role) => {
        const all = items(made);
        const mine = all.filter((one) =>
          one.queue === 'stuck' ? one.role === role : queuesOf(role).includes(one.queue),
        );
        const seen = new Set<number>();
        let last: ShiftItem | null = null;
        for (let i = 0; i < mine.length; i++) {
          last = nextOne(all, role, last?.id ?? null);
          if (last) seen.add(last.id);
        }
        expect(seen).toEqual(new Set<number>(mine.map((one) => one.id)));
        if (mine.length === 0) expect(nextOne(all, role, null)).toBeNull();
      }),
    );
  });

  it('sort the same way always', () => {
    fc.assert(
      fc.property(some, (made) => {
        const all = items(made);
        for (const a of all)
          for (const b of all) expect(Math.sign(byRisk(a, b))).toBe(-Math.sign(byRisk(b, a)) || 0);
      }),
      { numRuns: 30 },
    );
  });
});
