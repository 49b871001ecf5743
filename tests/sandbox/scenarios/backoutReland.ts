import type { PushRecord, SeriesRecord } from '../records.ts';
import type { World } from '../world.ts';
import { at, BROWSERTIME_ID, type Branch, find, type Place, place, startBranch } from './branch.ts';
import { addCase } from './cases.ts';
import { addHistory } from './history.ts';
import { backOut, landAgain } from './pushLog.ts';
import { BROWSERTIME, LINUX, stepAt, WINDOWS } from './tests.ts';

/** Positions among the data-bearing pushes, counted back from the newest. */
const AT = { regression: 12, fixed: 11, backout: 8, mirror: 7, reland: 5, suspect: 3 } as const;
const AMAZON_FACTOR = 1.083;
const WIKIPEDIA_FACTOR = 1.066;
const CNN_FACTOR = 1.091;
/** How far a change lies before the data-bearing push that shows it. */
const BEFORE_DATA = 3;
/** Pushes from the suspect's data to its backout: behind the next data. */
const BACKED_OUT_AFTER = 10;

const OWN = { kind: 'own' } as const;

/**
 * One change that lands, is backed out and lands again, each time with an alert; one regression that somebody fixed without
 * a backout; and one whose suspect was backed out since, before its own improvement can show.
 */
export function backoutReland(world: World): void {
  const repository = world.repository('autoland');
  const day = startBranch(world, {
    repository,
    pushes: 200,
    gapMinutes: [10, 15],
    firstId: 1_700_000,
    commits: [1, 3],
    dataEvery: [6, 9],
    frameworkId: BROWSERTIME_ID,
    platforms: [WINDOWS, LINUX],
    suites: BROWSERTIME,
  });
  const where = (name: keyof typeof AT) => place(world, day, AT[name]);
  const inGap = ({ push }: Place) => at(day.log, push.index - BEFORE_DATA);

  const [landed, backedOut, landedAgain] = [where('regression'), where('backout'), where('reland')].map(
    inGap,
  );
  if (!landed || !backedOut || !landedAgain) throw new Error('The day is too short for its scenario.');
  backOut(world, landed, backedOut);
  landAgain(world, landed, landedAgain);
  const amazon = day.series.filter((s) => s.suite === 'amazon');
  for (const [change, factor] of [
    [landed, AMAZON_FACTOR],
    [backedOut, 1 / AMAZON_FACTOR],
    [landedAgain, AMAZON_FACTOR],
  ] as const) {
    stepAt(amazon, change.index, [factor]);
  }
  const wikipedia = day.series.filter((s) => s.suite === 'wikipedia');
  stepAt(wikipedia, inGap(where('fixed')).index, [WIKIPEDIA_FACTOR]);
  stepAt(wikipedia, inGap(where('mirror')).index, [1 / WIKIPEDIA_FACTOR]);
  const suspect = inGap(where('suspect'));
  const suspectBackout = at(day.log, where('suspect').push.index + BACKED_OUT_AFTER);
  backOut(world, suspect, suspectBackout);
  const cnn = day.series.filter((s) => s.suite === 'cnn');
  stepAt(cnn, suspect.index, [CNN_FACTOR]);
  stepAt(cnn, suspectBackout.index, [1 / CNN_FACTOR]);

  addHistory(world, { repository, log: day.log, data: day.data, runs: () => 2, buildRate: 0.25 });
  raiseAlerts(world, day, where, { push: suspect, by: suspectBackout });
}

function raiseAlerts(
  world: World,
  day: Branch,
  where: (name: keyof typeof AT) => Place,
  suspect: { readonly push: PushRecord; readonly by: PushRecord },
): void {
  const frameworkId = BROWSERTIME_ID;
  const on = (suite: string): SeriesRecord[] =>
    [WINDOWS, LINUX].map((platform) => find(day, suite, platform));
  const amazon = [...on('amazon'), find(day, 'amazon', WINDOWS, 'FirstVisualChange')];
  const regression = addCase(world, {
    name: 'regression',
    about: 'The change lands.',
    place: where('regression'),
    frameworkId,
    series: amazon,
    answer: OWN,
    triaged: 'acknowledged',
    bug: 1_990_902,
  });
  const fixed = addCase(world, {
    name: 'fixed regression',
    about: 'A regression that somebody will fix without a backout.',
    place: where('fixed'),
    frameworkId,
    series: on('wikipedia'),
    answer: OWN,
    triaged: 'acknowledged',
  });
  addCase(world, {
    name: 'backout',
    about: 'Its push range says that it backs the change out.',
    place: where('backout'),
    frameworkId,
    series: amazon,
    answer: { kind: 'backout', of: regression.id, named: true },
  });
  addCase(world, {
    name: 'mirror',
    about: 'Back to the old level, and no push says that it backs anything out.',
    place: where('mirror'),
    frameworkId,
    series: on('wikipedia'),
    answer: { kind: 'backout', of: fixed.id, named: false },
  });
  addCase(world, {
    name: 'already backed out',
    about: 'A push of its range was backed out since.',
    place: where('suspect'),
    frameworkId,
    series: on('cnn'),
    answer: OWN,
    backedOut: { push: suspect.push.id, by: suspect.by.id },
  });
  addCase(world, {
    name: 'reland',
    about: 'The change lands again, with the same levels.',
    place: where('reland'),
    frameworkId,
    series: amazon,
    answer: { kind: 'reland', of: regression.id },
  });
}
