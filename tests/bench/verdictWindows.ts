import { type PushId, pushId } from '@/lib/model/ids';
import { DEFAULT_RULES } from '@/lib/model/rules';
import { median, type RunPoint } from '@/lib/triage/levels';
import { tBetween } from '@/lib/triage/tScale';
import type { VerdictInput } from '@/lib/triage/verdict';
import { BLOCK, type NoiseBlock } from './seriesNoise';

/** What really happened in a simulated window. */
export type Truth =
  | { readonly kind: 'nothing' }
  /** The cause is the push with this order. */
  | { readonly kind: 'step'; readonly order: number }
  /** The machines have the new level from this moment on, Unix seconds. */
  | { readonly kind: 'machines'; readonly since: number };

/** How much of the round's data is there. */
export const STAGES = ['before the round', 'half arrived', 'all arrived'] as const;
export type Stage = (typeof STAGES)[number];

export interface Window {
  readonly input: VerdictInput;
  readonly truth: Truth;
  readonly stepPct: number;
  readonly stage: Stage;
  /** One more run of a push, later than all others: for what a "not yet" asks for. */
  readonly runOn: (push: PushId) => RunPoint;
}

export interface WindowKind {
  /** Percent, without sign; 0 for nothing. */
  readonly stepPct: number;
  /** The level changes by run time instead of by push. */
  readonly machines: boolean;
  readonly stage: Stage;
}

const HOUR = 3600;
const PUSH_EVERY = HOUR / 4;
/** Offsets that all runs of a build, or of a machine, have in common, in units of the noise. */
const BUILD_OFFSET = 0.3;
const MACHINE_OFFSET = 0.3;

/** A window as a sheriff meets it: single points on sparse pushes, an alert on one of them, and round 1 around it. */
export function simulateWindow(
  random: () => number,
  blocks: readonly NoiseBlock[],
  kind: WindowKind,
): Window {
  const int = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(from: readonly T[], otherwise: T): T => from[int(0, from.length - 1)] ?? otherwise;
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

  const block = pick(blocks, []);
  const noise = 1.4826 * median(block.map((v) => Math.abs(v - 1)));
  const base = 10 ** (1 + 4 * random());
  const size = (random() < 0.5 ? 1 : -1) * (kind.stepPct / 100);
  const count = int(20, BLOCK);

  // Perf jobs run on about every 20th push, in busy series on every second.
  const sparse = random() < 0.7 ? 30 : 3;
  const orders: number[] = [100];
  while (orders.length < count) orders.push((orders.at(-1) ?? 0) + int(1, sparse));
  const at = int(8, count - 7);
  const orderAt = (i: number) => orders[i] ?? 0;
  const cause = int(orderAt(at - 1) + 1, orderAt(at));

  const pushTime = (order: number) => 1_780_000_000 + order * PUSH_EVERY;
  const ranAt = orders.map((order) => pushTime(order) + HOUR * (0.5 + 2.5 * random()));
  const shiftAt = ((ranAt[at - 1] ?? 0) + Math.max(ranAt[at] ?? 0, ranAt[at - 1] ?? 0)) / 2;
  const roundAt = Math.max(...ranAt) + HOUR * int(1, 24);

  // Another alert of the series, in one window of five: its level is not ours.
  const nextAlert = random() < 0.2 && count - at > 10 ? orderAt(at + int(8, count - at - 2)) : null;
  const otherStep = 1 + (random() < 0.5 ? 1 : -1) * (0.03 + 0.07 * random());

  const machinesInPool = random() < 0.2 ? 4 : 40;
  const machineOffset = Array.from({ length: machinesInPool }, () => MACHINE_OFFSET * noise * normal());
  const buildOffset = new Map<number, number>();
  const run = (order: number, submitTime: number, measured: number): RunPoint => {
    const build = buildOffset.get(order) ?? BUILD_OFFSET * noise * normal();
    buildOffset.set(order, build);
    const machine = int(0, machinesInPool - 1);
    const isNew = kind.machines ? submitTime >= shiftAt : order >= cause;
    const level = base * (isNew ? 1 + size : 1) * (nextAlert !== null && order >= nextAlert ? otherStep : 1);
    return {
      pushId: pushId(order + 5000),
      pushOrder: order,
      pushTime: pushTime(order),
      value: level * (measured + build + (machineOffset[machine] ?? 0)),
      submitTime,
      machine: `t-linux-${machine}`,
    };
  };
  const singles = orders.map((order, i) => run(order, ranAt[i] ?? 0, block[i] ?? 1));

  // An alert without a step stands where the noise looks most like one, every other time.
  const off = pick([0, 0, 0, 0, 0, 0, -1, 1, -1, 1, 2, -2], 0);
  const alertAt =
    kind.stepPct === 0 && random() < 0.5
      ? likeliest(singles.map((p) => p.value))
      : Math.min(count - 3, at + off);
  const wanted = roundOne(orders, alertAt);
  const later = (order: number, from: number) =>
    run(order, from + HOUR * 5 * random(), block[int(0, count - 1)] ?? 1);
  const arrived = kind.stage === 'all arrived' ? 1 : kind.stage === 'half arrived' ? 0.5 : 0;
  const points = [...singles];
  for (const [order, want] of wanted) {
    const have = orders.includes(order) ? 1 : 0;
    for (let i = have; i < want; i += 1) if (random() < arrived) points.push(later(order, roundAt));
  }
  let moreAt = roundAt + 12 * HOUR;
  return {
    input: {
      points,
      lowerIsBetter: true,
      alertPush: { id: pushId(orderAt(alertAt) + 5000), order: orderAt(alertAt) },
      ends: { from: null, until: nextAlert },
      wanted: new Map([...wanted].map(([order, want]) => [pushId(order + 5000), want])),
    },
    truth:
      kind.stepPct === 0
        ? { kind: 'nothing' }
        : kind.machines
          ? { kind: 'machines', since: shiftAt }
          : { kind: 'step', order: cause },
    stepPct: kind.stepPct,
    stage: kind.stage,
    runOn: (push) => {
      moreAt += HOUR / 2;
      return later(push - 5000, moreAt);
    },
  };
}

/** Index of the split with the largest t, 5 points from the ends: where a detector would put its alert. */
function likeliest(values: readonly number[]): number {
  let best = 5;
  for (let at = 5; at <= values.length - 5; at += 1) {
    const t = (i: number) => Math.abs(tBetween(values.slice(0, i), values.slice(i)));
    if (t(at) > t(best)) best = at;
  }
  return best;
}

/** Points wanted by push order: 4 on 5 revisions, 2 on the cut points (or all pushes) of the gap before the alert. */
function roundOne(orders: readonly number[], alertAt: number): ReadonlyMap<number, number> {
  const { revisionsEachSide, pointsPerRevision, fillGapUpTo, cutPoints, pointsPerGapPush } = DEFAULT_RULES;
  const wanted = new Map<number, number>();
  for (const order of orders.slice(
    Math.max(0, alertAt - revisionsEachSide),
    alertAt + revisionsEachSide + 1,
  )) {
    wanted.set(order, pointsPerRevision);
  }
  const from = orders[alertAt - 1] ?? 0;
  const gap = (orders[alertAt] ?? 0) - from - 1;
  const taken =
    gap <= fillGapUpTo
      ? Array.from({ length: gap }, (_, i) => i + 1)
      : Array.from({ length: cutPoints }, (_, k) => Math.round(((gap + 1) * (k + 1)) / (cutPoints + 1)));
  for (const i of taken) wanted.set(from + i, pointsPerGapPush);
  return wanted;
}
