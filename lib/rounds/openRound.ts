import type { Instant } from '@/lib/model/ids';
import type { PlanReport } from '@/lib/model/planReport';
import type { JournalRecord } from '@/lib/model/round';
import { type NotedSummary, sheriffName, type TailRound } from '@/lib/notes/notes';
import { isStaleClaim } from '@/lib/triage/staleClaim';
import { unfinished } from './resumeRound';

/**
 * The newest round that is claimed or waits for its data. A claim that somebody left behind is none; one's own is, to
 * be resumed or taken back.
 */
export function openRound(s: NotedSummary, now: Instant, me: string): TailRound | null {
  return (
    s.noted.rounds
      .filter((r) => r.status === 'claimed' || r.status === 'pending')
      .filter((r) => r.by === sheriffName(me) || !isStaleClaim(r, now))
      .sort((a, b) => b.number - a.number)[0] ?? null
  );
}

/** Does this browser's journal hold pushes of the round that did not come to a good end? */
export const canResume = (round: TailRound, journal: readonly JournalRecord[], me: string) =>
  unfinished(journal.filter((r) => r.nonce === round.nonce)).length > 0 ||
  (round.status === 'claimed' && round.by === me);

/** Until all that can come of a round is there, the next one would ask for what is on its way. */
export const holdsUpNext = (open: TailRound, report: PlanReport | null): boolean =>
  open.status === 'claimed' ||
  report?.outlook?.number !== open.number ||
  report.outlook.end.kind === 'waiting';
