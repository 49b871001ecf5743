import { seeded } from '../random.ts';
import type { LabelRecord, RepositoryRecord, SeriesRecord } from '../records.ts';
import { OPT_COLLECTION } from '../treeherder/reference.ts';
import type { World } from '../world.ts';

/** One test task with what it measures. */
export interface SuiteSpec {
  readonly suite: string;
  /** The last part of the label, behind the platform. */
  readonly task: string;
  readonly subtests: readonly string[];
  /** True value before any change. */
  readonly base: number;
  readonly unit: string;
  readonly lowerIsBetter: boolean;
  readonly extraOptions: readonly string[];
  /** Deviation as a fraction of the value. */
  readonly noise: number;
}

const pageLoad = (suite: string, base: number, noise = 0.012): SuiteSpec => ({
  suite,
  task: `browsertime-tp6-firefox-${suite}`,
  subtests: ['FirstVisualChange', 'SpeedIndex', 'loadtime'],
  base,
  unit: 'ms',
  lowerIsBetter: true,
  extraOptions: ['cold', 'fission', 'webrender'],
  noise,
});

const benchmark = (suite: string, base: number, lowerIsBetter: boolean): SuiteSpec => ({
  suite,
  task: `browsertime-benchmark-firefox-${suite}`,
  subtests: [],
  base,
  unit: lowerIsBetter ? 'ms' : 'score',
  lowerIsBetter,
  extraOptions: ['fission', 'webrender'],
  noise: 0.009,
});

export const BROWSERTIME: readonly SuiteSpec[] = [
  pageLoad('amazon', 810),
  benchmark('ares6', 34, true),
  pageLoad('cnn', 1340, 0.02),
  pageLoad('wikipedia', 640),
  pageLoad('google-docs', 1120),
  benchmark('jetstream2', 182, false),
];

/** More page loads, so that a summary can have many rows. */
export const MORE_BROWSERTIME: readonly SuiteSpec[] = [
  'bing-search',
  'ebay',
  'espn',
  'expedia',
  'imdb',
  'nytimes',
  'reddit',
  'tumblr',
  'twitch',
].map((suite, i) => pageLoad(suite, 700 + 90 * i));

const talos = (suite: string, task: string, base: number): SuiteSpec => ({
  suite,
  task: `talos-${task}`,
  subtests: [],
  base,
  unit: 'ms',
  lowerIsBetter: true,
  extraOptions: ['e10s', 'fission', 'stylo', 'webrender'],
  noise: 0.01,
});

export const TALOS: readonly SuiteSpec[] = [
  talos('tp5o', 'tp5o', 240),
  talos('tresize', 'chrome', 11.4),
  talos('ts_paint', 'other', 310),
  talos('tscrollx', 'svgr', 0.82),
];

/** More talos tests, so that a page of summaries can have tests of its own each. */
export const MORE_TALOS: readonly SuiteSpec[] = [
  ...['cpstartup', 'kraken', 'sessionrestore', 'tabswitch', 'tart'],
  ...['tp5o_scroll', 'tsvgx', 'tsvgr_opacity', 'perf_reftest', 'startup_about_home_paint'],
].map((suite, i) => talos(suite, suite.replaceAll('_', '-'), 120 + 35 * i));

export const WINDOWS = 'windows11-64-24h2-shippable';
export const LINUX = 'linux2404-64-shippable';
export const MAC = 'macosx1500-aarch64-shippable';
export const ANDROID = 'android-hw-a55-14-0-aarch64-shippable';

interface PlatformSpec {
  readonly build: string;
  /** Platform of the build as Treeherder shows it. */
  readonly buildPlatform: string;
  readonly workerType: string;
  /** Typical minutes in the queue; device pools are scarce. */
  readonly queueMinutes: number;
  readonly application: string;
}

const PLATFORMS: Readonly<Record<string, PlatformSpec>> = {
  [WINDOWS]: {
    build: 'build-win64-shippable/opt',
    buildPlatform: 'windows2012-64-shippable',
    workerType: 'win11-64-24h2-hw',
    queueMinutes: 14,
    application: 'firefox',
  },
  [LINUX]: {
    build: 'build-linux64-shippable/opt',
    buildPlatform: 'linux64-shippable',
    workerType: 't-linux-talos-2404',
    queueMinutes: 10,
    application: 'firefox',
  },
  [MAC]: {
    build: 'build-macosx64-shippable/opt',
    buildPlatform: 'osx-cross-shippable',
    workerType: 't-osx-1500-m4',
    queueMinutes: 45,
    application: 'firefox',
  },
  [ANDROID]: {
    build: 'build-android-aarch64-shippable/opt',
    buildPlatform: 'android-5-0-aarch64-shippable',
    workerType: 't-bitbar-gw-perf-a55',
    queueMinutes: 75,
    application: 'fenix',
  },
};

