import { type Instant, instant } from '@/lib/model/ids';
import type { RoundStatus } from '@/lib/model/round';

/** From claim to note a round takes seconds; a claim older than this was left behind by a tab that closed. */
export const STALE_CLAIM_MS = 15 * 60 * 1000;

/** Claims from before this are left behind. */
export const staleBefore = (now: Instant): Instant => instant(now - STALE_CLAIM_MS);

/** What the age of a claim is told by. */
export interface ClaimRecord {
  readonly status: RoundStatus;
  readonly at: Instant;
  readonly receipts: { readonly length: number };
}

/** A claim that nobody follows up any more: it neither spends, nor holds up others, nor counts as a round. */
export const isStaleClaim = (round: ClaimRecord, now: Instant): boolean =>
  round.status === 'claimed' && round.receipts.length === 0 && round.at < staleBefore(now);
