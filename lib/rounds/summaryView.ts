import type { Instant, SummaryId } from '@/lib/model/ids';
import type { Problem } from '@/lib/model/outcome';
import type { PlanReport } from '@/lib/model/planReport';
import type { RoundRules } from '@/lib/model/rules';
import type { SummaryView } from '@/lib/model/views';
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
import { canResume, type DeskState, openRound } from './desk';
import { dataOfRound, failedOf, stateOfSummary } from './noteMoment';
import { receiptsOf } from './receiptsView';
import { NO_WORK, workView } from './workView';

export interface ViewInput {
  readonly summary: NotedSummary | null;
  /** Trouble with reading the summary itself. */
  readonly readProblem: Problem | null;
  readonly desk: DeskState;
  readonly rules: RoundRules;
  readonly handOver: Settings['handOver'];
  readonly me: string;
  readonly now: Instant;
}

export function summaryView(id: SummaryId, input: ViewInput): SummaryView {
  const { summary, desk, now, rules, me } = input;
  const report = desk.planState.kind === 'ready' ? desk.planState.report : null;
  const empty: SummaryView = {
    id,
    state: 'untriaged',
    stateDetail: '',
    deadline: null,
    sentence: input.readProblem ? '' : 'Reading…',
    plan: null,
    number: 1,
    sendText: null,
    canPlan: false,
    resume: null,
    receipts: null,
    coverage: null,
    root: report?.root ?? null,
    send: desk.send,
    pending: desk.pending,
    undo: desk.undo?.what ?? null,
    undoing: desk.undoing,
    pageBehind: desk.pageBehind,
    problem: input.readProblem,
    taking: desk.taking,
    ...NO_WORK,
  };
  if (!summary) return empty;

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
  const sendable = plan !== null && plan.jobs > 0 && open === null && sheriffed;
  const waits = open?.status === 'pending' && (state === 'data ready' || state === 'collecting data');
  const stateDetail = waits ? dataDetail(summary, desk, open, now, rules) : '';
  return {
    ...empty,
    state,
    stateDetail,
    deadline: deadline && { text: deadline.text, overdue: deadline.overdue },
    sentence: sentenceOf(input, report, open, sheriffed, stateDetail !== ''),
    plan,
    number: open?.number ?? plan?.number ?? 1,
    sendText: sendable && plan.against.length === 0 ? sendText(plan) : null,
    canPlan: plan !== null && open === null && sheriffed,
    resume: open && canResume(open, desk.journal, sheriffName(me)) ? open.number : null,
    receipts: receiptsOf(desk, rounds, plan),
    coverage: report?.coverage.started ? report.coverage : null,
    problem: input.readProblem ?? (desk.planState.kind === 'failed' ? desk.planState.problem : null),
    ...workView(summary, input),
  };
}

function sentenceOf(
  { desk, now }: ViewInput,
  report: PlanReport | null,
  open: TailRound | null,
  sheriffed: boolean,
  dueIsSaid: boolean,
): string {
  if (!sheriffed)
    return `Deputy plans no rounds for ${report?.frameworkName ?? 'this framework'} (a setting).`;
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
  desk: DeskState,
  round: TailRound,
  now: Instant,
  rules: RoundRules,
): string {
  const points = dataOfRound(summary, desk, round, rules);
  if (points === null) return '';
  const { have, want } = points;
  if (have >= want) return 'complete';
  const rest = round.eta === undefined ? '' : `, rest about ${timeInWords(round.eta, now)}`;
  return `${have} of ${want} points${rest}`;
}
