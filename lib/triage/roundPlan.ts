import { testName } from '@/lib/model/alert';
import { type PushId, shortRevision } from '@/lib/model/ids';
import type { PlanInput } from '@/lib/model/planInput';
import type { PlanAlert, PlanCell, PlanPush, PlanReason, RoundPlan } from '@/lib/model/round';
import { reasonsAgainst } from './against';
import { draftAimed } from './aimedDraft';
import { budgetOf, fits, type PricedCell, priceOf, trimToBudget, untrimmed } from './budget';
import { type BuildBook, readBuilds } from './buildBook';
import { type Draft, draftCells } from './draft';
import { BACKFILL_ETA } from './platformBuilds';
import { byPushOrder } from './pushOrder';
import { type ChosenAlert, selectionOf } from './selection';

/**
 * Plans a round (design 1.2): which alerts, which pushes, how many runs, what it costs, and what stands against it.
 * A plan is always within the budgets, also when the full form was asked for by hand.
 *
 * 'auto' takes the full form when that fits all budgets. This is judged on the data points alone: queued runs make a plan
 * smaller but never turn it into a larger form, so what is sent is never more than the bar promised before it had read
 * the runs.
 */
export function planRound(input: PlanInput): RoundPlan {
  const aims = input.unsure ? undefined : input.aims;
  const selection = selectionOf(input);
  const builds = readBuilds(input);
  const deterministic = input.rules.deterministicFrameworks.includes(input.frameworkName);
  const draftOf = (form: 'full' | 'thrifty'): Draft =>
    aims
      ? draftAimed(input, selection.chosen, builds, aims)
      : draftCells(input, selection.chosen, builds, { form, deterministic });
  const budget = budgetOf(input);
  const full = draftOf('full');
  const form = formOf(input, selection.chosen, deterministic);
  const draft = form === 'full' ? full : draftOf('thrifty');

  const cells = trimToBudget(draft.cells, budget).filter(
    (c) => c.runs > 0 || c.have + c.coming > 0 || c.byHand,
  );
  const price = priceOf(cells);
  const untrimmedJobs = priceOf(untrimmed(draft.cells)).jobs;
  const inFull = priceOf(untrimmed(full.cells));
  const alerts = selection.chosen.filter((a) => cells.some((c) => c.alertId === a.alertId && c.runs > 0));
  const leftOut = [
    ...selection.leftOut,
    ...draft.leftOut,
    ...pushesTakenOut(draft),
    ...selection.chosen
      .filter((a) => !alerts.includes(a))
      .map((a) => whyNothing(a, draft, deterministic))
      .filter((reason) => reason !== undefined),
  ];
  return {
    summaryId: input.summary.id,
    number: input.roundNumber,
    form,
    alerts: alerts.map(({ alert: _, ...planAlert }): PlanAlert => planAlert),
    pushes: pushesOf(cells),
    cells: cells.map(cellOf),
    jobs: price.jobs,
    upperBound: input.runs === undefined,
    builds: price.builds,
    untrimmedJobs,
    inFull: { jobs: inFull.jobs, builds: inFull.builds },
    etaSeconds: etaOf(cells),
    leftOut,
    against: reasonsAgainst(input, { jobs: price.jobs, chosen: selection.chosen, leftOut }),
  };
}

/** A round that aims, or compares two branches, is thrifty by nature. */
function formOf(
  input: PlanInput,
  chosen: readonly ChosenAlert[],
  deterministic: boolean,
): 'full' | 'thrifty' {
  if (input.aims || input.unsure) return 'thrifty';
  if (input.form !== 'auto') return input.form;
  // what was changed by hand was changed in the form that was seen
  const { edits: _, ...asPlanned } = input;
  const atRest: PlanInput = { ...asPlanned, runs: undefined };
  const builds: BuildBook = readBuilds(atRest);
  const full = draftCells(atRest, chosen, builds, { form: 'full', deterministic });
  return fits(priceOf(untrimmed(full.cells)), budgetOf(input)) ? 'full' : 'thrifty';
}

/** Why a chosen alert asks for nothing; undefined when the draft has said so already. */
function whyNothing(alert: ChosenAlert, draft: Draft, deterministic: boolean): PlanReason | undefined {
  const mine = draft.cells.filter((c) => c.alertId === alert.alertId);
  const name = testName(alert);
  const reason = (code: PlanReason['code'], text: string): PlanReason => ({
    code,
    alertId: alert.alertId,
    text,
  });
  if (mine.some((c) => c.need > 0)) return reason('over budget', `${name}: the budgets leave no run for it`);
  if (draft.leftOut.some((r) => r.alertId === alert.alertId)) return undefined;
  if (draft.takenOut.some((c) => c.alertId === alert.alertId && c.need > 0)) {
    return reason('taken out', `${name}: the revisions that lack points were taken out by hand`);
  }
  if (deterministic && !mine.some((c) => c.role === 'gap')) {
    return reason(
      'framework gap only',
      `${name} gives the same value each time, and there is no gap to fill`,
    );
  }
  if (mine.some((c) => c.byHand)) {
    return reason('taken out', `${name}: its points were set by hand to what is there`);
  }
  return reason('enough data', `${name} has all its points, or they are on their way`);
}

/** One reason for each push that was taken out, with what it would have cost. */
function pushesTakenOut({ takenOut }: Draft): readonly PlanReason[] {
  return [...new Set(takenOut.map((c) => c.push.id))].flatMap((id) => {
    const cells = takenOut.filter((c) => c.push.id === id);
    const [first] = cells;
    if (!first) return [];
    const { jobs, builds } = priceOf(untrimmed(cells));
    const text = `${shortRevision(first.push.revision)} was taken out of the plan by hand`;
    return [{ code: 'taken out' as const, text, price: { jobs, builds } }];
  });
}

const cellOf = (c: PricedCell): PlanCell => ({
  alertId: c.alertId,
  label: c.label,
  pushId: c.push.id,
  want: c.want,
  have: c.have,
  coming: c.coming,
  need: c.runs,
  build: c.runs > 0 && c.buildKey !== null && c.buildState === 'absent',
});

/** The pushes of the cells, oldest first. A push that is a revision for one alert and in a gap for another is a revision. */
function pushesOf(cells: readonly PricedCell[]): readonly PlanPush[] {
  const pushes = new Map<PushId, PlanPush>();
  for (const c of cells) {
    const offset = c.role === 'revision' ? c.offset : null;
    const seen = pushes.get(c.push.id);
    const closer = offset !== null && (seen?.offset == null || Math.abs(offset) < Math.abs(seen.offset));
    if (!seen || closer) pushes.set(c.push.id, { ...c.push, role: c.role, offset });
  }
  return [...pushes.values()].sort(byPushOrder);
}

/**
 * Seconds from sending until the last data, 0 when nothing is asked for. An estimate: half an hour at least, queueing by
 * pool, and a build first where one is missing or still running; six hours at most.
 */
function etaOf(cells: readonly PricedCell[]): number {
  const asked = cells.filter((c) => c.runs > 0);
  if (asked.length === 0) return 0;
  const { deviceJobs, jobs } = priceOf(asked);
  const states = asked.filter((c) => c.buildKey !== null).map((c) => c.buildState);
  const build = states.includes('absent')
    ? BACKFILL_ETA.build
    : states.includes('building')
      ? BACKFILL_ETA.buildUnderWay
      : 0;
  const queue = deviceJobs * BACKFILL_ETA.perDeviceJob + (jobs - deviceJobs) * BACKFILL_ETA.perJob;
  return Math.min(BACKFILL_ETA.longest, BACKFILL_ETA.shortest + build + queue);
}
