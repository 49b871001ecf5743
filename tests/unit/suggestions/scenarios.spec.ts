import { describe, expect, it } from 'vitest';
import { instant, type SummaryId, summaryId } from '@/lib/model/ids';
import { isOk } from '@/lib/model/outcome';
import { DEFAULT_CHOICES } from '@/lib/model/planReport';
import { preselected, type SuggestionReport } from '@/lib/model/suggestions';
import type { AlertAnswer, RightAnswer } from '../../sandbox/rightAnswers.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { LATE_CANDIDATE } from '../../sandbox/scenarios/downstreamDay.ts';
import { openPage, reportOn, told } from './page';

const NOON = Date.UTC(2026, 7, 20, 12);

function open(scenario: string) {
  const sandbox = createSandbox({ scenario, seed: 'suggestions', clock: { start: NOON } });
  const page = openPage(sandbox);
  const id = (name: string) => summaryId(sandbox.world.answer(name).summary);
  return { ...page, world: sandbox.world, id };
}

/** What a report says first about one alert, in the words of a right answer. */
function saidOf(report: SuggestionReport, alert: number): AlertAnswer['kind'] | string {
  for (const s of report.suggestions.length > report.upstreams.length
    ? report.suggestions
    : report.upstreams) {
    const match = s.alerts.find((a) => a.alertId === alert && a.first);
    if (match && s.kind === 'downstream') return `${match.tier} ${s.target?.id}`;
  }
  return 'nothing';
}

const rightWord = (answer: AlertAnswer) =>
  answer.kind === 'downstream'
    ? `${answer.tier} ${answer.of}`
    : answer.kind === 'possible'
      ? `possible ${answer.of}`
      : 'nothing';

describe('the day of two branches', () => {
  it.each(['likely', 'contained', 'other platform', 'no match', 'no data', 'invalid upstream'])(
    'has the right answer for "%s"',
    async (name) => {
      const page = open('downstream');
      const report = await reportOn(page, page.start(), page.id(name), true);
      const right: RightAnswer = page.world.answer(name);
      for (const [alert, answer] of right.alerts) {
        expect(saidOf(report, alert), right.about).toBe(rightWord(answer));
      }
      const nothing = report.nothing.map((n) => n.answer);
      if (name === 'no data') expect(nothing).toEqual(['no data']);
      // "possibly downstream" and "treat as its own" of the same branch would be two answers to one question
      if (name === 'other platform') expect(nothing).toEqual([]);
      if (name === 'no match' || name === 'invalid upstream') expect(nothing).toEqual(['no match']);
    },
  );

  it('says what speaks against an upstream that landed with another push', async () => {
    const page = open('downstream');
    const report = await reportOn(page, page.start(), page.id('not contained'), true);
    const found = report.suggestions.find((s) => s.target?.id === page.id('not contained upstream'));
    expect(found?.tier).toBe('likely');
    expect(found?.why[0]).toMatch(/^Against it: its revision/);
  });

  it('finds the candidate that comes later, on the next look', async () => {
    const page = open('downstream');
    const ask = page.start();
    expect(told((await reportOn(page, ask, page.id('late'), true)).suggestions)).toEqual([]);
    page.sandbox.clock.advance(3 * 3600);
    expect(page.world.answers.has('late upstream'), LATE_CANDIDATE).toBe(true);
    const [first] = (await reportOn(page, ask, page.id('late'), true)).suggestions;
    expect(first && told([first])).toEqual([`obvious downstream of ${page.id('late upstream')}`]);
  });

  it('names the neighbour that may share the cause once a plan has read the pushes', async () => {
    const page = open('downstream');
    const { ask, plan } = page.open();
    const summary = await page.read(page.id('same cause'));
    await plan({
      summary,
      choices: DEFAULT_CHOICES,
      depth: 'rest',
      me: '',
      now: instant(page.sandbox.clock.now()),
    });
    const report = await reportOn(page, ask, page.id('same cause'));
    const causes = report.suggestions.filter((s) => s.kind === 'same cause');
    expect(causes.map((s) => s.target?.id)).toContain(page.world.answer('same cause').sameCause);
  });
});

