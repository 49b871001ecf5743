import { describe, expect, it } from 'vitest';
import { alertId, pushId, revision } from '@/lib/model/ids';
import type { Push } from '@/lib/model/push';
import { backoutsOf, likelyBackout, likelyReland } from '@/lib/triage/backout';
import type { DownstreamAnswer } from '@/lib/triage/downstream';
import { sameCause } from '@/lib/triage/sameCause';
import type { AlertAnswer } from '../sandbox/rightAnswers.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { LATE_CANDIDATE } from '../sandbox/scenarios/downstreamDay.ts';
import { get } from './asking.ts';
import { readLevels, readSeriesAlerts, readSummaries, type SummaryAnswer, suggestAll } from './suggesting.ts';

const BROWSERTIME = 13;
const TALOS = 1;
const SEED = 'right answers';
const NO_MATCH = 'no match within the window';
const NO_DATA = 'no data there: cannot tell';
const NOON = Date.UTC(2026, 7, 20, 12);

const open = (scenario: string, seed = SEED) => {
  const sandbox = createSandbox({ scenario, seed, clock: { start: NOON } });
  return { sandbox, world: sandbox.world, tab: sandbox.openTab() };
};

type Words = Pick<DownstreamAnswer, 'suggestions' | 'nothingFound'>;

/** What the shipped rule says first, in the words of a right answer. */
function inWords({ suggestions: [best], nothingFound: [nothing] }: Words): AlertAnswer {
  if (!best) return { kind: nothing?.answer === NO_DATA ? NO_DATA : NO_MATCH };
  const { tier, upstream, contradicted } = best;
  return tier === 'possible'
    ? { kind: 'possible', of: upstream }
    : { kind: 'downstream', tier, of: upstream, contradicted };
}

/** The part of an answer that a right answer is about. */
function told(words: Words, right: AlertAnswer): Words {
  // nothing by the rule: hints from the votes of its neighbours do not make an alert less its own
  if (right.kind === NO_MATCH) {
    return { ...words, suggestions: words.suggestions.filter((s) => s.tier !== 'possible') };
  }
  // what is contradicted stands behind such hints
  if (right.kind === 'downstream' && right.contradicted) {
    return { ...words, suggestions: words.suggestions.filter((s) => s.upstream === right.of) };
  }
  return words;
}

describe('the shipped downstream rule finds the right answers of the scenarios', () => {
  it.each([
    ['downstream', BROWSERTIME, 15],
    ['merge-day', BROWSERTIME, 13],
    ['merge-day', TALOS, 12],
    ['beta-merge', BROWSERTIME, 15],
  ] as const)('%s, framework %i', async (scenario, framework, count) => {
    const { world, tab } = open(scenario);
    const summaries = await readSummaries(tab, framework);
    expect(summaries).toHaveLength(count);
    const said = await suggestAll(tab, summaries);
    const shown = new Set(summaries.map((s) => s.id));
    for (const right of world.answers.values()) {
      if (!shown.has(right.summary)) continue;
      for (const [id, answer] of right.alerts) {
        const words = said.get(alertId(id));
        if (!words) throw new Error(`Nothing was said of alert ${id}.`);
        if (answer.kind === 'own') expect(words.suggestions, right.name).toEqual([]);
        else expect(inWords(told(words, answer)), `${right.name}: ${right.about}`).toEqual(answer);
      }
    }
  });

  it('a candidate that comes later is found then, by itself or when a test wants it', async () => {
    for (const come of ['by itself', 'at once'] as const) {
      const { sandbox, world, tab } = open('downstream');
      const [alert] = world.answer('late').alerts.keys();
      const look = async () => {
        const said = await suggestAll(tab, await readSummaries(tab, BROWSERTIME));
        const words = said.get(alertId(alert ?? 0));
        return words && inWords(words);
      };
      expect(await look()).toEqual({ kind: 'no match within the window' });
      expect(world.toCome).toEqual([LATE_CANDIDATE]);
      if (come === 'by itself') sandbox.clock.advance(3 * 3600);
      else await get(tab, `/__sandbox/happen?what=${encodeURIComponent(LATE_CANDIDATE)}`);
      const upstream = world.answer('late upstream').summary;
      expect(await look()).toMatchObject({ kind: 'downstream', tier: 'obvious', of: upstream });
      expect(world.answer('late').alerts.get(alert ?? 0)).toEqual(await look());
      expect(world.toCome).toEqual([]);
    }
  });

  it('the sizes are those of a merge day: a hundred alerts, a dozen upstreams, a page of ten on one branch', async () => {
    const { world, tab } = open('merge-day');
    const merge = world.answer('merge');
    const upstreams = new Set(
      [...merge.alerts.values()].flatMap((a) => (a.kind === 'downstream' ? [a.of] : [])),
    );
    expect([merge.alerts.size, upstreams.size]).toEqual([100, 12]);
    const page = await get(tab, '/api/performance/alertsummary/?framework=1&status=0');
    expect(page.count).toBe(10);
    expect(new Set(page.results.map((s: SummaryAnswer) => s.repository))).toEqual(new Set(['autoland']));
  });

  it('the merge to beta is of more commits than are kept, weeks after its origins', async () => {
    const { world, tab } = open('beta-merge');
    const merge = await get(tab, `/api/performance/alertsummary/${world.answer('merge').summary}/`);
    const { results } = await get(tab, `/api/project/mozilla-beta/push/?revision=${merge.revision}`);
    expect(results.map((p: { revision_count: number }) => p.revision_count)).toEqual([200]);
    const origin = await get(
      tab,
      `/api/performance/alertsummary/${world.answer('autoland amazon').summary}/`,
    );
    const days = (merge.push_timestamp - origin.push_timestamp) / 86_400;
    expect(days).toBeGreaterThan(20);
    expect(days).toBeLessThan(35);
    const found = await get(tab, `/api/project/mozilla-beta/push/?commit_revision=${origin.revision}`);
    expect(found.results).toEqual([]);
  });
});

