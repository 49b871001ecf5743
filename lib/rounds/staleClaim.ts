import { type Instant, instant } from '@/lib/model/ids';
import { isLeftBehind, type TailRound } from '@/lib/notes/notes';

/** From claim to note a round takes seconds; a claim older than this was left behind by a tab that closed. */
const STALE_AFTER_MS = 15 * 60 * 1000;

/** Claims from before this are left behind. */
export const staleBefore = (now: Instant): Instant => instant(now - STALE_AFTER_MS);

/** A claim that nobody follows up any more: it neither spends, nor holds up others, nor counts as a round. */
export const isStaleClaim = (round: TailRound, now: Instant): boolean =>
  isLeftBehind(round, staleBefore(now));
