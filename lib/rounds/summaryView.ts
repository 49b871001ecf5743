import type { Instant, SummaryId } from '@/lib/model/ids';
import type { Problem } from '@/lib/model/outcome';
import type { PlanReport } from '@/lib/model/planReport';
import type { Receipt, RoundPlan } from '@/lib/model/round';
import type { RoundRules } from '@/lib/model/rules';
import type { SummaryView } from '@/lib/model/views';
import { type NotedSummary, sheriffName, type TailRound, timeInWords } from '@/lib/notes/notes';
import { nextDeadline } from '@/lib/triage/clocks';
import { counted, describePlan } from '@/lib/triage/describePlan';
import { workflowState } from '@/lib/triage/workflow';
import { pointsOf, roundStrip } from './cellView';
import { canResume, type DeskState, openRound } from './desk';

export interface ViewInput {
  readonly summary: NotedSummary | null;
  /** Trouble with reading the summary itself. */
  readonly readProblem: Problem | null;
  readonly desk: DeskState;
  readonly rules: RoundRules;
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
  };
  if (!summary) return empty;

  const { rounds, states } = summary.noted;
  const ownState = states.at(-1)?.state;
  const open = openRound(summary, now, me);
  const state = workflowState(summary, { ...(ownState && { ownState }), rounds }, report?.coverage);
  // until the framework's name is known nothing is said against it
  const sheriffed =
    report === null ||
    rules.frameworks.includes(report.frameworkName) ||
    rules.deterministicFrameworks.includes(report.frameworkName);
  const plan = report?.plan ?? null;
  const deadline = nextDeadline(summary, now, rules);
  const sendable = plan !== null && plan.jobs > 0 && open === null && sheriffed;
  const dataOfRound = open?.status === 'pending' && open.eta !== undefined && state === 'data ready';
  const stateDetail =
    dataOfRound && open.eta !== undefined ? dataDetail(summary, desk, open, open.eta, now, rules) : '';
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
  };
}

/** 'Send round 1: 14 jobs'; the name that screen readers and keys go by begins with 'Send round 1'. */
export const sendText = (plan: RoundPlan) =>
  `Send round ${plan.number}: ${plan.upperBound ? 'up to ' : ''}${counted(plan.jobs, 'job')}`;

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
  return `Round ${number}: ${counted(jobs, 'job')} asked for by ${by} at ${timeInWords(at, now)}${due}`;
}

/** 'complete', or '14 of 20 points, rest about 16:40 UTC'. */
function dataDetail(
  summary: NotedSummary,
  desk: DeskState,
  round: TailRound,
  eta: Instant,
  now: Instant,
  rules: RoundRules,
): string {
  const cells = round.alerts.flatMap((id) => roundStrip(summary, id, desk, round, rules)?.cells ?? []);
  const { have, want } = pointsOf(cells);
  if (want === 0) return '';
  return have >= want ? 'complete' : `${have} of ${want} points, rest about ${timeInWords(eta, now)}`;
}

/** The receipts of the round that this tab is sending, else those that the notes tell of the newest round. */
function receiptsOf(
  desk: DeskState,
  rounds: readonly TailRound[],
  plan: RoundPlan | null,
): SummaryView['receipts'] {
  const { send } = desk;
  if (send.kind === 'sent' && send.receipts.length > 0) return { number: send.number, items: send.receipts };
  if ((send.kind === 'sending' || send.kind === 'noting') && send.receipts.length > 0) {
    return { number: send.plan.number, items: send.receipts };
  }
  const last = rounds.filter((r) => r.receipts.length > 0).sort((a, b) => b.number - a.number)[0];
  if (!last) return null;
  const idOf = new Map(plan?.pushes.map((p) => [p.revision, p.id]));
  return {
    number: last.number,
    items: last.receipts.map((r): Receipt => {
      const common = {
        pushId: idOf.get(r.revision) ?? (0 as Receipt['pushId']),
        revision: r.revision,
        jobs: r.jobs,
      };
      return r.actionTask && r.failure === undefined
        ? { ...common, kind: 'sent', actionTask: r.actionTask }
        : { ...common, kind: 'failed', reason: r.failure ?? 'no action task' };
    }),
  };
}
