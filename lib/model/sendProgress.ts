import type { Instant, Nonce } from './ids';
import type { Problem } from './outcome';
import type { Receipt, RoundPlan } from './round';

/** Where a round stands that this tab sends. One union, so that a view cannot forget a state. */
export type SendProgress =
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' }
  /** Nothing has been written or sent; Cancel takes it all back. */
  | { readonly kind: 'grace'; readonly plan: RoundPlan; readonly endsAt: Instant }
  | { readonly kind: 'planning'; readonly plan: RoundPlan }
  /** Fresh data asks for more, or for other alerts, than was shown: the sheriff decides again. */
  | { readonly kind: 'changed'; readonly shown: RoundPlan; readonly plan: RoundPlan }
  | { readonly kind: 'claiming'; readonly plan: RoundPlan }
  | { readonly kind: 'looking'; readonly plan: RoundPlan }
  | {
      readonly kind: 'sending';
      readonly plan: RoundPlan;
      readonly receipts: readonly Receipt[];
      readonly total: number;
    }
  | { readonly kind: 'noting'; readonly plan: RoundPlan; readonly receipts: readonly Receipt[] }
  | {
      readonly kind: 'sent';
      readonly number: number;
      readonly nonce: Nonce;
      readonly receipts: readonly Receipt[];
      /** What did not go well beside the receipts, such as a note that could not be written. */
      readonly problem: Problem | null;
    }
  /** Ended before anything was sent. */
  | { readonly kind: 'stopped'; readonly problem: Problem };

/** While one of these holds, another send must not begin. */
export const isUnderWay = (p: SendProgress) => !['idle', 'changed', 'sent', 'stopped'].includes(p.kind);
