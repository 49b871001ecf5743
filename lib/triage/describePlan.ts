import { isPoint } from '@/lib/model/graphPoint';
import type { Instant } from '@/lib/model/ids';
import type { RoundPlan } from '@/lib/model/round';
import { counted } from '@/lib/model/words';

export { counted };

/** 'hh:mm' in UTC, as sheriffs of all time zones read it. */
function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

/** 'Send round 1: 14 jobs'; the name that screen readers and keys go by begins with 'Send round 1'. */
export const sendText = (plan: RoundPlan) =>
  `Send round ${plan.number}: ${plan.upperBound ? 'up to ' : ''}${counted(plan.jobs, 'job')}`;

/** Pushes that the plan asks something of. */
function askedPushes(plan: Pick<RoundPlan, 'cells'>): number {
  return new Set(plan.cells.filter((c) => c.need > 0).map((c) => c.pushId)).size;
}

/**
 * The bar's sentence about a round (design 8), or why there is nothing to ask for. "up to" stands before the jobs while
 * queued and running jobs were not read.
 */
export function describePlan(plan: RoundPlan, now: Instant): string {
  if (plan.jobs === 0) {
    const why = plan.against.map((r) => r.text).join('; ');
    return `Round ${plan.number}: nothing to ask for${why ? `: ${why}` : ''}`;
  }
  const jobs = `${plan.upperBound ? 'up to ' : ''}${counted(plan.jobs, 'job')}`;
  const builds = plan.builds > 0 ? ` (+${counted(plan.builds, 'build')})` : '';
  const parts = [
    isPoint(plan.summaryId) ? 'this series' : counted(plan.alerts.length, 'alert'),
    counted(askedPushes(plan), 'revision'),
    `${jobs}${builds}`,
    `data about ${clockTime(now + plan.etaSeconds * 1000)} UTC`,
  ];
  if (plan.untrimmedJobs > plan.jobs) parts.push(`trimmed from ${plan.untrimmedJobs}`);
  return `Round ${plan.number}: ${parts.join(', ')}`;
}
