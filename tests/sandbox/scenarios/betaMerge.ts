import type { SeriesRecord } from '../records.ts';
import type { World } from '../world.ts';
import {
  at,
  BROWSERTIME_ID,
  type Branch,
  find,
  mergeInto,
  type Place,
  place,
  placeAt,
  startBranch,
} from './branch.ts';
import { addCase, downstreamOf } from './cases.ts';
import { addHistory } from './history.ts';
import { BROWSERTIME, LINUX, MORE_BROWSERTIME, stepAt, WINDOWS } from './tests.ts';

const DAY_SECONDS = 86_400;
/** Position of the merge's alert among beta's data-bearing pushes: about four days ago. */
const MERGE_FROM_END = 7;
/** Position of the alert that beta has of its own. */
const OWN_FROM_END = 3;
/** What is younger than this on autoland waits for the next merge. */
const MERGE_DELAY_SECONDS = DAY_SECONDS;
/** Days before the merge at which things happened on autoland. */
const DAYS = { amazon: 21, cnn: 9, ares6: 12, wikipedia: 17, wikipediaFixed: 10 } as const;
const WIKIPEDIA_FACTOR = 1.064;
/** Other work on autoland: days before the merge, by the suite's turn. */
const UNRELATED_DAYS = [23, 19, 15, 14, 8, 7, 5, 3] as const;
const UNRELATED_SUITES = MORE_BROWSERTIME.slice(0, 4).map(({ suite }) => suite);

const NO_MATCH = { kind: 'no match within the window' } as const;
const OWN = { kind: 'own' } as const;

/**
 * A merge to beta brings weeks of autoland at once (more commits than are kept). The log of autoland is thinned to a push
 * every few hours, so that a month fits into the world.
 */
export function betaMerge(world: World): void {
  const common = {
    frameworkId: BROWSERTIME_ID,
    platforms: [WINDOWS, LINUX],
    suites: [...BROWSERTIME, ...MORE_BROWSERTIME.filter(({ suite }) => UNRELATED_SUITES.includes(suite))],
  };
  const autoland = startBranch(world, {
    ...common,
    repository: world.repository('autoland'),
    pushes: 190,
    gapMinutes: [180, 300],
    firstId: 1_600_000,
    commits: [4, 12],
    dataEvery: [2, 3],
  });
  const beta = startBranch(world, {
    ...common,
    repository: world.repository('mozilla-beta'),
    pushes: 110,
    gapMinutes: [360, 480],
    firstId: 1_590_000,
    commits: [1, 6],
    dataEvery: [1, 2],
  });
  const merge = place(world, beta, MERGE_FROM_END);
  const taken = autoland.log.filter((p) => p.time < merge.push.time - MERGE_DELAY_SECONDS);
  mergeInto(world, taken, merge.push);
  const own = place(world, beta, OWN_FROM_END);
  const places = placesOn(world, autoland, merge.push.time);
  changeLevels({ autoland, beta, merge, own, places });
  const unrelated = changeUnrelated(world, autoland, merge.push.time);
  for (const [repository, { log, data }] of [
    ['autoland', autoland],
    ['mozilla-beta', beta],
  ] as const) {
    addHistory(world, { repository: world.repository(repository), log, data, runs: () => 2, buildRate: 0.3 });
  }
  raiseUnrelated(world, autoland, unrelated);
  raiseAlerts(world, { autoland, beta, merge, own, places });
}

type Places = Readonly<Record<keyof typeof DAYS, Place>>;
interface Month {
  readonly autoland: Branch;
  readonly beta: Branch;
  readonly merge: Place;
  readonly own: Place;
  readonly places: Places;
}

/** The newest data-bearing push of autoland that is so many days older than the merge. */
function daysBefore(world: World, autoland: Branch, merged: number, days: number): Place {
  const push = autoland.data.findLast((p) => p.time < merged - days * DAY_SECONDS);
  if (!push) throw new Error(`The log of autoland does not reach back ${days} days.`);
  return placeAt(world, autoland, push);
}

function placesOn(world: World, autoland: Branch, merged: number): Places {
  const days = (count: number) => daysBefore(world, autoland, merged, count);
  return {
    amazon: days(DAYS.amazon),
    cnn: days(DAYS.cnn),
    ares6: days(DAYS.ares6),
    wikipedia: days(DAYS.wikipedia),
    wikipediaFixed: days(DAYS.wikipediaFixed),
  };
}

/** Other work of the month on autoland: candidates that match nothing on beta. */
interface Unrelated {
  readonly suite: string;
  readonly place: Place;
}

