import type { PushId } from '@/lib/model/ids';
import type { PlanInput } from '@/lib/model/planInput';
import type { DraftCell } from './draft';

/** What one round may still spend; never negative. */
export interface Budget {
  readonly jobs: number;
  /** Of those, on device pools. */
  readonly deviceJobs: number;
  readonly builds: number;
}

/** The budgets of design 1.2, less what was spent: by round, by summary, by person and team in 24 h. */
export function budgetOf({ rules, spend }: Pick<PlanInput, 'rules' | 'spend'>): Budget {
  const left = (...limits: number[]) => Math.max(0, Math.floor(Math.min(...limits)));
  return {
    jobs: left(
      rules.jobsPerRound,
      rules.jobsPerSummary - spend.summaryJobs,
      rules.jobsPerPersonPerDay - spend.personJobs,
      rules.jobsPerTeamPerDay - spend.teamJobs,
    ),
    deviceJobs: left(rules.deviceJobsPerRound, rules.deviceJobsPerDay - spend.personDeviceJobs),
    builds: left(rules.buildsPerRound),
  };
}

/** A draft cell with the runs that the budgets leave it. */
export interface PricedCell extends DraftCell {
  readonly runs: number;
}

/**
 * Jobs and builds of cells. A build counts once per (build, push); on pushes where each run makes it anew, once for each run
 * of each count, since labels of one count share their graphs.
 */
export function priceOf(cells: readonly PricedCell[]): Budget {
  const builds = new Set<string>();
  let jobs = 0;
  let deviceJobs = 0;
  for (const c of cells) {
    jobs += c.runs;
    if (c.device) deviceJobs += c.runs;
    const build = buildOf(c);
    if (c.runs === 0 || !build) continue;
    const graphs = c.buildEachRun ? c.runs : 1;
    for (let i = 0; i < graphs; i += 1) builds.add(c.buildEachRun ? `${build} ${c.runs} ${i}` : build);
  }
  return { jobs, deviceJobs, builds: builds.size };
}

/** Every cell with all it needs. */
export const untrimmed = (cells: readonly DraftCell[]): readonly PricedCell[] =>
  cells.map((c) => ({ ...c, runs: c.need }));

/** In all of jobs, device jobs and builds. */
export const fits = (price: Budget, budget: Budget) =>
  price.jobs <= budget.jobs && price.deviceJobs <= budget.deviceJobs && price.builds <= budget.builds;

/** Which build a cell would start, as one key per (build, push). */
const buildOf = (c: DraftCell): string | null =>
  c.buildKey !== null && c.buildState === 'absent' ? buildKey(c.buildKey, c.push.id) : null;
const buildKey = (build: string, push: PushId) => `${build} ${push}`;

/** Alerts before this place in the selection come first in the order of keeping. */
const LEADING_ALERTS = 2;

/**
 * Design 1.2, "Keep in this order": the two revisions next to the step for the first two alerts; the gap between them; their
 * other revisions; the two next to the step for the other alerts; the rest, of which the gap at the step first.
 */
function keepOrder(c: DraftCell): number {
  const nextToStep = c.offset === 0 || c.offset === -1;
  const gapAtStep = c.role === 'gap' && c.offset === 0;
  if (c.role === 'gap' && !gapAtStep) return 6;
  if (c.rank < LEADING_ALERTS) return gapAtStep ? 1 : nextToStep ? 0 : 2;
  return gapAtStep ? 4 : nextToStep ? 3 : 5;
}

/** How far a cell is from the step, for cells of equal right. */
const distance = (c: DraftCell) => (c.offset <= 0 ? -c.offset : c.offset + 0.5);

/**
 * Gives out the budget point by point. Within one step of the order every push gets its first point before any gets its
 * second, so a cut takes points per cut point before it takes cut points, and what remains is spread over the gap.
 * A cell whose build finds no place in the budget is passed over, not the ones after it.
 */
export function trimToBudget(cells: readonly DraftCell[], budget: Budget): readonly PricedCell[] {
  const units = cells.flatMap((cell) =>
    Array.from({ length: cell.need }, (_, i) => ({ cell, level: cell.have + cell.coming + i })),
  );
  units.sort(
    (a, b) =>
      keepOrder(a.cell) - keepOrder(b.cell) ||
      a.level - b.level ||
      a.cell.rank - b.cell.rank ||
      distance(a.cell) - distance(b.cell) ||
      a.cell.spread - b.cell.spread ||
      a.cell.push.id - b.cell.push.id,
  );

  const runs = new Map<DraftCell, number>();
  const builds = new Set<string>();
  let jobs = 0;
  let deviceJobs = 0;
  for (const { cell } of units) {
    if (jobs >= budget.jobs) break;
    if (cell.device && deviceJobs >= budget.deviceJobs) continue;
    const first = buildOf(cell);
    // What the labels of a push will share is not known yet: each run counts.
    const build = first && cell.buildEachRun ? `${first} ${jobs}` : first;
    if (build && !builds.has(build)) {
      if (builds.size >= budget.builds) continue;
      builds.add(build);
    }
    runs.set(cell, (runs.get(cell) ?? 0) + 1);
    jobs += 1;
    if (cell.device) deviceJobs += 1;
  }
  return cells.map((c) => ({ ...c, runs: runs.get(c) ?? 0 }));
}
