import type { AlertSummary } from '@/lib/model/alert';
import { type Instant, instant, type SummaryId } from '@/lib/model/ids';
import type { RoundRules } from '@/lib/model/rules';
import { QUEUES, type QueueName, type ShiftClock, type ShiftItem, type ShiftRound } from '@/lib/model/shift';
import type { OwnState, SheriffRole, WorkflowState } from '@/lib/model/workflow';
import {
  addWorkingDays,
  type ClockName,
  type ClockRules,
  deadlineText,
  HOUR_MS,
  runningClocks,
  TRIAGE_PUBLISHED_DAYS,
} from './clocks';
import { openAlerts } from './openAlerts';
import { STALE_CLAIM_MS } from './staleClaim';
import { whose, workflowState } from './workflow';

/** A shift is 8 hours long; what is older comes from the one before. */
export const SHIFT_HOURS = 8;

export type ShiftRules = ClockRules & Pick<RoundRules, 'dueSoonHours' | 'dataLateHours'>;

/** A summary with what its notes say, as far as the queues go by it. */
export interface ShiftFacts {
  readonly summary: AlertSummary;
  readonly framework: string;
  readonly states: readonly { readonly state: OwnState; readonly by: string; readonly at: Instant }[];
  readonly rounds: readonly ShiftRound[];
  readonly marks: readonly { readonly by: string; readonly at: Instant }[];
  readonly taker: string | null;
  readonly note: string;
  /** Summaries that were declined as suggestions. */
  readonly declined: readonly SummaryId[];
}

/** Where a summary waits and for whom; null when nobody here has to do anything. */
export function shiftItem(facts: ShiftFacts, now: Instant, rules: ShiftRules): ShiftItem | null {
  const { summary, rounds, states } = facts;
  const ownState = states.at(-1)?.state;
  const state = workflowState(summary, { rounds, ...(ownState && { ownState }) });
  const role = whose(state);
  if (role === null) return null;
  const running = runningClocks(summary, rules);
  // improvements ask for nothing (design 1.2): no clock runs for them once they were seen, and none is in a queue
  if (!running.has('bug') && state === 'untriaged') return null;
  const round = rounds.toSorted((a, b) => b.number - a.number)[0] ?? null;
  const touched = newestOf([...states, ...facts.marks, ...rounds.map(({ by, at }) => ({ by, at }))]);
  const stuck = stuckBecause(state, round, now, rules);
  return {
    id: summary.id,
    repository: summary.repository,
    framework: facts.framework,
    what: suitesOf(summary),
    alerts: openAlerts(summary).length,
    state,
    queue: stuck ? 'stuck' : queueOf(state, round, now),
    role,
    created: summary.created,
    triage: running.has('triage')
      ? clock(
          'triage',
          summary.triageDue ?? addWorkingDays(summary.created, TRIAGE_PUBLISHED_DAYS),
          now,
          rules,
        )
      : null,
    bug: running.has('bug') ? clock('bug', bugTarget(summary.created, now, rules), now, rules) : null,
    round,
    stuck,
    taker: facts.taker,
    note: facts.note,
    touched,
    isLeft: Math.max(summary.created, touched?.at ?? 0) < now - SHIFT_HOURS * HOUR_MS,
  };
}

/** The ideal target while it can be met, then the realistic one: only the latter counts as missed. */
function bugTarget(created: Instant, now: Instant, rules: ClockRules): Instant {
  const ideal = created + rules.bugIdealHours * HOUR_MS;
  return instant(now <= ideal ? ideal : created + rules.bugRealisticHours * HOUR_MS);
}

function clock(name: ClockName, at: Instant, now: Instant, rules: ShiftRules): ShiftClock {
  const left = at - now;
  return {
    at,
    overdue: left < 0,
    text: deadlineText({ clock: name, at }, now),
    urgency: left < 0 ? 'overdue' : left < rules.dueSoonHours * HOUR_MS ? 'soon' : 'calm',
  };
}

function queueOf(state: WorkflowState, round: ShiftRound | null, now: Instant): QueueName {
  if (state === 'data ready')
    return isComplete(round, now) ? 'data ready: complete' : 'data ready: data coming';
  return QUEUES.find((queue) => queue === state) ?? 'untriaged';
}

