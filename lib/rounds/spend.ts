import type { AlertSummary } from '@/lib/model/alert';
import type { Instant, SummaryId } from '@/lib/model/ids';
import type { DaySpend } from '@/lib/model/planInput';
import type { JournalRecord } from '@/lib/model/round';
import { parseNotes, roundsOf, sheriffName, type TailRound } from '@/lib/notes/notes';
import { isDevicePool } from '@/lib/triage/platformBuilds';
import { isStaleClaim } from './staleClaim';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Jobs asked for in the rolling 24 hours, from the tails of the summaries that were read and from this browser's own
 * journal (which also knows rounds whose note was lost). A round stands in one of them or in both: it counts once.
 */
export function daySpend(
  summaries: readonly AlertSummary[],
  journal: readonly JournalRecord[],
  id: SummaryId,
  me: string,
  now: Instant,
): DaySpend {
  let personJobs = 0;
  let personDeviceJobs = 0;
  let teamJobs = 0;
  let summaryJobs = 0;
  const inNotes = new Set<string>();
  for (const summary of summaries) {
    for (const round of roundsOf(parseNotes(summary.notes))) {
      if (!spends(round, now)) continue;
      inNotes.add(round.nonce);
      if (summary.id === id) summaryJobs += round.jobs;
      if (round.at < now - DAY_MS) continue;
      teamJobs += round.jobs;
      if (round.by !== sheriffName(me)) continue;
      personJobs += round.jobs;
      if (onDevices(summary, round)) personDeviceJobs += round.jobs;
    }
  }
  for (const record of journal) {
    if (inNotes.has(record.nonce) || record.state.kind === 'planned' || record.state.kind === 'failed')
      continue;
    const jobs = record.request.labels.reduce((sum, l) => sum + l.times, 0);
    if (record.summaryId === id) summaryJobs += jobs;
    if (record.state.at < now - DAY_MS) continue;
    teamJobs += jobs;
    personJobs += jobs;
    if (record.request.labels.some((l) => isDevicePool(l.label))) personDeviceJobs += jobs;
  }
  return { personJobs, personDeviceJobs, teamJobs, summaryJobs };
}

const spends = (round: TailRound, now: Instant) => !isStaleClaim(round, now);

const onDevices = (summary: AlertSummary, round: TailRound) =>
  [...summary.alerts, ...summary.relatedAlerts].some(
    (a) => round.alerts.includes(a.id) && isDevicePool(a.signature.platform),
  );
