import { describe, expect, it } from 'vitest';
import { alertId } from '@/lib/model/ids';
import type { PlanReport } from '@/lib/model/planReport';
import { coverageView, tickedInWords } from '@/lib/rounds/rowSelection';
import { alert, summary } from '../triage/fixtures';

const SUMMARY = summary([
  alert(1, { suite: 'amazon', platform: 'linux' }),
  alert(2, { suite: 'ebay', platform: 'linux' }),
  alert(3, { suite: 'cnn', platform: 'linux', status: 'invalid' }),
  alert(4, { suite: 'bing', platform: 'linux' }),
]);
const [ONE, TWO, THREE, FOUR] = [1, 2, 3, 4].map(alertId) as [
  ReturnType<typeof alertId>,
  ReturnType<typeof alertId>,
  ReturnType<typeof alertId>,
  ReturnType<typeof alertId>,
];

const reportOf = (started: boolean, kinds: readonly (readonly [typeof ONE, string])[] | null) =>
  ({
    coverage: { text: 'Covered 2 of 3', covered: [ONE, TWO], representedBy: [], holds: true, started },
    outlook: kinds && { alerts: kinds.map(([id, kind]) => ({ alertId: id, kind })) },
  }) as unknown as PlanReport;

describe('rows to be ticked at once', () => {
  it('are none before anything was asked for', () => {
    expect(coverageView(SUMMARY, null)).toBeNull();
    expect(coverageView(SUMMARY, reportOf(false, null))).toBeNull();
  });

  it('are the covered ones, and once data is in those without a step that are still open', () => {
    expect(coverageView(SUMMARY, reportOf(true, null))).toEqual({
      text: 'Covered 2 of 3',
      covered: [ONE, TWO],
      noStep: [],
    });
    const judged = reportOf(true, [
      [ONE, 'push'],
      [TWO, 'no step'],
      [THREE, 'no step'],
      [FOUR, 'undecided'],
    ]);
    expect(coverageView(SUMMARY, judged)?.noStep).toEqual([TWO]);
  });
});

describe('what came of ticking', () => {
  const say = (ticked: number, missing: readonly number[], all = 4) =>
    tickedInWords(SUMMARY, [1, 2, 3, 4].slice(0, all).map(alertId), {
      ticked,
      missing: missing.map(alertId),
    });

  it.each([
    [say(4, []), '4 rows ticked for the page’s own buttons.'],
    [say(1, [], 1), '1 row ticked for the page’s own buttons.'],
    [say(3, [2]), '3 of 4 rows ticked for the page’s own buttons. Not shown by the page: ebay linux.'],
    [
      say(0, [1, 2, 3, 4]),
      '0 of 4 rows ticked for the page’s own buttons. Not shown by the page: amazon linux, ebay linux, cnn linux and 1 more.',
    ],
  ])('names the rows that the page does not show: %s', (said, expected) => {
    expect(said).toBe(expected);
  });
});