/** By the points where they were read, else by the time that was given. */
function isComplete(round: ShiftRound | null, now: Instant): boolean {
  if (!round || round.status === 'complete') return true;
  if (round.points) return round.points.have >= round.points.want;
  return round.eta !== null && now >= round.eta;
}

/** What keeps a summary from going on by itself. */
function stuckBecause(
  state: WorkflowState,
  round: ShiftRound | null,
  now: Instant,
  rules: ShiftRules,
): ShiftItem['stuck'] {
  if (!round) return null;
  const { number, status, failed, asked, eta, by, at } = round;
  if (status === 'claimed' && now - at > STALE_CLAIM_MS) {
    return {
      why: `Round ${number} was claimed by ${by} and never sent`,
      next: `${by} can resume it; anybody can plan a new one`,
    };
  }
  if (status !== 'pending') return null;
  if (state === 'collecting data' && failed.length > 0) {
    return {
      why: `Round ${number}: ${failed.length} of ${failed.length + asked} pushes failed (${[...new Set(failed)].join('; ')})`,
      next: 'resume the round, or hand over with what there is and say why',
    };
  }
  const missing = round.points ? round.points.want - round.points.have : 1;
  if (eta !== null && now - eta > rules.dataLateHours * HOUR_MS && missing > 0) {
    const words = round.points
      ? `${missing} of ${round.points.want} points are missing`
      : 'nobody has seen the data';
    return {
      why: `Round ${number} was expected ${Math.floor((now - eta) / HOUR_MS)} h ago, and ${words}`,
      next: 'look at its jobs: end the round as blocked if they failed, mark it complete if they are in',
    };
  }
  return null;
}

const newestOf = (facts: readonly { readonly by: string; readonly at: Instant }[]): ShiftItem['touched'] => {
  const newest = facts.toSorted((a, b) => b.at - a.at)[0];
  return newest ? { by: newest.by, at: newest.at } : null;
};

const SUITES_NAMED = 2;

function suitesOf(summary: AlertSummary): string {
  const suites = [...new Set(openAlerts(summary).map((a) => a.signature.suite))];
  const more = suites.length - SUITES_NAMED;
  return suites.slice(0, SUITES_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** The deadline that comes first; what has none comes last. */
export const nextDue = ({ triage, bug }: Pick<ShiftItem, 'triage' | 'bug'>): number =>
  Math.min(triage?.at ?? Number.POSITIVE_INFINITY, bug?.at ?? Number.POSITIVE_INFINITY);

/** By risk of a breach: what is due first, then what is older; the same order whatever the order before. */
export const byRisk = (a: ShiftItem, b: ShiftItem): number =>
  compare(nextDue(a), nextDue(b)) || a.created - b.created || a.id - b.id;

const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);

/** The queues of a role, in the order in which it works them; the stuck ones are everybody's who can help. */
export const queuesOf = (role: SheriffRole): readonly QueueName[] =>
  role === 'code sheriff'
    ? ['stuck', 'untriaged', 'collecting data']
    : ['stuck', 'data ready: complete', 'needs bug', 'needs data', 'data ready: data coming'];

/** All items by queue, each by risk. A queue without any is there too. */
export function byQueue(items: readonly ShiftItem[]): ReadonlyMap<QueueName, readonly ShiftItem[]> {
  const sorted = items.toSorted(byRisk);
  return new Map(QUEUES.map((queue) => [queue, sorted.filter((item) => item.queue === queue)]));
}

/** What a sheriff of the role should open next, after the given one; null when nothing waits. */
export function nextOne(
  items: readonly ShiftItem[],
  role: SheriffRole,
  after: ShiftItem['id'] | null,
): ShiftItem | null {
  const queues = byQueue(items);
  const waiting = queuesOf(role).flatMap((queue) =>
    (queues.get(queue) ?? []).filter((item) => queue !== 'stuck' || item.role === role),
  );
  const at = waiting.findIndex((item) => item.id === after);
  return waiting[at + 1] ?? waiting.find((item) => item.id !== after) ?? null;
}
