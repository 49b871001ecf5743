/**
 * `npm run bench`: how the time of what runs on each look at a page grows with its input. Ratios, for seconds mean little
 * on a shared machine; only planning has a limit in milliseconds beside it. Then what Deputy costs the page (not with `--no-page`).
 * `--quick` leaves out all that needs a browser. The last line is JSON, also written to a file with `--json FILE`; exit 1 when something
 * grows clearly faster than its input, or than in the record (record.json), or is over its limit.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertId, revision, summaryId } from '@/lib/model/ids';
import { parseNotes, printNotes } from '@/lib/notes/notes';
import type { ComparedAlert } from '@/lib/triage/candidateIndex';
import { suggestDownstream } from '@/lib/triage/downstream';
import { planRound } from '@/lib/triage/roundPlan';
import { DASHBOARDS, MOST_DASHBOARD, measureDashboard } from './dashboard';
import { grownSince, growth } from './growth';
import { planningInput } from './planningInput';
import record from './record.json' with { type: 'json' };

const TIMES_LONGER = 10;
/** Linear work gives about 10; the rest is room for the collector and for caches. */
const MOST = 25;

const twoDigits = (n: number) => Math.round(100 * n) / 100;

const notes = (marks: number) =>
  [
    '[sheriff] round 1',
    '-- deputy 1 --',
    ...Array.from({ length: marks }, (_, i) => `mark ${800_000 + i} on sheriff 2026-01-01T00:00:00Z`),
    '-- /deputy --',
  ].join('\n');

function fastest(work: () => unknown, times = 15): number {
  const took = Array.from({ length: times }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...took);
}

/** Lines of notes, each ten times the one before. */
const NOTES = [300, 3_000, 30_000];
const parses = NOTES.map((marks) => {
  const text = notes(marks);
  const ms = fastest(() => printNotes(parseNotes(text)));
  console.log(`reading and printing notes of ${marks} lines: ${ms.toFixed(1)} ms`);
  return ms;
});
const parse = growth(parses);
console.log(`notes that are ${TIMES_LONGER} times longer take ${parse.toFixed(1)} times as long`);

/** Alerts, pushes and data points of a plan, each with the next size up. The middle one has to be made in PLAN_MS. */
const PLANS = [
  { alerts: 12, pushes: 100, points: 1_000 },
  { alerts: 12, pushes: 100, points: 10_000 },
  { alerts: 12, pushes: 1_000, points: 100_000 },
];
const PLAN_MS = 20;
const plans = PLANS.map((size) => {
  const input = planningInput(size);
  const ms = fastest(() => planRound(input));
  console.log(
    `planning ${size.alerts} alerts × ${size.pushes} pushes × ${size.points} points: ${ms.toFixed(1)} ms`,
  );
  return ms;
});
const [, usual = 0] = plans;
const planGrowth = growth(plans);
console.log(`ten times as many pushes and points take ${planGrowth.toFixed(1)} times as long`);

/** Alerts that ask and candidates on the other branch; each size ten times the one before. */
const RULES = [
  { alerts: 100, candidates: 1_000 },
  { alerts: 1_000, candidates: 10_000 },
  { alerts: 10_000, candidates: 100_000 },
];
/** Alerts of a summary on a bad day; hours between the alerts of one series on the other branch: four lie in the window. */
const [ALERTS_A_SUMMARY, HOURS_APART] = [30, 6];

/** An alert of one of the series, so many hours before the newest. */
const compared = (
  id: number,
  summary: number,
  series: number,
  repository: string,
  hoursAgo: number,
): ComparedAlert => ({
  alertId: alertId(id),
  summaryId: summaryId(summary),
  repository,
  framework: 13,
  signatureHash: `series ${series}`,
  suite: `suite ${series % 100}`,
  test: `test ${series}`,
  platform: 'windows11-64-24h2-shippable',
  isRegression: true,
  amountPct: 2 + (id % 7),
  prevValue: 100,
  newValue: 102 + (id % 7),
  pushTime: 1_750_000_000 - hoursAgo * 3600,
  revision: revision(summary.toString(16).padStart(40, '0')),
});

