import { describe, expect, it } from 'vitest';
import { alertId, instant, type Label, pushId } from '@/lib/model/ids';
import type { PlanInput } from '@/lib/model/planInput';
import { DEFAULT_CHOICES, type PlanChoices } from '@/lib/model/planReport';
import { DEFAULT_RULES, MOST_ALERTS_BY_HAND } from '@/lib/model/rules';
import { planSheet, type SheetFacts } from '@/lib/triage/planSheet';
import { planRound } from '@/lib/triage/roundPlan';
import { alert, builtEverywhere, labelFor, MAC, MONDAY, planInput, push, WINDOWS } from './fixtures';

const suites = ['amazon', 'bing', 'cnn', 'ebay', 'fandom', 'google', 'imdb'];
const seven = suites.map((suite, i) => alert(i + 1, { suite, tValue: 20 - i }));
const built = builtEverywhere(WINDOWS);

function sheetOf(input: PlanInput, change: Partial<PlanChoices> = {}, facts: Partial<SheetFacts> = {}) {
  const choices = { ...DEFAULT_CHOICES, ...change };
  const planned: PlanInput = {
    ...input,
    form: choices.form,
    dropped: new Set(choices.dropped),
    edits: { droppedPushes: new Set(choices.droppedPushes), points: choices.points },
    rules: { ...input.rules, alertsPerRound: choices.alertLimit ?? input.rules.alertsPerRound },
  };
  return planSheet(planRound(planned), {
    input: planned,
    choices,
    rules: input.rules,
    spend: null,
    live: true,
    minutesOf: () => undefined,
    queueOf: () => undefined,
    now: instant(MONDAY),
    ...facts,
  });
}
const priceOf = (sheet: ReturnType<typeof sheetOf>) => new Map(sheet.price);

describe('the grid of a plan', () => {
  const input = planInput(seven.slice(0, 2), { dataEvery: 1, builds: built });

  it('has a row for each alert and a column for each revision, with what is there and what is asked for', () => {
    const { rows, columns } = sheetOf(input);
    expect(rows.map((r) => r.name)).toEqual([`amazon ${WINDOWS}`, `bing ${WINDOWS}`]);
    expect(columns.map((c) => c.place)).toEqual(['−2', '−1', 'alert', '+1', '+2']);
    expect(columns.map((c) => c.isStep)).toEqual([false, false, true, false, false]);
    expect(rows[0]?.cells[2]).toEqual({ want: 4, state: 'need', text: '1 there, +3' });
  });

  it('keeps what was taken out in its place', () => {
    const { rows, columns } = sheetOf(input, { dropped: [alertId(1)], droppedPushes: [pushId(1099)] });
    expect(rows.map((r) => Number(r.alertId))).toEqual([1, 2]);
    expect(rows[0]?.cells.every((c) => c === null)).toBe(true);
    expect(columns.map((c) => Number(c.pushId))).toEqual([1098, 1099, 1100, 1101, 1102]);
    expect(columns[1]?.place).toBe('taken out');
  });

  it('tells one number for a revision only when all its alerts want it', () => {
    const points = [{ pushId: pushId(1100), alertId: alertId(2), points: 7 }];
    expect(sheetOf(input, { points }).columns.map((c) => c.want)).toEqual([4, 4, null, 4, 4]);
  });

  it('says what comes, what needs a build, and what the budgets trimmed', () => {
    const runs = new Map([[labelFor(alert(1)), new Map([[pushId(1100), { coming: 1, promised: 1 }]])]]);
    const coming = sheetOf({ ...planInput([alert(1)], { dataEvery: 1, builds: built }), runs });
    expect(coming.rows[0]?.cells[2]?.text).toBe('1 there, 2 coming, +1');
    const sparse = planInput([alert(1)], { dataEvery: 4 });
    const tight = sheetOf({ ...sparse, rules: { ...DEFAULT_RULES, jobsPerRound: 7 } });
    const texts = tight.rows[0]?.cells.map((c) => c?.text);
    expect(texts).toContain('0 there, +1 with build, 1 trimmed');
    expect(texts).toContain('1 there, 3 trimmed');
    expect(tight.rows[0]?.cells.find((c) => c?.text === '1 there, 3 trimmed')?.state).toBe('short');
  });
});

