import { describe, expect, it } from 'vitest';
import { isOk } from '@/lib/model/outcome';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { QUEUES } from '@/lib/model/shift';
import { readShift } from '@/lib/shift/readShift';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { createTreeherderReads } from '@/lib/treeherder/publicReads';
import { byQueue, shiftItem } from '@/lib/triage/shiftQueue';
import { shiftReport } from '@/lib/triage/shiftReport';
import { KINDS, QUEUE_OF, WEEK_SUMMARIES } from '../../sandbox/scenarios/week.ts';
import { openWeek } from './week';

describe('a week of 300 summaries', () => {
  const { sandbox, reading } = openWeek();
  const { clock } = reading;
  const read = () =>
    readShift(
      { treeherder: createTreeherderRecords(reading), reads: createTreeherderReads(reading) },
      DEFAULT_RULES,
      clock.now(),
    );
  /** As the scenario was made, and nothing of the rules. */
  const expected = (queue: string) =>
    (KINDS.filter((kind) => QUEUE_OF[kind] === queue).length * WEEK_SUMMARIES) / KINDS.length;

  it('is read without a login in at most twelve requests, and every summary waits where it should', async () => {
    sandbox.log.clear();
    const shift = await read();
    if (!isOk(shift)) throw new Error(shift.problem.message);
    expect(sandbox.log.entries.length).toBeLessThanOrEqual(12);
    expect(sandbox.log.entries.every((e) => e.method === 'GET')).toBe(true);
    expect(shift.value).toMatchObject({ isCut: false, unreadable: 0, pointsProblem: null });
    expect(shift.value.facts).toHaveLength(WEEK_SUMMARIES);

    const items = shift.value.facts.flatMap((f) => shiftItem(f, clock.now(), DEFAULT_RULES) ?? []);
    const queues = byQueue(items);
    expect(Object.fromEntries(QUEUES.map((q) => [q, queues.get(q)?.length]))).toEqual(
      Object.fromEntries(QUEUES.map((q) => [q, expected(q)])),
    );
    // five revisions of two alerts with one run each, four wanted
    expect(queues.get('data ready: data coming')?.at(-1)?.round?.points).toEqual({ have: 10, want: 40 });

    const report = shiftReport(items, clock.now(), (id) => `https://example.org/${id}`);
    expect(report).toContain(`Stuck: ${expected('stuck')}`);
    expect(report).toContain('Waiting for data: 45');
    expect(report).toMatch(/round 1 was claimed|Round 1 was claimed by (sheriff|second) and never sent/);
  });

  it('says what it could not read', async () => {
    sandbox.faults.add({ match: { path: '/performance/data/' }, effect: { kind: 'status', status: 500 } });
    const shift = await read();
    if (!isOk(shift)) throw new Error(shift.problem.message);
    expect(shift.value.pointsProblem).not.toBeNull();
    sandbox.faults.clear();
    sandbox.faults.add({ match: { path: '/alertsummary/' }, effect: { kind: 'status', status: 500 } });
    expect((await read()).kind).toBe('failed');
  });
});
