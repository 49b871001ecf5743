import { describe, expect, it } from 'vitest';
import { summaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { DEFAULT_PAIRS } from '@/lib/model/pairs';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { readShift } from '@/lib/shift/readShift';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { createTreeherderReads } from '@/lib/treeherder/publicReads';
import { createServerClock } from '@/lib/treeherder/serverClock';
import { shiftSuggestions } from '@/lib/triage/shiftSuggestions';
import { TREEHERDER_ORIGIN } from '../../sandbox/hosts.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';

async function factsOf(scenario: string) {
  const sandbox = createSandbox({ scenario });
  const outside = sandbox.openTab({ user: null });
  const time = () => sandbox.clock.now();
  const clock = createServerClock(time, time);
  const deps = {
    fetch: (url: string, init?: RequestInit) => outside.fetch(url, init),
    origin: TREEHERDER_ORIGIN,
    clock,
    wait: async () => {},
  };
  const shift = await readShift(
    { treeherder: createTreeherderRecords(deps), reads: createTreeherderReads(deps) },
    DEFAULT_RULES,
    clock.now(),
  );
  if (!isOk(shift)) throw new Error(shift.problem.message);
  return { sandbox, facts: shift.value.facts };
}

describe('what may come from where', () => {
  it('names the right upstream, from what was read for the queues', async () => {
    const { sandbox, facts } = await factsOf('downstream');
    const suggestions = shiftSuggestions(facts, DEFAULT_PAIRS);
    let right = 0;
    for (const answer of sandbox.world.answers.values()) {
      const said = suggestions.get(summaryId(answer.summary))?.of;
      const upstreams = [...answer.alerts.values()].flatMap((a) => (a.kind === 'downstream' ? [a.of] : []));
      if (upstreams.length === 0) expect([answer.name, said]).toEqual([answer.name, undefined]);
      else {
        expect([answer.name, upstreams]).toEqual([answer.name, expect.arrayContaining([said])]);
        right++;
      }
    }
    expect(right).toBeGreaterThan(2);
  });

  it('says nothing without pairs, and nothing that was declined', async () => {
    const { facts } = await factsOf('downstream');
    expect(shiftSuggestions(facts, []).size).toBe(0);
    const all = shiftSuggestions(facts, DEFAULT_PAIRS);
    const declined = facts.map((f) => ({ ...f, declined: [all.get(f.summary.id)?.of ?? summaryId(1)] }));
    for (const [id, { of }] of shiftSuggestions(declined, DEFAULT_PAIRS))
      expect(of).not.toBe(all.get(id)?.of);
  });
});
