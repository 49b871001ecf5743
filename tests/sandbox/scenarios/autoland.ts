import type { LabelRecord, SeriesRecord } from '../records.ts';
import type { World } from '../world.ts';
import { addSummary } from './alerts.ts';
import { at, BROWSERTIME_ID, type Branch, find, HOUR_MS, place, TALOS_ID } from './branch.ts';
import { addHistory, dataBearing } from './history.ts';
import { addPushLog, backOut } from './pushLog.ts';
import {
  ANDROID,
  addTests,
  BROWSERTIME,
  LINUX,
  MAC,
  MORE_BROWSERTIME,
  stepAt,
  TALOS,
  WINDOWS,
} from './tests.ts';

const PUSHES = 280;
/** Perf data on about every 6th to 20th push. */
const DATA_EVERY = [6, 20] as const;
/** Pushes from the data before the main alert to its own: longer than what a thrifty round fills. */
const MAIN_DISTANCE = 11;
/** How far the real change lies before the main alert's push, inside the gap. */
const MAIN_CULPRIT_BEFORE = 4;
/** Position of the main alert among the data-bearing pushes, from the newest: four follow it. */
const MAIN_FROM_END = 4;

const DOWNSTREAM_SUITES: readonly string[] = ['tp5o', 'tresize'];

/** Three runs on the ordinary pools, as a backstop push has after its intermittents were retriggered; one on devices. */
const usualRuns = (label: LabelRecord) =>
  label.kind === 'test' || label.platform === MAC || label.platform === ANDROID ? 1 : 3;

function startDay(world: World, pushes = PUSHES): Branch {
  const repository = world.repository('autoland');
  const log = addPushLog(world, {
    repository,
    pushes,
    gapMinutes: [10, 15],
    firstId: 1_700_000,
    commits: [1, 4],
  });
  const data = dataBearing(world, log, DATA_EVERY, { [MAIN_FROM_END]: MAIN_DISTANCE });
  const series = addTests(world, repository, BROWSERTIME_ID, [WINDOWS, LINUX, MAC, ANDROID], BROWSERTIME);
  return { log, data, series };
}

const history = (world: World, day: Branch, buildRate = 0.25) =>
  addHistory(world, {
    repository: world.repository('autoland'),
    log: day.log,
    data: day.data,
    runs: usualRuns,
    buildRate,
  });

/** The main summary's alerts: eight regressions of three suites on three platforms. */
function mainSeries(day: Branch): SeriesRecord[] {
  return [
    find(day, 'amazon', WINDOWS),
    find(day, 'amazon', WINDOWS, 'FirstVisualChange'),
    find(day, 'amazon', LINUX),
    find(day, 'ares6', WINDOWS),
    find(day, 'ares6', LINUX),
    find(day, 'cnn', WINDOWS),
    find(day, 'cnn', WINDOWS, 'SpeedIndex'),
    find(day, 'cnn', MAC),
  ];
}

function addMain(world: World, day: Branch): void {
  addSummary(world, {
    ...place(world, day, MAIN_FROM_END),
    frameworkId: BROWSERTIME_ID,
    alerts: mainSeries(day).map((series) => ({
      series,
      // the backfill bot picks Linux, never Windows 11
      fields: series.platform === LINUX ? { backfill: { status: 0, context: '[]', inProgress: 0 } } : {},
    })),
  });
}

function changeMain(world: World, day: Branch): void {
  const { push } = place(world, day, MAIN_FROM_END);
  stepAt(
    mainSeries(day),
    push.index - MAIN_CULPRIT_BEFORE,
    [1.083, 1.062, 1.071, 1.054, 1.049, 1.097, 1.058, 1.064],
  );
}

/** Four browsertime summaries of which one is worth a round, and talos on beta. */
export function quietDay(world: World): void {
  const day = startDay(world);
  changeMain(world, day);
  const improved = [
    find(day, 'google-docs', WINDOWS),
    find(day, 'google-docs', LINUX),
    find(day, 'jetstream2', LINUX),
  ];
  stepAt(improved, place(world, day, 6).push.index, [0.931, 0.944, 1.052]);
  const filed = [find(day, 'wikipedia', WINDOWS), find(day, 'wikipedia', LINUX)];
  stepAt(filed, place(world, day, 8).push.index, [1.066, 1.059]);
  const noted = [find(day, 'amazon', ANDROID), find(day, 'wikipedia', ANDROID)];
  stepAt(noted, place(world, day, 5).push.index, [1.074, 1.061]);

  const talos = changeTalos(world, day);

  // one push inside the main gap was backed out soon after: never a cut point
  const { push } = place(world, day, MAIN_FROM_END);
  backOut(world, at(day.log, push.index - 7), at(day.log, push.index + 2));
  history(world, day);

  const triaged = place(world, day, 8);
  addSummary(world, {
    ...triaged,
    frameworkId: BROWSERTIME_ID,
    alerts: acknowledged(filed, triaged.created + HOUR_MS),
    fields: {
      status: 5,
      firstTriaged: triaged.created + HOUR_MS,
      bugNumber: 1_990_417,
      bugUpdated: triaged.created + 2 * HOUR_MS,
      assignee: 'mozilla-ldap/cbrown@mozilla.com',
      notes: '[cbrown] bug 1990417 filed, waiting for the author',
    },
  });
  addSummary(world, {
    ...place(world, day, 6),
    frameworkId: BROWSERTIME_ID,
    alerts: improved.map((series) => ({ series })),
  });
  const seen = place(world, day, 5);
  addSummary(world, {
    ...seen,
    frameworkId: BROWSERTIME_ID,
    alerts: noted.map((series) => ({ series, fields: { noiseProfile: 'MODAL' } })),
    fields: {
      firstTriaged: seen.created + HOUR_MS / 2,
      notes: '[cbrown] looks like device noise, I will look again tomorrow',
    },
  });
  addMain(world, day);
  addDownstream(world, day, talos);
}

