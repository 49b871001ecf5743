import type { World } from '../world.ts';
import { addSummary } from './alerts.ts';
import { BROWSERTIME_ID, place } from './branch.ts';
import { addHistory, dataBearing } from './history.ts';
import { addPushLog } from './pushLog.ts';
import { addTests, LINUX, type SuiteSpec, stepAt, WINDOWS } from './tests.ts';

/** Two pages of the list. */
const SUMMARIES = 20;
const SUBTESTS = ['FirstVisualChange', 'SpeedIndex', 'loadtime'];
/** A suite's own series and its subtests, on two platforms. */
const ROWS_OF_A_SUITE = (1 + SUBTESTS.length) * 2;

const suite = (n: number): SuiteSpec => ({
  suite: `page-${n}`,
  task: `browsertime-tp6-firefox-page-${n}`,
  subtests: SUBTESTS,
  base: 600 + 45 * n,
  unit: 'ms',
  lowerIsBetter: true,
  extraOptions: ['cold', 'fission', 'webrender'],
  noise: 0.012,
});

/** Two pages of ten summaries with so many rows each: for measurements. */
export function manyRows(world: World, rows: number): void {
  const repository = world.repository('autoland');
  const log = addPushLog(world, {
    repository,
    pushes: 500,
    gapMinutes: [10, 15],
    firstId: 1_700_000,
    commits: [1, 4],
  });
  const data = dataBearing(world, log, [6, 20]);
  const suites = Array.from({ length: Math.ceil(rows / ROWS_OF_A_SUITE) }, (_, n) => suite(n));
  const series = addTests(world, repository, BROWSERTIME_ID, [WINDOWS, LINUX], suites).slice(0, rows);
  const places = Array.from({ length: SUMMARIES }, (_, i) => place(world, { log, data, series }, i + 4));
  for (const { push } of places) stepAt(series, push.index, [1.03, 1.045, 1.028, 1.05, 1.037]);
  addHistory(world, { repository, log, data, runs: () => 1, buildRate: 0.25 });
  for (const where of places.reverse()) {
    addSummary(world, {
      ...where,
      frameworkId: BROWSERTIME_ID,
      alerts: series.map((one) => ({ series: one })),
    });
  }
}
