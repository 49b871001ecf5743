import type { AlertId, PushId, SummaryId } from '@/lib/model/ids';
import { countUpTo } from './sortedPlace';

/** What is compared of a summary: its push range, (prevPushId, pushId], and the suites of its alerts. */
export interface CauseSummary {
  readonly id: SummaryId;
  readonly repository: string;
  /** Framework id; a suite's name means the same only inside its framework. */
  readonly framework: number;
  readonly prevPushId: PushId;
  readonly pushId: PushId;
  readonly alerts: readonly {
    readonly alertId: AlertId;
    readonly suite: string;
    readonly isRegression: boolean;
  }[];
}

/** Another summary that may share its cause with this one, and why. */
export interface SameCause {
  readonly summaryId: SummaryId;
  /** Suites that both have, sorted. */
  readonly suites: readonly string[];
  /** Alerts of this summary in those suites, sorted. */
  readonly alertIds: readonly AlertId[];
  readonly ranges: 'overlap' | 'near';
  /** Pushes between the two ranges that belong to neither; 0 when they overlap or touch. */
  readonly pushesApart: number;
  /** Both have a regression, or both an improvement, of one suite. */
  readonly sameDirection: boolean;
}

/** One data interval: perf jobs run on about every 20th push (design 1.5). */
const DATA_INTERVAL_PUSHES = 20;

/**
 * Summaries that may share their cause with this one: same repository, same suite, push ranges that overlap or lie within one
 * data interval. Best first: overlapping, then nearer, then same direction, then more suites in common, then id.
 *
 * `log`: ids of the repository's pushes, without holes. Where it does not reach from the one range to the other the distance is
 * not known, and nothing is suggested. Ids grow with time inside one repository but are shared by all, so that only the log
 * tells how many pushes lie between.
 */
export function sameCause(
  summary: CauseSummary,
  others: readonly CauseSummary[],
  log: readonly PushId[],
): readonly SameCause[] {
  const pushes = [...new Set(log)].sort((a, b) => a - b);
  const own = directionsBySuite(summary);
  const found = new Map<SummaryId, SameCause>();
  for (const other of others) {
    if (other.id === summary.id || other.repository !== summary.repository) continue;
    if (other.framework !== summary.framework) continue;
    const theirs = directionsBySuite(other);
    const suites = [...own.keys()].filter((suite) => theirs.has(suite)).sort();
    if (suites.length === 0) continue;
    const overlap = summary.prevPushId < other.pushId && other.prevPushId < summary.pushId;
    const pushesApart = overlap ? 0 : distance(summary, other, pushes);
    if (pushesApart === null || pushesApart > DATA_INTERVAL_PUSHES) continue;
    const shared = new Set(suites);
    found.set(other.id, {
      summaryId: other.id,
      suites,
      alertIds: summary.alerts
        .filter((a) => shared.has(a.suite))
        .map((a) => a.alertId)
        .sort((a, b) => a - b),
      ranges: overlap ? 'overlap' : 'near',
      pushesApart,
      sameDirection: suites.some((suite) =>
        [...(own.get(suite) ?? [])].some((isRegression) => theirs.get(suite)?.has(isRegression)),
      ),
    });
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(b.ranges === 'overlap') - Number(a.ranges === 'overlap') ||
      a.pushesApart - b.pushesApart ||
      Number(b.sameDirection) - Number(a.sameDirection) ||
      b.suites.length - a.suites.length ||
      a.summaryId - b.summaryId,
  );
}

function directionsBySuite({ alerts }: CauseSummary): ReadonlyMap<string, ReadonlySet<boolean>> {
  const directions = new Map<string, Set<boolean>>();
  for (const { suite, isRegression } of alerts) {
    const known = directions.get(suite);
    if (known) known.add(isRegression);
    else directions.set(suite, new Set([isRegression]));
  }
  return directions;
}

/** Pushes after the older range up to where the younger one begins; null when the log does not reach that far. */
function distance(a: CauseSummary, b: CauseSummary, pushes: readonly PushId[]): number | null {
  const [older, younger] = a.pushId <= b.prevPushId ? [a, b] : [b, a];
  const first = pushes[0];
  const last = pushes.at(-1);
  // Ranges that touch need no log.
  if (older.pushId === younger.prevPushId) return 0;
  if (first === undefined || last === undefined) return null;
  if (first > older.pushId || last < younger.prevPushId) return null;
  return countUpTo(pushes, Number, younger.prevPushId) - countUpTo(pushes, Number, older.pushId);
}
