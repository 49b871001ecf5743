import { type Alert, testName } from '@/lib/model/alert';
import { type AlertId, type Instant, type Label, type PushId, shortRevision } from '@/lib/model/ids';
import type { DaySpend, PlanInput } from '@/lib/model/planInput';
import type { PlanChoices } from '@/lib/model/planReport';
import type { PlanSheet, SheetCell, SheetColumn, SheetRow } from '@/lib/model/planSheet';
import type { PlanCell, PlanReason, RoundPlan } from '@/lib/model/round';
import { MOST_ALERTS_BY_HAND, MOST_POINTS_BY_HAND, type RoundRules } from '@/lib/model/rules';
import { describeBackfillBot } from './backfillBot';
import { counted, describePlan, sendText } from './describePlan';
import { pricedLeftOut } from './leftOutPrices';
import { countedAlerts } from './openAlerts';
import { type PoolCost, planCosts } from './planCosts';
import { isDevicePool } from './platformBuilds';
import { byPushOrder, type PushPlace } from './pushOrder';
import { importance } from './selection';

/** Jobs that wait for the machines of a label; 'not read' when that could not be learned. */
export type Queue = { readonly pool: string; readonly pending: number } | 'not read';

export interface SheetFacts {
  /** As the plan was made with. */
  readonly input: PlanInput;
  readonly choices: PlanChoices;
  /** The rules as they are set, whatever was raised by hand. */
  readonly rules: RoundRules;
  /** Null: not read yet; 'not read': it could not be. */
  readonly spend: DaySpend | 'not read' | null;
  /** Running, queued and promised runs are counted in. */
  readonly live: boolean;
  /** How long a job of the label takes, in minutes; undefined when none was seen. */
  readonly minutesOf: (label: Label) => number | undefined;
  /** Undefined while it was not asked for. */
  readonly queueOf: (label: Label) => Queue | undefined;
  readonly now: Instant;
}

/** The plan for its dialog: the grid, what is left out at what price, and what it all costs. */
export function planSheet(plan: RoundPlan, facts: SheetFacts): PlanSheet {
  const { input, choices, rules } = facts;
  const columns = columnsOf(plan, facts);
  const { improvementsOnly } = countedAlerts(input.summary, rules);
  return {
    sentence: describePlan(plan, facts.now),
    sendText: plan.jobs > 0 ? sendText(plan) : null,
    bot: describeBackfillBot(input.summary),
    against: plan.against.map((r) => r.text),
    warnings: warningsOf(plan, rules),
    forms: input.aims || input.unsure ? [] : formsOf(plan, choices, rules),
    limit:
      input.aims || input.unsure || improvementsOnly || rules.alertsPerRound >= MOST_ALERTS_BY_HAND
        ? null
        : { least: rules.alertsPerRound, most: MOST_ALERTS_BY_HAND },
    columns,
    rows: rowsOf(plan, columns, input, choices),
    mostPoints: MOST_POINTS_BY_HAND,
    leftOut: pricedLeftOut(input, plan).map((r) => leftOutText(r, input)),
    price: priceOf(plan, facts),
  };
}

function warningsOf(plan: RoundPlan, { alertsPerRound }: RoundRules): readonly string[] {
  const { length } = plan.alerts;
  if (length <= alertsPerRound) return [];
  return [
    `${length} alerts are more than the ${alertsPerRound} that a round is meant to have: other sheriffs' jobs wait the longer for it. The budgets still bind.`,
  ];
}

const formsOf = (plan: RoundPlan, { form }: PlanChoices, { cutPoints }: RoundRules): PlanSheet['forms'] => [
  { form: 'auto', text: `As it fits the budgets${form === 'auto' ? ` (${plan.form} now)` : ''}` },
  {
    form: 'thrifty',
    text: `Thrifty: only the gap before the alert's revision, at most ${cutPoints} cut points`,
  },
  { form: 'full', text: `In full (${inWords(plan.inFull)} before budgets)` },
];

const inWords = ({ jobs, builds }: { readonly jobs: number; readonly builds: number }) =>
  [counted(jobs, 'job'), ...(builds > 0 ? [counted(builds, 'build')] : [])].join(', ');

function columnsOf(plan: RoundPlan, { input, choices }: SheetFacts): readonly SheetColumn[] {
  const taken = new Set(choices.droppedPushes);
  const places = new Map<PushId, PushPlace & { readonly revision: string }>();
  for (const p of input.pushes) if (taken.has(p.id)) places.set(p.id, p);
  for (const p of [...input.points.values()].flat()) {
    if (taken.has(p.pushId) && !places.has(p.pushId))
      places.set(p.pushId, { id: p.pushId, time: p.pushTime, revision: p.revision });
  }
  for (const p of plan.pushes) places.set(p.id, p);
  const planned = new Map(plan.pushes.map((p) => [p.id, p]));
  return [...places.values()].sort(byPushOrder).map(({ id, revision }): SheetColumn => {
    const wants = new Set(plan.cells.filter((c) => c.pushId === id).map((c) => c.want));
    const [want = null] = wants;
    const push = planned.get(id);
    return {
      pushId: id,
      revision: shortRevision(revision),
      place: push ? placeInWords(push.offset, input.aims ? 'new level' : 'alert') : 'taken out',
      isStep: push ? push.offset === 0 : id === input.summary.pushId,
      want: wants.size === 1 ? want : null,
    };
  });
}

