import type { SeriesRecord, SummaryRecord } from '../records.ts';
import type { World } from '../world.ts';
import {
  at,
  BROWSERTIME_ID,
  type Branch,
  mergeInto,
  type Place,
  place,
  placeAt,
  startBranch,
  TALOS_ID,
} from './branch.ts';
import { addCase, downstreamOf } from './cases.ts';
import { addHistory } from './history.ts';
import { wakeInbound } from './organisation.ts';
import {
  addTests,
  BROWSERTIME,
  LINUX,
  MORE_BROWSERTIME,
  MORE_TALOS,
  stepAt,
  TALOS,
  WINDOWS,
} from './tests.ts';

/** Benchmarks change on inbound itself; the rest of the twelve suites comes with the merge. */
const OWN_SUITES: readonly string[] = ['ares6', 'jetstream2'];
/** A page load without an alert. */
const QUIET_SUITE = 'cnn';
/** The merge takes what landed in these seconds: all within the window of 24 h, and no more commits than are kept. */
const MERGED_SECONDS = 20 * 3600;
const MERGE_DELAY_SECONDS = 600;
/** Position of the merge's alert on inbound. */
const MERGE_FROM_END = 4;
const MERGED_FACTORS = [1.081, 1.047, 1.062, 1.035] as const;
/** The ordinary page: ten talos summaries on autoland, each with tests of its own. */
const PAGE_SIZES = [2, 3, 3, 3, 3, 2, 3, 3, 3, 3] as const;
/** Positions on the page of those that came from inbound. */
const FROM_INBOUND: readonly number[] = [3, 7];
/** Hours of inbound that a small merge takes. */
const SMALL_MERGE_SECONDS = 3 * 3600;

const NO_MATCH = { kind: 'no match within the window' } as const;

/**
 * A merge of a day's work: on mozilla-inbound a summary ("merge") of a hundred alerts of which a dozen summaries on autoland
 * ("merge upstream 1" to 12) are the origins; and in talos an ordinary page of ten summaries ("ordinary 1" to 10).
 */
export function mergeDay(world: World): void {
  const suites = [...BROWSERTIME, ...MORE_BROWSERTIME];
  const inbound = startBranch(world, {
    repository: wakeInbound(world),
    pushes: 110,
    gapMinutes: [25, 35],
    firstId: 1_690_000,
    commits: [1, 2],
    dataEvery: [2, 3],
    frameworkId: BROWSERTIME_ID,
    platforms: [WINDOWS, LINUX],
    suites,
  });
  const autoland = startBranch(world, {
    repository: world.repository('autoland'),
    pushes: 280,
    gapMinutes: [10, 15],
    firstId: 1_700_000,
    commits: [1, 2],
    dataEvery: [5, 6],
    frameworkId: BROWSERTIME_ID,
    platforms: [WINDOWS, LINUX],
    suites,
  });
  const page = changePage(world, autoland, inbound);
  const merge = changeMerge(world, autoland, inbound);
  for (const [repository, branch] of [
    ['autoland', autoland],
    ['mozilla-inbound', inbound],
  ] as const) {
    const { log, data } = branch;
    addHistory(world, { repository: world.repository(repository), log, data, runs: () => 1, buildRate: 0.2 });
  }
  raisePage(world, page);
  raiseMerge(world, inbound, merge);
}

interface Origin {
  readonly suite: string;
  readonly place: Place;
  readonly series: readonly SeriesRecord[];
}

interface Merge {
  readonly own: Place;
  readonly origins: readonly Origin[];
}

function changeMerge(world: World, autoland: Branch, inbound: Branch): Merge {
  const own = place(world, inbound, MERGE_FROM_END);
  const merge = at(inbound.log, own.prevPush.index + 1);
  const taken = autoland.log.filter(
    (p) => p.time < merge.time - MERGE_DELAY_SECONDS && p.time > merge.time - MERGED_SECONDS,
  );
  mergeInto(world, taken, merge);
  const ids = new Set(taken.map((p) => p.id));
  const suites = [...new Set(autoland.series.map((s) => s.suite))].filter(
    (suite) => !OWN_SUITES.includes(suite) && suite !== QUIET_SUITE,
  );
  const pushes = autoland.data.filter((p) => ids.has(p.id)).slice(-suites.length);
  const origins = suites.map((suite, i) => {
    const where = placeAt(world, autoland, at(pushes, i));
    const series = autoland.series.filter((s) => s.suite === suite);
    stepAt(series, where.push.index - 2, MERGED_FACTORS);
    stepAt(
      inbound.series.filter((s) => s.suite === suite),
      merge.index,
      MERGED_FACTORS,
    );
    return { suite, place: where, series };
  });
  for (const series of inbound.series.filter((s) => OWN_SUITES.includes(s.suite))) {
    stepAt([series], own.push.index, [series.lowerIsBetter ? 1.052 : 0.957]);
  }
  return { own, origins };
}

