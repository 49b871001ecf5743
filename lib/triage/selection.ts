import { type Alert, testName } from '@/lib/model/alert';
import type { Label, SignatureId } from '@/lib/model/ids';
import type { ComparedTest, LabelFact, PlanInput, RoundAim } from '@/lib/model/planInput';
import type { PlanAlert, PlanReason } from '@/lib/model/round';
import { countedAlerts, openAlerts } from './openAlerts';
import { isDevicePool } from './platformBuilds';
import type { PushPlace } from './pushOrder';
import { hasWindow } from './window';

/** An alert of the plan, with its record. */
export interface ChosenAlert extends PlanAlert {
  readonly alert: Alert;
}

export interface Selection {
  /** In order of importance: budgets are spent from the front. */
  readonly chosen: readonly ChosenAlert[];
  /** One reason for every open alert that was not chosen. */
  readonly leftOut: readonly PlanReason[];
}

/** An alert that could be asked for: its label is known and its series has data around the push. */
interface Candidate {
  readonly alert: Alert;
  readonly label: Label;
}

/** The summary's own push as a place in the push log. */
export const stepOf = (summary: PlanInput['summary']): PushPlace => ({
  id: summary.pushId,
  time: summary.pushTime,
});

/**
 * The alerts of a round (design 1.2): one per suite, at most 5 (2 when there are improvements only), on one platform where
 * possible. A suite without any alert that can be asked for takes no place. A job that two suites share is asked for
 * once, for the first of them.
 *
 * An alert that the sheriff took out takes its label with it, for another alert of that job would ask for the same
 * runs; the suite's alerts of other jobs may stand in.
 */
export function selectAlerts(input: PlanInput): Selection {
  const { alerts, setAside, improvementsOnly } = countedAlerts(input.summary, input.rules);
  const leftOut: PlanReason[] = setAside.map((a) => ({
    code: 'improvements only',
    alertId: a.id,
    text: `${testName(a.signature)} is an improvement: the regressions of this summary come first`,
  }));

  const droppedLabels = new Set<Label>();
  for (const a of alerts) {
    const known = labelOf(input.labels, a.signature.id);
    if (known && input.dropped.has(a.id)) droppedLabels.add(known);
  }
  const candidates: Candidate[] = [];
  const unfit = new Map<Alert, PlanReason>();
  for (const alert of alerts) {
    const fit = fitness(input, alert, droppedLabels);
    if ('code' in fit) unfit.set(alert, fit);
    else candidates.push(fit);
  }

  const order = importance(alerts, input.labels);
  const platform = roundPlatform(candidates, order, input.rules.preferredPlatforms);
  const representatives = [...groupBySuite(candidates).values()]
    .flatMap((group) =>
      [...group]
        .sort(
          (a, b) =>
            Number(platformOf(b) === platform) - Number(platformOf(a) === platform) ||
            Number(isDevicePool(platformOf(a))) - Number(isDevicePool(platformOf(b))) ||
            order(a.alert, b.alert),
        )
        .slice(0, 1),
    )
    .sort((a, b) => order(a.alert, b.alert));

  const limit = improvementsOnly ? input.rules.improvementsPerRound : input.rules.alertsPerRound;
  const chosen: ChosenAlert[] = [];
  const suiteWhy = new Map<string, Pick<PlanReason, 'code' | 'text'>>();
  for (const { alert, label } of representatives) {
    const { suite, test, platform: on } = alert.signature;
    const sameJob = chosen.find((c) => c.label === label);
    if (sameJob) {
      suiteWhy.set(suite, { code: 'same job', text: `${suite} runs in the same job as ${sameJob.suite}` });
    } else if (chosen.length >= limit) {
      const kind = improvementsOnly ? 'improvements' : 'alerts';
      suiteWhy.set(suite, {
        code: 'over the limit',
        text: `${suite}: a round takes at most ${limit} ${kind}`,
      });
    } else {
      chosen.push({ alertId: alert.id, suite, test, platform: on, label, alert });
    }
  }

  for (const alert of alerts) {
    const mine = chosen.find((c) => c.suite === alert.signature.suite);
    if (mine?.alertId === alert.id) continue;
    leftOut.push(whyNot(alert, mine, unfit.get(alert), suiteWhy.get(alert.signature.suite)));
  }
  return { chosen, leftOut };
}