describe('more alerts than a round is meant to have', () => {
  const input = planInput(seven, { dataEvery: 1, builds: built });

  it('are left out, each with its price', () => {
    const { leftOut, rows, limit } = sheetOf(input);
    expect(rows).toHaveLength(5);
    expect(leftOut).toEqual([
      `google ${WINDOWS}: a round takes at most 5 alerts (+15 jobs if kept)`,
      `imdb ${WINDOWS}: a round takes at most 5 alerts (+15 jobs if kept)`,
    ]);
    expect(limit).toEqual({ least: 5, most: MOST_ALERTS_BY_HAND });
  });

  it('are let in by hand, with a plain warning, and the budgets still bind', () => {
    const { rows, warnings, price } = sheetOf(input, { alertLimit: 7 });
    expect(rows).toHaveLength(7);
    expect(warnings).toEqual([expect.stringContaining('7 alerts are more than the 5')]);
    expect(new Map(price).get('This round')).toBe(
      '60 of at most 60 jobs, 0 of at most 6 builds, trimmed from 105 jobs',
    );
  });

  it('cannot be let in where there are improvements only', () => {
    const better = seven.map((a) => ({ ...a, isRegression: false }));
    expect(sheetOf(planInput(better, { dataEvery: 1 })).limit).toBeNull();
  });
});

describe('what is left out', () => {
  it('names the price of an alert and of a revision that were taken out, its builds with it', () => {
    const input = planInput([alert(1)], { dataEvery: 4 });
    expect(sheetOf(input, { droppedPushes: [pushId(1098)] }).leftOut).toEqual([
      `${push(1098).revision.slice(0, 12)} was taken out of the plan by hand (+2 jobs, 1 build if kept)`,
    ]);
    expect(sheetOf(input, { dropped: [alertId(1)] }).leftOut).toEqual([
      `amazon ${WINDOWS} was taken out of the plan by hand (+21 jobs, 3 builds if kept)`,
    ]);
  });
});

describe('the price of a plan', () => {
  const two = [alert(1), alert(2, { suite: 'bing', platform: MAC })];
  const input = planInput(two, { dataEvery: 4 });

  it('is told by pool: jobs, machine-minutes, and what waits there', () => {
    const minutes: Record<string, number> = {
      [labelFor(two[0] ?? alert(1))]: 18,
      'build-win64-shippable/opt': 70,
      'build-macosx64-shippable/opt': 50,
    };
    const price = priceOf(
      sheetOf(
        input,
        {},
        {
          minutesOf: (label: Label) => minutes[label],
          queueOf: (label) =>
            label.includes('windows')
              ? { pool: 'gecko-t/win11', pending: 1 }
              : label.startsWith('test')
                ? 'not read'
                : undefined,
        },
      ),
    );
    expect(price.get(WINDOWS)).toBe('21 jobs, about 378 machine-minutes; 1 job waits for gecko-t/win11 now');
    expect(price.get(MAC)).toBe('21 jobs, nobody knows yet how long they take; its queue could not be read');
    expect(price.get('build-win64-shippable/opt')).toBe(
      '3 builds, about 210 machine-minutes (their PGO training runs not counted)',
    );
    expect(price.get('build-macosx64-shippable/opt')).toContain('3 builds, about 150 machine-minutes');
  });

  it('has the day of person and team, or says why not', () => {
    const spend = { personJobs: 20, personDeviceJobs: 6, teamJobs: 90, summaryJobs: 33 };
    const spent = priceOf(sheetOf({ ...input, spend }, {}, { spend }));
    expect(spent.get('You, last 24 h')).toBe('20 of 180 jobs, 6 of 60 on devices');
    expect(spent.get('Team, last 24 h')).toBe('90 of 360 jobs');
    expect(spent.get('This summary')).toBe('33 of 150 jobs in all rounds');
    expect(priceOf(sheetOf(input)).get('Team, last 24 h')).toBe('reading…');
    expect(priceOf(sheetOf(input, {}, { spend: 'not read' })).get('Team, last 24 h')).toMatch(
      /could not be read/,
    );
  });

  it('counts each build of a push where every run makes it anew', () => {
    const graphs = new Map([1097, 1098, 1099].map((n) => [pushId(n), { generation: 'old' as const }]));
    const old = priceOf(sheetOf({ ...planInput([alert(1)], { dataEvery: 4 }), graphs }));
    expect(old.get('build-win64-shippable/opt')).toMatch(/^6 builds/);
    expect(old.get('This round')).toContain('6 of at most 6 builds');
  });
});