/** Talos on autoland has one run a push, and two tests that changed days ago. */
function changeTalos(world: World, day: Branch): SeriesRecord[] {
  const series = addTests(world, world.repository('autoland'), TALOS_ID, [WINDOWS, LINUX], TALOS);
  const changed = series.filter((s) => DOWNSTREAM_SUITES.includes(s.suite) && s.platform === WINDOWS);
  stepAt(changed, place(world, day, day.data.length - 4).push.index, [1.071, 1.043]);
  return changed;
}

/** A little talos on beta, so that other queries find something: a downstream alert, and its origin on autoland. */
function addDownstream(world: World, day: Branch, upstream: readonly SeriesRecord[]): void {
  const repository = world.repository('mozilla-beta');
  const log = addPushLog(world, {
    repository,
    pushes: 40,
    gapMinutes: [140, 420],
    firstId: 1_680_000,
    commits: [1, 12],
  });
  const data = dataBearing(world, log, [1, 3]);
  const beta: Branch = {
    log,
    data,
    series: addTests(world, repository, TALOS_ID, [WINDOWS, LINUX], TALOS),
  };
  const changed = DOWNSTREAM_SUITES.map((suite) => find(beta, suite, WINDOWS));
  stepAt(changed, place(world, beta, 4).push.index, [1.069, 1.045]);
  addHistory(world, { repository, log, data, runs: () => 1, buildRate: 1 });
  const older = place(world, day, day.data.length - 4);
  addSummary(world, {
    ...older,
    frameworkId: TALOS_ID,
    alerts: acknowledged(upstream, older.created + HOUR_MS),
    fields: { status: 5, firstTriaged: older.created + HOUR_MS, bugNumber: 1_989_003 },
  });
  addSummary(world, {
    ...place(world, beta, 4),
    frameworkId: TALOS_ID,
    alerts: changed.map((series) => ({ series })),
  });
}

/** One summary that two sheriffs look at. */
export function twoSheriffs(world: World): void {
  const day = startDay(world);
  changeMain(world, day);
  history(world, day);
  addMain(world, day);
}

/** Half of the builds before the step are known to be broken, the others turn out to be. */
export function brokenBuild(world: World): void {
  const day = startDay(world);
  changeMain(world, day);
  const { push, prevPush } = place(world, day, MAIN_FROM_END);
  // half of the gap is known to be broken, the other half will turn out to be
  for (const inGap of day.log.slice(prevPush.index + 1, push.index)) {
    world.brokenBuilds.set(inGap.id, new Set(['build-win64-shippable/opt']));
  }
  history(world, day, 0.5);
  addMain(world, day);
}

/** Ten summaries with thirty rows each. */
export function bigPage(world: World): void {
  const day = startDay(world, 400);
  const more = addTests(
    world,
    world.repository('autoland'),
    BROWSERTIME_ID,
    [WINDOWS, LINUX],
    MORE_BROWSERTIME,
  );
  const rows = [...more.filter((s) => s.platform === WINDOWS)].slice(0, 30);
  if (rows.length < 30) throw new Error('The big page wants thirty series.');
  const places = Array.from({ length: 10 }, (_, i) => place(world, day, i + 4));
  for (const { push } of places) stepAt(rows, push.index, [1.03, 1.045, 1.028, 1.05, 1.037]);
  history(world, day);
  for (const where of places.reverse()) {
    addSummary(world, { ...where, frameworkId: BROWSERTIME_ID, alerts: rows.map((series) => ({ series })) });
  }
}

/** The quiet day; the scenario has no user. */
export function anonymous(world: World): void {
  quietDay(world);
}

/** Alerts that a colleague has taken for real. @param at milliseconds */
const acknowledged = (series: readonly SeriesRecord[], at: number) =>
  series.map((one) => ({
    series: one,
    fields: { status: 4, classifier: 'mozilla-ldap/cbrown@mozilla.com', firstTriaged: at },
  }));
