import type { PlanInput } from '@/lib/model/planInput';
import type { PlanReason } from '@/lib/model/round';
import { countedAlerts } from './openAlerts';
import type { ChosenAlert } from './selection';

/** Reasons beside which an empty plan needs no other. */
const SAYS_IT_ALL: readonly PlanReason['code'][] = ['nothing open', 'linked elsewhere', 'no further round'];

interface PlanSoFar {
  readonly jobs: number;
  readonly chosen: readonly ChosenAlert[];
  readonly leftOut: readonly PlanReason[];
}

/**
 * Reasons against sending a round at all, as far as the plan's input shows them (design 1.2, "Not worth a round"). They
 * are shown and can be overridden, so the plan itself is made regardless. Never empty when there is nothing to ask for.
 */
export function reasonsAgainst(input: PlanInput, plan: PlanSoFar): readonly PlanReason[] {
  const reasons = summaryReasons(input);
  if (plan.jobs > 0 || reasons.some((r) => SAYS_IT_ALL.includes(r.code))) {
    return reasons;
  }
  return [...reasons, ...whyEmpty(plan)];
}

function summaryReasons(input: PlanInput): PlanReason[] {
  const { summary, rules, frameworkName, roundNumber, pushes } = input;
  const reasons: PlanReason[] = [...(input.hintsAgainst ?? [])];
  const add = (code: PlanReason['code'], text: string) => reasons.push({ code, text });

  const counted = countedAlerts(summary, rules);
  if (summary.status === 'invalid' || summary.status === 'infra') {
    add('invalid or infra', `this summary is marked ${summary.status}`);
  } else if (summary.status === 'wontfix' || summary.status === 'fixed' || summary.status === 'backedout') {
    add('not open', `this summary is closed as ${summary.status}`);
  }
  if (counted.alerts.length === 0) {
    const own = summary.alerts;
    const linked = own.length > 0 && own.every((a) => a.status === 'downstream' || a.status === 'reassigned');
    if (linked) add('linked elsewhere', 'all alerts are linked to other summaries');
    else add('nothing open', 'no alert of this summary is open');
  }
  if (!rules.frameworks.includes(frameworkName) && !rules.deterministicFrameworks.includes(frameworkName)) {
    add('framework off', `rounds are switched off for ${frameworkName}`);
  }
  if (counted.improvementsOnly) {
    add('improvements only', 'this summary has improvements only');
  }
  if (roundNumber > rules.roundsPerSummary) {
    add(
      'rounds used up',
      `${rules.roundsPerSummary} rounds are the most for one summary: ask, widen, bisect, or accept as uncertain`,
    );
  }
  const own = pushes.find((p) => p.id === summary.pushId);
  if (own && own.commitCount > rules.manyCommits && rules.mergeRepositories.includes(summary.repository)) {
    add(
      'many commits',
      `the push brings ${own.commitCount} commits to ${summary.repository}: look upstream instead`,
    );
  }
  return reasons;
}

/** Codes that can leave a plan empty, the most telling first, with what to say when they do. */
const EMPTY: readonly (readonly [PlanReason['code'], string])[] = [
  ['over budget', 'the budgets leave nothing for this round'],
  ['enough data', 'every chosen alert has its points, or they are on their way'],
  ['framework gap only', 'this framework gives the same value each time, and there is no gap to fill'],
  ['build failed', 'the builds that the tests need have failed'],
  ['asked for elsewhere', 'the open tests were asked for in other summaries'],
  ['taken out', 'all that could be asked for was taken out by hand'],
  ['label cut', "Treeherder has cut the jobs' names, so they cannot be asked for safely"],
  ['no label', 'no job of these series is kept, so their labels are not known'],
  ['no data', 'the open alerts have no data on this push or after it'],
];

function whyEmpty({ chosen, leftOut }: PlanSoFar): PlanReason[] {
  const found = EMPTY.filter(([code]) => leftOut.some((r) => r.code === code));
  if (found.length === 0)
    return [{ code: 'nothing open', text: 'no alert of this summary can be asked for' }];
  // One alert speaks for itself, with its own words.
  const only = leftOut.length === 1 && chosen.length <= 1 ? leftOut[0] : undefined;
  return only ? [{ code: only.code, text: only.text }] : found.map(([code, text]) => ({ code, text }));
}
