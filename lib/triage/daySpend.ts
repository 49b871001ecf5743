import type { Instant, Label, Nonce, SummaryId } from '@/lib/model/ids';
import type { DaySpend } from '@/lib/model/planInput';
import type { JournalRecord } from '@/lib/model/round';
import { isDevicePool } from './platformBuilds';
import { type ClaimRecord, isStaleClaim } from './staleClaim';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A round as far as its cost goes. */
export interface SpentRound extends ClaimRecord {
  readonly summaryId: SummaryId;
  readonly nonce: Nonce;
  /** Short name of the sheriff. */
  readonly by: string;
  readonly jobs: number;
  /** One of its alerts is on a device pool. */
  readonly onDevices: boolean;
}

/**
 * Jobs asked for in the rolling 24 hours, from the rounds in the notes and from this browser's own journal (which also knows
 * rounds whose note was lost). A round stands in one of them or in both: it counts once.
 * @param me short name of the sheriff
 */
export function daySpend(
  rounds: readonly SpentRound[],
  journal: readonly JournalRecord[],
  id: SummaryId,
  me: string,
  now: Instant,
): DaySpend {
  let personJobs = 0;
  let personDeviceJobs = 0;
  let teamJobs = 0;
  let summaryJobs = 0;
  const inNotes = new Set<Nonce>();
  for (const round of rounds) {
    if (isStaleClaim(round, now)) continue;
    inNotes.add(round.nonce);
    if (round.summaryId === id) summaryJobs += round.jobs;
    if (round.at < now - DAY_MS) continue;
    teamJobs += round.jobs;
    if (round.by !== me) continue;
    personJobs += round.jobs;
    if (round.onDevices) personDeviceJobs += round.jobs;
  }
  for (const { nonce, summaryId, state, request } of journal) {
    if (inNotes.has(nonce) || state.kind === 'planned' || state.kind === 'failed') continue;
    const jobs = request.labels.reduce((sum, l) => sum + l.times, 0);
    if (summaryId === id) summaryJobs += jobs;
    if (state.at < now - DAY_MS) continue;
    teamJobs += jobs;
    personJobs += jobs;
    if (request.labels.some((l) => isDevicePool(platformIn(l.label)))) personDeviceJobs += jobs;
  }
  return { personJobs, personDeviceJobs, teamJobs, summaryJobs };
}

/** 'test-macosx1500-aarch64-shippable/opt-…' from its platform on: a label begins with its kind. */
const platformIn = (label: Label) => label.replace(/^[a-z]+-/, '');
