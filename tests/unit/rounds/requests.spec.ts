import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { alertId, instant, label, pushId, revision } from '@/lib/model/ids';
import { ok } from '@/lib/model/outcome';
import type { PlanReport } from '@/lib/model/planReport';
import type { PlanAlert, PlanCell, PlanPush, RoundPlan } from '@/lib/model/round';
import { sendRound } from '@/lib/rounds/sendRound';
import { toPushRequests } from '@/lib/triage/requests';
import { TASKCLUSTER_HOST, TASKCLUSTER_ROOT } from '../../sandbox/hosts.ts';
import { ROOT } from '../house/imports';
import { openBrowser } from './browser';
import { createDay, total, wantedBy } from './day';

/** Alerts of a round, the last of them beyond what the rules allow. */
const ALERTS = [1, 3, 5, 12];
const PUSHES = [5, 9, 21];
const GENERATIONS = ['old', 'new'] as const;

/** The stock page, by hand, for one alert over 5 revisions and 4 gaps (measured); it grows with the alerts alone. */
const BY_HAND = { triggers: 19, requests: 80 };

/** The lines of the table in the docs. */
const HEAD =
  '| alerts | pushes | in-tree code | jobs | builds | triggers | requests | by hand: triggers | by hand: requests |';
const lineOf = (r: Row) =>
  `| ${[r.alerts, r.pushes, r.generation, r.jobs, r.builds, r.triggers, r.requests, BY_HAND.triggers * r.alerts, BY_HAND.requests * r.alerts].join(' | ')} |`;

interface Row {
  readonly alerts: number;
  readonly pushes: number;
  readonly generation: string;
  readonly jobs: number;
  readonly builds: number;
  readonly triggers: number;
  readonly requests: number;
}
const rows: Row[] = [];

/** A plan over the last pushes up to the alert's, every fourth of them a data-bearing revision. */
function planOver(day: ReturnType<typeof createDay>, alerts: number, width: number): RoundPlan {
  const { world } = day.sandbox;
  const summary = world.summary(day.id);
  const log = (world.pushLog.get('autoland') ?? []).filter((p) => p.decisionTask !== null);
  const at = log.findIndex((p) => p.id === summary.pushId);
  const pushes: PlanPush[] = log.slice(at - width + 1, at + 1).map((p, i) => ({
    id: pushId(p.id),
    revision: revision(p.revision),
    time: p.time,
    role: (width - 1 - i) % 4 === 0 ? 'revision' : 'gap',
    offset: (width - 1 - i) % 4 === 0 ? (i + 1 - width) / 4 : null,
  }));
  // one platform as far as it goes: its builds are shared
  const isOther = (platform: string) => Number(!platform.startsWith('windows11'));
  const labels = [...world.labels.values()]
    .filter((l) => l.kind !== 'build')
    .sort((a, b) => isOther(a.platform) - isOther(b.platform));
  const chosen: PlanAlert[] = labels.slice(0, alerts).map((l, i) => ({
    alertId: alertId(9000 + i),
    suite: `suite${i}`,
    test: '',
    platform: l.platform,
    label: label(l.name),
  }));
  expect(pushes).toHaveLength(width);
  expect(chosen).toHaveLength(alerts);
  const cells = pushes.flatMap((p, n) =>
    chosen.map((a, i): PlanCell => {
      // some have a point already, so that one push needs several counts
      const want = p.role === 'revision' ? 4 : 2;
      const have = (n + i) % 2;
      return {
        alertId: a.alertId,
        label: a.label,
        pushId: p.id,
        want,
        have,
        coming: 0,
        need: want - have,
        build: false,
      };
    }),
  );
  const jobs = cells.reduce((sum, c) => sum + c.need, 0);
  return {
    summaryId: day.id,
    number: 1,
    form: 'full',
    alerts: chosen,
    pushes,
    cells,
    jobs,
    builds: 0,
    untrimmedJobs: jobs,
    inFull: { jobs, builds: 0 },
    etaSeconds: 3600,
    leftOut: [],
    against: [],
  };
}

const reportOf = (plan: RoundPlan): PlanReport => ({
  plan,
  requests: toPushRequests(plan),
  about: '',
  frameworkName: 'browsertime',
  root: TASKCLUSTER_ROOT,
  labels: [],
  points: [],
  pushes: [],
  doubtful: [],
  promised: [],
  coverage: { text: '', holds: true, covered: [], representedBy: [], started: true },
  coversWhenSent: true,
  outlook: null,
  spend: null,
  sheet: null,
  live: true,
  readAt: instant(0),
});

describe.each(GENERATIONS)('what a round asks of Taskcluster, %s in-tree code', (generation) => {
  const cases = ALERTS.flatMap((alerts) => PUSHES.map((pushes) => ({ alerts, pushes })));

  it.each(cases)(
    'for $alerts alerts over $pushes pushes: one trigger a push, and the jobs as planned',
    async ({ alerts, pushes }) => {
      const day = createDay();
      day.sandbox.world.knobs.generation = generation;
      const before = day.sandbox.world.jobs.size;
      const tab = openBrowser(day.sandbox).openTab();
      const plan = planOver(day, alerts, pushes);
      day.sandbox.log.clear();
      const planAgain = async () => {
        const summary = await tab.deps.treeherder.summary(day.id);
        return summary.kind === 'ok' ? ok({ summary: summary.value, report: reportOf(plan) }) : summary;
      };
      const ends: string[] = [];
      const { signal } = new AbortController();
      await sendRound({ ...tab.deps, planAgain }, day.id, plan, TASKCLUSTER_ROOT, signal, (p) =>
        ends.push(p.kind),
      );
      expect(ends.at(-1)).toBe('sent');

      const triggers = day.posts();
      const requests = day.sandbox.log.count({ host: TASKCLUSTER_HOST });
      const hooks = new Set(day.sandbox.log.find({ path: /\/trigger$/ }).map((e) => e.path)).size;
      expect(triggers).toBe(pushes);
      expect(requests).toBeLessThanOrEqual(2 * pushes + hooks + 2);
      const made = day.jobsMade();
      expect(made).toEqual(wantedBy(plan));
      const actions = pushes;
      const builds = day.sandbox.world.jobs.size - before - total(made) - actions;
      rows.push({ alerts, pushes, generation, jobs: total(made), builds, triggers, requests });
    },
  );

  afterAll(() => {
    if (generation !== GENERATIONS.at(-1)) return;
    console.log(`Taskcluster requests of a round\n${HEAD}\n${rows.map(lineOf).join('\n')}`);
  });
});

describe('docs/cost-of-a-round.md', () => {
  const page = readFileSync(join(ROOT, 'docs', 'cost-of-a-round.md'), 'utf8');

  it('has the figures of this run; put what is printed above in their place when they have changed', () => {
    expect(rows).toHaveLength(GENERATIONS.length * ALERTS.length * PUSHES.length);
    expect(page).toContain(HEAD);
    expect(rows.map(lineOf).filter((line) => !page.includes(line))).toEqual([]);
  });
});
