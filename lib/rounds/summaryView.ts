import { isPoint } from '@/lib/model/graphPoint';
import type { Instant } from '@/lib/model/ids';
import type { PlanReport } from '@/lib/model/planReport';
import type { PlanReason } from '@/lib/model/round';
import type { RoundRules } from '@/lib/model/rules';
import type { BarView, SummaryViews } from '@/lib/model/views';
import type { SheriffRole } from '@/lib/model/workflow';
import {
  failedInWords,
  type NotedSummary,
  sheriffName,
  type TailRound,
  timeInWords,
} from '@/lib/notes/notes';
import type { Settings } from '@/lib/settings/settings';
import { nextDeadline } from '@/lib/triage/clocks';
import { counted, describePlan, sendText } from '@/lib/triage/describePlan';
import { whose } from '@/lib/triage/workflow';
import { cellViews } from './cellView';
import { dataOfRound, failedOf, stateOfSummary } from './noteMoment';
import { canResume, holdsUpNext, openRound } from './openRound';
import { receiptsOf } from './receiptsView';
import { outlookSentence, roundView } from './roundView';
import { coverageView } from './rowSelection';
import type { DeskSight, ViewSubject } from './viewSubject';
import { workView } from './workView';

/** What the views of a summary are worked out from: what the page knows, and the sheriff's settings. */
export interface ViewInput extends ViewSubject {
  readonly rules: RoundRules;
  readonly handOver: Settings['handOver'];
  readonly starMarked: Settings['starMarked'];
  readonly role: SheriffRole;
  /** The full username, '' when it is not known. */
  readonly me: string;
  readonly now: Instant;
}

/** The bar and the cells of a summary. */
export const summaryViews = (input: ViewInput): SummaryViews => ({
  bar: barView(input),
  cells: cellViews(input.summary, input.desk, input.rules, input.now),
});

/** What the bar of a summary shows, as data. */
export function barView(input: ViewInput): BarView {
  const { summary, desk, now, rules, me } = input;
  const report = desk.planState.kind === 'ready' ? desk.planState.report : null;
  const { rounds } = summary.noted;
  const open = openRound(summary, now, me);
  const state = stateOfSummary(summary, desk);
  // until the framework's name is known nothing is said against it
  const sheriffed =
    report === null ||
    rules.frameworks.includes(report.frameworkName) ||
    rules.deterministicFrameworks.includes(report.frameworkName);
  const plan = report?.plan ?? null;
  const deadline = nextDeadline(summary, now, rules);
  const isFree = open === null || !holdsUpNext(open, report);
  const sendable = plan !== null && plan.jobs > 0 && isFree && sheriffed;
  const isReasoned = plan !== null && (plan.number === 1 || desk.hasReason);
  const waits = open?.status === 'pending' && (state === 'data ready' || state === 'collecting data');
  const stateDetail = waits ? dataDetail(summary, desk, open, now, rules) : '';
  const bar: BarView = {
    state,
    stateDetail,
    step: stepOf(desk.send),
    withoutNotes: '',
    deadline: deadline && { text: deadline.text, overdue: deadline.overdue },
    sentence: sentenceOf(input, report, open, sheriffed, stateDetail !== ''),
    number: plan?.number ?? open?.number ?? 1,
    sendText: sendable && isReasoned && plan.against.length === 0 ? sendText(plan) : null,
    canPlan: plan !== null && isFree && sheriffed && !plan.against.some((r) => ENDS_ROUNDS.includes(r.code)),
    resume: open && canResume(open, desk.journal, sheriffName(me)) ? open.number : null,
    receipts: receiptsOf(desk.send, rounds, plan),
    coverage: coverageView(summary, report),
    root: report?.root ?? null,
    mayMove: input.role === 'perf sheriff' && !isPoint(summary.id),
    isMine: whose(state) === input.role,
    ...workView(summary, input),
    round: roundView(summary, input),
  };
  return isPoint(summary.id) ? pointBar(bar, open) : bar;
}

/** A point has no clocks, no notes and nobody to hand it over to: what is left is its round. */
const pointBar = (bar: BarView, open: TailRound | null): BarView => ({
  ...bar,
  state: open && bar.stateDetail !== 'complete' ? 'collecting data' : bar.state,
  withoutNotes:
    'Without an alert there are no notes: the journal of this browser and the receipts are the record.',
  deadline: null,
  coverage: null,
  taken: null,
  canTake: false,
  steps: [],
  handOver: null,
  beforehand: [],
  mayMove: false,
  isMine: false,
});

/** Progress of a send, in the words of what is being done. */
function stepOf(send: DeskSight['send']): string {
  switch (send.kind) {
    case 'checking':
      return 'checking your login…';
    case 'planning':
      return 'reading fresh data…';
    case 'claiming':
      return 'claiming the round…';
    case 'looking':
      return 'looking at what runs already…';
    case 'sending':
      return `sending ${send.receipts.length} of ${counted(send.total, 'push', 'pushes')}…`;
    case 'noting':
      return 'writing the note…';
    case 'changed':
      return `Nothing was sent: the plan has changed since you saw it (${send.plan.jobs} jobs now, ${send.shown.jobs} then). Look at it and send again.`;
    default:
      return '';
  }
}

/** Reasons that leave nothing to look at in a plan. */
const ENDS_ROUNDS: readonly PlanReason['code'][] = ['no further round', 'rounds used up'];

function sentenceOf(
  { desk, now }: ViewInput,
  report: PlanReport | null,
  open: TailRound | null,
  sheriffed: boolean,
  dueIsSaid: boolean,
): string {
  if (!sheriffed)
    return `Deputy plans no rounds for ${report?.frameworkName ?? 'this framework'} (a setting).`;
  const judged = outlookSentence(desk, open);
  if (judged !== null) {
    const price = report && report.plan.jobs > 0 ? describePlan(report.plan, now) : '';
    // the price says which round it is that would narrow it down
    const found = price === '' ? judged : judged.replace(/\. Round \d+ can narrow it down$/, '');
    return [found, price].filter((part) => part !== '').join('. ');
  }
  if (open) return openRoundSentence(open, now, dueIsSaid);
  if (report) return describePlan(report.plan, now);
  return desk.planState.kind === 'failed' ? '' : 'Working out what a round would cost…';
}

/** @param dueIsSaid the state says already when the data comes, or that it is in */
function openRoundSentence(round: TailRound, now: Instant, dueIsSaid: boolean): string {
  const { number, by, at, jobs, eta } = round;
  if (round.status === 'claimed') {
    return `Round ${number}: claimed by ${by} at ${timeInWords(at, now)}, not sent yet`;
  }
  const due = eta === undefined || dueIsSaid ? '' : `, data about ${timeInWords(eta, now)}`;
  const failed = failedInWords(failedOf(round));
  const trouble = failed === '' ? '' : `; ${failed}`;
  return `Round ${number}: ${counted(jobs, 'job')} asked for by ${by} at ${timeInWords(at, now)}${due}${trouble}`;
}

/** 'complete', or '14 of 20 points, rest about 16:40 UTC'; empty when nothing can be told. */
function dataDetail(
  summary: NotedSummary,
  desk: DeskSight,
  round: TailRound,
  now: Instant,
  rules: RoundRules,
): string {
  const points = dataOfRound(summary, desk, round, rules);
  if (points === null) return '';
  const { have, want, isIn } = points;
  if (have >= want) return 'complete';
  if (isIn) return `${have} of ${want} points, the rest will not come`;
  const rest = round.eta === undefined ? '' : `, rest about ${timeInWords(round.eta, now)}`;
  return `${have} of ${want} points${rest}`;
}
