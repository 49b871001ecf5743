import { describe, expect, it } from 'vitest';
import { isOk } from '@/lib/model/outcome';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { readFigures } from '@/lib/shift/readFigures';
import { createTreeherderRecords } from '@/lib/treeherder/client';
import { figuresCsv, figuresJson } from '@/lib/triage/figuresFile';
import { figuresReport } from '@/lib/triage/shiftFigures';
import { WEEK_SUMMARIES } from '../../sandbox/scenarios/week.ts';
import { type WeekAnswer, weekAnswers } from '../../sandbox/scenarios/weekAnswers.ts';
import { openWeek } from './week';

const HOUR_MS = 3_600_000;

/** By hand: as a spreadsheet's PERCENTILE would. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const low = sorted[Math.trunc(rank)] ?? Number.NaN;
  const high = sorted[Math.min(sorted.length - 1, Math.trunc(rank) + 1)] ?? Number.NaN;
  return low * (1 - (rank % 1)) + high * (rank % 1);
}

/** The Monday of a day, by its name. */
function mondayOf(ms: number): string {
  const day = new Date(ms);
  while (!day.toUTCString().startsWith('Mon')) day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

describe('the figures of a week of 300 summaries', () => {
  const { sandbox, reading } = openWeek();
  const { clock } = reading;
  const treeherder = createTreeherderRecords(reading);
  const answers = weekAnswers(sandbox.world);
  const read = async () => {
    const told: number[] = [];
    const answer = await readFigures(treeherder, DEFAULT_RULES, 4, (n) => told.push(n));
    if (!isOk(answer)) throw new Error(answer.problem.message);
    return { told, report: figuresReport(answer.value.facts, clock.now()), ...answer.value };
  };

  it('are read in three public requests', async () => {
    sandbox.log.clear();
    const { told, isCut, unreadable } = await read();
    expect(told).toEqual([100, 200, 300]);
    expect(sandbox.log.entries).toHaveLength(3);
    expect([isCut, unreadable]).toEqual([false, 0]);
  });

  it.each([
    ['triage', (a: WeekAnswer) => a.triagedAt, (a: WeekAnswer) => a.triagedAt === null && !a.decided],
    ['ready', (a: WeekAnswer) => a.readyAt, (a: WeekAnswer) => a.owesData],
    ['bug', (a: WeekAnswer) => a.bugAt, (a: WeekAnswer) => a.owesBug],
  ] as const)('tell the time to %s as it was made, in all and by week', async (name, endOf, owes) => {
    expect(answers).toHaveLength(WEEK_SUMMARIES);
    const { report } = await read();
    const check = (spans: typeof report.all.bug, of: readonly WeekAnswer[]) => {
      const took = of.flatMap((a) => {
        const end = endOf(a);
        return end === null ? [] : [Math.max(0, end - a.created)];
      });
      const ages = of.filter(owes).map((a) => sandbox.clock.now() - a.created);
      expect([spans.ended, spans.waiting]).toEqual([took.length, ages.length]);
      if (took.length > 0) {
        expect((spans.median ?? Number.NaN) / HOUR_MS).toBeCloseTo(percentile(took, 0.5) / HOUR_MS, 3);
        expect((spans.p90 ?? Number.NaN) / HOUR_MS).toBeCloseTo(percentile(took, 0.9) / HOUR_MS, 3);
      }
      expect(spans.shares.map((s) => [s.limit / HOUR_MS, s.within, s.known])).toEqual(
        [24, 36, 72, 120].map((hours) => [
          hours,
          took.filter((t) => t <= hours * HOUR_MS).length,
          took.length + ages.filter((age) => age > hours * HOUR_MS).length,
        ]),
      );
    };
    check(report.all[name], answers);
    const weeks = Map.groupBy(answers, (a) => mondayOf(a.created));
    expect(report.weeks.map((w) => w.monday)).toEqual([...weeks.keys()].sort());
    for (const week of report.weeks) check(week[name], weeks.get(week.monday) ?? []);
  });

  it('tell jobs, rounds with their reasons, and suggestions', async () => {
    const { report } = await read();
    const decided = answers.filter((a) => a.decided);
    const reasons = (text: string) => answers.filter((a) => a.reason === text).length;
    expect(report.all).toMatchObject({
      summaries: WEEK_SUMMARIES,
      decided: decided.length,
      decidedJobs: decided.flatMap((a) => a.rounds).reduce((sum, jobs) => sum + jobs, 0),
      byRounds: [0, 1, 2, 3].map((n) => answers.filter((a) => a.rounds.length === n).length),
      reasons: [
        { text: 'merge of many commits', times: reasons('merge of many commits') },
        { text: 'too much noise', times: reasons('too much noise') },
      ].sort((a, b) => b.times - a.times),
      accepted: answers.reduce((sum, a) => sum + a.accepted, 0),
      declined: answers.reduce((sum, a) => sum + a.declined, 0),
    });
    expect(report.all.decidedJobs).toBeGreaterThan(0);
  });

  it('go into files that say the same', async () => {
    const { report } = await read();
    const [head = '', ...lines] = figuresCsv(report).trimEnd().split('\r\n');
    const columns = head.split(',');
    expect(lines).toHaveLength(report.weeks.length + 1);
    for (const line of lines) expect(line.split(',')).toHaveLength(columns.length);
    const cell = (line: string, column: string) => line.split(',')[columns.indexOf(column)];
    const all = lines.at(-1) ?? '';
    expect(cell(all, 'week')).toBe('all');
    expect(cell(all, 'summaries')).toBe(String(WEEK_SUMMARIES));
    expect(cell(all, 'bug median h')).toBe(((report.all.bug.median ?? 0) / HOUR_MS).toFixed(2));
    expect(cell(all, 'triage within 24 h')).toBe(String(report.all.triage.shares[0]?.within));
    const sum = lines.slice(0, -1).reduce((total, line) => total + Number(cell(line, 'decided')), 0);
    expect(sum).toBe(report.all.decided);
    expect(JSON.parse(figuresJson(report))).toEqual({ kind: 'deputy figures', version: 1, ...report });
  });
});