function changeUnrelated(world: World, autoland: Branch, merged: number): readonly Unrelated[] {
  return UNRELATED_DAYS.map((days, i) => {
    const suite = at(UNRELATED_SUITES, i % UNRELATED_SUITES.length);
    const where = daysBefore(world, autoland, merged, days);
    stepAt(on(autoland, suite), where.push.index - 1, [i % 3 === 2 ? 0.94 : 1.05]);
    return { suite, place: where };
  });
}

const on = (branch: Branch, suite: string): SeriesRecord[] =>
  [WINDOWS, LINUX].map((platform) => find(branch, suite, platform));
const amazonOn = (branch: Branch): SeriesRecord[] => [
  ...on(branch, 'amazon'),
  find(branch, 'amazon', WINDOWS, 'FirstVisualChange'),
];

function changeLevels({ autoland, beta, merge, own, places }: Month): void {
  const culprit = ({ push }: Place) => push.index - 1;
  const upstream = (suite: string, where: Place, factor: number) => {
    stepAt(
      autoland.series.filter((s) => s.suite === suite),
      culprit(where),
      [factor],
    );
  };
  const downstream = (suite: string, where: Place, factor: number) => {
    stepAt(
      beta.series.filter((s) => s.suite === suite),
      where.push.index,
      [factor],
    );
  };
  upstream('amazon', places.amazon, 1.083);
  downstream('amazon', merge, 1.083);
  upstream('cnn', places.cnn, 1.097);
  downstream('cnn', merge, 1.097);
  // most of this change is switched off on beta
  upstream('ares6', places.ares6, 1.12);
  downstream('ares6', merge, 1.04);
  // fixed on autoland before the merge; what beta got later is something else of the same size
  upstream('wikipedia', places.wikipedia, WIKIPEDIA_FACTOR);
  upstream('wikipedia', places.wikipediaFixed, 1 / WIKIPEDIA_FACTOR);
  downstream('wikipedia', own, WIKIPEDIA_FACTOR);
  stepAt(on(beta, 'jetstream2'), own.push.index, [0.953]);
}

function raiseUnrelated(world: World, autoland: Branch, all: readonly Unrelated[]): void {
  for (const [i, { suite, place: where }] of all.entries()) {
    addCase(world, {
      name: `autoland other ${i + 1}`,
      about: 'Other work of the month on autoland.',
      place: where,
      frameworkId: BROWSERTIME_ID,
      series: on(autoland, suite),
      answer: OWN,
      triaged: 'acknowledged',
    });
  }
}

function raiseAlerts(world: World, month: Month): void {
  const { autoland, beta, merge, own, places } = month;
  const upstream = (name: keyof typeof DAYS, series: readonly SeriesRecord[], bug: number) =>
    addCase(world, {
      name: `autoland ${name}`,
      about: `${name} on autoland, ${DAYS[name]} days before the merge.`,
      place: places[name],
      frameworkId: BROWSERTIME_ID,
      series,
      answer: OWN,
      triaged: 'acknowledged',
      bug,
    });
  const amazon = upstream('amazon', amazonOn(autoland), 1_984_021);
  const wikipedia = upstream('wikipedia', on(autoland, 'wikipedia'), 1_984_517);
  const ares6 = upstream('ares6', on(autoland, 'ares6'), 1_985_330);
  upstream('wikipediaFixed', on(autoland, 'wikipedia'), 1_984_517);
  const cnn = upstream('cnn', on(autoland, 'cnn'), 1_986_118);
  addCase(world, {
    name: 'merge',
    about: 'Came with the merge of hundreds of commits; of ares6 only a third of the change did.',
    place: merge,
    frameworkId: BROWSERTIME_ID,
    series: [...amazonOn(beta), ...on(beta, 'cnn'), ...on(beta, 'ares6')],
    answer: ({ suite }) =>
      suite === 'amazon'
        ? downstreamOf(amazon, 'obvious')
        : suite === 'cnn'
          ? downstreamOf(cnn, 'obvious')
          : downstreamOf(ares6, 'contradicted'),
  });
  addCase(world, {
    name: 'own',
    about: "Beta's own: autoland had such a change and lost it again before; jetstream2 had none.",
    place: own,
    frameworkId: BROWSERTIME_ID,
    series: [...on(beta, 'wikipedia'), ...on(beta, 'jetstream2')],
    answer: ({ suite }) => (suite === 'wikipedia' ? downstreamOf(wikipedia, 'contradicted') : NO_MATCH),
  });
}
