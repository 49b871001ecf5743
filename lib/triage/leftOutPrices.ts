import type { PlanInput } from '@/lib/model/planInput';
import type { PlanReason, RoundPlan } from '@/lib/model/round';
import { draftAimed } from './aimedDraft';
import { priceOf, untrimmed } from './budget';
import { readBuilds } from './buildBook';
import { draftCells } from './draft';
import { planRound } from './roundPlan';
import { selectionOf } from './selection';

/** Reasons that a sheriff can do away with: by a higher limit, by putting the alert back, by another budget. */
const PRICED: readonly PlanReason['code'][] = ['over the limit', 'taken out', 'over budget'];

/**
 * The plan's reasons for leaving alerts out, each with what the alert would cost in the plan's form. Before budgets, and as if it
 * were alone: a build that it shares with the plan is counted again only where the push lacks it.
 */
export function pricedLeftOut(input: PlanInput, plan: RoundPlan): readonly PlanReason[] {
  const { rules } = input;
  const aims = input.unsure ? undefined : input.aims;
  if (!plan.leftOut.some((r) => PRICED.includes(r.code) && r.alertId !== undefined)) return plan.leftOut;
  const unbounded: PlanInput = {
    ...input,
    dropped: new Set(),
    rules: {
      ...rules,
      alertsPerRound: Number.MAX_SAFE_INTEGER,
      improvementsPerRound: Number.MAX_SAFE_INTEGER,
    },
  };
  const { chosen } = selectionOf(unbounded);
  // what was taken out may be why the rest fits in full
  const form = input.dropped.size > 0 ? planRound({ ...input, dropped: new Set() }).form : plan.form;
  const builds = readBuilds(input);
  const deterministic = rules.deterministicFrameworks.includes(input.frameworkName);
  return plan.leftOut.map((reason) => {
    const alert = chosen.find((c) => c.alertId === reason.alertId);
    if (!alert || !PRICED.includes(reason.code)) return reason;
    const draft = aims
      ? draftAimed(input, [alert], builds, aims)
      : draftCells(input, [alert], builds, { form, deterministic });
    const price = priceOf(untrimmed(draft.cells));
    return price.jobs > 0 ? { ...reason, price: { jobs: price.jobs, builds: price.builds } } : reason;
  });
}
