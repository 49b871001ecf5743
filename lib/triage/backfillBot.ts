import { type Alert, type AlertSummary, testName } from '@/lib/model/alert';

/*
 * What Treeherder's own backfill bot (Sherlock) does about a summary. It never retriggers and never takes Windows 11 or Android,
 * so it is no reason against a round; what it has queued is counted as on its way like everybody's jobs (treeherder-api 5).
 */

/** By the number of its record. 5, "verification failed", is nowhere set any more. */
const DOINGS: readonly string[] = [
  'has picked {tests}; nothing has run yet',
  'is about to backfill {tests}; nothing has run yet',
  'is backfilling {tests}; its jobs are counted as on their way',
  'has backfilled {tests}',
  'has tried to backfill {tests}, in vain',
  'has tried to backfill {tests}, in vain',
];
/** Tests named in a sentence; the rest is counted. */
const NAMED = 3;

/** One sentence for each thing that it does or did here; empty when it has nothing to do with the summary. */
export function describeBackfillBot(summary: Pick<AlertSummary, 'alerts'>): readonly string[] {
  const known = summary.alerts.filter((a) => a.backfillRecord !== null);
  const byDoing = Map.groupBy(
    known,
    (a) => DOINGS[a.backfillRecord?.status ?? -1] ?? 'has a record of {tests}',
  );
  return [...byDoing].map(
    ([doing, alerts]) => `The backfill bot ${doing.replace('{tests}', namesOf(alerts))}.`,
  );
}

function namesOf(alerts: readonly Alert[]): string {
  const names = [...new Set(alerts.map(({ signature }) => `${testName(signature)} ${signature.platform}`))];
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** To be said before a write: while the bot waits, any write to the summary makes it wait for 4 hours anew (treeherder-api 5.6). */
export const noticeOfBot = ({ alerts }: Pick<AlertSummary, 'alerts'>): string | null =>
  alerts.some((a) => a.backfillRecord?.status === 0)
    ? 'A write makes the backfill bot wait for 4 hours anew.'
    : null;
