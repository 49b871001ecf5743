import {
  bestSplit,
  cutAt,
  type Fit,
  fitOf,
  logOddsBetween,
  median,
  misfitOf,
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
  /** Runs whose time is known; below 4 nothing is judged. */
  readonly known: number;
  /**
   * Positive: the push explains the known runs better than their time (natural logarithm of the odds); 0: their data cannot
   * tell.
   */
  readonly forPush: number;
  /** The best step by run time, when the time explains the runs better. */
  readonly shift: RunShift | null;
  /** Two sorts of machines with a level each, when the machines explain the runs better. */
  readonly machines: MachineSorts | null;
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

export interface MachineSorts {
  /** Natural logarithm of the odds for the machines against the push. */
  readonly odds: number;
  /** The runs on machines of the lower level, and of the higher one. */
  readonly sides: SidesApart;
}

/** Fewer runs with a known time say nothing about the order they were made in. */
const LEAST_KNOWN = 4;
const NOTHING_KNOWN = { forPush: 0, shift: null, machines: null };

/** Do the levels follow the time of the run, or the machine, rather than the push? */
export function judgeRunOrder(pushes: readonly SeriesPush[]): RunOrder {
  const timed = pushes.map((p) => p.points.filter((point) => point.submitTime !== null));
  const runs = timed.flat();
  const byPush = bestCut(timed.filter((ofPush) => ofPush.length > 0));
  if (runs.length < LEAST_KNOWN || !byPush) return { known: runs.length, ...NOTHING_KNOWN };

  const resolution = resolutionOf(valuesOfRuns(runs));
  const byTime = bestCut(groupedByTime(runs));
  // One time for all runs: no step by run time is possible.
  const forPush = byTime
    ? logOddsBetween(byPush.fit, byTime.fit, runs.length, resolution)
    : Number.POSITIVE_INFINITY;
  return {
    known: runs.length,
    forPush,
    shift: byTime && forPush < 0 ? shiftAt(byTime) : null,
    machines: machineSorts(timed, resolution),
  };
}

/** Runs cut in two where it leaves least unexplained. */
interface Cut {
  readonly older: readonly RunPoint[];
  readonly newer: readonly RunPoint[];
  readonly fit: Fit;
}

function bestCut(groups: readonly (readonly RunPoint[])[]): Cut | undefined {
  const best = bestSplit(splits(groups.map(valuesOfRuns)));
  if (!best) return undefined;
  const [older, newer] = cutAt(groups, best.at).map((side) => side.flat());
  if (!older || !newer) return undefined;
  return { older, newer, fit: fitOf([valuesOfRuns(older), valuesOfRuns(newer)]) };
}

const valuesOfRuns = (runs: readonly RunPoint[]) => runs.map((r) => r.value);

function shiftAt({ older, newer }: Cut): RunShift {
  const sides = sidesApart(valuesOfRuns(older), valuesOfRuns(newer));
  const ranBefore = new Set(older.map((r) => r.pushId));
  const lateOnOld = newer.filter((r) => ranBefore.has(r.pushId));
  const isAtNew = (r: RunPoint) => Math.abs(r.value - sides.after) < Math.abs(r.value - sides.before);
  return {
    since: newer[0]?.submitTime ?? 0,
    sides,
    lateOnOld: lateOnOld.length,
    lateAtNew: lateOnOld.filter(isAtNew).length,
  };
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

/** A machine that ran once shows nothing about itself: sorting such machines is sorting their values. */
const RUNS_OF_A_MACHINE = 2;

/**
 * The best of all ways to sort the machines, judged on those that ran at least twice, beside the push on the same runs. Null
 * when a run's machine is not known, most machines ran once, or the push explains as much.
 */
function machineSorts(pushes: readonly (readonly RunPoint[])[], resolution: number): MachineSorts | null {
  const byMachine = new Map<string, RunPoint[]>();
  const all = pushes.flat();
  for (const run of all) {
    if (run.machine === null) return null;
    const seen = byMachine.get(run.machine);
    if (seen) seen.push(run);
    else byMachine.set(run.machine, [run]);
  }
  const ranOften = [...byMachine.values()].filter((ofMachine) => ofMachine.length >= RUNS_OF_A_MACHINE);
  const runs = ranOften.flat();
  if (runs.length < all.length / 2) return null;
  const counted = new Set(runs);
  const byPush = bestCut(
    pushes.map((ofPush) => ofPush.filter((run) => counted.has(run))).filter((ofPush) => ofPush.length > 0),
  );
  if (!byPush) return null;
  const level = (ofMachine: readonly RunPoint[]) => median(valuesOfRuns(ofMachine));
  const width = (ofMachine: readonly RunPoint[]) => misfitOf(valuesOfRuns(ofMachine));
  const cut = bestCut(ranOften.sort((a, b) => level(a) - level(b) || width(a) - width(b)));
  if (!cut) return null;
  // Each machine's sort is a free choice, for which the explanation must pay.
  const odds = -logOddsBetween(byPush.fit, cut.fit, runs.length, resolution) - ranOften.length * Math.LN2;
  return odds > 0 ? { odds, sides: sidesApart(valuesOfRuns(cut.older), valuesOfRuns(cut.newer)) } : null;
}
