import type { AlertSummary } from '@/lib/model/alert';
import { type Instant, instant } from '@/lib/model/ids';
import { DEFAULT_RULES, type RoundRules } from '@/lib/model/rules';
import { countedAlerts } from './openAlerts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Published target for triage: 3 days, weekends excluded (blog.mozilla.org/performance, December 2023). */
export const TRIAGE_PUBLISHED_DAYS = 3;
/** Published target for a bug: 5 days; nothing published excludes weekends, so they count. */
const BUG_PUBLISHED_DAYS = 5;

export type ClockName = 'triage' | 'bug';
/** Whose deadline: the sheriffs' own two, the server's due date, or the published target. */
export type DeadlineSource = 'ideal' | 'realistic' | 'server' | 'published';

export interface Deadline {
  readonly clock: ClockName;
  readonly source: DeadlineSource;
  readonly at: Instant;
}

export interface NextDeadline extends Deadline {
  readonly overdue: boolean;
  /** 'bug due in 5 h', 'triage overdue by 2 h'. */
  readonly text: string;
}

type ClockSummary = Pick<
  AlertSummary,
  | 'id'
  | 'alerts'
  | 'relatedAlerts'
  | 'created'
  | 'triageDue'
  | 'bugDue'
  | 'firstTriaged'
  | 'bugNumber'
  | 'status'
>;

/** What the clocks go by. */
export type ClockRules = Pick<RoundRules, 'suspiciousImprovementPct' | 'bugIdealHours' | 'bugRealisticHours'>;

/** All deadlines of a summary, whether they still run or not, earliest first. Everything in UTC. */
export function deadlinesOf(summary: ClockSummary, rules: ClockRules = DEFAULT_RULES): readonly Deadline[] {
  const { created, triageDue, bugDue } = summary;
  const deadlines: Deadline[] = [
    { clock: 'bug', source: 'ideal', at: instant(created + rules.bugIdealHours * HOUR_MS) },
    { clock: 'bug', source: 'realistic', at: instant(created + rules.bugRealisticHours * HOUR_MS) },
    { clock: 'bug', source: 'published', at: instant(created + BUG_PUBLISHED_DAYS * DAY_MS) },
    { clock: 'triage', source: 'published', at: addWorkingDays(created, TRIAGE_PUBLISHED_DAYS) },
  ];
  if (triageDue !== null) deadlines.push({ clock: 'triage', source: 'server', at: triageDue });
  if (bugDue !== null) deadlines.push({ clock: 'bug', source: 'server', at: bugDue });
  return deadlines.sort((a, b) => a.at - b.at);
}

/**
 * The clocks that still run. Triage stops for good with the first write to the summary or its alerts; the bug clock stops
 * with a bug or a closed summary, and never runs for improvements only.
 */
export function runningClocks(
  summary: ClockSummary,
  rules: Pick<RoundRules, 'suspiciousImprovementPct'> = DEFAULT_RULES,
): ReadonlySet<ClockName> {
  const running = new Set<ClockName>();
  if (summary.status !== 'untriaged' && summary.status !== 'investigating') return running;
  if (summary.firstTriaged === null) running.add('triage');
  const { alerts, improvementsOnly } = countedAlerts(summary, rules);
  if (summary.bugNumber === null && alerts.length > 0 && !improvementsOnly) running.add('bug');
  return running;
}

/**
 * The one deadline that the bar shows: the earliest that still runs, or that has been missed. Of the bug's targets the
 * ideal one gives way to the realistic one once it has passed: only the latter counts as overdue. Triage runs to the server's
 * due date (the published target where the server gives none).
 */
export function nextDeadline(
  summary: ClockSummary,
  now: Instant,
  rules: ClockRules = DEFAULT_RULES,
): NextDeadline | null {
  const running = runningClocks(summary, rules);
  const triageSource: DeadlineSource = summary.triageDue === null ? 'published' : 'server';
  const bugSource: DeadlineSource =
    now <= summary.created + rules.bugIdealHours * HOUR_MS ? 'ideal' : 'realistic';
  const next = deadlinesOf(summary, rules).find(
    (d) => running.has(d.clock) && d.source === (d.clock === 'triage' ? triageSource : bugSource),
  );
  if (!next) return null;
  return { ...next, overdue: now > next.at, text: deadlineText(next, now) };
}

/** 'bug due in 5 h', 'triage overdue by 20 min', 'bug due now'. */
export function deadlineText(deadline: Pick<Deadline, 'clock' | 'at'>, now: Instant): string {
  const left = deadline.at - now;
  const words = durationText(Math.abs(left));
  if (words === null) return `${deadline.clock} due now`;
  return left > 0 ? `${deadline.clock} due in ${words}` : `${deadline.clock} overdue by ${words}`;
}

/** Whole minutes below an hour, whole hours below two days, else whole days; null below a minute. */
function durationText(ms: number): string | null {
  if (ms < 60_000) return null;
  if (ms < HOUR_MS) return `${Math.floor(ms / 60_000)} min`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} d`;
}

/**
 * `days` working days after a moment, at the same time of day, in UTC. A moment on a weekend first moves to Monday, as in
 * the server's own due dates (treeherder/perf/utils.py).
 */
export function addWorkingDays(from: Instant, days: number): Instant {
  const isWeekend = (at: number) => [0, 6].includes(new Date(at).getUTCDay());
  let at: number = from;
  while (isWeekend(at)) at += DAY_MS;
  for (let left = days; left > 0; left -= 1) {
    at += DAY_MS;
    while (isWeekend(at)) at += DAY_MS;
  }
  return instant(at);
}
