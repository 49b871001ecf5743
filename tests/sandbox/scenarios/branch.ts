import { type CommitRecord, KEPT_COMMITS, type PushRecord, type SeriesRecord } from '../records.ts';
import type { World } from '../world.ts';
import { dataBearing } from './history.ts';
import { addPushLog, type PushLogOptions } from './pushLog.ts';
import { addTests, type SuiteSpec } from './tests.ts';

/** Ids of the frameworks. */
export const BROWSERTIME_ID = 13;
export const TALOS_ID = 1;
export const HOUR_MS = 3_600_000;
/** From a push to its data, with a build and a queue. */
const DATA_AFTER_MS = 3.5 * HOUR_MS;
/** Data-bearing pushes that have to follow before the detection sees a step. */
const SEEN_AFTER = 2;

/** One repository's pushes, and what is measured there. */
export interface Branch {
  readonly log: readonly PushRecord[];
  /** Data-bearing pushes, oldest first. */
  readonly data: readonly PushRecord[];
  readonly series: readonly SeriesRecord[];
}

export interface BranchOptions extends PushLogOptions {
  /** Pushes from one with data to the next, least and most. */
  readonly dataEvery: readonly [number, number];
  readonly frameworkId: number;
  readonly platforms: readonly string[];
  readonly suites: readonly SuiteSpec[];
}

/** A push log with tests that have data on some of its pushes. */
export function startBranch(world: World, options: BranchOptions): Branch {
  const log = addPushLog(world, options);
  const data = dataBearing(world, log, options.dataEvery);
  const series = addTests(world, options.repository, options.frameworkId, options.platforms, options.suites);
  return { log, data, series };
}

/** An entry that the scenario counts on; negative positions count from the end. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list.at(index);
  if (found === undefined) throw new Error('The day is too short for its scenario.');
  return found;
}

/** A series that the scenario counts on. */
export function find(branch: Branch, suite: string, platform: string, test = ''): SeriesRecord {
  const found = branch.series.find((s) => s.suite === suite && s.platform === platform && s.test === test);
  if (!found) throw new Error(`No series ${suite} ${test} on ${platform}.`);
  return found;
}

/** Where an alert summary stands. */
export interface Place {
  /** The first data-bearing push with the new level. */
  readonly push: PushRecord;
  /** The data-bearing push before it. */
  readonly prevPush: PushRecord;
  /** When the alert was raised: once later data was in. */
  readonly created: number;
}

/** The place of an alert at a data-bearing push, counted back from the newest (0). */
export function place(world: World, branch: Branch, fromEnd: number): Place {
  const push = at(branch.data, -1 - fromEnd);
  const raisedBy = at(branch.data, -1 - Math.max(0, fromEnd - SEEN_AFTER));
  const created = Math.min(raisedBy.time * 1000 + DATA_AFTER_MS, world.clock.now() - HOUR_MS / 2);
  return { push, prevPush: at(branch.data, -2 - fromEnd), created };
}

/** The place of an alert at this data-bearing push. */
export function placeAt(world: World, branch: Branch, push: PushRecord): Place {
  const index = branch.data.findIndex((p) => p.id === push.id);
  if (index < 1) throw new Error('No alert can stand at this push.');
  return place(world, branch, branch.data.length - 1 - index);
}

/**
 * Makes `into` the push that brings the commits of `pushes`, which are pushes of another branch; without those that came
 * from here. Only the newest KEPT_COMMITS of them can be found there later.
 */
export function mergeInto(world: World, pushes: readonly PushRecord[], into: PushRecord): void {
  const from = pushes[0]?.repository.name ?? 'nothing';
  const head: CommitRecord = {
    revision: into.revision,
    author: 'Sheriff <sheriff@mozilla.com>',
    comments: `Merge ${from} to ${into.repository.name}. a=merge CLOSED TREE`,
  };
  const here = new Set(
    world.pushLog.get(into.repository.name)?.flatMap((p) => p.commits.map((c) => c.revision)),
  );
  const brought = [...pushes]
    .sort((a, b) => b.index - a.index)
    .flatMap((p) => world.push(p.id).commits)
    .filter((c) => !here.has(c.revision));
  replaceCommits(world, into, [head, ...brought]);
}

/** Makes `push` one of many commits, as a sync of imported tests is. */
export function addCommits(world: World, push: PushRecord, count: number): void {
  const [head] = world.push(push.id).commits;
  if (!head) return;
  const more = Array.from({ length: count }, () => ({ ...head, revision: world.random.hex(40) }));
  replaceCommits(world, push, [head, ...more]);
}

function replaceCommits(world: World, push: PushRecord, all: readonly CommitRecord[]): void {
  const commits = all.slice(0, KEPT_COMMITS);
  world.replacePush({ ...world.push(push.id), commits, commitCount: commits.length });
}