/** The alerts of a round of whatever kind. */
export function selectionOf(input: PlanInput): Selection {
  if (input.unsure) return selectCompared(input, input.unsure);
  return input.aims ? selectAimed(input, input.aims) : selectAlerts(input);
}

/**
 * The alerts of a round that aims: those it names, under the same rules, and each other open alert with the reason that it
 * is not aimed at.
 */
function selectAimed(input: PlanInput, aims: readonly RoundAim[]): Selection {
  const aimed = new Set(aims.map((a) => a.alertId));
  return selectAmong(
    input,
    (a) => aimed.has(a.id),
    'needs nothing more, or was not part of the rounds before',
  );
}

/** The alerts of the tests that are compared with another branch. */
const selectCompared = (input: PlanInput, tests: readonly ComparedTest[]): Selection =>
  selectAmong(
    input,
    ({ signature: s }) => tests.some((t) => t.suite === s.suite && t.platform === s.platform),
    'is not one of the tests that are compared with the other branch',
  );

function selectAmong(input: PlanInput, isIn: (alert: Alert) => boolean, why: string): Selection {
  const only = (alerts: readonly Alert[]) => alerts.filter(isIn);
  const { summary } = input;
  const { chosen, leftOut } = selectAlerts({
    ...input,
    summary: { ...summary, alerts: only(summary.alerts), relatedAlerts: only(summary.relatedAlerts) },
  });
  const others = openAlerts(summary)
    .filter((a) => !isIn(a))
    .map(({ id, signature }): PlanReason => {
      return { code: 'not aimed at', alertId: id, text: `${testName(signature)} ${why}` };
    });
  return { chosen, leftOut: [...leftOut, ...others] };
}

const platformOf = (c: Candidate) => c.alert.signature.platform;

function labelOf(labels: ReadonlyMap<SignatureId, LabelFact>, id: SignatureId): Label | undefined {
  const fact = labels.get(id);
  return fact?.kind === 'known' ? fact.label : undefined;
}

/** Why an alert cannot be asked for at all, or the alert with its label. */
function fitness(input: PlanInput, alert: Alert, droppedLabels: ReadonlySet<Label>): Candidate | PlanReason {
  const name = testName(alert.signature);
  const { suite } = alert.signature;
  const reason = (code: PlanReason['code'], text: string): PlanReason => ({ code, alertId: alert.id, text });
  if (input.dropped.has(alert.id)) return reason('taken out', `${name} was taken out of the plan by hand`);
  const elsewhere = input.askedElsewhere.get(suite);
  if (elsewhere !== undefined) return reason('asked for elsewhere', elsewhere);
  const fact = input.labels.get(alert.signature.id);
  if (fact?.kind === 'cut') {
    return reason(
      'label cut',
      `${name}: Treeherder has cut the job's name, so it cannot be asked for safely`,
    );
  }
  if (fact?.kind !== 'known') {
    return reason('no label', `${name}: no job of this series is kept, so its label is not known`);
  }
  if (droppedLabels.has(fact.label)) {
    return reason('taken out', `${name} runs in a job that was taken out of the plan by hand`);
  }
  const points = input.points.get(alert.signature.id) ?? [];
  if (!hasWindow(points, stepOf(input.summary))) {
    return reason('no data', `${name} has no data on this push or after it`);
  }
  return { alert, label: fact.label };
}

