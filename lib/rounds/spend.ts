import type { AlertSummary } from '@/lib/model/alert';
import type { Instant, SummaryId } from '@/lib/model/ids';
import type { DaySpend } from '@/lib/model/planInput';
import type { JournalRecord } from '@/lib/model/round';
import { parseNotes, roundsOf, sheriffName } from '@/lib/notes/notes';
import { type SpentRound, daySpend as spendOf } from '@/lib/triage/daySpend';
import { isDevicePool } from '@/lib/triage/platformBuilds';

/**
 * The day's spend, from the tails of the summaries that were read and from this browser's own journal.
 * @param me the sheriff's username
 */
export const daySpend = (
  summaries: readonly AlertSummary[],
  journal: readonly JournalRecord[],
  id: SummaryId,
  me: string,
  now: Instant,
): DaySpend => spendOf(summaries.flatMap(spentRounds), journal, id, sheriffName(me), now);

function spentRounds(summary: AlertSummary): readonly SpentRound[] {
  const alerts = [...summary.alerts, ...summary.relatedAlerts];
  return roundsOf(parseNotes(summary.notes)).map((round) => ({
    ...round,
    summaryId: summary.id,
    onDevices: alerts.some((a) => round.alerts.includes(a.id) && isDevicePool(a.signature.platform)),
  }));
}