const SERIES_TAGS: readonly string[] = [];

/** A shippable build with its PGO chain takes more than an hour. */
const BUILD_RUN_MINUTES = 75;
const TEST_RUN_MINUTES = 18;

/** Adds the labels and series of some suites on some platforms, with the builds they need. */
export function addTests(
  world: World,
  repository: RepositoryRecord,
  frameworkId: number,
  platforms: readonly string[],
  suites: readonly SuiteSpec[],
): SeriesRecord[] {
  return platforms.flatMap((platform) => {
    const spec = PLATFORMS[platform];
    if (!spec) throw new Error(`No such platform: ${platform}`);
    addBuild(world, spec);
    return suites.flatMap((suite) => addSuite(world, repository, frameworkId, platform, spec, suite));
  });
}

function addBuild(world: World, spec: PlatformSpec): void {
  if (world.labels.has(spec.build)) return;
  world.labels.set(spec.build, {
    name: spec.build,
    kind: 'build',
    platform: spec.buildPlatform,
    groupName: 'unknown',
    groupSymbol: '?',
    symbol: 'B',
    build: null,
    workerType: 'b-linux-gcp',
    queueSeconds: 180,
    runSeconds: BUILD_RUN_MINUTES * 60,
  });
}

function addSuite(
  world: World,
  repository: RepositoryRecord,
  frameworkId: number,
  platform: string,
  spec: PlatformSpec,
  suite: SuiteSpec,
): SeriesRecord[] {
  const task =
    spec.application === 'fenix'
      ? suite.task.replace('-tp6-firefox-', '-tp6m-fenix-').replace('firefox', 'fenix')
      : suite.task;
  const isTalos = frameworkId === 1;
  const label: LabelRecord = {
    name: `test-${platform}/opt-${task}`,
    kind: isTalos ? 'test' : 'browsertime',
    platform,
    groupName: isTalos ? 'Talos performance tests' : 'Browsertime performance tests on Firefox',
    groupSymbol: isTalos ? 'T' : 'Btime',
    symbol: suite.suite,
    build: spec.build,
    workerType: spec.workerType,
    queueSeconds: spec.queueMinutes * 60,
    runSeconds: TEST_RUN_MINUTES * 60,
  };
  world.labels.set(label.name, label);
  const add = (test: string, base: number, parentId: number | null): SeriesRecord => {
    // the same test has the same hash in every repository
    const hash = seeded(`signature ${frameworkId} ${platform} ${suite.suite} ${test}`).hex(40);
    const series: SeriesRecord = {
      id: world.nextId('series', 5_312_000),
      repository,
      frameworkId,
      hash,
      suite: suite.suite,
      test,
      platform,
      optionCollectionHash: OPT_COLLECTION,
      extraOptions: suite.extraOptions,
      tags: SERIES_TAGS,
      lowerIsBetter: suite.lowerIsBetter,
      hasSubtests: parentId === null && suite.subtests.length > 0,
      unit: suite.unit,
      application: spec.application,
      parentId,
      label: label.name,
      level: () => base,
      noise: suite.noise,
    };
    world.addSeries(series);
    return series;
  };
  const own = add('', suite.base, null);
  return [own, ...suite.subtests.map((test, i) => add(test, suite.base * (0.55 + 0.3 * i), own.id))];
}

/** From this push on the series measures `factor` times what it did. */
export function addStep(series: SeriesRecord, atIndex: number, factor: number): void {
  const before = series.level;
  series.level = (index) => before(index) * (index >= atIndex ? factor : 1);
}

/** Lets some series change at a push, each by the factor of its turn. */
export function stepAt(series: readonly SeriesRecord[], index: number, factors: readonly number[]): void {
  series.forEach((one, i) => {
    addStep(one, index, factors[i % factors.length] ?? 1);
  });
}