function whyNot(
  alert: Alert,
  mine: ChosenAlert | undefined,
  unfit: PlanReason | undefined,
  suiteWhy: Pick<PlanReason, 'code' | 'text'> | undefined,
): PlanReason {
  const { suite, platform } = alert.signature;
  if (unfit?.code === 'taken out') return unfit;
  if (mine && mine.platform !== platform) {
    return { code: 'other platform', alertId: alert.id, text: `${suite} is asked for on ${mine.platform}` };
  }
  if (mine) {
    const through = testName({ suite: mine.suite, test: mine.test });
    return { code: 'same suite', alertId: alert.id, text: `${suite} is in the plan through ${through}` };
  }
  if (unfit) return unfit;
  if (suiteWhy) return { ...suiteWhy, alertId: alert.id };
  return { code: 'over the limit', alertId: alert.id, text: `${suite} found no place in this round` };
}

function groupBySuite(candidates: readonly Candidate[]): Map<string, Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const c of candidates) {
    const group = groups.get(c.alert.signature.suite);
    if (group) group.push(c);
    else groups.set(c.alert.signature.suite, [c]);
  }
  return groups;
}

/**
 * The platform that covers most suites; among equals one that is preferred, then not a device pool, then that of the most
 * important alert.
 */
function roundPlatform(
  candidates: readonly Candidate[],
  order: (a: Alert, b: Alert) => number,
  preferred: readonly string[],
): string | undefined {
  const rank = (platform: string) => {
    const at = preferred.findIndex((start) => platform.startsWith(start));
    return at < 0 ? preferred.length : at;
  };
  const suites = new Map<string, { suites: Set<string>; best: Alert }>();
  for (const c of candidates) {
    const { platform, suite } = c.alert.signature;
    const seen = suites.get(platform);
    if (!seen) suites.set(platform, { suites: new Set([suite]), best: c.alert });
    else {
      seen.suites.add(suite);
      if (order(c.alert, seen.best) < 0) seen.best = c.alert;
    }
  }
  const [first] = [...suites].sort(
    ([a, x], [b, y]) =>
      y.suites.size - x.suites.size ||
      rank(a) - rank(b) ||
      Number(isDevicePool(a)) - Number(isDevicePool(b)) ||
      order(x.best, y.best),
  );
  return first?.[0];
}

/**
 * The order of importance (design 1.2): regressions, the job that feeds or stands for most open alerts, a clean noise
 * profile, confidence, magnitude. Equal alerts are told apart by the suite's own value and the id, so that the plan of
 * two sheriffs is the same.
 */
export function importance(
  alerts: readonly Alert[],
  labels: ReadonlyMap<SignatureId, LabelFact>,
): (a: Alert, b: Alert) => number {
  const suites = new Map<string, number>();
  const jobs = new Map<Label, number>();
  const suitesOfJobs = new Map<string, number>();
  const inBoth = (label: Label, a: Alert) => `${label} ${a.signature.suite}`;
  const add = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const a of alerts) {
    add(suites, a.signature.suite);
    const label = labelOf(labels, a.signature.id);
    if (!label) continue;
    add(jobs, label);
    add(suitesOfJobs, inBoth(label, a));
  }
  // Alerts of the suite and alerts of the job, those that are both once.
  const reach = new Map<Alert['id'], number>();
  for (const a of alerts) {
    const label = labelOf(labels, a.signature.id);
    const fed = label ? (jobs.get(label) ?? 0) - (suitesOfJobs.get(inBoth(label, a)) ?? 0) : 0;
    reach.set(a.id, (suites.get(a.signature.suite) ?? 0) + fed);
  }
  return (a, b) =>
    Number(b.isRegression) - Number(a.isRegression) ||
    (reach.get(b.id) ?? 0) - (reach.get(a.id) ?? 0) ||
    Number(b.noiseProfile === 'OK') - Number(a.noiseProfile === 'OK') ||
    Math.abs(b.tValue ?? 0) - Math.abs(a.tValue ?? 0) ||
    Math.abs(b.amountPct ?? 0) - Math.abs(a.amountPct ?? 0) ||
    Number(b.signature.test === '') - Number(a.signature.test === '') ||
    a.id - b.id;
}