const ruleInputs = RULES.map(({ alerts, candidates }) => {
  // as many candidates a series at each size: a branch with more alerts has more tests
  const series = candidates / 200;
  return {
    alerts: Array.from({ length: alerts }, (_, i) =>
      compared(i + 1, 1 + Math.floor(i / ALERTS_A_SUMMARY), i % series, 'autoland', 0),
    ),
    candidates: Array.from({ length: candidates }, (_, i) => {
      const age = HOURS_APART * (1 + Math.floor(i / series));
      const summary = 1_000_000 + Math.floor(i / ALERTS_A_SUMMARY);
      return compared(1_000_000 + i, summary, i % series, 'mozilla-inbound', age);
    }),
    pairs: [{ downstream: 'autoland', upstream: 'mozilla-inbound', windowHours: 24 }],
    containment: () => 'unknown',
    dataOn: () => 'unknown',
  } satisfies Parameters<typeof suggestDownstream>[0];
});
const rules = ruleInputs.map((input) => {
  const ms = fastest(() => suggestDownstream(input), 5);
  const [alerts, candidates] = [input.alerts.length, input.candidates.length];
  console.log(`the downstream rule for ${alerts} alerts × ${candidates} candidates: ${ms.toFixed(1)} ms`);
  return ms;
});
const [, middle, large] = ruleInputs;
// against ten of the middle ones right after it, so that whatever else the machine does falls on both
const rulesGrowth = Math.min(
  ...Array.from({ length: 7 }, () => {
    const took = fastest(() => large && suggestDownstream(large), 1);
    const ten = fastest(() => {
      for (let i = 0; i < TIMES_LONGER; i++) if (middle) suggestDownstream(middle);
    }, 1);
    return (TIMES_LONGER * took) / ten;
  }),
);
console.log(`ten times as many alerts and candidates take ${rulesGrowth.toFixed(1)} times as long`);

const isQuick = process.argv.includes('--quick');
const dashboards = isQuick ? [] : await measureDashboard(DASHBOARDS);
for (const one of dashboards)
  console.log(
    `the dashboard with ${one.summaries} summaries: rows after ${one.firstContent.toFixed(0)} ms, a filter takes ${one.filter.toFixed(0)} ms, ${one.requests} requests`,
  );
if (dashboards.length === 0 && !isQuick)
  console.log('the dashboard was not measured: no Chromium here, or no build (npm run build)');
const [least, , dashboard] = dashboards;
const dashboardGrowth = least && dashboard ? dashboard.firstContent / least.firstContent : null;
if (dashboardGrowth !== null)
  console.log(`its rows take ${dashboardGrowth.toFixed(1)} times as long for ten times the summaries`);
const isDashboardSlow =
  dashboard !== undefined &&
  (dashboard.firstContent > MOST_DASHBOARD.firstContent ||
    dashboard.filter > MOST_DASHBOARD.filter ||
    dashboard.requests > MOST_DASHBOARD.requests);
/** The page with and without Deputy; null where it cannot be measured. */
const page = isQuick || process.argv.includes('--no-page') ? null : measurePage();
const growths = {
  parse: twoDigits(parse),
  plan: twoDigits(planGrowth),
  downstream: twoDigits(rulesGrowth),
};
/** What has grown since the record by more than a noisy machine makes of it. */
const grown = grownSince(growths, record.growths);
for (const line of grown) console.log(`GROWN: ${line}`);
const figures = JSON.stringify({
  growths,
  parseMs: parses.map(twoDigits),
  planMs: plans.map(twoDigits),
  downstreamMs: rules.map(twoDigits),
  most: MOST,
  dashboard: dashboards,
  dashboardGrowth: dashboardGrowth && twoDigits(dashboardGrowth),
  mostDashboard: MOST_DASHBOARD,
  page: page?.record ?? null,
});
const file = process.argv[process.argv.indexOf('--json') + 1];
if (process.argv.includes('--json') && file) writeFileSync(file, `${figures}\n`);
console.log(figures);

/** By a process of its own: its table is printed as it comes, its last line is JSON. */
function measurePage(): { readonly record: unknown; readonly isOver: boolean } | null {
  const program = join(process.cwd(), 'tests', 'bench', 'page', 'pageBench.ts');
  const at = process.argv.indexOf('--ui');
  const ui = at === -1 ? [] : process.argv.slice(at, at + 2);
  const { status, stdout } = spawnSync(process.execPath, [program, ...ui], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = stdout.trimEnd().split('\n');
  console.log(lines.slice(0, -1).join('\n'));
  try {
    return { record: JSON.parse(lines.at(-1) ?? ''), isOver: status !== 0 };
  } catch {
    console.log('the page was not measured: no Chromium here, or no build (npm run build)');
    return null;
  }
}

if (
  page?.isOver ||
  isDashboardSlow ||
  grown.length > 0 ||
  Object.values(growths).some((ratio) => ratio > MOST) ||
  usual > PLAN_MS
)
  process.exit(1);