describe('the merge day', () => {
  it('sorts a hundred alerts into twelve upstreams, the four own ones into none', async () => {
    const page = open('merge-day');
    const ask = page.start();
    const summary = await page.read(page.id('merge'));
    const answer = await ask.suggest([summary], summary.id, true);
    if (!isOk(answer)) throw new Error(answer.problem.message);
    const [report] = answer.value;
    if (!report) throw new Error('no report');
    expect(report.upstreams).toHaveLength(12);
    const chosen = report.upstreams.flatMap((s) => preselected(s).map((a) => [a, s.target?.id] as const));
    expect(new Set(chosen.map(([a]) => a)).size).toBe(chosen.length);
    const said = new Map<number, number | undefined>(chosen);
    for (const [alert, right] of page.world.answer('merge').alerts) {
      expect(said.get(alert)).toBe(right.kind === 'downstream' ? right.of : undefined);
    }
    expect(report.suggestions.filter((s) => s.kind === 'downstream')).toHaveLength(3);
    expect(page.count(/commit_revision=/)).toBe(12);
    expect(page.lists()).toBe(2);
  });

  it('counts all twelve before the push range of more than three was asked about', async () => {
    const page = open('merge-day');
    const report = await reportOn(page, page.start(), page.id('merge'), true);
    expect(page.count(/commit_revision=/)).toBe(3);
    expect(report.upstreams.map((s) => preselected(s).length)).toEqual(Array(12).fill(8));
  });

  it('has ten ordinary summaries for two list requests, each with its right answer', async () => {
    const page = open('merge-day');
    const names = Array.from({ length: 10 }, (_, i) => `ordinary ${i + 1}`);
    const summaries = await Promise.all(names.map((name) => page.read(page.id(name))));
    page.sandbox.log.clear();
    const answer = await page.start().suggest(summaries, null);
    if (!isOk(answer)) throw new Error(answer.problem.message);
    expect(page.lists()).toBe(2);
    expect(page.count(/commit_revision=/)).toBeLessThanOrEqual(10);
    for (const [i, name] of names.entries()) {
      const report = answer.value[i];
      if (!report) throw new Error('no report');
      for (const [alert, right] of page.world.answer(name).alerts) {
        expect(saidOf(report, alert), name).toBe(rightWord(right));
      }
    }
  });
});

describe('the merge to beta', () => {
  it('finds the origin weeks before by the levels, without a question about containment', async () => {
    const page = open('beta-merge');
    const report = await reportOn(page, page.start(), page.id('merge'), true);
    for (const [alert, right] of page.world.answer('merge').alerts) {
      // what is contradicted stands behind hints of its neighbours
      if (right.kind === 'downstream' && right.contradicted) continue;
      expect(saidOf(report, alert), JSON.stringify(right)).toBe(rightWord(right));
    }
    expect(page.count(/commit_revision=/)).toBe(0);
    expect(report.suggestions[0]?.why.join(' ')).toMatch(/same level to the same level.*No opposite alert/);
  });
});

describe('backout and reland', () => {
  /** What the bar says once there are plans of it and of the first regression, which have read the pushes. */
  async function withPlan(page: ReturnType<typeof open>, id: SummaryId) {
    const { ask, plan } = page.open();
    const now = instant(page.sandbox.clock.now());
    for (const one of new Set([page.id('regression'), id])) {
      const summary = await page.read(one);
      await ask.suggest([summary], null);
      await plan({ summary, choices: DEFAULT_CHOICES, depth: 'rest', me: '', now });
    }
    return reportOn(page, ask, id);
  }

  it.each([
    ['backout', 'backout'],
    ['mirror', 'backout'],
    ['reland', 'reland'],
  ] as const)('"%s" is a likely %s of the right summary', async (name, kind) => {
    const page = open('backout-reland');
    const report = await withPlan(page, page.id(name));
    const [right] = page.world.answer(name).alerts.values();
    if (right?.kind !== 'backout' && right?.kind !== 'reland') throw new Error('no such answer');
    expect(report.suggestions[0]).toMatchObject({ kind, tier: 'likely', target: { id: right.of } });
    if (right.kind === 'backout' && right.named) {
      expect(report.suggestions[0]?.why[0]).toMatch(/^This push backs out [0-9a-f]{12}/);
    }
  });

  it('a suspect that was backed out since says so', async () => {
    const page = open('backout-reland');
    const report = await withPlan(page, page.id('already backed out'));
    const by = page.world.answer('already backed out').backedOut?.by;
    const revision = by === undefined ? '' : page.world.push(by).revision.slice(0, 12);
    expect(report.suggestions.find((s) => s.kind === 'backed out')?.sentence).toContain(
      `Already backed out in ${revision}`,
    );
  });
});
