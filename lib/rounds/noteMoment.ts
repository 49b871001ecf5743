import type { Instant } from '@/lib/model/ids';
import type { RoundRules } from '@/lib/model/rules';
import type { WorkflowState } from '@/lib/model/workflow';
import { type NotedSummary, type NoteMoment, sheriffName, type TailRound } from '@/lib/notes/notes';
import { countedAlerts, openAlerts } from '@/lib/triage/openAlerts';
import { workflowState } from '@/lib/triage/workflow';
import { pointsOf, roundStrip } from './cellView';
import type { DeskSight } from './viewSubject';

export interface MomentInput {
  readonly desk: DeskSight;
  readonly rules: RoundRules;
  /** The full username, '' when it is not known. */
  readonly me: string;
  readonly now: Instant;
}

/** Suites named as not covered; the others are a number. */
const SUITES_NAMED = 4;

/** The moment in which a sheriff writes a note: what templates, states and the hand-over go by. */
export function noteMoment(summary: NotedSummary, input: MomentInput): NoteMoment {
  const { desk, rules, me, now } = input;
  const round = newestSent(summary);
  const points = round && dataOfRound(summary, desk, round, rules);
  return {
    summary: summary.id,
    state: stateOfSummary(summary, desk),
    round: round && {
      number: round.number,
      open: round.status === 'pending',
      jobs: round.jobs,
      revisions: round.receipts.filter((r) => r.failure === undefined).length,
      eta: round.eta ?? null,
      failed: failedOf(round),
    },
    dataIn: points?.isIn ?? false,
    cover: coverOf(summary, desk, rules),
    taker: takerName(summary),
    alerts: openAlerts(summary).map((a) => a.signature),
    upstream: upstreamOf(summary),
    me: sheriffName(me),
    now,
  };
}

/** The workflow state as the notes, the rounds and the cover rule make it. */
export function stateOfSummary(summary: NotedSummary, desk: DeskSight): WorkflowState {
  const { rounds, states } = summary.noted;
  const ownState = states.at(-1)?.state;
  const coverage = desk.planState.kind === 'ready' ? desk.planState.report.coverage : undefined;
  return workflowState(summary, { ...(ownState && { ownState }), rounds }, coverage);
}

const newestSent = (summary: NotedSummary): TailRound | null =>
  summary.noted.rounds.filter((r) => r.status !== 'claimed').sort((a, b) => b.number - a.number)[0] ?? null;

/** Pushes that a round could not ask, with the reason. */
export const failedOf = (round: Pick<TailRound, 'receipts'>) =>
  round.receipts.flatMap(({ revision, failure }) =>
    failure === undefined ? [] : [{ revision, reason: failure }],
  );

/**
 * How many of a round's data points are in; null while the series are not read, or nothing can be told of them. `isIn`: all
 * that can come has come.
 */
export function dataOfRound(
  summary: NotedSummary,
  desk: DeskSight,
  round: TailRound,
  rules: RoundRules,
): { readonly have: number; readonly want: number; readonly isIn: boolean } | null {
  const outlook = desk.planState.kind === 'ready' ? desk.planState.report.outlook : null;
  if (outlook?.number === round.number && outlook.end.want > 0) {
    const { have, want, kind } = outlook.end;
    return { have, want, isIn: kind !== 'waiting' };
  }
  // what could not be asked for will not come
  const never = new Set<string>(failedOf(round).map((f) => f.revision));
  const cells = round.alerts
    .flatMap((id) => roundStrip(summary, id, desk, round, rules)?.cells ?? [])
    .filter((cell) => !never.has(cell.revision));
  const points = pointsOf(cells);
  return points.want === 0 ? null : { ...points, isIn: points.have >= points.want };
}

/** Who works on it: the assignee, else who says so in the notes; the short name. */
export const takerName = ({ assignee, noted }: NotedSummary): string | null =>
  assignee !== null ? sheriffName(assignee) : (noted.taker?.by ?? null);

function coverOf(summary: NotedSummary, desk: DeskSight, rules: RoundRules): NoteMoment['cover'] {
  if (desk.planState.kind !== 'ready') return { holds: false, text: 'what is covered is not known yet' };
  const { holds, text, covered } = desk.planState.report.coverage;
  const known = new Set(covered);
  const suites = [
    ...new Set(
      countedAlerts(summary, rules)
        .alerts.filter((a) => !known.has(a.id))
        .map((a) => a.signature.suite),
    ),
  ];
  const more = suites.length - SUITES_NAMED;
  const named = suites.slice(0, SUITES_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return { holds, text: `${text.replace(/^C/, 'c')}${named === '' ? '' : `, not ${named}`}` };
}

/** The one summary that own alerts are downstream of; null with none or several. */
function upstreamOf(summary: NotedSummary): NoteMoment['upstream'] {
  const targets = new Set(
    summary.alerts.flatMap((a) => (a.status === 'downstream' ? [a.relatedSummaryId] : [])),
  );
  const [target = null] = targets;
  return targets.size === 1 ? target : null;
}
