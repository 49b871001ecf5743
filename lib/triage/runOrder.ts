import {
  bestSplit,
  logOdds,
  median,
  misfit,
  type RunPoint,
  resolutionOf,
  type SeriesPush,
  splits,
} from './levels';
import { type SidesApart, sidesApart } from './sides';

/**
 * Code or machines? A change in the code shows by push, whenever the runs are made. A change of the machines shows by run
 * time: new runs on old pushes have the new level too. Only runs whose order differs from that of their pushes can tell.
 */
export interface RunOrder {
  /** Positive: the push explains the known runs better (natural logarithm of the odds); 0: their data cannot tell. */
  readonly forPush: number;
  /** Runs whose time is known; below 4 nothing is judged. */
  readonly known: number;
  /** The best step by run time. */
  readonly shift: RunShift | null;
  /** Positive: which machine ran explains the runs better than the push. */
  readonly forMachine: number;
}

export interface RunShift {
  /** Unix seconds: the first run at the new level. */
  readonly since: number;
  /** The runs before and after. */
  readonly sides: SidesApart;
  /** Runs from then on of pushes that had run before. */
  readonly lateOnOld: number;
  /** How many of them lie nearer to the new level than to the old one. */
  readonly lateAtNew: number;
}

export function judgeRunOrder(pushes: readonly SeriesPush[]): RunOrder {
  const timed = pushes.map((p) => p.points.filter((point) => point.submitTime !== null));
  const runs = timed.flat();
  const values = runs.map((r) => r.value);
  const byPush = misfitOfPushes(timed);
  if (runs.length < 4 || byPush === undefined)
    return { forPush: 0, known: runs.length, shift: null, forMachine: 0 };

  const resolution = resolutionOf(values);
  const groups = groupedByTime(runs);
  const best = bestSplit(splits(groups.map((g) => g.map((r) => r.value))));
  const machines = misfitOfMachines(runs);
  const forMachine =
    machines === undefined
      ? Number.NEGATIVE_INFINITY
      : logOdds(byPush, machines.misfit, runs.length, resolution) - machines.count * Math.LN2;
  // One time for all runs: no step by run time is possible.
  if (!best) return { forPush: Number.POSITIVE_INFINITY, known: runs.length, shift: null, forMachine };

  const early = groups.slice(0, best.at).flat();
  const late = groups.slice(best.at).flat();
  const older = median(early.map((r) => r.value));
  const newer = median(late.map((r) => r.value));
  const oldPushes = new Set(early.map((r) => r.pushId));
  const lateOnOld = late.filter((r) => oldPushes.has(r.pushId));
  return {
    forPush: logOdds(best.misfit, byPush, runs.length, resolution),
    known: runs.length,
    shift: {
      since: late[0]?.submitTime ?? 0,
      sides: sidesApart(
        early.map((r) => r.value),
        late.map((r) => r.value),
      ),
      lateOnOld: lateOnOld.length,
      lateAtNew: lateOnOld.filter((r) => Math.abs(r.value - newer) < Math.abs(r.value - older)).length,
    },
    forMachine,
  };
}

function misfitOfPushes(timed: readonly (readonly RunPoint[])[]): number | undefined {
  const groups = timed.filter((runs) => runs.length > 0).map((runs) => runs.map((r) => r.value));
  return bestSplit(splits(groups))?.misfit;
}

/** Oldest first; runs of one second together. */
function groupedByTime(runs: readonly RunPoint[]): readonly (readonly RunPoint[])[] {
  const byTime = new Map<number, RunPoint[]>();
  for (const run of runs) {
    const seen = byTime.get(run.submitTime ?? 0);
    if (seen) seen.push(run);
    else byTime.set(run.submitTime ?? 0, [run]);
  }
  return [...byTime.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/**
 * Two sorts of machines, each with its level: the best of all ways to sort them. Undefined when a run's machine is not
 * known, or no two sorts stand apart. `count`: each machine's sort is a free choice that the explanation must pay for.
 */
function misfitOfMachines(runs: readonly RunPoint[]): { misfit: number; count: number } | undefined {
  const byMachine = new Map<string, number[]>();
  for (const { machine, value } of runs) {
    if (machine === null) return undefined;
    const seen = byMachine.get(machine);
    if (seen) seen.push(value);
    else byMachine.set(machine, [value]);
  }
  const sorted = [...byMachine.values()].sort((a, b) => median(a) - median(b) || misfit(a) - misfit(b));
  const best = bestSplit(splits(sorted));
  if (!best) return undefined;
  const sides = sidesApart(sorted.slice(0, best.at).flat(), sorted.slice(best.at).flat());
  if (!sides.apart || sides.twoModes || Math.min(...sides.points) < 4) return undefined;
  return { misfit: best.misfit, count: byMachine.size };
}