describe('the shipped rules of same cause, backout and reland find them too', () => {
  it('same cause in the next gap', async () => {
    const { world, tab } = open('downstream');
    const summaries = await readSummaries(tab, BROWSERTIME);
    const { results } = await get(tab, '/api/project/autoland/push/?count=1000');
    const log = results.map((p: { id: number }) => pushId(p.id));
    const causes = summaries.map((s) => ({
      id: s.id as never,
      repository: s.repository,
      framework: s.framework,
      prevPushId: pushId(s.prev_push_id),
      pushId: pushId(s.push_id),
      alerts: s.alerts.map((a) => ({
        alertId: alertId(a.id),
        suite: a.series_signature.suite,
        isRegression: a.is_regression,
      })),
    }));
    const right = world.answer('same cause');
    const own = causes.find((c) => c.id === right.summary);
    if (!own) throw new Error('The summary is not shown.');
    expect(sameCause(own, causes, log)).toMatchObject([
      { summaryId: right.sameCause, suites: ['ebay'], sameDirection: true, pushesApart: 0 },
    ]);
  });

  it('backout, mirror and reland', async () => {
    const { world, tab } = open('backout-reland');
    const all = await readSeriesAlerts(tab, await readSummaries(tab, BROWSERTIME));
    let judged = 0;
    for (const right of world.answers.values()) {
      for (const [id, answer] of right.alerts) {
        const alert = all.find((a) => a.alertId === id);
        if (!alert) throw new Error(`Alert ${id} is not shown.`);
        const backout = likelyBackout(alert, all);
        const reland = likelyReland(alert, all);
        const said = backout
          ? { kind: 'backout', of: backout.of, named: backout.backsOut.length > 0 }
          : reland
            ? { kind: 'reland', of: reland.of }
            : { kind: 'own' };
        expect(said, `${right.name}: ${right.about}`).toEqual(answer);
        judged += 1;
      }
    }
    expect(judged).toBe(15);
  });

  it('a suspect push that was backed out since', async () => {
    const { world, tab } = open('backout-reland');
    const { backedOut } = world.answer('already backed out');
    if (!backedOut) throw new Error('The scenario names no backout.');
    const { results } = await get(tab, '/api/project/autoland/push/?count=1000');
    const log: Push[] = results.map(
      (p: {
        id: number;
        revision: string;
        author: string;
        push_timestamp: number;
        revision_count: number;
        revisions: { revision: string; author: string; comments: string }[];
      }) => ({
        id: pushId(p.id),
        revision: revision(p.revision),
        author: p.author,
        time: p.push_timestamp,
        commits: p.revisions.map((c) => ({
          revision: revision(c.revision),
          author: c.author,
          message: c.comments,
        })),
        commitCount: p.revision_count,
      }),
    );
    expect(backoutsOf(log).get(pushId(backedOut.push))?.id).toBe(backedOut.by);
  });
});

describe('the measured series show what the alerts say', () => {
  it.each([
    ['downstream', BROWSERTIME],
    ['merge-day', TALOS],
    ['beta-merge', BROWSERTIME],
    ['backout-reland', BROWSERTIME],
  ] as const)('%s, framework %i: a step at each alert, on both branches', async (scenario, framework) => {
    const { tab } = open(scenario);
    for (const summary of await readSummaries(tab, framework)) {
      for (const alert of summary.alerts) {
        const { before, after } = await readLevels(tab, summary, alert.series_signature.id);
        const percent = (100 * Math.abs(after - before)) / before;
        // means of a few values of at most 2 % noise
        expect(Math.abs(percent - alert.amount_pct), `alert ${alert.id}`).toBeLessThan(4);
        expect(after > before, `alert ${alert.id}`).toBe(
          alert.is_regression !== (alert.series_signature.suite === 'jetstream2'),
        );
      }
    }
  });
});
