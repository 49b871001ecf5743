import { type PushId, pushId, revision } from '@/lib/model/ids';
import type { BuildState } from '@/lib/model/planInput';
import type { Push } from '@/lib/model/push';
import { median, type RunPoint } from '@/lib/triage/levels';
import { tBetween } from '@/lib/triage/tScale';
import { BLOCK, type NoiseBlock } from './seriesNoise';

/** An alert whose cause is known, and a branch on which jobs can be run. */
export interface AlertWorld {
  /** The push log, oldest first, one push an order from 0 on. */
  readonly log: readonly Push[];
  /** The push that made the step. */
  readonly cause: number;
  /** Order of the push that the detector raised the alert on. */
  readonly alertAt: number;
  /** The single points before any round. */
  readonly points: readonly RunPoint[];
  readonly builds: ReadonlyMap<PushId, BuildState>;
  readonly backedOut: ReadonlySet<PushId>;
  /** One run of a push, later than all before; undefined when the job fails. */
  readonly run: (id: PushId) => RunPoint | undefined;
  readonly stepPct: number;
}

/** Treeherder's detector looks at 12 values on each side and raises above this t (treeherder-api 4). */
const WINDOW = 12;
export const ALERT_T = 7;
const HOUR = 3600;
const PUSH_EVERY = HOUR / 6;
/** Offsets that all runs of a build, or of a machine, have in common, in units of the noise: as in verdictWindows.ts. */
const BUILD_OFFSET = 0.3;
const MACHINE_OFFSET = 0.3;
const JOB_FAILS = 0.03;
const BUILD_FAILS = 0.02;
const BACKED_OUT = 0.04;
/** An ordinary push has the shippable build when scheduling rules pick it. */
const BUILT_ANYWAY = 0.2;

export const idOf = (order: number) => pushId(order + 5000);
export const orderOf = (id: PushId) => id - 5000;

/**
 * Pushes from one data-bearing push to the next on autoland today: perf jobs run on backstop pushes, which are every 20th or
 * come after 4 hours, and on pushes that scheduling expands (taskcluster-actions 2.6). Half of the intervals are taken
 * to be full, a quarter cut short by the 4 hours (nights and weekends), a quarter by an expanded push.
 */
export function pushesToNext(random: () => number): number {
  const kind = random();
  if (kind < 0.5) return 20;
  return kind < 0.75 ? 6 + Math.floor(14 * random()) : 1 + Math.floor(19 * random());
}

/**
 * A step of 2 to 10 % (small ones more often than large ones) in noise as measured, as it comes to a sheriff: the detector has
 * raised it. Undefined when it did not.
 */
export function simulateAlert(random: () => number, blocks: readonly NoiseBlock[]): AlertWorld | undefined {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const block = blocks[Math.floor(random() * blocks.length)] ?? [];
  const noise = 1.4826 * median(block.map((v) => Math.abs(v - 1)));
  const base = 10 ** (1 + 4 * random());
  const stepPct = 2 * 5 ** random();
  const factor = 1 + ((random() < 0.5 ? 1 : -1) * stepPct) / 100;

  const data = [0];
  while (data.length < BLOCK) data.push((data.at(-1) ?? 0) + pushesToNext(random));
  const orderAt = (i: number) => data[i] ?? 0;
  const at = WINDOW + Math.floor(random() * (BLOCK - 2 * WINDOW + 1));
  const cause = orderAt(at - 1) + 1 + Math.floor(random() * (orderAt(at) - orderAt(at - 1)));

  const machines = Array.from({ length: 20 }, () => MACHINE_OFFSET * noise * normal());
  const buildOffsets = new Map<number, number>();
  const point = (order: number, submitTime: number, measured: number): RunPoint => {
    const build = buildOffsets.get(order) ?? BUILD_OFFSET * noise * normal();
    buildOffsets.set(order, build);
    const machine = Math.floor(random() * machines.length);
    return {
      pushId: idOf(order),
      pushOrder: order,
      pushTime: order * PUSH_EVERY,
      value: base * (order >= cause ? factor : 1) * (measured + build + (machines[machine] ?? 0)),
      submitTime,
      machine: `t-${machine}`,
    };
  };
  const points = data.map((order, i) =>
    point(order, order * PUSH_EVERY + HOUR * (0.5 + 2 * random()), block[i] ?? 1),
  );
  const alert = detect(points);
  if (alert === undefined) return undefined;

  const log = Array.from({ length: (data.at(-1) ?? 0) + 1 }, (_, order) => ({
    id: idOf(order),
    revision: revision(order.toString(16).padStart(40, '0')),
    author: 'dev@example.com',
    time: order * PUSH_EVERY,
    commits: [],
    commitCount: 1,
  }));
  const hasData = new Set(data);
  const builds = new Map<PushId, BuildState>();
  const backedOut = new Set<PushId>();
  for (const { id } of log) {
    const order = orderOf(id);
    if (hasData.has(order)) builds.set(id, 'built');
    else if (random() < BUILD_FAILS) builds.set(id, 'failed');
    else if (random() < BUILT_ANYWAY) builds.set(id, 'built');
    // The cause is still in the tree, else there would be no step to find.
    if (!hasData.has(order) && order !== cause && random() < BACKED_OUT) backedOut.add(id);
  }
  let clock = (data.at(-1) ?? 0) * PUSH_EVERY + 6 * HOUR;
  return {
    log,
    cause,
    alertAt: alert,
    points,
    builds,
    backedOut,
    stepPct,
    run: (id) => {
      clock += 60;
      if (random() < JOB_FAILS) return undefined;
      return point(orderOf(id), clock, block[Math.floor(random() * block.length)] ?? 1);
    },
  };
}

/**
 * Where Treeherder's detector would put its alert: the earliest push at which t is above 7 and at least that of its
 * neighbours; all points of a push count as one group. Undefined without one.
 */
export function detect(points: readonly RunPoint[]): number | undefined {
  const byPush = new Map<number, number[]>();
  for (const p of points) byPush.set(p.pushOrder, [...(byPush.get(p.pushOrder) ?? []), p.value]);
  const pushes = [...byPush].sort(([a], [b]) => a - b);
  const t = pushes.map((_, i) => {
    const before = pushes.slice(0, i).flatMap(([, values]) => values);
    const after = pushes.slice(i).flatMap(([, values]) => values);
    if (before.length < WINDOW || after.length < WINDOW) return 0;
    return Math.abs(tBetween(before.slice(-2 * WINDOW), after.slice(0, WINDOW)));
  });
  const found = t.findIndex((v, i) => v > ALERT_T && v >= (t[i - 1] ?? 0) && v >= (t[i + 1] ?? 0));
  return pushes[found]?.[0];
}
