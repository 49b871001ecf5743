import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  byHand,
  type Hand,
  linesOf,
  NOTHING,
  type Part,
  plus,
  ROUND_BY_HAND,
  SHIFT,
  type Work,
  withDeputy,
} from '../../e2e/shiftCost/work.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';

/** Both lists have two pages, with Deputy and without. */
const LISTS = 2;
const page = readFileSync(join(import.meta.dirname, '../../../docs/cost-of-a-shift.md'), 'utf8');

/** The requests that the page says, which only the browsers can count. */
const requestsOf = (name: string, how: string) =>
  Number(page.match(new RegExp(`^\\| ${name} \\| ${how} \\|.* (\\d+) \\|$`, 'm'))?.[1]);

function rowOf({ name, scenario, work }: Part) {
  const { world } = createSandbox({ scenario });
  const all = work(world);
  const cost = (how: string, hand: (one: Work) => Hand, tabs: number) =>
    plus(all.map(hand).reduce(plus, NOTHING), { pages: LISTS + tabs, requests: requestsOf(name, how) });
  const alerts = all.reduce((sum, one) => sum + (one.kind === 'round' ? one.alerts : 0), 0);
  return {
    name,
    all,
    deputy: cost('with Deputy', withDeputy, 0),
    hand: cost('by hand', byHand, alerts * ROUND_BY_HAND.pages),
  };
}

describe('docs/cost-of-a-shift.md', () => {
  const rows = SHIFT.map(rowOf);

  it('is about twenty summaries, each with something that is to be done or left', () => {
    const ids = rows.flatMap(({ name, all }) => all.map(({ id }) => `${name} ${id}`));
    expect(new Set(ids).size).toBe(20);
  });

  it('has the clicks, keys and page loads of the script, and sums that are right', () => {
    expect(linesOf(rows).filter((line) => !page.includes(`${line}\n`))).toEqual([]);
  });

  it('says how much of the shift by hand was not run', () => {
    const alerts = rows
      .flatMap(({ all }) => all)
      .reduce((n, w) => n + (w.kind === 'round' ? w.alerts : 0), 0);
    expect(page).toContain(
      `${alerts} rounds: ${alerts * ROUND_BY_HAND.clicks} clicks, ${alerts * ROUND_BY_HAND.pages} page loads and ${alerts * ROUND_BY_HAND.requests} requests`,
    );
  });
});
