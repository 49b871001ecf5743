import type { World } from '../world.ts';
import { BROWSERTIME_ID, type Branch } from './branch.ts';
import { dataBearing } from './history.ts';
import { addPushLog } from './pushLog.ts';
import { addTests, BROWSERTIME, LINUX, MORE_BROWSERTIME, WINDOWS } from './tests.ts';

/** Positions among autoland's data-bearing pushes, counted back from the newest; two are left to follow the first. */
export const AT = {
  sameCause: 3,
  plain: 4,
  asked: 5,
  askedBefore: 6,
  enough: 7,
  noise: 8,
  infra: 9,
  brokenBuild: 10,
  longGap: 12,
  improvement: 14,
  reland: 15,
  backout: 17,
  landed: 19,
  likeBeta: 24,
  betaCause: 27,
} as const;
/** Positions on beta. */
export const BETA_AT = { downstream: 4, looksDownstream: 3 } as const;
/** Pushes of the long gap, and how far its change lies before the data that shows it. */
export const LONG_GAP = 16;
export const LONG_GAP_CHANGE = 6;
/** How far every other change lies before the data-bearing push that shows it. */
export const BEFORE_DATA = 2;
const SUITES = ['espn', 'ebay', 'imdb', 'nytimes', 'reddit', 'tumblr'];

/** The branch of the shift, with room between its data-bearing pushes. */
export function startAutoland(world: World): Branch {
  const repository = world.repository('autoland');
  const log = addPushLog(world, {
    repository,
    pushes: 330,
    gapMinutes: [10, 14],
    firstId: 1_700_000,
    commits: [1, 3],
  });
  const data = dataBearing(world, log, [6, 8], { [AT.longGap]: LONG_GAP });
  const suites = [...BROWSERTIME, ...MORE_BROWSERTIME.filter(({ suite }) => SUITES.includes(suite))];
  return { log, data, series: addTests(world, repository, BROWSERTIME_ID, [WINDOWS, LINUX], suites) };
}
