import { describe, expect, it } from 'vitest';
import { type SummaryId, summaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import type { Suggestion } from '@/lib/model/suggestions';
import { parseNotes, roundsOf } from '@/lib/notes/notes';
import { createBothBranches } from '@/lib/rounds/bothBranches';
import { createAskSuggestions } from '@/lib/suggestions/askSuggestions';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { openBrowser } from './browser';
import { planOf, TIMEOUT_MS } from './day';

/** A sheriff who is unsure about "likely" of the day of two branches. */
async function open() {
  const sandbox = createSandbox({ scenario: 'downstream', seed: 'both' });
  const { world } = sandbox;
  const here = summaryId(world.answer('likely').summary);
  const there = summaryId(world.answer('likely upstream').summary);
  const browser = openBrowser(sandbox);
  const tab = browser.openTab();
  const held = new Set<SummaryId>();
  const both = createBothBranches({
    ...tab.deps,
    desks: { of: tab.desk, hold: (id, isHeld) => void (isHeld ? held.add(id) : held.delete(id)) },
    alertsPerRound: 5,
  });
  await tab.look(here);
  const summary = tab.deps.store.get(here)?.summary;
  if (!summary) throw new Error('The summary is not read.');
  const answer = await createAskSuggestions(tab.deps.call).suggest([summary], here);
  const suggestion = isOk(answer) ? answer.value[0]?.suggestions[0] : undefined;
  if (suggestion?.target?.id !== there) throw new Error('It is not suggested.');
  const rounds = (id: SummaryId) => roundsOf(parseNotes(world.summary(id).notes ?? ''));
  return {
    sandbox,
    browser,
    tab,
    both,
    here,
    there,
    held,
    rounds,
    suggestion: suggestion satisfies Suggestion,
  };
}

describe('the rounds of both branches', { timeout: TIMEOUT_MS }, () => {
  it('ask for two runs more on the two revisions before and after, of the same tests', async () => {
    const { tab, both, here, there, held, suggestion } = await open();
    expect(isOk(await both.open(here, suggestion))).toBe(true);
    const plans = [here, there].map((id) => planOf(tab.desk(id)));
    for (const plan of plans) {
      expect(plan.alerts.map((a) => [a.suite, a.platform])).toEqual([
        ['ares6', 'windows11-64-24h2-shippable'],
      ]);
      const revisions = plan.cells.filter((c) =>
        plan.pushes.some((p) => p.id === c.pushId && p.role === 'revision'),
      );
      expect(revisions.map((c) => c.need)).toEqual(Array(5).fill(2));
      expect(plan.cells.every((c) => c.need <= 2)).toBe(true);
    }
    expect(held).toEqual(new Set([there]));
  });

  it('go out one after another under one press, each with its own claim, receipts and note', async () => {
    const { tab, both, here, there, held, rounds, suggestion } = await open();
    await both.open(here, suggestion);
    const plans = [here, there].map((id) => planOf(tab.desk(id)));
    const told = await both.send(here, there);
    expect(told).toEqual({
      kind: 'ok',
      value: `Both branches are asked: round 1 here, round 1 of #${there}.`,
    });
    for (const [i, id] of [here, there].entries()) {
      expect(rounds(id)).toHaveLength(1);
      expect(rounds(id)[0]).toMatchObject({ status: 'pending', jobs: plans[i]?.jobs, number: 1 });
      expect(rounds(id)[0]?.receipts).toHaveLength(plans[i]?.pushes.length ?? 0);
    }
    expect(rounds(here)[0]?.expects).toBe(`whether it comes from #${there}`);
    // what is planned next is a round like any other
    expect([here, there].map((id) => tab.desk(id).state().choices.unsure)).toEqual([[], []]);
    expect(held.size).toBe(0);
  });

  it('send nothing when another tab works on one of the two', async () => {
    const { sandbox, browser, both, here, there, suggestion, rounds } = await open();
    await both.open(here, suggestion);
    const other = browser.openTab();
    const told = await other.deps.leases.withLease([there], async () => {
      const end = await both.send(here, there);
      return { kind: 'ok', value: end };
    });
    expect(told).toMatchObject({ value: { kind: 'refused', problem: { kind: 'lease taken' } } });
    expect([rounds(here), rounds(there)]).toEqual([[], []]);
    expect(sandbox.log.count({ method: 'POST', path: /\/trigger$/ })).toBe(0);
  });

  it('say what was sent when the other one cannot be', async () => {
    const { sandbox, both, here, there, suggestion, rounds } = await open();
    await both.open(here, suggestion);
    sandbox.faults.add({
      match: { method: 'PUT', path: `/alertsummary/${there}/` },
      effect: { kind: 'status', status: 403, json: { detail: 'no' } },
    });
    const told = await both.send(here, there);
    expect(told.kind).toBe('refused');
    if (told.kind === 'refused') {
      expect(told.problem.message).toMatch(
        new RegExp(`^The round here is sent, the one of #${there} is not\\. `),
      );
    }
    expect(rounds(here)).toHaveLength(1);
    expect(rounds(there)).toEqual([]);
  });

  it('are forgotten when the plans are put away', async () => {
    const { tab, both, here, there, held, suggestion } = await open();
    const before = planOf(tab.desk(here)).jobs;
    await both.open(here, suggestion);
    both.close(here, there);
    await tab.desk(here).choose({});
    expect(planOf(tab.desk(here)).jobs).toBe(before);
    expect(held.size).toBe(0);
  });
});