function raiseMerge(world: World, inbound: Branch, { own, origins }: Merge): void {
  const upstreams = new Map<string, SummaryRecord>();
  for (const [i, origin] of origins.entries()) {
    const summary = addCase(world, {
      name: `merge upstream ${i + 1}`,
      about: `Where the alerts of ${origin.suite} in "merge" come from.`,
      place: origin.place,
      frameworkId: BROWSERTIME_ID,
      series: origin.series,
      answer: NO_MATCH,
      // sheriffs have looked at the older half
      ...(i < origins.length / 2 ? { triaged: 'acknowledged' as const, bug: 1_990_700 + i } : {}),
    });
    upstreams.set(origin.suite, summary);
  }
  addCase(world, {
    name: 'merge',
    about: 'A hundred alerts: 96 from twelve summaries of autoland, four of its own.',
    place: own,
    frameworkId: BROWSERTIME_ID,
    series: inbound.series.filter((s) => s.suite !== QUIET_SUITE && s.frameworkId === BROWSERTIME_ID),
    answer: ({ suite }) => {
      const upstream = upstreams.get(suite);
      return upstream ? downstreamOf(upstream, 'obvious') : NO_MATCH;
    },
  });
}

interface Ordinary {
  readonly own: Place;
  readonly series: readonly SeriesRecord[];
  readonly origin: { readonly place: Place; readonly series: readonly SeriesRecord[] } | null;
}

/** Talos runs on both branches; some of its changes came from inbound by small merges. */
function changePage(world: World, autoland: Branch, inbound: Branch): readonly Ordinary[] {
  const talos = [...TALOS, ...MORE_TALOS];
  const add = (name: string) => addTests(world, world.repository(name), TALOS_ID, [WINDOWS, LINUX], talos);
  const [here, there] = [add('autoland'), add('mozilla-inbound')];
  let used = 0;
  return PAGE_SIZES.map((size, i) => {
    const own = place(world, autoland, PAGE_SIZES.length + 2 - i);
    const series = here.slice(used, used + size);
    const counterparts = there.slice(used, used + size);
    used += size;
    const factors = i % 4 === 1 ? [0.945, 0.962] : [1.048, 1.061, 1.037];
    if (!FROM_INBOUND.includes(i)) {
      stepAt(series, own.push.index - 2, factors);
      return { own, series, origin: null };
    }
    const merge = at(autoland.log, own.prevPush.index + 1);
    const taken = inbound.log.filter(
      (p) => p.time < merge.time - MERGE_DELAY_SECONDS && p.time > merge.time - SMALL_MERGE_SECONDS,
    );
    mergeInto(world, taken, merge);
    const origin = inbound.data.findLast((p) => taken.some(({ id }) => id === p.id));
    if (!origin) throw new Error('The small merge has no data-bearing push.');
    stepAt(series, merge.index, factors);
    stepAt(counterparts, origin.index - 1, factors);
    return { own, series, origin: { place: placeAt(world, inbound, origin), series: counterparts } };
  });
}

function raisePage(world: World, page: readonly Ordinary[]): void {
  for (const [i, { own, series, origin }] of page.entries()) {
    const name = `ordinary ${i + 1}`;
    const upstream =
      origin &&
      addCase(world, {
        name: `${name} upstream`,
        about: `The origin of "${name}" on inbound.`,
        ...origin,
        frameworkId: TALOS_ID,
        answer: NO_MATCH,
        triaged: 'acknowledged',
        bug: 1_990_800 + i,
      });
    addCase(world, {
      name,
      about: upstream ? 'An ordinary summary that came from inbound.' : 'An ordinary summary, its own.',
      place: own,
      frameworkId: TALOS_ID,
      series,
      answer: upstream ? downstreamOf(upstream, 'obvious') : NO_MATCH,
    });
  }
}
