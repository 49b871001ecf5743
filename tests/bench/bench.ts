/**
 * `npm run bench`: how the time of what runs on each look at a page grows with its input. Ratios, for seconds mean little
 * on a shared machine; only planning has a limit in milliseconds beside it. The last line is JSON; exit 1 when something
 * grows clearly faster than its input, or planning takes too long.
 */
import { alertId, revision, summaryId } from '@/lib/model/ids';
import { parseNotes, printNotes } from '@/lib/notes/notes';
import type { ComparedAlert } from '@/lib/triage/candidateIndex';
import { suggestDownstream } from '@/lib/triage/downstream';
import { planRound } from '@/lib/triage/roundPlan';
import { MOST_DASHBOARD, measureDashboard } from './dashboard';
import { planningInput } from './planningInput';

const TIMES_LONGER = 10;
/** Linear work gives about 10; the rest is room for the collector and for caches. */
const MOST = 25;

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

const [short, long] = [notes(300), notes(300 * TIMES_LONGER)];
const parse = fastest(() => printNotes(parseNotes(long))) / fastest(() => printNotes(parseNotes(short)));
console.log(`reading notes that are ${TIMES_LONGER} times longer takes ${parse.toFixed(1)} times as long`);

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
const [few = 0, usual = 0, many = 0] = plans;
const planGrowth = many / usual;
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

const dashboard = await measureDashboard();
console.log(
  dashboard
    ? `the dashboard with ${dashboard.summaries} summaries: rows after ${dashboard.firstContent.toFixed(0)} ms, a filter takes ${dashboard.filter.toFixed(0)} ms, ${dashboard.requests} requests`
    : 'the dashboard was not measured: no Chromium here, or no build (npm run build)',
);
const isDashboardSlow =
  dashboard !== null &&
  (dashboard.firstContent > MOST_DASHBOARD.firstContent ||
    dashboard.filter > MOST_DASHBOARD.filter ||
    dashboard.requests > MOST_DASHBOARD.requests);
console.log(
  JSON.stringify({
    parse: Number(parse.toFixed(2)),
    planMs: [few, usual, many].map((ms) => Number(ms.toFixed(2))),
    planGrowth: Number(planGrowth.toFixed(2)),
    downstreamMs: rules.map((ms) => Number(ms.toFixed(2))),
    downstreamGrowth: Number(rulesGrowth.toFixed(2)),
    most: MOST,
    dashboard,
    mostDashboard: MOST_DASHBOARD,
  }),
);
if (isDashboardSlow || [parse, planGrowth, rulesGrowth].some((ratio) => ratio > MOST) || usual > PLAN_MS)
  process.exit(1);
