import type { Instant } from '@/lib/model/ids';
import type { TailRound } from '@/lib/notes/notes';

/** From claim to note a round takes seconds; a claim older than this was left behind by a tab that closed. */
const STALE_AFTER_MS = 15 * 60 * 1000;

/** A claim that nobody follows up any more: it neither spends, nor holds up others, nor counts as a round. */
export const isStaleClaim = (round: TailRound, now: Instant): boolean =>
  round.status === 'claimed' && round.receipts.length === 0 && round.at < now - STALE_AFTER_MS;