/** @param first a later round counts from the first push that surely has the new level, round 1 from the alert's own */
function placeInWords(offset: number | null, first: string): string {
  if (offset === null) return 'gap';
  if (offset === 0) return first;
  return offset > 0 ? `+${offset}` : `−${-offset}`;
}

function rowsOf(
  plan: RoundPlan,
  columns: readonly SheetColumn[],
  { summary, labels }: PlanInput,
  { dropped }: PlanChoices,
): readonly SheetRow[] {
  const cells = new Map(plan.cells.map((c) => [`${c.alertId} ${c.pushId}`, c]));
  const labelOf = new Map(plan.cells.map((c) => [c.alertId, c.label]));
  const out = new Set(dropped);
  const all = [...summary.alerts, ...summary.relatedAlerts];
  return all
    .filter((a) => labelOf.has(a.id) || out.has(a.id))
    .sort(importance(all, labels))
    .map((a): SheetRow => {
      const fact = labels.get(a.signature.id);
      return {
        alertId: a.id,
        name: nameOf(a),
        label: labelOf.get(a.id) ?? (fact?.kind === 'known' ? fact.label : ''),
        cells: columns.map(({ pushId }) => {
          const cell = cells.get(`${a.id} ${pushId}`);
          return cell ? sheetCell(cell) : null;
        }),
      };
    });
}

const nameOf = ({ signature }: Alert) => `${testName(signature)} ${signature.platform}`;

const sheetCell = ({ want, have, coming, need, build }: PlanCell): SheetCell => ({
  want,
  state: need > 0 ? 'need' : want > have + coming ? 'short' : 'done',
  text: [
    `${have} there`,
    ...(coming > 0 ? [`${coming} coming`] : []),
    ...(need > 0 ? [`+${need}${build ? ' with build' : ''}`] : []),
    ...(want > have + coming + need ? [`${want - have - coming - need} trimmed`] : []),
  ].join(', '),
});

/** These speak of the suite, whichever of its alerts is left out. */
const OF_THE_SUITE: readonly PlanReason['code'][] = ['same suite', 'other platform'];

function leftOutText({ code, alertId, text, price }: PlanReason, { summary }: PlanInput): string {
  const kept = price ? ` (+${inWords(price)} if kept)` : '';
  const alert = alertId === undefined ? undefined : alertOf(summary, alertId);
  if (!alert) return `${text}${kept}`;
  const test = testName(alert.signature);
  const isNamed = text.startsWith(test) && !OF_THE_SUITE.includes(code);
  return `${nameOf(alert)}${isNamed ? text.slice(test.length) : `: ${text}`}${kept}`;
}

const alertOf = (summary: PlanInput['summary'], id: AlertId) =>
  [...summary.alerts, ...summary.relatedAlerts].find((a) => a.id === id);

function priceOf(plan: RoundPlan, facts: SheetFacts): PlanSheet['price'] {
  const { rules, spend, live, input } = facts;
  const trimmed =
    plan.untrimmedJobs > plan.jobs ? `, trimmed from ${counted(plan.untrimmedJobs, 'job')}` : '';
  const spent = (of: (s: DaySpend) => string) =>
    spend === null
      ? 'reading…'
      : spend === 'not read'
        ? 'could not be read; sending reads it again'
        : of(spend);
  const onDevices = plan.alerts.some((a) => isDevicePool(a.platform));
  return [
    [
      'This round',
      `${plan.jobs} of at most ${counted(rules.jobsPerRound, 'job')}, ${plan.builds} of at most ${counted(rules.buildsPerRound, 'build')}${trimmed}`,
    ],
    ...planCosts(plan, input.graphs, facts.minutesOf).map(
      (cost) => [cost.name, poolText(cost, facts.queueOf(cost.label))] as const,
    ),
    [
      'You, last 24 h',
      spent((s) =>
        [
          `${s.personJobs} of ${rules.jobsPerPersonPerDay} jobs`,
          ...(onDevices ? [`${s.personDeviceJobs} of ${rules.deviceJobsPerDay} on devices`] : []),
        ].join(', '),
      ),
    ],
    ['Team, last 24 h', spent((s) => `${s.teamJobs} of ${rules.jobsPerTeamPerDay} jobs`)],
    ['This summary', spent((s) => `${s.summaryJobs} of ${rules.jobsPerSummary} jobs in all rounds`)],
    ['Running, queued, promised', live ? 'counted in' : 'being read: the numbers above are an upper bound'],
  ];
}

function poolText({ kind, jobs, minutes, unknown }: PoolCost, queue: Queue | undefined): string {
  const known = jobs - unknown;
  const time =
    known === 0
      ? 'nobody knows yet how long they take'
      : `about ${counted(Math.round(minutes), 'machine-minute')}${unknown > 0 ? `, ${unknown} of unknown length beside` : ''}`;
  const alone = kind === 'builds' && known > 0 ? ' (their PGO training runs not counted)' : '';
  const waits =
    queue === undefined
      ? ''
      : queue === 'not read'
        ? '; its queue could not be read'
        : `; ${counted(queue.pending, 'job')} ${queue.pending === 1 ? 'waits' : 'wait'} for ${queue.pool} now`;
  return `${counted(jobs, kind === 'builds' ? 'build' : 'job')}, ${time}${alone}${waits}`;
}
